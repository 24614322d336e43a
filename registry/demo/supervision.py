"""Supervision in the demonstration: parameters, a record or more of every book, credit grades with an objection."""

from datetime import timedelta
from typing import Any, Final

from registry.areas.participants.rules.attested import EndRecord
from registry.areas.participants.rules.calendars import day_of
from registry.areas.supervision.founding import DEFINITIONS, VALUES
from registry.areas.supervision.rules import bodies
from registry.areas.supervision.rules.bodies import Measurable, MeasureSupervised
from registry.areas.supervision.rules.grades import DecideObjection, GiveGrade, ObjectToGrade
from registry.areas.supervision.rules.records import Grade
from registry.demo.author import DOCUMENT, Author
from registry.demo.cast import AUTHORITY, ENTERPRISES, VERIFIER, Organisation
from registry.demo.controls import hands

ARTICLE: Final = "演示用依据，虚构，不具法律效力"
_OFFICE: Final = AUTHORITY.participant
# Base, target and newest value of CO2 intensity in thousandths, by zone.
_TARGETS: Final = {"31": (620, 500, 530), "33": (700, 560, 640), "35": (660, 540, 560), "37": (1_240, 1_000, 1_130)}
_GRADES: Final = (Grade.GREEN, Grade.BLUE, Grade.BLUE, Grade.YELLOW, Grade.BLUE, Grade.GREEN)


class _Day:
    """Days around the story's present."""

    def __init__(self, author: Author) -> None:
        self._today = day_of(author.clock.now)

    def __call__(self, days: int) -> str:
        return (self._today + timedelta(days=days)).isoformat()


def supervise(author: Author, *, office: tuple[str, ...]) -> None:
    """Set the parameters, then let the authority, a verifier and enterprises attest what they know."""
    for definition in DEFINITIONS:
        author.write("participants.define_parameter", definition, *office)
    author.send()
    for value in VALUES:
        author.write("participants.set_parameter", value, *office)
    author.send()
    day = _Day(author)
    _lists(author, day)
    _certificates(author, day)
    _duties(author, day)
    _places(author, day)
    _publish(author, day)
    _grade(author)
    author.send()


def _base(number: str, name: str, day: _Day, *, by: str = _OFFICE, zone: str = "31", days: int = 0) -> dict[str, Any]:
    until = day(days) if days else None
    return {
        "number": number, "by": by, "zone": zone, "name": name, "article": ARTICLE, "from_on": day(-200),
        "until_on": until, "document": DOCUMENT,
    }  # fmt: skip


def _office(author: Author, kind: str, body: object) -> None:
    author.write(f"supervision.{kind}", body, AUTHORITY.people[0].representative)


def _measured(author: Author, number: str, what: Measurable, value: int, day: str, *, of: str | None = None) -> None:
    _office(author, "measure", MeasureSupervised(number, _OFFICE, of, day, value, DOCUMENT, what))


def _lists(author: Author, day: _Day) -> None:
    def enter(
        kind: str, number: str, name: str, *, of: Organisation | None, about: str | None, zone: str = "31"
    ) -> None:
        base = _base(number, name, day, zone=zone, days=365)
        participant = of.participant if of else None
        _office(author, kind, bodies.EnterList(**base, participant=participant, about=about, reason="演示用理由"))

    enter("list_eia_positive", "HP-2026-0001", "示例环评正面清单项目", of=None, about="G-00000004")
    enter("list_enforcement_positive", "ZF-2026-0001", "示例执法正面清单单位", of=ENTERPRISES[5], about=None)
    enter("list_no_penalty", "MF-2026-0001", "环境管理台账记录不完整，首次且及时改正", of=None, about="ledger")
    enter("list_high_energy", "LG-2026-0001", "示例两高项目", of=None, about="G-00000009")
    enter("suspend_area", "XP-2026-0001", "示例区域限批（排污权）", of=None, about="PDR", zone="37")


def _certificates(author: Author, day: _Day) -> None:
    schemes = (
        (bodies.Scheme.GREEN_FACTORY, ENTERPRISES[0], "AAA"),
        (bodies.Scheme.CLEAN_PRODUCTION, ENTERPRISES[2], "II"),
        (bodies.Scheme.ENVIRONMENTAL_LABEL, ENTERPRISES[3], None),
    )
    for n, (scheme, of, grade) in enumerate(schemes, start=1):
        base = _base(f"ZS-2026-{n:04}", f"{of.name} 示例证书", day, by=VERIFIER.participant, days=400)
        body = bodies.Certify(**base, participant=of.participant, scheme=scheme, scope="示例产品与厂区", grade=grade)
        author.write("supervision.certify", body, *hands(VERIFIER))
    author.send()
    ended = EndRecord("ZS-2026-0003", _OFFICE, day(-1), ARTICLE, "演示：抽检不合格，证书撤销", DOCUMENT)
    _office(author, "end", ended)
    leader, supplier = ENTERPRISES[0], ENTERPRISES[2]
    link = bodies.LinkSupply(
        **_base("GYL-2026-0001", "示例绿色供应链", day, by=leader.participant),
        participant=supplier.participant, product="示例低碳钢材",
    )  # fmt: skip
    author.write("supervision.link_supply", link, *hands(leader), *hands(supplier))


