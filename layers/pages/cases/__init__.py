"""The pages of a case: what it shows and what is sent from it."""
