"""The forms: what enterprises report, what verifiers find, and what the authority decides."""

import re
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext, lazy_gettext

from registry.areas.compliance.rules.records import Source
from registry.areas.compliance.views.base import blueprint, said
from registry.ledger.text import normalise
from registry.web import own
from registry.web.bodies import Ask
from registry.web.entryform import entry_page
from registry.web.offices import OfficeForm, offered
from registry.web.uploading import of_kind
from registry.web.views import view

TONNES: Final = lazy_gettext("吨")
_LINE: Final = re.compile(r"(.+?)[ :：]+([0-9][0-9,]*)", re.ASCII)


def read_parts(text: str) -> list[dict[str, object]]:
    """Return emissions by source, one a line, such as `fuel 12345`; a `ValueError` says which line is wrong."""
    names = {name.casefold(): one for one in Source for name in (one.value, *_words(one))}
    found: list[dict[str, object]] = []
    for line in filter(None, (normalise(one) for one in text.splitlines())):
        match = _LINE.fullmatch(line)
        source = names.get(match[1].casefold()) if match else None
        if match is None or source is None:
            raise ValueError(gettext("“%(line)s”应为“排放源 数量”，例如 fuel 12345。", line=line[:60]))
        found.append({"source": source.value, "tco2e": int(match[2].replace(",", ""))})
    return found


def _words(source: Source) -> tuple[str, str]:
    return said(source).say("zh"), said(source).say("en")


def own_number() -> str:
    """Return the number of the own participant, or nothing."""
    return own.participant() or ""


entry_page(
    blueprint, "/report", kind="compliance.report_emissions", endpoint="report",
    asks={
        "participant": Ask(start=own_number),
        "version": Ask(start=lambda: "1", help=lazy_gettext("首次报送为 1，每次更正加 1。")),
        "parts": Ask(
            read=read_parts,
            help=lazy_gettext("每行一个排放源与吨数：fuel 燃料燃烧、process 工业过程、cf4、c2f6，单位为吨。"),
        ),
        "total_tco2e": Ask(unit=TONNES),
        "writer": Ask(help=lazy_gettext("委托机构编制报告时填写其编号，该机构须一并签名；自行编制留空。")),
    },
    intro=lazy_gettext("只报直接排放。工作簿留在登记簿之外，这里写入其摘要与合计数。更正以新版本报送，不改动旧版本。"),
    codes={
        "parts_do_not_sum": "total_tco2e", "source_twice": "parts", "source_not_of_sector": "parts",
        "version_differs": "version", "not_listed": "year", "year_not_over": "year", "deadline_not_set": "year",
        "writes_and_reviews": "writer", "not_a_service_body": "writer",
    },
)  # fmt: skip
entry_page(
    blueprint, "/opinion", kind="compliance.give_opinion", endpoint="opinion",
    asks={
        "verifier": Ask(start=own_number),
        "findings": Ask(help=lazy_gettext("每行一项。不予确认时至少写一项。")),
    },
    intro=lazy_gettext("核查意见由核查机构签名，针对报告的一个版本。不予确认的，企业更正后以新版本再报。"),
    codes={
        "version_differs": "version", "opinion_given": "version", "findings_missing": "findings",
        "not_assigned": "verifier", "verifier_not_independent": "verifier", "not_listed": "participant",
    },
)  # fmt: skip

