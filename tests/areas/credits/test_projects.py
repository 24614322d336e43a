"""Projects from design to issue: every step, who may take it, and both sides of every limit."""

import hashlib
from dataclasses import replace
from typing import Any

import pytest

from registry.areas.credits.rules.programmes import Accredit, EndAccreditation
from registry.areas.credits.rules.records import RECORDS, CreditEvent, Stage, Step
from registry.areas.credits.rules.titles import IssueCredits
from registry.areas.participants.rules.conflicts import DeclareRelation
from registry.ledger import canonical
from registry.ledger.codec import encode
from registry.ledger.decide import ACCEPTED
from tests.areas.allowances.factories import ALICE, BOB, BY_AUTHORITY, account
from tests.areas.credits.projects import (
    ANSWER,
    APPLY,
    BUFFER_NO,
    CANCEL,
    COMMENT,
    DESIGN,
    DESIGN_STEPS,
    GRANT,
    ISSUE,
    PERIOD,
    PERIOD_STEPS,
    PROJECT,
    STRANGER,
    VALIDATE,
    VALIDATOR,
    VERIFIER,
    VERIFY,
    Projects,
    changed,
)
from tests.world import DOCUMENT

OTHER = "C-00000002"
GOLDEN = "0a2d95ab025f810df1a9ed7ee89d07cae4617bce19d7dc9f846dd62d8466cfec"
CCER = changed(DESIGN, scheme="CCER")


@pytest.fixture
def projects() -> Projects:
    return Projects()


@pytest.fixture
def registered(projects: Projects) -> Projects:
    return projects.take(*DESIGN_STEPS)


def test_a_project_goes_from_design_to_issue_each_step_signed_by_who_owns_it(projects: Projects) -> None:
    projects.take(*DESIGN_STEPS, *PERIOD_STEPS)

    project, case = projects.project(), projects.case(1)
    assert (project.stage, project.issued_units, project.periods) == (Stage.REGISTERED, 1_500, 1)
    assert (case.stage, case.verified_units, len(case.batches)) == (Stage.ISSUED, 1_500, 2)
    events = [projects.made.state.get(CreditEvent, PROJECT, n) for n in range(1, project.events + 1)]
    assert [(one.case, one.step) for one in events] == [
        (0, Step.PUBLISHED), (0, Step.ENDORSED), (0, Step.APPLIED), (0, Step.REGISTERED),
        (1, Step.PUBLISHED), (1, Step.ENDORSED), (1, Step.APPLIED), (1, Step.REGISTERED), (1, Step.ISSUED),
    ]  # fmt: skip
    assert [one.participant for one in events[1:6:4]] == [f"P-{VALIDATOR:08}", f"P-{VERIFIER:08}"]


def test_what_is_issued_equals_what_was_verified_and_the_buffer_has_its_share_rounded_up(projects: Projects) -> None:
    projects.take(*DESIGN_STEPS, *PERIOD_STEPS)

    made, home = projects.made, account("HO", ALICE)
    assert (made.units(BUFFER_NO, "FCS-2023"), made.units(home, "FCS-2023")) == (51, 450)
    assert (made.units(BUFFER_NO, "FCS-2024"), made.units(home, "FCS-2024")) == (100, 899)


def test_issues_once(projects: Projects) -> None:
    projects.take(*DESIGN_STEPS, *PERIOD_STEPS)

    assert projects.result(ISSUE) == "case_elsewhere"
    assert projects.result(replace(APPLY, case=1, units=1_500)) == "case_elsewhere"


def test_an_office_does_not_issue_what_a_project_has_to_earn(projects: Projects) -> None:
    body = IssueCredits("FCS-31-P002-2025-1", "FCS-2025", "31", account("IS", 1), account("HO", ALICE), 5, DOCUMENT)

    assert projects.made.result("credits.issue", body, *BY_AUTHORITY) == "issued_by_project"


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"scheme": "CEA"}, "not_a_credit"),
        ({"methodology": "CCER-14-001-V02"}, "methodology_not_admitted"),
        ({"started_on": "2012-11-08", "crediting_first": "2021-03-01"}, "started_too_early"),
        ({"started_on": "2012-11-09", "crediting_first": "2021-03-01"}, ACCEPTED),
        ({"crediting_first": "2021-02-28"}, "crediting_reversed"),
        ({"crediting_last": "2021-03-01"}, "crediting_reversed"),
        ({"crediting_last": "2041-02-27"}, "crediting_length"),
        ({"crediting_last": "2041-02-28"}, ACCEPTED),
        ({"crediting_last": "2061-02-28"}, ACCEPTED),
        ({"crediting_last": "2061-03-01"}, "crediting_length"),
        ({"crediting_first": "9999-12-30", "crediting_last": "9999-12-31"}, "crediting_length"),
        ({"claims": ("LQ-1", "LQ-1")}, "claim_twice"),
        ({"claims": ("LQ-1", "LQ-2")}, ACCEPTED),
        ({"validator": f"P-{BOB:08}"}, "not_a_verification_body"),
        ({"validator": f"P-{STRANGER:08}"}, "body_not_accredited"),
    ],
)
def test_a_design_has_to_be_eligible(projects: Projects, changes: dict[str, Any], result: str) -> None:
    assert projects.result(changed(DESIGN, **changes)) == result


