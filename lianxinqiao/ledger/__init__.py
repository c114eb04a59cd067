"""The ledger (台账): lines, credits, running tallies, seals.

Plain ids and labels, no foreign keys: it outlives what it describes.
"""
