"""Find my grid: for anyone, without an account; the edition in force and nothing else."""
