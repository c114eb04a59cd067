"""The figures, and what each is made of."""
