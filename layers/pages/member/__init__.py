"""The page of who works in a grid: what lies in it, who is there, what is wrong with the data."""
