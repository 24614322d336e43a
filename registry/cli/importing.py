"""`registry import`: another register's public list, checked as a whole, then sent as a manifest and its rows.

Without settings it imports into the demonstration. A file that was imported before gives the same bytes again, gets the
same answers, and changes nothing.
"""

import argparse
import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from registry import config as configuration
from registry.areas.credits.rules.imports import ImportManifest, ImportStatus
from registry.catalog import CATALOGUE
from registry.cli.saying import Stop, seed_in
from registry.cli.settings import SOCKET
from registry.demo import cast, controls, story
from registry.imports import rows, verra
from registry.imports.rows import Plan
from registry.imports.send import ACCEPTED, send
from registry.ledger import note
from registry.ledger.entry import Entry, write
from registry.ledger.instants import uuid7_ms
from registry.ledger.keys import ED25519, Signer, signer_of
from registry.seeds import make_seed
from registry.store import documents
from registry.store.database import connect
from registry.store.log import Head, read_head
from registry.store.opening import InUse, OpenRegistry, open_here
from registry.store.projection import mapper_of
from registry.store.sequencer import SequencerLine
from registry.wording import refusal_text

CLASS = "VCU"
SALT_KEY = "import-salt.key"
PROBLEMS_SHOWN = 50
_BAR = 30

