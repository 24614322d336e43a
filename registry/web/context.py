"""What every template may use: the person, the language, the navigation, the demo's people."""

from urllib.parse import urlencode

from flask import Flask, request
from werkzeug.datastructures import MultiDict

from registry.store.documents import BYTES_MAX
from registry.web import documents
from registry.web.demo import demo
from registry.web.history import record_history
from registry.web.language import LANGUAGES, language
from registry.web.navigation import may_open, visible
from registry.web.notices import unread
from registry.web.saved import saved_views
from registry.web.seam import config, person, registry
from registry.web.starts import starts


def install(app: Flask) -> None:
    """Give templates what they share."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.globals.update(
        document_accepts=documents.ACCEPTS,
        document_bytes_max=BYTES_MAX,
        document_link=documents.link_to,
        document_name=documents.file_name,
        documents_named=documents.named,
        own_document=documents.own_document,
        other_language=other_language,
        starts=starts,
        may_open=may_open,
        saved_views=saved_views,
        unread=unread,
        record_history=record_history,
    )

    @app.context_processor
    def shared() -> dict[str, object]:
        offered = demo()
        return {
            "person": person(),
            "language": language(),
            "navigation": visible(),
            "is_demo": config().demo,
            "demo_people": offered.people() if offered else (),
            "log_origin": registry().origin,
        }


def other_language() -> tuple[str, str, str]:
    """Return the other language's code, its name, and this page's address in it."""
    code = "zh" if language() == "en" else "en"
    # A page that answered a POST has no address of its own to come back to; the start page does.
    path = request.path if request.method in ("GET", "HEAD") else "/"
    arguments = MultiDict(request.args) if request.method in ("GET", "HEAD") else MultiDict()
    arguments["lang"] = code
    return code, LANGUAGES[code], f"{path}?{urlencode(list(arguments.items(multi=True)))}"