_MOVING: Final = {
    "source": Ask(
        label=lazy_gettext("转出账户"), choices=own.account_choices(*own.OPEN), start=own.first_account("HO")
    ),
    "units": Ask(label=lazy_gettext("数量"), unit=TONNES),
    "ranges": Ask(read=own.named_ranges, help=lazy_gettext("一般留空：系统从最早的批次取整段。")),
    "pending": Ask(
        label=lazy_gettext("待确认账户"), choices=own.account_choices("PE"), start=own.first_account("PE"),
        help=lazy_gettext("全国登记系统确认之前，单位存放在此。"),
    ),
    "target": Ask(choices=own.account_choices("SU"), start=own.first_account("SU")),
}  # fmt: skip
_MOVED: Final = {
    "emissions_unknown": "year", "more_than_owed": "units", "offset_share_exceeded": "units",
    "vintage_not_eligible": "asset", "older_vintage_first": "asset", "not_an_offset": "asset",
    "registered_too_early": "registered_on", "inside_quota": "is_inside_quota",
}  # fmt: skip
entry_page(
    blueprint, "/surrender", kind="compliance.surrender", endpoint="surrender",
    asks=_MOVING | {"asset": Ask(choices=own.asset_choices(credits_=False))},
    intro=lazy_gettext("清缴先入待确认账户，全国登记系统确认后完成，否则退回。最早的可用年度先用。期限内提交、其后确认的视为按时。"),
    codes=_MOVED,
)  # fmt: skip
entry_page(
    blueprint, "/offset", kind="compliance.offset", endpoint="offset",
    asks=_MOVING | {"asset": Ask(choices=own.asset_choices(credits_=True))},
    intro=lazy_gettext("自愿减排量须先在其登记系统注销，确认后计入抵销。抵销比例、项目登记日与边界依当时的规则。"),
    codes=_MOVED,
)  # fmt: skip


def read_units(text: str) -> list[dict[str, object]]:
    """Return generating units, one a line: number, class, MWh, GJ, load in 1/10 000, tCO2e."""
    found: list[dict[str, object]] = []
    for line in filter(None, (normalise(one) for one in text.splitlines())):
        cells = line.replace(",", "").split()
        if len(cells) != len(_UNIT_CELLS) or not all(one.isdecimal() for one in cells[2:]):
            raise ValueError(gettext("“%(line)s”应有六项：机组 类别 供电量 供热量 负荷率 排放量。", line=line[:60]))
        figures = dict(zip(_UNIT_CELLS[2:], map(int, cells[2:]), strict=True))
        found.append({"unit": cells[0], "unit_class": cells[1].upper(), **figures})
    return found


_UNIT_CELLS: Final = ("unit", "unit_class", "mwh", "gj", "load_permyriad", "tco2e")
_OFFICE: Final[dict[str, dict[str, Ask]]] = {
    "compliance.list_enterprise": {"basis_tco2e": Ask(unit=TONNES)},
    "compliance.remove_enterprise": {},
    "compliance.set_deadline": {"sector": Ask(help=lazy_gettext("不填则适用于没有单独期限的所有行业。"))},
    "compliance.assign_verifier": {},
    "compliance.accept_emissions": {},
    "compliance.confirm_surrender": {},
    "compliance.return_surrender": {},
    "compliance.pre_allocate": {},
    "compliance.allocate": {
        "units": Ask(
            read=read_units,
            help=lazy_gettext("仅发电。每行一台：编号 类别(I–IV) 供电量MWh 供热量GJ 负荷率（万分之一） 排放量吨。"),
        ),
        "intensity": Ask(help=lazy_gettext("仅钢铁、水泥、铝冶炼；按核定排放量等量分配的留空。")),
    },
}
NAMES: Final = {kind: "office_" + kind.partition(".")[2] for kind in _OFFICE}
_MADE: Final = {
    _kind: entry_page(
        blueprint,
        f"/office/{_kind.partition('.')[2].replace('_', '-')}",
        kind=_kind,
        endpoint=NAMES[_kind],
        asks=_asks,
    )
    for _kind, _asks in _OFFICE.items()
}
UPLOADS: Final = (
    of_kind(
        "covered-enterprises", _MADE["compliance.list_enterprise"], roles=frozenset({"authority"}),
        intro=lazy_gettext("年度重点排放单位名录：每行一家企业，每行成为一条由主管部门签名的条目。"),
        examples={
            "year": "2025", "participant": "P-00000011", "sector": "power", "basis_tco2e": "1250000",
            "document": "0" * 64,
        },
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OfficePage:
    """The office's forms."""

    forms: tuple[OfficeForm, ...]


@view(blueprint, "/office", template="compliance/office.html")
def office() -> OfficePage:
    """Return the office's forms."""
    return OfficePage(offered({kind: f"compliance.{name}" for kind, name in NAMES.items()}))
