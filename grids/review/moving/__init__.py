"""Leading a case from one step to the next: who may, what hinders, and what follows."""
