"""Workbooks into the register."""
