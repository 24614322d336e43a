"""Participants (参与方): organisations, their representatives, keys and accounts; freezes and parameters."""

from typing import Final

from registry.areas.participants import (
    attested_wording,
    control_wording,
    refusals,
    wording,
    wording_joining,
    wording_rights,
    words,
)

__all__ = ["CHOICES", "FIELDS", "GLOSSARY", "ITEMS", "KIND_NAMES", "PARAMETERS", "REFUSALS", "SENTENCES", "TITLE"]

TITLE: Final = ("参与方", "Participants")
CHOICES: Final = words.CHOICES | wording_rights.CHOICES | control_wording.CHOICES
FIELDS: Final = words.FIELDS | wording_rights.FIELDS | control_wording.FIELDS
GLOSSARY: Final = words.GLOSSARY | wording_rights.GLOSSARY | control_wording.GLOSSARY
ITEMS: Final = control_wording.ITEMS
KIND_NAMES: Final = wording.KIND_NAMES | wording_rights.KIND_NAMES | control_wording.KIND_NAMES
PARAMETERS: Final = control_wording.PARAMETERS
REFUSALS: Final = (
    refusals.REFUSALS
    | wording_joining.REFUSALS
    | wording_rights.REFUSALS
    | control_wording.REFUSALS
    | attested_wording.REFUSALS
)
SENTENCES: Final = wording.SENTENCES | wording_rights.SENTENCES | control_wording.SENTENCES
