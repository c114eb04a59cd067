"""The office's door: committees, staff, leaders, signers, assessors, auditors, custodians, administrators."""
