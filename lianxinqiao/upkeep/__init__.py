"""Doctor, verify, backup, restore, retention, erasure, export, key rotation; writes only through upkeep.rows."""
