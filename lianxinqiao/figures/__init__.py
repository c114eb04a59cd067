"""Named queries over the ledger with rows, period and suppression."""
