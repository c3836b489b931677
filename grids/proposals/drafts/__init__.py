"""Drafts as the database keeps them: made, read into plans, changed by operations, told."""
