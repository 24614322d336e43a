"""Credits (碳信用): issued here for own titles, mirrored for others; transferred, retired, and imported from lists."""

from registry.areas.credits.wording import CHOICES, FIELDS, GLOSSARY, KIND_NAMES, REFUSALS, SENTENCES, TITLE

__all__ = ["CHOICES", "FIELDS", "GLOSSARY", "KIND_NAMES", "REFUSALS", "SENTENCES", "TITLE"]
