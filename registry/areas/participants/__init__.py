"""Participants (参与方): organisations, their representatives, keys and accounts; freezes and parameters."""

from typing import Final

from registry.areas.participants.refusals import REFUSALS
from registry.areas.participants.wording import KIND_NAMES, SENTENCES
from registry.areas.participants.words import CHOICES, FIELDS, GLOSSARY

__all__ = ["CHOICES", "FIELDS", "GLOSSARY", "KIND_NAMES", "REFUSALS", "SENTENCES", "TITLE"]

TITLE: Final = ("参与方", "Participants")
