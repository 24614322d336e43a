"""What has happened in the demonstration before a visitor comes: founding, joining, holdings, months of life."""

import hashlib
from collections.abc import Callable, Iterator

from registry.areas.allowances.rules import MirrorBatch
from registry.areas.credits.rules.titles import AdmitClass, IssueCredits
from registry.areas.participants.rules.genesis import Founder, Genesis
from registry.areas.participants.rules.keys import AddRepresentative
from registry.areas.participants.rules.mandates import OFFICES
from registry.areas.participants.rules.parties import DefineClass, OpenAccount, RegisterFirstKey, RegisterParticipant
from registry.demo import (
    auctions,
    cast,
    compliance,
    controls,
    green,
    green_bonds,
    lending,
    market,
    national,
    overseen,
    rights,
    sinks,
    using,
    watched,
)
from registry.demo.author import ADMISSION, DOCUMENT, MINUTE, Author
from registry.demo.cast import (
    AUTHORITY,
    CUSTODIAN,
    ENTERPRISES,
    FOUNDERS,
    JOINERS,
    MERGED,
    OPERATOR,
    REGISTRAR,
    SYSTEM,
    Organisation,
)
from registry.demo.controls import account, hands
from registry.demo.genesis import kinds_now, witness_policy
from registry.demo.organisations import change_organisations
from registry.demo.scenes import leave_loose_ends, set_rules
from registry.ledger.book import Title
from registry.ledger.keys import Signer
from registry.ledger.parties import Custody
from registry.ledger.revisions import GENESIS
from registry.ledger.serials import account_number

OPERATORS = tuple(person.representative for person in OPERATOR.people)
OFFICE = (AUTHORITY.people[0].representative, OPERATORS[0])
PURPOSES = {"HO": "持有", "TR": "交易", "PE": "待确认", "CX": "自愿注销", "RT": "抵消注销", "ES": "托管"}
CLASSES = (
    ("CEA", "碳排放配额", "tCO2e", Title.MIRROR, "全国碳排放权注册登记系统"),
    ("CCER", "核证自愿减排量", "tCO2e", Title.MIRROR, "全国温室气体自愿减排注册登记系统"),
    ("FCS", "地方林业碳汇", "tCO2e", Title.OWN, "本登记簿"),
    ("VCU", "国际自愿减排量(Verra)", "tCO2e", Title.MIRROR, "Verra Registry"),
)
CREDITS = ("CCER", "FCS", "VCU")
DAYS = 120
# What a delayed transfer may take to its end, over the longest run of holidays.
DELAYED_DAYS = 20
# How many days before a visitor comes the auctions are held.
OPEN_AUCTION, SEALED_AUCTION = 75, 45
RETIRES_EVERY, CANCELS_EVERY = 9, 35


def issuance(zone: str) -> str:
    """Return the issuance account, which the authority holds."""
    return account_number(zone, "IS", AUTHORITY.number)


def tell(author: Author, log: Signer) -> Iterator[str]:
    """Write and send the whole story; yield a word before each part, for whoever waits."""
    yield "创立 · founding"
    _found(author, log)
    yield "规则 · rules"
    set_rules(author, office=OFFICE, operators=OPERATORS)
    controls.set_controls(author, office=OFFICE, operators=OPERATORS)
    yield "参与方 · participants"
    _join(author)
    yield "持有 · holdings"
    _endow(author)
    yield "受信任账户 · trusted accounts"
    controls.trust_each_other(author)
    yield "市场 · market"
    _open_trade(author)
    yield "绿色项目 · green projects"
    green.register_projects(author, office=OFFICE, operators=OPERATORS)
    green_bonds.set_rules(author, office=OFFICE)
    overseen.oversee(author, log, policy=witness_policy(log), office=OFFICE)
    scenes = compliance.open_year(author, office=OFFICE)
    yield "日常 · months of life"
    sinks.admit(author, office=OFFICE, operators=OPERATORS)
    steps = (sinks.carry(author, office=OFFICE, issuer=issuance("31")), watched.carry(author))

    def beside(day: int) -> None:
        compliance.go_on(author, scenes, day)
        for one in steps:
            next(one, None)

    for left, hold in ((OPEN_AUCTION, auctions.hold_open), (SEALED_AUCTION, auctions.hold_sealed)):
        _live(author, beside, left=left)
        hold(author)
    lending.lend(author)
    _live(author, beside, left=DELAYED_DAYS)
    controls.leave_delayed(author)
    _leave_dealt(author)
    yield "待办与例外 · what waits, and exceptions"
    leave_loose_ends(author, office=OFFICE)
    change_organisations(author, issuer=issuance("31"), purposes=("HO", "TR", "PE", "ES"))
    _live(author, beside, left=1)
    _leave_waiting(author)


def _leave_dealt(author: Author) -> None:
    green_bonds.issue(author)
    rights.deal(author, office=OFFICE)


def _open_trade(author: Author) -> None:
    market.open_market(author, office=OFFICE, operators=OPERATORS)
    market.bring_in(author)
    lending.open_lending(author, office=OFFICE, operators=OPERATORS)
    rights.open_rights(author, office=OFFICE, operators=OPERATORS)
    national.mirror_national(author, office=OFFICE)


def _leave_waiting(author: Author) -> None:
    """Leave something for every visitor to do."""
    auctions.leave_running(author)
    lending.leave_waiting(author)
    controls.leave_waiting(author)
    market.leave_waiting(author)


