"""Bodies and a small world for the tests of finance: founders, an owner, a reviewer, both catalogues."""

import dataclasses
from datetime import datetime
from typing import Any

from factory.base import Factory

from registry.areas.finance.catalogue_data import RELEASES, Release, announcement, founding_bodies
from registry.areas.finance.rules.catalogues import AnnounceCatalogue, Category, LoadCatalogue, part_hash
from registry.areas.finance.rules.choices import EiaRoute, FlagKind, Instrument, PermitScheme, ReviewReason, Stage
from registry.areas.finance.rules.projects import RegisterProject, RescreenProject, UpdateProject
from registry.areas.finance.rules.records import Impact, Project, ProjectFacts
from registry.areas.finance.rules.reviews import FlagProject, LiftFlag, ReviewProject
from registry.areas.participants.rules.parties import RegisterFirstKey, RegisterParticipant
from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import Custody, Function, Role
from tests.world import AUTHORITY, DOCUMENT, OPERATORS, REGISTRAR, Author, MemoryJournal, World, public_key_of

OWNER, REVIEWER, OTHER = 101, 102, 103
PROJECT = "G-00000001"
PERMIT = "91130200699229617X001P"


def participant(number: int) -> str:
    """Return the participant with this number."""
    return f"P-{number:08}"


def representative(number: int) -> str:
    """Return the representative with this number."""
    return f"R-{number:08}"


def impact(**changes: Any) -> Impact:
    """Return an expected impact."""
    stated = Impact("ghg_avoided", 120_000, "tCO2e/yr", None, "CCER-01-002-V01", "EF-2025")
    return dataclasses.replace(stated, **changes)


class RegistrationFactory(Factory[RegisterProject]):
    """A project whose financing was approved under the catalogue of 2021, and against which nothing stands."""

    class Meta:
        model = RegisterProject

    project = PROJECT
    owner = participant(OWNER)
    zone = "31"
    name_zh = "示例海上风电项目"
    name_en = "Example Offshore Wind"
    catalogue = "2021"
    category = "3.2.2.1"
    instrument = Instrument.BOND
    stage = Stage.CONSTRUCTION
    total_investment_fen = 500_000_000_00
    green_finance_fen = 300_000_000_00
    financing_approved_on = "2025-09-30"
    starts_on = "2025-10-15"
    operates_from = "2027-06-30"
    eia_route = EiaRoute.APPROVAL
    eia_reference = "示例环审〔2025〕1号"
    permit_scheme = PermitScheme.NONE
    permit = None
    permit_expires_on = None
    impacts = (impact(),)
    documents = (DOCUMENT,)


def registration(**changes: Any) -> RegisterProject:
    """Return the body of a registration."""
    made: RegisterProject = RegistrationFactory.build(**changes)
    return made


def update(version: int = 1, **changes: Any) -> UpdateProject:
    """Return the body that states the project's facts anew, with these changed."""
    stated = registration()
    facts = {field.name: getattr(stated, field.name) for field in dataclasses.fields(ProjectFacts)}
    return UpdateProject(**facts | changes, project=PROJECT, version=version)


def review(version: int = 1, **changes: Any) -> ReviewProject:
    """Return the body of a review that confirms the project."""
    stated = ReviewProject(PROJECT, version, participant(REVIEWER), True, None, "G1", DOCUMENT)
    return dataclasses.replace(stated, **changes)


def denial(reason: ReviewReason = ReviewReason.CONDITIONS_NOT_MET) -> ReviewProject:
    """Return the body of a review that does not confirm the project."""
    return review(confirmed=False, reason=reason, grade=None)


def flag(kind: FlagKind = FlagKind.PENALTY, reference: str = "示例环罚〔2026〕7号") -> FlagProject:
    """Return the body of a flag."""
    return FlagProject(PROJECT, kind, reference, DOCUMENT)


def category(code: str, **changes: Any) -> Category:
    """Return an entry of a catalogue's part."""
    return dataclasses.replace(Category(code, f"条目{code}", f"Entry {code}", None, "test"), **changes)


