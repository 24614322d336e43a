"""Monthly evidence: what was filed of each month, what is due, and what looks wrong, with the form to file it."""

from dataclasses import dataclass
from typing import Final

from flask import abort, url_for
from flask_babel import lazy_gettext

from registry.areas.compliance.evidence_wording import FIELDS, FINDINGS
from registry.areas.compliance.queries import cases
from registry.areas.compliance.queries.evidence import MonthLine, evidence_of
from registry.areas.compliance.rules.evidence import Basis, Measure
from registry.areas.compliance.rules.suspicions import Finding
from registry.areas.compliance.views.base import blueprint, writer
from registry.areas.compliance.views.forms import own_number
from registry.catalog import CATALOGUE
from registry.ledger.parties import Function
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.language import language
from registry.web.seam import now, registry
from registry.web.tables import Column, Table, Tone
from registry.web.uploading import of_kind
from registry.web.views import view

STATES: Final[dict[str, tuple[Tone, object]]] = {
    "filed": ("good", lazy_gettext("按时存证")),
    "late": ("wait", lazy_gettext("逾期存证")),
    "open": ("wait", lazy_gettext("待存证")),
    "overdue": ("bad", lazy_gettext("逾期未存证")),
    "to_come": ("quiet", lazy_gettext("尚未到月末")),
}


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """A year's months of one enterprise, and what looks wrong."""

    year: int
    participant: str
    name: str
    rows: tuple[MonthLine, ...]
    findings: tuple[Finding, ...]
    is_own: bool


def _entry_url(row: MonthLine) -> str | None:
    return None if row.filed_index is None else url_for("auditing.entry", index=row.filed_index)


MONTHS: Final = Table(
    name="monthly-evidence",
    caption=lazy_gettext("各月存证"),
    columns=(
        Column(name="month", label=lazy_gettext("月份"), kind="figure"),
        Column(name="due", label=lazy_gettext("截止日")),
        Column(name="state", label=lazy_gettext("状态"), kind="badge", badges=STATES),
        Column(name="stream", label=lazy_gettext("燃料流")),
        Column(name="version", label=lazy_gettext("版本"), kind="figure", link=_entry_url),
        Column(name="amount", label=lazy_gettext("消耗量"), kind="figure"),
        Column(name="measure", label=lazy_gettext("计量单位"), write=writer(Measure)),
        Column(name="ncv_kj", label=lazy_gettext("低位发热量"), kind="figure", unit=lazy_gettext("千焦")),
        Column(name="carbon_mg", label=lazy_gettext("碳含量"), kind="figure", unit=lazy_gettext("毫克")),
        Column(name="basis", label=lazy_gettext("取值依据"), write=writer(Basis)),
        Column(name="laboratory", label=lazy_gettext("实验室")),
        Column(name="finding_count", label=lazy_gettext("疑点"), kind="figure"),
    ),
)


@view(blueprint, "/cases/<int:year>/<participant>/evidence", template="compliance/evidence.html", table=MONTHS)
def evidence(*, year: int, participant: str) -> EvidencePage:
    """Return the monthly evidence of an enterprise's year with its findings."""
    with registry().engine.connect() as connection:
        case = cases.case_of(connection, year, participant)
        if case is None:
            abort(404)
        found = evidence_of(connection, year, participant, CATALOGUE, now())
    return EvidencePage(
        year, participant, case.name, found.rows, found.findings, is_own=own.participant() == participant
    )


@blueprint.app_template_global("finding_said")
def finding_said(one: Finding) -> str:
    """Return what a finding says, in the reader's language."""
    at = 1 if language() == "en" else 0
    facts = dict(one.facts)
    if "field" in facts:
        facts["field"] = FIELDS[facts["field"]][at]
    return FINDINGS[one.suspicion][at].format_map(facts)


_FILE: Final = entry_page(
    blueprint, "/evidence", kind="compliance.file_evidence", endpoint="file_evidence",
    asks={
        "participant": Ask(start=own_number),
        "version": Ask(start=lambda: "1", help=lazy_gettext("首次为 1，每次更正加 1；旧版本保留。")),
        "stream": Ask(help=lazy_gettext("同一燃料每月用同一编号，例如 coal-1。")),
        "sampled_from": Ask(help=lazy_gettext("使用缺省值时，采样、检测与实验室各栏留空。")),
    },
    intro=lazy_gettext("每条燃料流每月一条。期限从月末起按自然日计算。检测报告与台账留在登记簿之外，这里写入摘要。"),
    codes={
        "month_not_over": "month", "version_differs": "version", "carbon_above_mass": "carbon_mg",
        "not_listed": "year",
    },
)  # fmt: skip
UPLOAD: Final = of_kind(
    "monthly-evidence", _FILE, roles=frozenset({Function.ENTERPRISE.value}),
    intro=lazy_gettext("月度存证：每行一条燃料流的一个月，每行成为一条由企业签名的条目。"),
    examples={
        "year": "2026", "month": "9", "participant": "P-00000011", "stream": "coal-1", "version": "1", "measure": "kg",
        "amount": "8250000", "ncv_kj": "21350", "carbon_mg": "556200", "basis": "monthly", "samples": "30",
        "sampled_from": "2026-09-01", "sampled_to": "2026-09-30", "tested_on": "2026-10-09",
        "laboratory": "CNAS-L0001", "test_report": "R-2026-0901", "document": "0" * 64,
    },
)  # fmt: skip
