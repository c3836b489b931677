"""The engine asked at the desk: about the state of a draft, with the planner's own units, bounds,
weights and wishes; answered by several alternatives, each of which can be taken."""
