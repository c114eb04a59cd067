"""The studio handles what residents said."""
