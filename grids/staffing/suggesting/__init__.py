"""A suggested staffing: questions for `assigning`, answered by a job, accepted once."""
