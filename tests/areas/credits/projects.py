"""A registry in which Alice has a forestry project under an own scheme and one under a mirrored scheme."""

from dataclasses import replace
from datetime import date
from typing import Any

from registry.areas.credits.founding import BUFFER, FOUNDING, afforestation, buffer_of
from registry.areas.credits.rules.bans import LiftBan, PlaceBan
from registry.areas.credits.rules.comments import AnswerComment, CommentCase
from registry.areas.credits.rules.designs import CancelProject, PublishDesign
from registry.areas.credits.rules.duties import ForceCancel, OrderReplacement, ReplaceUnits
from registry.areas.credits.rules.issuing import IssueVerified
from registry.areas.credits.rules.opinions import ValidateProject, VerifyReductions
from registry.areas.credits.rules.outside import RecordOutside, SettleOutside
from registry.areas.credits.rules.periods import PublishPeriod
from registry.areas.credits.rules.programmes import Accredit
from registry.areas.credits.rules.records import Case, CreditProject, YearUnits
from registry.areas.credits.rules.registering import ApplyRegistration, DecideRegistration
from registry.areas.credits.rules.suspensions import LiftSuspension, SuspendProject
from registry.areas.forestry.founding import FOUNDING as OF_FORESTRY
from registry.areas.forestry.rules.losses import AssessLoss, CoverLoss, ReportLoss
from registry.areas.participants.calendar_data import PUBLISHED
from registry.areas.participants.rules.calendars import SetCalendar
from registry.areas.participants.rules.parameters import Evidence
from registry.areas.participants.rules.parties import RegisterFirstKey, RegisterParticipant
from registry.ledger.decide import ACCEPTED
from registry.ledger.parties import Custody, Function, Role
from tests.areas.allowances.factories import ALICE, BOB, BY_AUTHORITY, Registry, account
from tests.areas.credits.factories import credit_registry
from tests.world import DOCUMENT, OPERATORS, REGISTRAR, public_key_of

VALIDATOR, VERIFIER, STRANGER = 21, 22, 23
PROJECT = "C-00000001"
BUFFER_NO = account("BF", 2)
START = date(2026, 5, 29)  # the day on which the test registry is founded, a Friday

DESIGN = PublishDesign(
    project=PROJECT,
    scheme="FCS",
    owner=f"P-{ALICE:08}",
    zone="31",
    name_zh="示例杉木造林",
    name_en="Example fir afforestation",
    methodology="CCER-14-001-V01",
    started_on="2021-03-01",
    crediting_first="2021-03-01",
    crediting_last="2051-02-28",
    units_expected=1_000,
    claims=("LQ-310000-0001", "LQ-310000-0002"),
    validator=f"P-{VALIDATOR:08}",
    document=DOCUMENT,
)
COMMENT = CommentCase(PROJECT, 0, f"P-{BOB:08}", "界址与我方林地相邻，请核对。")
ANSWER = AnswerComment(PROJECT, 0, 1, "已实地核对，界址不重叠。")
VALIDATE = ValidateProject(PROJECT, True, DOCUMENT)
APPLY = ApplyRegistration(PROJECT, 0, 0, DOCUMENT)
GRANT = DecideRegistration(PROJECT, 0, True, None, None, DOCUMENT)
PERIOD = PublishPeriod(
    project=PROJECT,
    period_first="2023-07-01",
    period_last="2024-12-31",
    years=(YearUnits(2023, 501), YearUnits(2024, 1_000)),
    calculator="CCER-14-001-V01/1",
    verifier=f"P-{VERIFIER:08}",
    document=DOCUMENT,
)
VERIFY = VerifyReductions(PROJECT, 1, True, (YearUnits(2023, 501), YearUnits(2024, 999)), DOCUMENT)
ISSUE = IssueVerified(PROJECT, 1, account("IS", 1), account("HO", ALICE), (), DOCUMENT)
CANCEL = CancelProject(PROJECT, "业主申请注销", DOCUMENT)

KIND_OF: dict[type, str] = {
    PublishDesign: "credits.publish_design",
    CommentCase: "credits.comment",
    AnswerComment: "credits.answer_comment",
    ValidateProject: "credits.validate_project",
    ApplyRegistration: "credits.apply_registration",
    DecideRegistration: "credits.decide_registration",
    PublishPeriod: "credits.publish_period",
    VerifyReductions: "credits.verify_reductions",
    IssueVerified: "credits.issue_verified",
    CancelProject: "credits.cancel_project",
    SuspendProject: "credits.suspend_project",
    LiftSuspension: "credits.lift_suspension",
    PlaceBan: "credits.ban",
    LiftBan: "credits.lift_ban",
    OrderReplacement: "credits.order_replacement",
    ReplaceUnits: "credits.replace_units",
    ForceCancel: "credits.force_cancel",
    RecordOutside: "credits.record_outside_claim",
    SettleOutside: "credits.settle_outside_claim",
    ReportLoss: "forestry.report_loss",
    AssessLoss: "forestry.assess_loss",
    CoverLoss: "forestry.cover_loss",
}
SIGNERS: dict[type, tuple[str, ...]] = {
    CommentCase: (f"R-{BOB:08}",),
    ValidateProject: (f"R-{VALIDATOR:08}",),
    VerifyReductions: (f"R-{VERIFIER:08}",),
    DecideRegistration: BY_AUTHORITY,
    IssueVerified: BY_AUTHORITY,
    CancelProject: BY_AUTHORITY,
    SuspendProject: BY_AUTHORITY,
    LiftSuspension: BY_AUTHORITY,
    PlaceBan: BY_AUTHORITY,
    LiftBan: BY_AUTHORITY,
    OrderReplacement: BY_AUTHORITY,
    ForceCancel: BY_AUTHORITY,
    RecordOutside: OPERATORS[:1],
    SettleOutside: BY_AUTHORITY,
    AssessLoss: (f"R-{VERIFIER:08}",),
    CoverLoss: BY_AUTHORITY,
}
# Up to where nothing has been said of the case, and what brings a design and a period to their end.
DESIGN_STEPS = (DESIGN, VALIDATE, APPLY, GRANT)
PERIOD_STEPS = (
    PERIOD, VERIFY, replace(APPLY, case=1, units=1_500), replace(GRANT, case=1), ISSUE,
)  # fmt: skip
# How many working days pass before a step.
WAITS: dict[type, int] = {ValidateProject: 20, VerifyReductions: 20}


