"""Opening the demonstration: migrate, tell the story once, and offer its people and their keys to the pages."""

import shutil
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import argon2
import pyotp
import sqlalchemy as sa

from registry.areas.finance.demo import papers
from registry.catalog import CATALOGUE
from registry.config import DEMO_SECRET, Config
from registry.demo import compliance, story
from registry.demo.author import DAY, PAPERS, SINK_PAPERS, Author, StoryClock
from registry.demo.cast import (
    ORGANISATIONS,
    ORIGIN,
    SYSTEM,
    WITNESSES,
    log_seeds,
    pkcs8_for,
    seed_of,
    signer_for,
    witness_signers,
)
from registry.demo.drafting import leave_draft
from registry.demo.maker import Maker
from registry.demo.noticing import tell_recent
from registry.demo.organisations import leave_applications
from registry.jobs import jobs_of
from registry.ledger import note
from registry.ledger.keys import ED25519, signer_of
from registry.ledger.replay import Replay
from registry.papers import digest_of_paper, paper
from registry.signin import Passwords, People
from registry.store import documents, migrate
from registry.store.audit_documents import named_documents
from registry.store.database import connect
from registry.store.log import leaf_data, read_head
from registry.store.opening import HEADS, LOG_SEED, ML_DSA_SEED, OpenRegistry, lasting_signer, open_here, prepare
from registry.store.second_place import SecondPlace
from registry.store.submission import WriterThread
from registry.store.writer import Writer
from registry.web.demo import DemoPerson
from registry.witness import Witness
from registry.worker import Worker, ask_here, now_us

PASSWORD = "demonstration-only"  # noqa: S105  printed on the sign-in page of every demonstration
INTERVAL_S = 10
REPLAYED_AT_ONCE = 1000
# What happened in months is told in seconds, so the story stands in the past until it has caught up.
LEAD_DAYS = story.DAYS + 4


@dataclass(slots=True)
class Demonstration:
    """A running demonstration: its registry and settings, and what it offers to the pages."""

    config: Config
    registry: OpenRegistry
    worker: Worker
    release: Callable[[], None]

    def people(self) -> Sequence[DemoPerson]:
        """Return whom a visitor may become."""
        return [
            DemoPerson(person.login, person.name, person.does_zh, person.does_en)
            for organisation in ORGANISATIONS
            for person in organisation.everybody
        ]

    def seed(self, representative: str) -> bytes | None:
        """Return the PKCS8 of a representative's key."""
        known = {person.representative for organisation in ORGANISATIONS for person in organisation.everybody}
        return pkcs8_for(representative) if representative in known else None

    def verify(self) -> str:
        """Replay the whole log against its signed head, and return a sentence about it.

        Raises:
            Tampering: naming the first position that does not hold.
        """
        self.worker.run_once()
        with self.registry.engine.connect() as connection:
            head = read_head(connection)
            if head is None:
                raise LookupError("no registry here")
            replay = Replay(head.origin, CATALOGUE)
            for start in range(0, head.size, REPLAYED_AT_ONCE):
                for data in leaf_data(connection, start, min(start + REPLAYED_AT_ONCE, head.size)):
                    replay.feed(data)
        if replay.frontier.root() != head.root:
            raise SystemExit("the replayed root is not the head's")
        return f"{head.size} 条记录全部核验 · all {head.size} entries verified, root {head.root.hex()}"

    def welcome(self) -> str:
        """Return what to print before serving: who can sign in, and how."""
        return welcome(self.people())

    def start_worker(self) -> None:
        """Have the head cosigned now, and again while serving."""
        self.worker.run_once()
        self.worker.start()

    def close(self) -> None:
        """Stop the worker and the writer."""
        self.worker.stop()
        self.release()


