"""Maps as one file each, which opens by itself: no server, no tiles, nothing of another host.

`contents` says what is on them, `reading` reads that for a community, a covering unit and a
proposal, `writing.write_map` makes the file with folium.
"""
