"""The one gate for files: recognise by content, unpack with limits, read in a sandboxed process.

Outside this package nobody opens a file a person gave us: `sandbox.open_file` starts a reader
(`python -m gis_core.files.reader`) that has no network, no database credentials and no other
file than the one it was given, and hands back checked geometries as an Arrow stream.
"""
