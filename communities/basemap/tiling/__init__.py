"""From the base map in the database to a set of cells in the database, by way of `cells`."""
