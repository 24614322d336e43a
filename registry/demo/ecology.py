"""Ecology in the demonstration: two years of a county's account, a product, an agreement, contracts, demonstrations."""

from typing import Any, Final

from registry.areas.ecology.rules import books
from registry.areas.ecology.rules.accounts import Input, Price, PublishAccount, SetPrices
from registry.areas.ecology.rules.books import EcologyMeasurable, MeasureEcology
from registry.areas.ecology.rules.calculators import Service
from registry.areas.participants.rules.calendars import day_of
from registry.demo.author import DOCUMENT, Author
from registry.demo.cast import AUTHORITY, ENTERPRISES, VERIFIER
from registry.demo.controls import hands
from registry.demo.supervision import ARTICLE

_OFFICE: Final = AUTHORITY.participant
_PRICES: Final = {
    2024: {"crops": 3_100_000, "water": 8_500, "soil": 42_000, "carbon": 62_000, "tourism": 510_000},
    2025: {"crops": 3_250_000, "water": 8_700, "soil": 43_500, "carbon": 74_000, "tourism": 530_000},
}
_INPUTS: Final = {
    "crops": (42_000,), "water": (18_600, 1_420, 510, 640), "soil": (18_600, 96_000, 1_200, 9_000),
    "carbon": (21_000,), "tourism": (310_000,),
}  # fmt: skip


def keep_ecology(author: Author) -> None:
    """Publish accounts, then let everybody attest and measure what they know."""
    officer = AUTHORITY.people[0].representative
    for year, prices in _PRICES.items():
        table = tuple(Price(Service(name), milli) for name, milli in prices.items())
        author.write("ecology.set_prices", SetPrices(f"JG-31-{year}", "31", year, table, ARTICLE, DOCUMENT), officer)
        author.send()
        inputs = tuple(
            Input(Service(name), tuple(value + (year - 2024) * value // 50 for value in values))
            for name, values in _INPUTS.items()
        )
        account = PublishAccount(
            f"GEP-31-{year}", f"示例县 {year} 年生态产品总值", "31", "示例县", year, f"JG-31-{year}", inputs, 36_500,
            ARTICLE, DOCUMENT,
        )  # fmt: skip
        author.write("ecology.publish_account", account, officer)
    author.send()
    _books(author, officer)
    author.send()


def _books(author: Author, officer: str) -> None:
    today = day_of(author.clock.now).isoformat()

    def base(number: str, name: str, by: str = _OFFICE) -> dict[str, Any]:
        return {
            "number": number, "by": by, "zone": "31", "name": name, "article": ARTICLE, "from_on": today,
            "until_on": "2028-12-31", "document": DOCUMENT,
        }  # fmt: skip

    forest, steel = ENTERPRISES[6], ENTERPRISES[2]
    product = books.CertifyProduct(
        **base("CP-2026-0001", "示例林地生态产品", VERIFIER.participant), participant=forest.participant,
        product="示例森林固碳与水源涵养", place="示例林场", quantity=18_600, unit="ha",
    )  # fmt: skip
    author.write("ecology.certify_product", product, *hands(VERIFIER))
    agreement = books.AgreeCompensation(
        **base("BC-2026-0001", "示例异地开发补偿协议"), participant=steel.participant, scope="示例流域上下游",
        indicators="示例断面水质与园区税收", duties="演示：保护方控制排放", breach="演示：未达标退还补偿",
        protecting_permille=600, benefiting_permille=400, promised_fen=300_000_000,
    )  # fmt: skip
    author.write("ecology.agree_compensation", agreement, officer, *hands(steel))
    entrusted = books.EntrustTreatment(
        **base("TG-2026-0001", "示例园区环境治理托管"), participant=ENTERPRISES[1].participant,
        scope="示例园区污水与固废",
        price_fen=80_000_000,
    )  # fmt: skip
    author.write("ecology.entrust_treatment", entrusted, officer, *hands(ENTERPRISES[1]))
    saving = books.ContractEnergy(
        **base("HT-2026-0001", "示例余热回收合同", steel.participant), participant=ENTERPRISES[0].participant,
        measures_taken="演示：余热回收", baseline_tce=12_000, share_permille=700,
    )  # fmt: skip
    author.write("ecology.contract_energy", saving, *hands(steel), *hands(ENTERPRISES[0]))
    chain = books.Demonstrate(
        **base("SF-2026-0001", "示例碳捕集利用与封存"), participant=ENTERPRISES[0].participant, about=None,
        sort=books.Demonstration.CCUS, target=50_000,
    )  # fmt: skip
    author.write("ecology.demonstrate", chain, officer)
    author.send()
    _measure(author, officer, today)


def _measure(author: Author, officer: str, today: str) -> None:
    for number, what, value, of in (
        ("BC-2026-0001", EcologyMeasurable.REACHED, 930, "2025"),
        ("BC-2026-0001", EcologyMeasurable.PAID, 120_000_000, None),
        ("HT-2026-0001", EcologyMeasurable.ENERGY_SAVED, 1_840, None),
        ("SF-2026-0001", EcologyMeasurable.CO2_CAPTURED, 18_200, None),
        ("SF-2026-0001", EcologyMeasurable.CO2_STORED, 17_650, None),
    ):
        author.write("ecology.measure", MeasureEcology(number, _OFFICE, of, today, value, DOCUMENT, what), officer)