def _duties(author: Author, day: _Day) -> None:
    for n, of in enumerate(ENTERPRISES[:4], start=1):
        base = _base(f"PL-2025-{n:04}", f"{of.name} 2025 年度环境信息披露", day, zone=of.zone)
        due = day(-30 if n % 2 else 60)
        body = bodies.ObligeDisclosure(**base, participant=of.participant, year=2025, due_on=due)
        _office(author, "oblige_disclosure", body)
        duty = _base(f"BX-2026-{n:04}", f"{of.name} 环境责任保险投保义务", day, zone=of.zone)
        _office(
            author, "oblige_insurance",
            bodies.ObligeInsurance(**duty, participant=of.participant, cover_min_fen=500_000_000),
        )  # fmt: skip
    author.send()
    for n, of in enumerate(ENTERPRISES[:2], start=1):
        report = MeasureSupervised(
            f"PL-2025-{n:04}", of.participant, None, day(-1), 1, DOCUMENT, Measurable.REPORT
        )  # fmt: skip
        author.write("supervision.measure", report, *hands(of))
        base = _base(f"BD-2026-{n:04}", f"{of.name} 环境责任保险单", day, by=of.participant, days=300)
        policy = bodies.Insure(
            **base, participant=of.participant, insurer="示例财产保险公司", policy=f"P{n:06}", cover_fen=800_000_000
        )
        author.write("supervision.insure", policy, *hands(of))
    case = bodies.OpenDamage(
        **_base("SH-2026-0001", "示例河道污染损害赔偿案", day), participant=ENTERPRISES[4].participant,
        damage="示例损害事实：河道水质超标", due_fen=120_000_000, due_on=day(180),
    )  # fmt: skip
    _office(author, "open_damage", case)
    author.send()
    _measured(author, "SH-2026-0001", Measurable.PAID, 50_000_000, day(-1))


def _places(author: Author, day: _Day) -> None:
    units = (
        ("ZH31000110001", "示例优先保护单元", bodies.UnitClass.PRIORITY, ("3.1", "PDR")),
        ("ZH31000120001", "示例重点管控单元", bodies.UnitClass.KEY, ()),
    )
    for number, name, unit_class, barred in units:
        _office(author, "draw_unit", bodies.DrawUnit(**_base(number, name, day), unit_class=unit_class, barred=barred))
    author.send()
    site = bodies.PlaceSite(
        **_base("CD-2026-0001", "示例厂区", day), participant=ENTERPRISES[0].participant, about=None,
        unit="ZH31000120001",
    )  # fmt: skip
    _office(author, "place_site", site)
    members = tuple(of.participant for of in ENTERPRISES[1:4])
    island = bodies.OpenIsland(
        **_base("LD-2026-0001", "示例集中喷涂绿岛", day), participant=members[0], members=members, limit_kg=12_000
    )
    _office(author, "open_island", island)
    author.send()
    for member, kilograms in zip(members, (2_100, 1_450, 3_020), strict=True):
        _measured(author, "LD-2026-0001", Measurable.DISCHARGED, kilograms, day(-1), of=member)


def _publish(author: Author, day: _Day) -> None:
    for zone, (base, target, newest) in _TARGETS.items():
        body = bodies.SetTarget(
            **_base(f"MB-CO2-{zone}", "二氧化碳排放强度目标", day, zone=zone), intensity=bodies.Intensity.CO2,
            base_year=2020, base_milli=base, target_year=2025, target_milli=target,
        )  # fmt: skip
        _office(author, "set_target", body)
        author.send()
        _measured(author, f"MB-CO2-{zone}", Measurable.INTENSITY, newest, day(-1), of="2024")
    case = bodies.PublishCase(
        **_base("AL-2026-0001", "示例：排污权与碳排放一本账", day), theme="演示：同一账簿登记与核验"
    )
    _office(author, "publish_case", case)
    clause = bodies.RecordClause(
        **_base("XD-0001", "中国—瑞士自由贸易协定环境章节", day), agreement="中国—瑞士自由贸易协定", clause="环境章节",
        practice="演示：公开环境信息，数据可由任何人复核",
    )  # fmt: skip
    _office(author, "record_clause", clause)
    author.send()
    for zone in ("33", "35"):
        _measured(author, "AL-2026-0001", Measurable.COPIED, 1, day(-1), of=zone)


def _grade(author: Author) -> None:
    for of, grade in zip(ENTERPRISES, _GRADES, strict=False):
        body = GiveGrade(of.participant, 2025, grade, ARTICLE, "演示用评价结果", DOCUMENT)
        _office(author, "grade", body)
    author.send()
    objector = ENTERPRISES[3]
    objection = ObjectToGrade(objector.participant, 1, "演示：处罚决定已被撤销", DOCUMENT)
    author.write("supervision.object_to_grade", objection, *hands(objector))
    author.send()
    _office(
        author, "decide_objection",
        DecideObjection(objector.participant, 1, Grade.BLUE, "演示：异议成立，改为蓝色", DOCUMENT),
    )  # fmt: skip