def test_a_leap_day_has_its_anniversary_in_march(projects: Projects) -> None:
    leap = changed(DESIGN, started_on="2024-02-29", crediting_first="2024-02-29")

    assert projects.result(changed(leap, crediting_last="2044-02-27")) == "crediting_length"
    assert projects.result(changed(leap, crediting_last="2044-02-28")) == ACCEPTED
    assert projects.result(changed(leap, project=OTHER, claims=("X",), crediting_last="2064-02-29")) == (
        "crediting_length"
    )


def test_a_title_is_claimed_once_under_all_schemes(projects: Projects) -> None:
    projects.take(DESIGN)

    again = changed(CCER, project=OTHER, claims=("LQ-310000-0009", "LQ-310000-0002"))
    assert projects.result(again) == "claimed_elsewhere"
    assert projects.result(changed(again, claims=("LQ-310000-0009",))) == ACCEPTED


def test_a_number_is_used_once(projects: Projects) -> None:
    projects.take(DESIGN)

    assert projects.result(DESIGN) == "number_taken"
    assert projects.result(changed(DESIGN, project=OTHER, claims=("LQ-9",))) == ACCEPTED


def test_only_the_named_body_validates(projects: Projects) -> None:
    projects.take(DESIGN)
    projects.go_to("2026-08-30")

    assert projects.unrecorded(VALIDATE, f"R-{VERIFIER:08}") == "not_enough_signatures"
    assert projects.result(VALIDATE) == ACCEPTED


def test_a_body_is_independent_and_still_accredited_when_it_gives_its_opinion(projects: Projects) -> None:
    projects.take(DESIGN)
    projects.go_to("2026-08-30")
    relation = DeclareRelation(f"P-{ALICE:08}", f"P-{VALIDATOR:08}", "shares", DOCUMENT)
    projects.made.accept(projects.made.author.envelope("participants.declare_relation", relation, f"R-{ALICE:08}"))
    assert projects.result(VALIDATE) == "body_not_independent"
    projects.office("participants.end_relation", relation)
    projects.office("credits.end_accreditation", EndAccreditation(f"P-{VALIDATOR:08}", "14", DOCUMENT))
    assert projects.result(VALIDATE) == "body_not_accredited"
    projects.office("credits.accredit", Accredit(f"P-{VALIDATOR:08}", "14", "2026-08-30", DOCUMENT))
    assert projects.result(VALIDATE) == ACCEPTED


def test_an_accreditation_ends_with_its_day(projects: Projects) -> None:
    projects.take(DESIGN)
    projects.office("credits.accredit", Accredit(f"P-{VALIDATOR:08}", "14", "2026-08-30", DOCUMENT))
    projects.go_to("2026-08-31", "00:00:00")

    assert projects.result(VALIDATE) == "body_not_accredited"


def test_accreditation_is_of_bodies_and_for_days_to_come(projects: Projects) -> None:
    def result(kind: str, body: object) -> str:
        return projects.made.result(f"credits.{kind}", body, *BY_AUTHORITY)

    assert result("accredit", Accredit(f"P-{BOB:08}", "14", "2027-01-01", DOCUMENT)) == "not_a_verification_body"
    assert result("accredit", Accredit(f"P-{STRANGER:08}", "14", "2026-05-28", DOCUMENT)) == "accreditation_past"
    ending = EndAccreditation(f"P-{STRANGER:08}", "14", DOCUMENT)
    assert result("end_accreditation", ending) == "no_accreditation"
    assert result("accredit", Accredit(f"P-{STRANGER:08}", "14", "2026-05-29", DOCUMENT)) == ACCEPTED
    assert result("end_accreditation", ending) == ACCEPTED


def test_a_rejected_design_may_come_again_and_an_endorsed_one_not(projects: Projects) -> None:
    projects.take(DESIGN, changed(VALIDATE, endorsed=False))
    assert projects.project().stage is Stage.REJECTED
    assert projects.result(APPLY) == "case_elsewhere"

    better = changed(DESIGN, units_expected=900)
    assert projects.result(better) == ACCEPTED
    assert projects.result(better) == "number_taken"
    assert (projects.project().units_expected, projects.project().events) == (900, 3)


def test_declining_takes_a_reason_and_granting_none(projects: Projects) -> None:
    projects.take(*DESIGN_STEPS[:3])
    assert projects.result(changed(GRANT, granted=False)) == "reason_missing"
    assert projects.result(changed(GRANT, decline_reason="材料不全")) == "reason_unexpected"
    assert projects.result(changed(GRANT, granted=False, decline_reason="材料不全")) == ACCEPTED
    assert projects.project().stage is Stage.DECLINED


