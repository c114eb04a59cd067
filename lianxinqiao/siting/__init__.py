"""The layout solver: who enrols where, where the next studio would help most. Empty yet."""
