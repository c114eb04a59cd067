"""How the ledger stands."""
