"""Photos people send: looked into, made anew without what they tell besides, kept, delivered.

Nothing of a file that came in is kept but its picture: no EXIF, no position, no comment, no name.
"""
