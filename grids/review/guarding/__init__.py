"""The guards this app answers to by itself; others are registered by the apps above it."""
