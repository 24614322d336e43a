"""What happens to organisations in the demonstration: appointments, an attorney, a relation, a merger, an application.

All of it is invented.
"""

from typing import Final

import sqlalchemy as sa

from registry.areas.allowances.rules import MirrorBatch
from registry.areas.participants.rules.closing import CloseParticipant
from registry.areas.participants.rules.conflicts import DeclareRelation
from registry.areas.participants.rules.duties import AssignDuty, DutyKind
from registry.areas.participants.rules.keys import AddRepresentative
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.powers import GrantPower
from registry.areas.participants.rules.standing import CloseAccount
from registry.areas.participants.rules.succession import Passing, Succeed, SuccessionGround
from registry.demo.author import DAY, DOCUMENT, Author
from registry.demo.cast import (
    AUDITOR,
    AUTHORITY,
    ENTERPRISES,
    MERGED,
    OPERATOR,
    REGISTRAR,
    VERIFIER,
    identity_of,
    public_key_for,
)
from registry.ledger.parties import Custody, Role
from registry.ledger.serials import account_number
from registry.papers import paper
from registry.store import applications, applying, documents

CEMENT, CARBON, FOREST = ENTERPRISES[3], ENTERPRISES[5], ENTERPRISES[6]
OPERATORS: Final = tuple(person.representative for person in OPERATOR.people)
AUTHORITY_PERSON: Final = AUTHORITY.people[0].representative
_APPLICANTS: Final = (("示例光伏（安徽）有限公司", "联系人甲"), ("示例造纸（山东）有限公司", "联系人乙"))


def change_organisations(author: Author, *, issuer: str, purposes: tuple[str, ...]) -> None:
    """Appoint, empower, declare, and let one participant be merged into another and closed."""
    author.clock.to_morning()
    _appoint(author)
    power = GrantPower(
        principal=FOREST.participant,
        attorney=CARBON.people[0].representative,
        role=Role.INITIATOR,
        kinds=("credits.transfer", "credits.retire"),
        accounts=(),
        ends_at=(author.clock.now // DAY + 365) * DAY,
        document=DOCUMENT,
    )
    author.write("participants.grant_power", power, FOREST.people[0].representative)
    related = DeclareRelation(VERIFIER.participant, CARBON.participant, "shares", DOCUMENT)
    author.write("participants.declare_relation", related, VERIFIER.people[0].representative)
    author.send()
    _merge(author, issuer=issuer, purposes=purposes)


def _appoint(author: Author) -> None:
    """Bring in the three whose duties exclude each other; they look on, and sign for nobody."""
    system, security = OPERATOR.staff
    (audit,) = AUDITOR.staff
    duties = (
        (OPERATOR, system, DutyKind.SYSTEM),
        (OPERATOR, security, DutyKind.SECURITY),
        (AUDITOR, audit, DutyKind.AUDIT),
    )
    for organisation, one, _ in duties:
        key = public_key_for(one.representative)
        added = AddRepresentative(organisation.participant, one.representative, one.roles, key, Custody.BROWSER)
        hands = (person.representative for person in organisation.people)
        author.write("participants.add_representative", added, one.representative, *hands)
    author.send()
    for _, one, duty in duties:
        body = AssignDuty(one.representative, duty, DOCUMENT)
        author.write("participants.assign_duty", body, AUTHORITY_PERSON, OPERATORS[0])


def _merge(author: Author, *, issuer: str, purposes: tuple[str, ...]) -> None:
    holding, heirs = (account_number(one.zone, "HO", one.number) for one in (MERGED, CEMENT))
    block = MirrorBatch("CEA-31-NAT-2025-99", "CEA-2025", "31", issuer, holding, 9_000_001, 9_005_200, DOCUMENT)
    author.write("allowances.mirror_batch", block, AUTHORITY_PERSON, OPERATORS[0])
    author.send()
    author.clock.to_morning(2)
    body = Succeed(
        predecessor=MERGED.participant,
        successor=CEMENT.participant,
        ground=SuccessionGround.MERGER,
        article="《碳排放权交易管理办法（试行）》第十八条",
        passing=(Passing(holding, heirs, "CEA-2025", 5_200, ()),),
        is_last=True,
        document=DOCUMENT,
    )
    author.write("participants.succeed", body, AUTHORITY_PERSON, *OPERATORS, CEMENT.people[0].representative)
    author.send()
    for purpose in purposes:
        account = CloseAccount(account_number(MERGED.zone, purpose, MERGED.number), Mandate.OPERATORS)
        author.write("participants.close_account", account, *OPERATORS)
    author.send()
    gone = CloseParticipant(MERGED.participant, "merged", Mandate.REGISTRAR, DOCUMENT)
    author.write("participants.close_participant", gone, *OPERATORS, REGISTRAR.people[0].representative)
    author.send()


def leave_applications(engine: sa.Engine, now: int) -> None:
    """Let two organisations have applied: one waits for an operator, one has been asked for more."""
    for n, (name, contact) in enumerate(
        (("示例光伏（安徽）有限公司", "联系人甲"), ("示例造纸（山东）有限公司", "联系人乙"))
    ):
        applicant = applications.Applicant(
            function="enterprise",
            scheme="uscc",
            identity=identity_of(91 + n),
            name=name,
            zone="31",
            approvals=2,
            contact=contact,
            email=f"applicant{n}@example.com",
            phone="",
            language="zh",
        )
        token = f"demonstration-application-{n}-" + "0" * 20
        upload = documents.read_upload("营业执照.pdf", paper(f"licence {n}")[1])
        found = applying.apply(engine, applicant, [upload], token=token, source="demonstration", now=now)
        if n and found.state == applications.SENT and found.created_at == now:
            applying.ask(engine, found.number, by=OPERATORS[0], words="请补充法定代表人授权书。", now=now)
