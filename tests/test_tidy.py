"""The limits of this project as tests. They only ever get stricter: lower a number when the code allows it."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

FUNCTION_LINES = 40
FUNCTION_LINES_MAX = 60
FILE_LINES = 300
LEDGER_CODE_LINES = 2500
# How many may be longer than the limits above.
LONG_FUNCTIONS = {"registry": 0, "tests": 0}
LONG_FILES = {"registry": 0, "tests": 0}

CLOCK_READERS = (
    "registry/cli",
    "registry/demo",  # it writes months of history and says itself what time it is
    "registry/signin/",
    "registry/store/opening",  # hands the clock to the writer that it opens
    "registry/store/sequencer",  # the writer as a process
    "registry/store/writer",  # the writer's loop
    "registry/web/",
    "registry/witness",  # a process of its own
    "registry/worker",  # the worker's loop
)
CLOCKS = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("time", "gmtime"),
    ("time", "localtime"),
    ("time", "time"),
    ("time", "time_ns"),
    ("uuid", "uuid1"),
}
COMMITTERS = ("registry/store/", "registry/signin/")
LEDGER_LIBRARIES = {"cryptography", "nacl", "registry"}
EXACT_MATH = {"comb", "gcd", "isqrt", "lcm", "prod"}
HOSTS = {"127.0.0.1", "localhost", "www.w3.org", "json-schema.org", "spec.openapis.org", "c2sp.org"}
RESERVED_NAMES = (".test", ".example", ".invalid", ".localhost", "example.com", "example.org", "example.net")

FOREIGN = re.compile(r"(^|/)(node_modules|vendor|third_party)/|\.min\.(js|css)$|\.(woff2?|ttf|otf|eot)$")
GENERATED = re.compile(
    r"\.(mo|pyc|pyo|so|whl|db|sqlite3?|log|orig|rej|swp)$|(^|/)(build|dist|instance|__pycache__|[^/]*\.egg-info)/"
    r"|(^|/)(uv|poetry|package-lock|yarn)\.(lock|json)$"
)
MACHINE_PATH = re.compile(r"(?<![\w.:-])/(work|root|home|tmp|Users)/")
UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X)\b")
URL_HOST = re.compile(r"\b(?:https?|wss?|git|ssh)://(?:[^/@\s\"'`<>{]*@)?([^/:\s\"'`<>?#{})\]]+)")
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script\b(?![^>]*\ssrc\s*=)[^>]*>", re.IGNORECASE
)
# Jinja works a filter of a constant out once, in the language of whoever came first.
FILTERED_CONSTANT = re.compile(r"""['"][^'"{}]*['"] ?\| ?(unit|kind_title|function_name|account_purpose|compact)\b""")
HAN = re.compile("[\u3400-\u9fff]")


@cache
def tree() -> tuple[str, ...]:
    """Return the files of the tree, those not yet added included."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return tuple(sorted(name for name in set(listing.stdout.split("\0")) if (ROOT / name).is_file()))


@cache
def text_of(name: str) -> str:
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def syntax_of(name: str) -> ast.Module:
    return ast.parse(text_of(name), name)


def python_files(*folders: str) -> list[str]:
    return [name for name in tree() if name.endswith(".py") and name.startswith(folders)]


def deciding_files() -> list[str]:
    """Return what runs in a replay: the core, the catalogue and every area's rules."""
    rules = re.compile(r"registry/areas/[^/]+/rules(/|\.py)")
    return [name for name in python_files("registry/") if name.startswith("registry/ledger/") or rules.match(name)]


def docstring_lines(node: ast.AST) -> int:
    body = getattr(node, "body", None)
    first = body[0] if isinstance(body, list) and body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return (first.end_lineno or 0) - first.lineno + 1
    return 0


