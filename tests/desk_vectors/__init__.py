"""Figures the server gives for many moves in a made town, for the browser to give the same.

python -m tests.desk_vectors      writes layers/frontend/tests/desk-vectors.json again
"""
