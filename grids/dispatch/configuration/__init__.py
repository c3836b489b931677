"""What a county begins with: kinds, time limits and categories, each with its source."""
