"""The maps of a packet, before and after, as SVG for A4 and the same as PNG.

`reading.read_maps(proposal, before, after) -> Maps` is all that is read of the database;
`sheet.draw_map(maps, Side.BEFORE, caption) -> str` and `raster.to_png(svg) -> bytes` are pure.
One drawing unit is a fifth of a millimetre; a map is 156 mm wide, the type area of an official
document, and at most 210 mm high (GB/T 9704-2012: 156 mm x 225 mm). `width` and `height` of the
SVG are in millimetres, so it may be put into a page as it is.
"""
