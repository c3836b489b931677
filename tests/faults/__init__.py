"""What is left when the power goes while an edition is published: `python -m tests.faults`."""