def release(version: str = "2030", effective_from: str = "2030-01-01") -> Release:
    """Return a made-up version of the catalogue."""
    return dataclasses.replace(RELEASES[0], version=version, effective_from=effective_from)


def announced(
    *parts: tuple[Category, ...], version: str = "2030", effective_from: str = "2030-01-01"
) -> AnnounceCatalogue:
    """Return the announcement of a made-up version in these parts."""
    body = announcement(release(version, effective_from), parts[0])
    return dataclasses.replace(body, parts=tuple(part_hash(part) for part in parts))


class Finance:
    """A registry in memory with an owner, a reviewer and, if wanted, both catalogues, on a given day."""

    def __init__(self, day: str = "2026-07-01", *, catalogues: bool = True) -> None:
        self.author = Author(now_ms=ms_of(day))
        self.journal = MemoryJournal(self.author)
        self.journal.submit_all(World(self.author).founding())
        for number, function in ((OWNER, "enterprise"), (REVIEWER, "verifier"), (OTHER, "enterprise")):
            self.journal.submit_all(self._bring_in(number, Function(function)))
        if catalogues:
            for kind, body in founding_bodies():
                self.accept(kind, body)

    def _bring_in(self, number: int, function: Function) -> list[bytes]:
        register = RegisterParticipant(
            participant=participant(number),
            function=function,
            scheme="foreign",
            identity=f"SG-TEST{number}",
            name=f"Participant {number}",
            zone="31",
            approvals=1,
            offline_required=False,
            document=DOCUMENT,
        )
        who = representative(number)
        roles = (Role.INITIATOR, Role.ADMINISTRATOR)
        key = RegisterFirstKey(participant(number), who, roles, public_key_of(who), Custody.BROWSER, DOCUMENT)
        return [
            self.author.envelope("participants.register", register, *OPERATORS),
            self.author.envelope("participants.register_first_key", key, who, *OPERATORS, REGISTRAR),
        ]

    def go_to(self, day: str) -> None:
        """Let the clock stand at noon in Beijing of a day."""
        self.author.now_ms = ms_of(day)

    def result(self, kind: str, body: object, *signers: str) -> str:
        """Return what the journal records for an entry."""
        return self.journal.submit(self.author.envelope(kind, body, *(signers or signers_of(body)))).result

    def accept(self, kind: str, body: object, *signers: str) -> None:
        """Submit an entry that has to be accepted."""
        decision = self.journal.submit(self.author.envelope(kind, body, *(signers or signers_of(body))))
        assert decision.result == ACCEPTED, (decision.result, decision.facts)

    def register(self, **changes: Any) -> Project:
        """Register a project and return it."""
        self.accept("finance.register_project", registration(**changes))
        return self.project()

    def project(self, number: str = PROJECT) -> Project:
        """Return a project as it stands."""
        found = self.journal.replay.state.get(Project, number)
        assert found is not None
        return found

    def reasons(self) -> list[str]:
        """Return the codes of what stands against the project."""
        return [reason.code for reason in self.project().reasons]


def ms_of(day: str) -> int:
    """Return noon in Beijing of a day in milliseconds since the epoch."""
    return int(datetime.fromisoformat(f"{day}T12:00:00+08:00").timestamp()) * 1000


def signers_of(body: object) -> tuple[str, ...]:
    """Return who usually signs a body of this kind."""
    if isinstance(body, (RegisterProject, UpdateProject)):
        return (representative(OWNER),)
    if isinstance(body, ReviewProject):
        return (f"R{body.reviewer[1:]}",)
    if isinstance(body, (FlagProject, LiftFlag)):
        return (AUTHORITY,)
    if isinstance(body, RescreenProject):
        return (f"R{body.sender[1:]}",)
    if isinstance(body, LoadCatalogue):
        return OPERATORS[:1]
    return (AUTHORITY, OPERATORS[0])
