"""Chinese text: normalise, tokenise, compare, classify, mask. Pure functions."""
