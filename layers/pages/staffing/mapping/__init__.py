"""The staff of a county as a map: read, sorted into classes, drawn."""
