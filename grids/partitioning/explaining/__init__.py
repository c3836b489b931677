"""Answers to "why not otherwise": what another choice would cost, and which rule stands against."""