def _found(author: Author, log: Signer) -> None:
    founders = tuple(
        Founder(
            participant=organisation.participant,
            function=organisation.function,
            scheme="uscc",
            identity=organisation.identity,
            name=organisation.name,
            zone=organisation.zone,
            representative=person.representative,
            roles=person.roles,
            public_key=cast.public_key_for(person.representative),
            custody=Custody.BROWSER,
        )
        for organisation in (*FOUNDERS, SYSTEM)
        for person in organisation.people
    )
    body = Genesis("demonstration", founders, witness_policy(log), kinds_now())
    author.write(GENESIS, body, *(founder.representative for founder in founders))
    author.send()
    for code, name, unit, title, register in CLASSES:
        author.write("participants.define_class", DefineClass(code, name, unit, title, register, True), *OFFICE)
    _open(author, issuance("31"), AUTHORITY, "发行账户")
    author.send()
    for code in CREDITS:
        author.write("credits.admit_class", AdmitClass(code, "自愿减排", ADMISSION), *OFFICE)
    author.send()


def _open(author: Author, account: str, organisation: Organisation, label: str) -> None:
    author.write("participants.open_account", OpenAccount(account, organisation.participant, label), *OPERATORS)


def _join(author: Author) -> None:
    for organisation in JOINERS:
        body = RegisterParticipant(
            participant=organisation.participant,
            function=organisation.function,
            scheme="uscc",
            identity=organisation.identity,
            name=organisation.name,
            zone=organisation.zone,
            approvals=organisation.approvals,
            offline_required=False,
            document=DOCUMENT,
        )
        author.write("participants.register", body, *(OFFICE if body.function in OFFICES else OPERATORS))
    author.send()
    for organisation in JOINERS:
        if organisation.people:
            _bring_people(author, organisation)
    author.clock.to_morning()
    for organisation in (CUSTODIAN, MERGED, *ENTERPRISES):
        for purpose, label in PURPOSES.items():
            _open(author, account(organisation, purpose), organisation, f"{organisation.name} {label}账户")
    author.send()


def _bring_people(author: Author, organisation: Organisation) -> None:
    first, *others = organisation.people
    body = RegisterFirstKey(
        participant=organisation.participant,
        representative=first.representative,
        roles=first.roles,
        public_key=cast.public_key_for(first.representative),
        custody=Custody.BROWSER,
        document=DOCUMENT,
    )
    vouching = (*OPERATORS, REGISTRAR.people[0].representative)
    author.write("participants.register_first_key", body, first.representative, *vouching)
    author.send()
    for person in others:
        added = AddRepresentative(
            participant=organisation.participant,
            representative=person.representative,
            roles=person.roles,
            public_key=cast.public_key_for(person.representative),
            custody=Custody.BROWSER,
        )
        author.write("participants.add_representative", added, first.representative, person.representative)
    author.send()


def _endow(author: Author) -> None:
    author.clock.to_morning()
    serial = 1_204_001
    for vintage in (2024, 2025):
        for n, organisation in enumerate(ENTERPRISES[:6], start=1):
            units = 80_000 + 12_345 * n
            asset, text = f"CEA-{vintage}", f"CEA-31-NAT-{vintage}-{n}"
            _mirror(
                author, "allowances.mirror_batch", text, asset=asset, target=organisation, first=serial, units=units
            )
            serial += units
    for n, organisation in enumerate(ENTERPRISES[5:8], start=1):
        text, asset = f"CCER-31-14.00{n}-2025-{n}", "CCER-2025"
        _mirror(author, "credits.mirror_batch", text, asset=asset, target=organisation, first=4_001, units=48_260)
    forest = ENTERPRISES[6]
    body = IssueCredits("FCS-31-PUER01-2025-1", "FCS-2025", "31", issuance("31"), account(forest), 36_500, DOCUMENT)
    author.write("credits.issue", body, *OFFICE)
    author.send()


def _mirror(author: Author, kind: str, text: str, *, asset: str, target: Organisation, first: int, units: int) -> None:
    body = MirrorBatch(
        text=text,
        asset=asset,
        zone="31",
        issuer=issuance("31"),
        target=account(target),
        first=first,
        last=first + units - 1,
        document=DOCUMENT,
    )
    author.write(kind, body, *OFFICE)


def _chance(author: Author, bound: int) -> int:
    """Return a number below `bound` that is the same in every run."""
    return int.from_bytes(hashlib.sha256(f"chance {author.count}".encode()).digest()[:6], "big") % bound


def _live(author: Author, beside: Callable[[int], None], *, left: int) -> None:
    """Let people deal, transfer, retire, cancel and comply until so many days are left."""
    while author.clock.days_left > left:
        author.clock.to_morning()
        day = DAYS - author.clock.days_left
        if not controls.is_working(author.clock.now):
            continue
        market.deal(author)
        for _ in range(1 + _chance(author, 4)):
            author.clock.forward((7 + _chance(author, 80)) * MINUTE)
            _trade(author)
        if day % RETIRES_EVERY == 0:
            using.retire(author, day)
        author.send()
        beside(day)
        if day % CANCELS_EVERY == 0:
            using.cancel(author, day, office=OFFICE)
        market.end_day(author, day)


def _trade(author: Author) -> None:
    source = ENTERPRISES[_chance(author, 6)]
    author.count += 1
    target = ENTERPRISES[(ENTERPRISES.index(source) + 1 + _chance(author, 5)) % 6]
    units = 100 * (1 + _chance(author, 80))
    asset = ("CEA-2025", "CEA-2024")[_chance(author, 2)]
    body = controls.order(source, target, asset, units)
    author.write("allowances.transfer", body, *hands(source), may_fail=True)
