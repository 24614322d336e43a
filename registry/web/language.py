"""Chinese first, English complete: the choice of language and the catalogue, read from the .po files in memory.

Every `*.po` in `translations/en/LC_MESSAGES` is merged, so each area keeps a file of its own.
"""

import io
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, Domain

LANGUAGES: Final = {"zh": "中文", "en": "English"}
_LOCALES: Final = {"zh": "zh_Hans_CN", "en": "en"}
FOLDER: Final = Path(__file__).parent.parent / "translations" / "en" / "LC_MESSAGES"


class _Catalogue(Domain):  # type: ignore[misc]  # flask_babel has no types
    """The merged catalogue; in Chinese the sources stand as they are."""

    def __init__(self, english: Translations) -> None:
        super().__init__()
        self._english = english

    def get_translations(self) -> NullTranslations:
        """Return the texts of the request's language."""
        return self._english if language() == "en" else NullTranslations()


def install(app: Flask) -> None:
    """Give the application its languages."""
    babel = Babel(app, locale_selector=lambda: _LOCALES[language()], default_locale=_LOCALES["zh"])
    babel.domain_instance = _Catalogue(_translations(merged_catalogue()))


def merged_catalogue() -> Catalog:
    """Return all English texts."""
    merged = Catalog(locale="en", domain="messages")
    for path in sorted(FOLDER.glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                if message.id:
                    merged[message.id] = message
    return merged


def language() -> str:
    """Return the request's language; outside a request Chinese."""
    return str(g.get("language", "zh")) if has_request_context() else "zh"


def choose_language() -> None:
    """Take the language from `?lang=`, else from the session, else Chinese; `Accept-Language` is not asked."""
    wanted = request.args.get("lang")
    if wanted in LANGUAGES and session.get("language", "zh") != wanted:
        session["language"] = wanted
    chosen = wanted if wanted in LANGUAGES else session.get("language")
    g.language = chosen if chosen in LANGUAGES else "zh"


def _translations(catalogue: Catalog) -> Translations:
    file = io.BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    return Translations(fp=file)
