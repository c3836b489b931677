"""Pages of who works where: the county's staff, its people and units, rosters, suggestions."""
