"""Forestry sinks (林业碳汇): what a stand of trees removes, computed under a methodology, with every step shown.

The life cycle of a project stands in `credits`. Not here: stands without a methodology of their own.
Sources: CCER-14-001-V01 (excerpt); species' parameters as recalled from China's second national communication.
"""

from registry.areas.forestry.wording import (
    CHOICES,
    FIELDS,
    GLOSSARY,
    KIND_NAMES,
    PARAMETERS,
    REFUSALS,
    SENTENCES,
    TITLE,
)

__all__ = ["CHOICES", "FIELDS", "GLOSSARY", "KIND_NAMES", "PARAMETERS", "REFUSALS", "SENTENCES", "TITLE"]
