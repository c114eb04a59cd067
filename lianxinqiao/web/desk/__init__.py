"""The studio's door: members, conveners, clerks, group leads."""
