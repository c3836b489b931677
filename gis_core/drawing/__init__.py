"""What every map drawn on the server is made of: frames, paths, tints, and names that never cover
one another. Pure functions of shapely geometries; SVG text comes out."""
