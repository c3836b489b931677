"""From a bare machine to a served map: install, private database, supervisor.

Only the standard library is imported here, so that it runs before anything is installed.
"""
