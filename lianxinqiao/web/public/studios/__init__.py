"""The register of studios, as anybody may read it."""
