"""The tables and geometry of a packet as files, the same bytes for the same state and day.

`workbook.write_workbook(sheets.sheets_of(contents, bounds), day) -> bytes` is the XLSX;
`vectors.write_geopackage(layers, day) -> bytes` and, as a ZIP, `vectors.write_shapefiles(layers,
day) -> bytes` are both of `layers.layers_of(contents, before, after)`. `contents` come from
`contents.queries`, `bounds` from `bounds.reading`; `before` and `after` are the two plans.
"""