def functions(name: str) -> Iterator[tuple[str, int]]:
    """Return where each function begins and how many lines it has, its docstring not counted."""
    for node in ast.walk(syntax_of(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1 - docstring_lines(node)
            yield f"{name}:{node.lineno} {node.name}", lines


def calls(name: str) -> Iterator[tuple[str, str, str]]:
    """Return where something is called on a name or attribute, with the last two parts of what is called."""
    for node in ast.walk(syntax_of(name)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            last = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
            yield f"{name}:{node.lineno}", last, node.func.attr


def imported(name: str) -> Iterator[str]:
    for node in ast.walk(syntax_of(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def lines_matching(pattern: re.Pattern[str], names: Iterable[str]) -> list[str]:
    return [
        f"{name}:{number} {line.strip()[:120]}"
        for name in names
        for number, line in enumerate(text_of(name).splitlines(), 1)
        if pattern.search(line)
    ]


def code_lines(name: str) -> int:
    """Return the lines of a file that hold code: no blank lines, comments or docstrings."""
    lines = [line for line in text_of(name).splitlines() if line.strip() and not line.strip().startswith("#")]
    nodes = ast.walk(syntax_of(name))
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return len(lines) - sum(docstring_lines(node) for node in nodes if isinstance(node, kinds))


@pytest.mark.parametrize("folder", LONG_FUNCTIONS)
def test_functions_are_short(folder: str) -> None:
    found = sorted(
        ((lines, where) for name in python_files(f"{folder}/") for where, lines in functions(name)), reverse=True
    )
    assert [item for item in found if item[0] > FUNCTION_LINES_MAX] == []
    long = [item for item in found if item[0] > FUNCTION_LINES]
    assert len(long) <= LONG_FUNCTIONS[folder], long


@pytest.mark.parametrize("folder", LONG_FILES)
def test_files_are_short(folder: str) -> None:
    sizes = {name: len(text_of(name).splitlines()) for name in python_files(f"{folder}/")}
    long = {name: size for name, size in sizes.items() if size > FILE_LINES}
    assert len(long) <= LONG_FILES[folder], long


def test_the_core_stays_small() -> None:
    assert sum(map(code_lines, python_files("registry/ledger/"))) <= LEDGER_CODE_LINES


def test_no_float_decides_anything() -> None:
    found = []
    for name in deciding_files():
        for node in ast.walk(syntax_of(name)):
            literal = isinstance(node, ast.Constant) and isinstance(node.value, float | complex)
            named = isinstance(node, ast.Name) and node.id in {"float", "complex"}
            divided = isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)
            inexact = isinstance(node, ast.ImportFrom) and node.module == "math"
            inexact = inexact and any(alias.name not in EXACT_MATH for alias in getattr(node, "names", ()))
            whole = isinstance(node, ast.Import) and any(alias.name in {"math", "cmath"} for alias in node.names)
            if literal or named or divided or inexact or whole:
                found.append(f"{name}:{getattr(node, 'lineno', 0)}")
    assert found == []


def test_clocks_are_read_only_at_the_edge() -> None:
    inner = [name for name in python_files("registry/") if not name.startswith(CLOCK_READERS)]
    assert [where for name in inner for where, owner, called in calls(name) if (owner, called) in CLOCKS] == []


def test_chance_enters_no_decision() -> None:
    rules = [name for name in deciding_files() if name != "registry/ledger/keys.py"]
    assert [name for name in rules for module in imported(name) if module in {"random", "secrets", "uuid"}] == []
    assert [
        where for name in rules for where, owner, called in calls(name) if (owner, called) == ("os", "urandom")
    ] == []


def test_only_the_store_and_signing_in_write_to_the_database() -> None:
    outer = [name for name in python_files("registry/") if not name.startswith(COMMITTERS)]
    assert [where for name in outer for where, _owner, called in calls(name) if called in {"begin", "commit"}] == []


def test_the_core_imports_the_standard_library_and_two_others() -> None:
    allowed = LEDGER_LIBRARIES | sys.stdlib_module_names
    names = python_files("registry/ledger/")
    assert [(name, module) for name in names for module in imported(name) if module.split(".")[0] not in allowed] == []


def test_the_auditors_replay_loads_no_web_no_sql_and_no_schemas() -> None:
    program = (
        "import sys, registry.ledger.replay, registry.catalog;"
        "print(sorted({name.split('.')[0] for name in sys.modules}"
        " & {'flask', 'sqlalchemy', 'marshmallow', 'werkzeug', 'psycopg'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_terms_in_chinese_stand_in_glossaries_and_texts_only() -> None:
    assert lines_matching(HAN, [*deciding_files(), *python_files("registry/store/")]) == []


def test_the_tree_holds_nothing_foreign_or_generated() -> None:
    assert [name for name in tree() if FOREIGN.search(name) or GENERATED.search(name)] == []


def test_nothing_is_left_for_later() -> None:
    assert lines_matching(UNFINISHED, tree()) == []


def test_no_path_of_one_machine_is_written_down() -> None:
    assert lines_matching(MACHINE_PATH, tree()) == []


def test_no_host_of_others_is_named() -> None:
    found = {
        (name, host)
        for name in tree()
        for host in URL_HOST.findall(text_of(name))
        if host not in HOSTS and not host.endswith(RESERVED_NAMES) and "." in host
    }
    assert found == set()


def test_templates_hold_no_style_and_no_script() -> None:
    assert lines_matching(INLINE, [name for name in tree() if name.startswith("registry/templates/")]) == []


def test_templates_filter_no_constant_into_a_language() -> None:
    assert lines_matching(FILTERED_CONSTANT, [name for name in tree() if name.startswith("registry/templates/")]) == []
