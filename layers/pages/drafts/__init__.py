"""The pages of drafts: their list with thumbnails, and two of them beside each other."""
