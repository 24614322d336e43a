"""English is complete: every text of code and templates is in the catalogue; no template says anything outside it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

import registry
from registry.web.language import merged_catalogue

ROOT = Path(registry.__file__).parent
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)}
CHINESE = re.compile(r"[\u3400-\u9fff]")
# Text in which words may stand that need no translation: identifiers, markup, expressions.
MARKUP = re.compile(
    r"{#.*?#}|{%.*?%}|{{.*?}}|<(script|style)\b.*?</\1>|<code\b.*?</code>|<kbd\b.*?</kbd>|<!--.*?-->", re.DOTALL
)
SAID = re.compile(r'(?<![\w-])(?:aria-label|placeholder|title|alt|value)="([^"]*)"')
ALLOWED = {"绿", "·", "CSV", "XLSX"}
PATH = re.compile(r"&\w+;|[./][\w./-]+")


def _extracted() -> dict[str, str]:
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    options = {"templates/**.html": {"extensions": "jinja2.ext.do", "silent": "false"}}
    found = extract_from_dir(str(ROOT), methods, options, KEYWORDS)
    texts = {}
    for file, line, message, _comments, _context in found:
        for text in message if isinstance(message, tuple) else (message,):
            texts[text] = f"{file}:{line}"
    return texts


def test_every_text_has_an_english_one() -> None:
    catalogue = merged_catalogue()
    missing = {
        text: place for text, place in _extracted().items() if text not in catalogue or not catalogue[text].string
    }

    assert not missing, "\n" + "\n".join(f'#: {place}\nmsgid "{text}"\nmsgstr ""\n' for text, place in missing.items())


def test_no_english_text_is_left_without_its_source() -> None:
    texts = _extracted()

    left = [str(message.id) for message in merged_catalogue() if message.id and message.id not in texts]

    assert not left


def test_placeholders_are_the_same_in_both_languages() -> None:
    placeholder = re.compile(r"%\(\w+\)s")

    differing = [
        message.id
        for message in merged_catalogue()
        if sorted(placeholder.findall(str(message.id))) != sorted(placeholder.findall(str(message.string)))
    ]

    assert not differing


def test_english_texts_hold_no_chinese() -> None:
    assert not [message.id for message in merged_catalogue() if CHINESE.search(str(message.string))]


def test_templates_say_nothing_outside_the_catalogue() -> None:
    said = [f"{path.relative_to(ROOT)}: {text}" for path in ROOT.rglob("templates/**/*.html") for text in _said(path)]

    assert not said


def _said(path: Path) -> Iterator[str]:
    source = MARKUP.sub(" ", path.read_text())
    texts = [*SAID.findall(source), *re.split(r"<[^>]*>", source)]
    for text in texts:
        for word in re.findall(r"[^\W\d_]{2,}|[\u3400-\u9fff]", text.strip()):
            # The macro that writes attributes only holds attributes.
            if text.strip() not in ALLOWED and "autocomplete=" not in text and not PATH.fullmatch(text.strip()):
                yield f"{word!r} in {text.strip()[:60]!r}"
                break


def test_web_code_says_nothing_outside_the_catalogue() -> None:
    files = [*ROOT.glob("web/*.py"), *ROOT.glob("signin/*.py"), *ROOT.glob("areas/*/views.py"), ROOT / "app.py"]
    outside = [text for path in files for text in _untranslated(path)]

    assert not outside


def _untranslated(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    inside = {id(leaf) for node in ast.walk(tree) if _translates(node) for leaf in ast.walk(node)}
    if path.name in ("language.py", "page_wording.py"):  # names of languages, and pairs of both languages
        return
    for node in ast.walk(tree):
        said = node.value if isinstance(node, ast.Constant) else None
        if isinstance(said, str) and CHINESE.search(said) and id(node) not in inside:
            yield f"{path.name}:{node.lineno} {said}"  # type: ignore[attr-defined]  # a constant has a line


def _translates(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS
