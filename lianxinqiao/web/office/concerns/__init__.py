"""Matters as an office may see them."""
