"""What public names and free text may consist of. Their lengths are declared by the fields that hold them.

`check_text` decides in every replay, so it looks only at the ranges listed here, never at the tables of the Python
that runs it. `normalise` does look at those, and is for the edge alone: before anything is signed.
"""

import re
import unicodedata

from registry.ledger.errors import Malformed

# Both ends included. Left out on purpose, inside the blocks as well: controls, bidi controls, joiners and other
# characters that show nothing, every space but U+0020, combining marks, surrogates, private use, noncharacters.
ADMITTED = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A1, 0x00AC),  # Latin-1 Supplement, without no-break space and soft hyphen
    (0x00AE, 0x00FF),
    (0x0100, 0x024F),  # Latin Extended-A and -B
    (0x0370, 0x0377),  # Greek
    (0x037A, 0x037F),
    (0x0384, 0x038A),
    (0x038C, 0x038C),
    (0x038E, 0x03A1),
    (0x03A3, 0x03FF),
    (0x0400, 0x0482),  # Cyrillic, without its combining marks
    (0x048A, 0x052F),
    (0x1E00, 0x1EFF),  # Latin Extended Additional
    (0x2010, 0x2027),  # General Punctuation, without spaces, line separators, bidi controls and invisible operators
    (0x2030, 0x205E),
    (0x2070, 0x2071),  # Superscripts and Subscripts
    (0x2074, 0x208E),
    (0x2090, 0x209C),
    (0x20A0, 0x20C0),  # Currency Symbols
    (0x2100, 0x214F),  # Letterlike Symbols
    (0x2150, 0x218B),  # Number Forms
    (0x2190, 0x21FF),  # Arrows
    (0x2200, 0x22FF),  # Mathematical Operators
    (0x3001, 0x3029),  # CJK Symbols and Punctuation, without ideographic spaces and combining tone marks
    (0x3030, 0x303D),
    (0x3041, 0x3096),  # Hiragana
    (0x309B, 0x309F),
    (0x30A0, 0x30FF),  # Katakana
    (0x3400, 0x4DBF),  # CJK Unified Ideographs Extension A
    (0x4E00, 0x9FFF),  # CJK Unified Ideographs
    (0xFF01, 0xFF9F),  # Halfwidth and Fullwidth Forms, without the Hangul ones, one of which shows nothing
    (0xFFE0, 0xFFE6),
    (0x20000, 0x2A6DF),  # CJK Unified Ideographs Extension B
)

_refused = re.compile("[^" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ADMITTED) + "]").search
_stray_space = re.compile("^ |  | $").search
_spaces = re.compile(" +")


def check_text(text: str) -> None:
    """Return if a text consists of admitted characters, with single spaces and only between them.

    Raises:
        Malformed: ``text_character`` or ``text_space``, with the ``position`` and the ``code_point`` found there.
    """
    found = _refused(text)
    if found is not None:
        raise Malformed("text_character", position=found.start(), code_point=f"U+{ord(found[0]):04X}")
    found = _stray_space(text)
    if found is not None:
        raise Malformed("text_space", position=found.start(), code_point="U+0020")


def normalise(text: str) -> str:
    """Return what a person meant to type: NFKC, so full-width digits are digits, and single spaces between words."""
    return _spaces.sub(" ", unicodedata.normalize("NFKC", text)).strip(" ")