def test_an_own_scheme_is_final_here_and_cites_no_national_number(projects: Projects) -> None:
    projects.take(*DESIGN_STEPS[:3])

    assert projects.result(changed(GRANT, national_number="N-1")) == "national_number_unexpected"
    assert projects.result(GRANT) == ACCEPTED


def test_a_mirrored_scheme_waits_for_the_national_number_and_takes_each_once(projects: Projects) -> None:
    projects.take(CCER, VALIDATE, APPLY)
    assert projects.result(GRANT) == "national_number_missing"
    assert projects.project().stage is Stage.APPLIED
    projects.take(changed(GRANT, national_number="CCER-P-1"))
    assert projects.project().national_number == "CCER-P-1"

    other = {"project": OTHER}
    projects.go_to("2026-09-01")
    projects.take(changed(CCER, **other, claims=("LQ-9",)), changed(VALIDATE, **other), changed(APPLY, **other))
    cited = changed(GRANT, **other, national_number="CCER-P-1")
    assert projects.result(cited) == "national_number_taken"
    assert projects.result(changed(cited, national_number="CCER-P-2")) == ACCEPTED


def test_mirrored_reductions_come_with_the_national_serials(projects: Projects) -> None:
    projects.take(CCER, VALIDATE, APPLY, changed(GRANT, national_number="CCER-P-1"))
    projects.take(*PERIOD_STEPS[:3], changed(PERIOD_STEPS[3], national_number="CCER-R-1"))
    assert projects.result(ISSUE) == "serials_differ"
    assert projects.result(changed(ISSUE, first_serials=(9_001,))) == "serials_differ"

    projects.take(changed(ISSUE, first_serials=(9_001, 20_001)))

    home = account("HO", ALICE)
    assert (projects.made.units(home, "CCER-2023"), projects.made.units(home, "CCER-2024")) == (501, 999)


def test_a_cancelled_project_never_returns(registered: Projects) -> None:
    registered.take(PERIOD, CANCEL)

    assert registered.project().stage is Stage.CANCELLED
    for body in (PERIOD, DESIGN, CANCEL, changed(COMMENT, case=1)):
        assert registered.result(body) == "credit_project_cancelled"
    under_another_number = changed(DESIGN, project=OTHER)
    assert registered.result(under_another_number) == "claimed_elsewhere"
    assert registered.result(changed(under_another_number, claims=("LQ-NEW",))) == ACCEPTED


def test_what_was_claimed_in_vain_is_free_again(projects: Projects) -> None:
    projects.take(DESIGN, VALIDATE)
    again = changed(CCER, project=OTHER, claims=DESIGN.claims)
    assert projects.result(again) == "claimed_elsewhere"

    projects.take(CANCEL)

    assert projects.result(again) == ACCEPTED
    assert projects.result(changed(again, project="C-00000003")) == "claimed_elsewhere"


def test_unknown_projects_and_cases(registered: Projects) -> None:
    assert registered.unrecorded(changed(PERIOD, project=OTHER), f"R-{ALICE:08}") == "unknown_credit_project"
    assert registered.unrecorded(VERIFY, f"R-{VERIFIER:08}") == "unknown_case"
    assert registered.result(changed(COMMENT, case=1)) == "unknown_case"
    assert registered.result(changed(CANCEL, project=OTHER)) == "unknown_credit_project"


def test_a_methodology_is_admitted_once_with_bounds_in_order(projects: Projects) -> None:
    from registry.areas.credits.founding import afforestation
    from registry.areas.participants.rules.parameters import Evidence

    body = afforestation("FCS", buffer_permille=0, evidence=Evidence.RECALLED, document=DOCUMENT)

    def result(**changes: Any) -> str:
        return projects.made.result("credits.admit_methodology", changed(body, **changes), *BY_AUTHORITY)

    assert result() == "methodology_admitted"
    assert result(methodology="CCER-14-001-V02", crediting_years_min=41) == "crediting_bounds"
    assert result(methodology="CCER-14-001-V02", crediting_years_min=40) == ACCEPTED
    assert result(scheme="CEA") == "not_a_credit"


def test_a_whole_life_replays_to_the_state_that_it_always_had(projects: Projects) -> None:
    """Golden: the same bytes, built in a fixed order, lead every release to this state."""
    projects.take(DESIGN, COMMENT, ANSWER, *DESIGN_STEPS[1:], *PERIOD_STEPS)
    second = changed(DESIGN, project=OTHER, claims=("LQ-2",))
    projects.take(second, changed(VALIDATE, project=OTHER, endorsed=False), changed(CANCEL, project=OTHER))
    assert projects.result(second) == "credit_project_cancelled"

    state = projects.made.state
    lines = [canonical.dumps(encode(one)) for cls in RECORDS for _, one in sorted(state.records[cls].by_key.items())]

    assert hashlib.sha256(b"\n".join(lines)).hexdigest() == GOLDEN