SubmitMany = Callable[[list[bytes]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Target:
    """Where to import: the database, the folder with the salt's key, the accounts, and who signs."""

    database: str
    directory: Path
    plan: Plan
    manifest_signers: tuple[Signer, ...]
    row_signer: Signer


def add_parsers(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("import", help="导入其他登记簿的公开清单 · import another register's public list")
    parser.add_argument("layout", choices=("verra",), help="清单来源 · whose list it is")
    parser.add_argument("file", type=Path, help="CSV 文件 · the CSV file")
    parser.add_argument("--check", action="store_true", help="只检查，不提交 · report and send nothing")
    parser.add_argument(
        "--url", help="经运行中的登记簿提交 · through a running registry; else the writer is opened here"
    )
    parser.add_argument(
        "--directory", type=Path, default=Path("instance/demo"), help="演示数据目录 · the demonstration's folder"
    )
    for name, chinese in (("issuer", "发行"), ("holding", "持有"), ("retirement", "抵消注销")):
        parser.add_argument(f"--{name}", metavar="ACCOUNT", help=f"{chinese}账户 · the {name} account")
    parser.add_argument("--asset-class", default=CLASS, help="资产类别 · the asset class")
    parser.add_argument(
        "--sign",
        action="append",
        default=[],
        metavar="R-…=SEED",
        help="先运营机构后主管部门 · operator, then authority",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check the file, and send it unless something is wrong with it."""
    bar = _Bar()
    found = verra.survey(arguments.file, progress=bar.show)
    bar.end()
    if found.problem_count:
        _report(found)
        return 1
    _totals(found)
    if arguments.check:
        return 0
    target = _target(arguments)
    engine = connect(target.database)
    head = _head(target, engine)
    with engine.connect() as connection:
        before = _imported(connection, found.file)
    tree = rows.grow_tree(arguments.file, found, target.plan, progress=bar.show)
    at_ms = uuid7_ms(before) if before else time.time_ns() // 1_000_000
    opened = rows.manifest_entry(rows.manifest(found, tree, target.plan), origin=head.origin, at_ms=at_ms)
    entries = rows.row_entries(arguments.file, found, tree, target.plan, opened=opened)
    with _line(arguments, target, engine, head.origin) as submit_many:
        result = submit_many([_signed(opened, target.manifest_signers)])[0]
        if result != ACCEPTED:
            return _refused(0, result)
        sent = send(rows.signed(entries, target.row_signer), submit_many, total=found.rows, progress=bar.show)
    bar.end()
    _keep_texts(engine, arguments.file, target.plan)
    for refused in sent.refused[:PROBLEMS_SHOWN]:
        _refused(refused.number + 1, refused.code)
    again = "，此前已导入 (again: nothing changed)" if before else ""
    print(f"{sent.accepted} / {found.rows} 行已入账 · rows accepted{again}")
    return 1 if sent.refused else 0


def _head(target: Target, engine: sa.Engine) -> Head:
    head = None
    if engine.dialect.name != "sqlite" or Path(str(engine.url.database)).exists():
        with engine.connect() as connection:
            head = read_head(connection) if sa.inspect(connection).has_table("head") else None
    if head is None:
        raise _no_registry(target.directory)
    return head


def _no_registry(directory: Path) -> Stop:
    return Stop(
        f"{directory} 没有登记簿。请先运行 registry demo --once 或 registry init。",
        f"No registry in {directory}: registry demo --once, or registry init",
        code=2,
    )


def _signed(entry: Entry, signers: Iterable[Signer]) -> bytes:
    return note.sign(write(entry), signers)


def _refused(row: int, code: str) -> int:
    print(f"row {row}: {code}: {refusal_text(code, {}, 'zh')} · {refusal_text(code, {}, 'en')}", file=sys.stderr)
    return 1


def _imported(connection: sa.Connection, file: str) -> str | None:
    """Return the manifest under which a file with this hash came in; one that was closed is done with."""
    table = mapper_of(ImportManifest).table.c
    known = sa.select(table.id).where(table.file == file, table.status != ImportStatus.CLOSED)
    return connection.scalar(known.order_by(table.opened_index).limit(1))


def _keep_texts(engine: sa.Engine, file: Path, plan: Plan) -> None:
    """Keep the rows' free texts, which entries name by their salted hash, where they can be erased."""
    found = (("", salt, texts) for _, salt, texts in rows.documents(file, plan))
    documents.keep_all(engine, found, media_type="application/json", now=time.time_ns() // 1000)


def _target(arguments: argparse.Namespace) -> Target:
    if not configuration.is_configured():
        return _demo_target(arguments.directory.absolute())
    settings = configuration.from_environment()
    signers = [_signer(text) for text in arguments.sign]
    if not signers or None in (arguments.issuer, arguments.holding, arguments.retirement):
        options = "--issuer --holding --retirement ACCOUNT --sign R-…=SEED --sign R-…=SEED"
        raise Stop(f"真实登记簿的导入须给出：{options}", f"In a real registry an import needs: {options}", code=2)
    plan = Plan(
        asset_class=arguments.asset_class,
        zone=arguments.issuer[:2],
        issuer=arguments.issuer,
        holding=arguments.holding,
        retirement=arguments.retirement,
        salt_key=_salt_key(settings.directory),
    )
    return Target(settings.database, settings.directory, plan, tuple(signers), signers[0])


def _signer(text: str) -> Signer:
    name, _, path = text.partition("=")
    return signer_of(name, ED25519, seed=seed_in(Path(path)))


def _demo_target(directory: Path) -> Target:
    plan = Plan(
        asset_class=CLASS,
        zone=cast.CUSTODIAN.zone,
        issuer=story.issuance(cast.CUSTODIAN.zone),
        holding=controls.account(cast.CUSTODIAN),
        retirement=controls.account(cast.CUSTODIAN, "RT"),
        salt_key=_salt_key(directory),
    )
    signers = tuple(cast.signer_for(number) for number in reversed(story.OFFICE))
    return Target(f"sqlite:///{directory / 'registry.sqlite'}", directory, plan, signers, signers[0])


def _salt_key(directory: Path) -> bytes:
    path = directory / SALT_KEY
    if not directory.is_dir():
        raise _no_registry(directory)
    return seed_in(path) if path.exists() else make_seed(path)


@contextmanager
def _line(arguments: argparse.Namespace, target: Target, engine: sa.Engine, origin: str) -> Iterator[SubmitMany]:
    """Give a way to submit: a running server's API, the sequencer's socket, or a writer opened here."""
    if arguments.url:
        yield lambda envelopes: _post(arguments.url, envelopes)
        return
    socket = target.directory / SOCKET
    if socket.exists():
        registry = OpenRegistry(engine, SequencerLine(socket), origin=origin, catalogue=CATALOGUE)
        yield lambda envelopes: [answer.result for answer in registry.journal.submit_many(envelopes)]
        return
    try:
        opened, close = open_here(engine, target.directory, catalogue=CATALOGUE)
    except InUse:
        raise Stop(
            "写入进程正由运行中的服务使用，请加 --url http://127.0.0.1:8000。",
            "A running server holds the writer: add --url http://127.0.0.1:8000",
        ) from None
    try:
        yield lambda envelopes: [answer.result for answer in opened.journal.submit_many(envelopes)]
    finally:
        close()


def _post(url: str, envelopes: list[bytes]) -> list[str]:
    if not url.startswith(("http://", "https://")):
        raise Stop(f"地址须以 https:// 开头：{url}", f"An address begins with https://, not {url}", code=2)
    body = json.dumps({"envelopes": [envelope.decode() for envelope in envelopes]}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{url.rstrip('/')}/api/v1/entries", body, headers)  # noqa: S310  checked above
    try:
        with urllib.request.urlopen(request, timeout=600) as response:  # noqa: S310
            return [item["result"] for item in json.load(response)["answers"]]
    except urllib.error.URLError as error:
        raise Stop(f"连接不上 {url}：{error}", f"{url} cannot be reached: {error}", code=2) from error


def _report(found: verra.Survey) -> None:
    for problem in found.problems[:PROBLEMS_SHOWN]:
        print(f"line {problem.line}  {problem.column or '—'}  {problem.code}", file=sys.stderr)
        for language in ("zh", "en"):
            print(f"  {refusal_text(problem.code, problem.facts, language)}", file=sys.stderr)
    print(f"{found.problem_count} 处错误，未提交任何内容 · problems; nothing was sent", file=sys.stderr)


def _totals(found: verra.Survey) -> None:
    print(f"{found.rows} rows, {len(found.blocks)} blocks, SHA-256 {found.file}")
    for (project, is_retired), (count, units) in sorted(found.totals.items()):
        print(f"  project {project:>6}  {'retired' if is_retired else 'active':8} {count:>6} rows {units:>14,} tCO2e")


class _Bar:
    """A progress bar on a terminal; silent elsewhere."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()

    def show(self, name: str, done: int, total: int) -> None:
        if self._is_shown and total:
            filled = _BAR * done // total
            print(
                f"\r{name:10} [{'#' * filled}{'.' * (_BAR - filled)}] {100 * done // total:3}%", end="", file=sys.stderr
            )

    def end(self) -> None:
        if self._is_shown:
            print(file=sys.stderr)