def open_demo(directory: Path, *, reset: bool, say: Callable[[str], None], today: int | None = None) -> Demonstration:
    """Return the demonstration in a folder, told there if it is new; ``today`` in microseconds UTC is for tests."""
    if reset and directory.exists():
        shutil.rmtree(directory)
    directory.mkdir(parents=True, exist_ok=True)
    config = Config(
        database=f"sqlite:///{directory / 'registry.sqlite'}",
        secret=DEMO_SECRET,
        directory=directory,
        origin=ORIGIN,
        demo=True,
        debug=False,
        requests_per_minute=6000,
        proxies=0,
    )
    engine = connect(config.database)
    migrate.upgrade(engine)
    for name, seed in zip((LOG_SEED, ML_DSA_SEED), log_seeds(), strict=True):
        (directory / name).write_text(seed.hex() + "\n", encoding="ascii")
    prepare(engine, directory, ORIGIN)
    if not _is_told(engine):
        _tell(engine, directory, say=say, today=time.time_ns() // 1000 if today is None else today)
    registry, release = open_here(engine, directory, catalogue=CATALOGUE)
    leave_draft(engine, time.time_ns() // 1000)
    leave_applications(engine, time.time_ns() // 1000)
    lasting = lasting_signer(directory, ORIGIN)
    log_key = note.key_of(signer_of(ORIGIN, ED25519, seed=log_seeds()[0]))
    witnesses = {
        name: Witness(
            directory / f"{name.rpartition('/')[2]}.witness", {ORIGIN: [log_key]}, signers=witness_signers(name)
        )
        for name in WITNESSES
    }
    system = signer_for(SYSTEM.people[0].representative)
    jobs: dict[str, Callable[[], object]] = {"make the market": Maker(registry, now_us)}
    jobs |= jobs_of(registry, config, now_us, system=system)
    worker = Worker(registry, lasting, ask=ask_here(witnesses), interval_s=INTERVAL_S, jobs=jobs, directory=directory)
    return Demonstration(config, registry, worker, release)


def _is_told(engine: sa.Engine) -> bool:
    with engine.connect() as connection:
        head = read_head(connection)
    return head is not None and head.size > 0


def _tell(engine: sa.Engine, directory: Path, *, say: Callable[[str], None], today: int) -> None:
    clock = StoryClock(today - LEAD_DAYS * DAY, today)
    log = signer_of(ORIGIN, ED25519, seed=log_seeds()[0])
    place = SecondPlace(directory / HEADS)
    line = WriterThread(Writer(engine, log, catalogue=CATALOGUE, clock=clock, second_place=place))
    registry = OpenRegistry(engine, line, origin=ORIGIN, catalogue=CATALOGUE)
    for word in story.tell(Author(registry.journal, clock), log):
        say(word)
    registry.close()
    place.close()
    _admit_people(engine, registry, today)
    _keep_papers(engine, today)
    tell_recent(engine, today)


def _keep_papers(engine: sa.Engine, now: int) -> None:
    """Keep the papers that the told entries name."""
    with engine.connect() as connection:
        named = named_documents(connection, CATALOGUE)
    kept = [
        (f"{word}.pdf", *paper(word))
        for word in (*PAPERS, *SINK_PAPERS, *papers(), *compliance.PAPERS)
        if digest_of_paper(word) in named
    ]
    documents.keep_all(engine, kept, media_type="application/pdf", now=now)


def _admit_people(engine: sa.Engine, registry: OpenRegistry, today: int) -> None:
    # Cheap hashing: the password is printed on the page.
    cheap = Passwords(argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    people = People(engine, secret=DEMO_SECRET, passwords=cheap, roles=registry.roles)
    for organisation in ORGANISATIONS:
        for person in organisation.everybody:
            people.create_person(
                person.login,
                name=person.name,
                password=PASSWORD,
                now=today,
                representative=person.representative,
                totp_secret=totp_secret(person.login),
            )


def welcome(people: Sequence[DemoPerson]) -> str:
    """Return a table of who can sign in, with the secret of each second factor, and what else signing in takes."""
    heads = ("登录名 login", "谁 who", "做什么 does", "第二因素密钥 TOTP secret")
    rows = [heads, *((one.login, one.name, one.does_en, totp_secret(one.login)) for one in people)]
    widths = [max(width_of(row[n]) for row in rows) for n in range(len(heads) - 1)]
    lines = ["  " + "  ".join((*map(_padded, row[:-1], widths), row[-1])) for row in rows]
    return "\n".join(
        (
            *lines,
            "",
            f"  密码 password: {PASSWORD}",
            "  第二因素：把上列密钥加入验证器应用，或运行 registry demo --code 登录名；也可用页面上的“切换人员”菜单。",
            "  Second factor: add the secret above to an authenticator, or run: registry demo --code LOGIN",
            "  Or use the pages' menu “switch person”, which asks for neither.",
        )
    )


def width_of(text: str) -> int:
    """Return how many columns a terminal gives to a text: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - width_of(text))


def totp_code(login: str) -> str | None:
    """Return the code that a person's second factor shows now, None for nobody of the demonstration."""
    known = {person.login for organisation in ORGANISATIONS for person in organisation.everybody}
    return pyotp.TOTP(totp_secret(login)).now() if login in known else None


def totp_secret(login: str) -> str:
    """Return the second factor's secret of a person of the demonstration, in base32."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    return "".join(alphabet[byte % len(alphabet)] for byte in seed_of(f"totp:{login}"))