class Projects:
    """The registry and its clock."""

    def __init__(self) -> None:
        self.made: Registry = credit_registry()
        author = self.made.author
        for year in (2026, 2027):
            known = PUBLISHED.get(year)
            days = (known.holidays, known.workdays) if known else ((), ())
            self.office("participants.set_calendar", SetCalendar(year, *days, "NOTICE", DOCUMENT))
        for one in (*FOUNDING, *OF_FORESTRY):
            self.office("participants.define_parameter", one.definition)
            self.office("participants.set_parameter", one.value)
        self.office("participants.define_parameter", BUFFER)
        self.made.open(2, "BF", 2)
        buffer = buffer_of("FCS", BUFFER_NO, "test", Evidence.FICTITIOUS)
        self.made.accept(author.envelope("participants.set_parameter", buffer, *OPERATORS))
        for scheme, share in (("FCS", 100), ("CCER", 0)):
            admitted = afforestation(scheme, buffer_permille=share, evidence=Evidence.RECALLED, document=DOCUMENT)
            self.office("credits.admit_methodology", admitted)
        for number in (VALIDATOR, VERIFIER, STRANGER):
            self._bring_in_body(number)
            if number != STRANGER:
                self.office("credits.accredit", Accredit(f"P-{number:08}", "14", "2026-12-31", DOCUMENT))

    def _bring_in_body(self, number: int) -> None:
        author, who = self.made.author, f"R-{number:08}"
        register = RegisterParticipant(
            participant=f"P-{number:08}",
            function=Function.VERIFIER,
            scheme="foreign",
            identity=f"XX-BODY{number}",
            name=f"Body {number}",
            zone="31",
            approvals=1,
            offline_required=False,
            document=DOCUMENT,
        )
        roles = (Role.INITIATOR, Role.ADMINISTRATOR)
        key = RegisterFirstKey(f"P-{number:08}", who, roles, public_key_of(who), Custody.BROWSER, DOCUMENT)
        self.made.accept(
            author.envelope("participants.register", register, *OPERATORS),
            author.envelope("participants.register_first_key", key, who, *OPERATORS, REGISTRAR),
        )

    def office(self, kind: str, body: object) -> None:
        """Have the authority and an operator sign something that must be accepted."""
        self.made.accept(self.made.author.envelope(kind, body, *BY_AUTHORITY))

    def go_to(self, day: str, time: str = "12:00:00") -> None:
        """Let the clock stand at a time in Beijing of a day."""
        start = date.fromisoformat(day).toordinal() - date(1970, 1, 1).toordinal()
        hours, minutes, seconds = (int(part) for part in time.split(":"))
        self.made.author.now_ms = (((start * 24 + hours - 8) * 60 + minutes) * 60 + seconds) * 1000

    def result(self, body: object, *signers: str) -> str:
        """Return what the journal answers to a body, signed by whoever usually signs it."""
        self.made.author.now_ms += 1000
        hands = signers or SIGNERS.get(type(body), (f"R-{ALICE:08}",))
        return self.made.result(KIND_OF[type(body)], body, *hands)

    def entry(self, body: object, *signers: str) -> str:
        """Return the id of a step that must be accepted."""
        self.made.author.now_ms += 1000
        hands = signers or SIGNERS.get(type(body), (f"R-{ALICE:08}",))
        return self.made.entry_id(KIND_OF[type(body)], body, *hands)

    def unrecorded(self, body: object, *signers: str) -> str:
        """Return why a body is not even recorded."""
        return self.made.unrecorded(KIND_OF[type(body)], body, *signers)

    def take(self, *bodies: object) -> "Projects":
        """Take steps that must be accepted, each after the working days that it waits for."""
        for body in bodies:
            if WAITS.get(type(body)):
                self.made.author.now_ms += 40 * 86_400 * 1000
            assert self.result(body) == ACCEPTED, (body, self.made.result(KIND_OF[type(body)], body))
        return self

    def project(self, number: str = PROJECT) -> CreditProject:
        """Return a project as it stands."""
        found: CreditProject = self.made.state.get(CreditProject, number)
        return found

    def case(self, number: int = 0, project: str = PROJECT) -> Case:
        """Return a case as it stands."""
        found: Case = self.made.state.get(Case, project, number)
        return found


def changed(body: Any, **changes: Any) -> Any:
    """Return a body with some fields changed."""
    return replace(body, **changes)
