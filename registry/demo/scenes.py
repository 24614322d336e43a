"""What happens in the demonstration beside trade: rules set, a frozen account, refusals, what waits for somebody.

Everything here is invented but the working days of published years; figures of law are given with their article.
"""

from datetime import UTC, datetime

from registry.areas.allowances.rules import Cancel
from registry.areas.participants.calendar_data import PUBLISHED, PublishedYear
from registry.areas.participants.rules.calendars import SetCalendar
from registry.areas.participants.rules.freezes import PlaceFreeze
from registry.areas.participants.rules.mandates import Mandate
from registry.areas.participants.rules.parameters import DefineParameter, Evidence, Nature, SetParameter, Stricter
from registry.areas.participants.rules.recovery import DELAY
from registry.areas.participants.rules.releases import Attest, Verdict
from registry.areas.participants.rules.standing import ChangeRepresentative
from registry.demo.author import AUDIT_REPORT, CALENDAR_NOTICE, DOCUMENT, MINUTE, Author
from registry.demo.cast import AUDITOR, ENTERPRISES, Organisation
from registry.demo.controls import account, order
from registry.ledger.checkpoint import parse_checkpoint

_WAIT = DefineParameter(DELAY, Nature.HOUSE, Stricter.HIGHER, False, 1, 60, "working-days")
_NOTE = DefineParameter("demonstration_approval", Nature.HOUSE, Stricter.NEITHER, True, 0, 0, "text")


def set_rules(author: Author, *, office: tuple[str, ...], operators: tuple[str, ...]) -> None:
    """Open the years of the story, and set parameters of law and of the house, each with article and evidence."""
    first = datetime.fromtimestamp(author.clock.now // 1_000_000, UTC).year
    for year in range(first, first + 3):
        found = PUBLISHED.get(year) or PublishedYear((), (), f"demonstration/{year}")
        body = SetCalendar(year, found.holidays, found.workdays, found.article, CALENDAR_NOTICE)
        author.write("participants.set_calendar", body, *office)
    for definition in (_WAIT, _NOTE):
        author.write("participants.define_parameter", definition, *office)
    author.send()
    wait = SetParameter(_WAIT.name, "", None, 5, None, "示例登记机构业务规则第十二条", Evidence.FICTITIOUS)
    author.write("participants.set_parameter", wait, *operators)
    text = "虚构：示例省地方金融管理局演示文号〔2026〕1号"
    note = SetParameter(_NOTE.name, "", None, None, text, "演示用，不具法律效力", Evidence.FICTITIOUS)
    author.write("participants.set_parameter", note, *operators)
    author.send()


def leave_loose_ends(author: Author, *, office: tuple[str, ...]) -> None:
    """Freeze, suspend, refuse, leave a cancellation pending, and let the auditor attest what the log holds."""
    cement, aluminium, carbon = ENTERPRISES[3], ENTERPRISES[4], ENTERPRISES[5]
    author.clock.to_morning()
    left = ChangeRepresentative(cement.people[1].representative, "left-office", Mandate.PARTICIPANT)
    author.write("participants.suspend_representative", left, cement.people[0].representative)
    order = PlaceFreeze(
        participant=None, account=account(aluminium, "HO"), batch=None, first=0, last=0, order="DEMO-2026-ZX-17",
        purpose="court-order", priority=1, ends_at=None, document=DOCUMENT,
    )  # fmt: skip
    author.write("participants.place_freeze", order, *office)
    author.send()
    author.clock.forward(35 * MINUTE)
    _transfer(author, aluminium, carbon, units=300)  # refused: frozen
    _transfer(author, carbon, cement, units=480_000)  # refused: more than it holds
    _transfer(author, carbon, cement, units=90_000_000)  # refused: over the limit of a transfer
    author.send()
    author.clock.to_morning()
    body = Cancel(account(cement, "HO"), account(cement, "PE"), account(cement, "CX"), "CEA-2024", 120, (), "自愿注销")
    author.write("allowances.cancel", body, cement.people[0].representative)
    author.send()
    _attest(author)


def _attest(author: Author) -> None:
    author.clock.forward(90 * MINUTE)
    head, _ = parse_checkpoint(author.journal.line.signed())
    word = Attest(head.size, head.root.hex(), Verdict.HOLDS, 0, "demonstration", AUDIT_REPORT)
    author.write("participants.attest", word, AUDITOR.people[0].representative)
    author.send()


def _transfer(author: Author, source: Organisation, target: Organisation, *, units: int) -> None:
    body = order(source, target, "CEA-2024", units)
    author.write("allowances.transfer", body, source.people[0].representative, may_fail=True)
