"""HTTP: doors for people and machines. A view makes one domain call."""
