"""The tree of places, people, roles at a place for a term, sectors and bodies."""
