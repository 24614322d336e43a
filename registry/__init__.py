"""A registry of environmental rights on a signed ledger. Empty, so that the core loads nothing but itself."""
