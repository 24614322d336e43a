"""The demonstration: a fictitious registry with months of life, seeded by signed entries through the one write path.

Every person's key is derived from a public word, so a demonstration is worth nothing and must never be a registry.
"""
