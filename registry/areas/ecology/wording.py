"""What ecology says in both languages: terms, kinds, labels, choices, refusals, and what its lists are for."""

from typing import Final

from registry.areas.ecology.rules.books import BOOKS
from registry.areas.participants import attested_wording as attested

Pair = tuple[str, str]

TITLE: Final[Pair] = ("生态", "Ecology")
GLOSSARY: Final[dict[str, Pair]] = {
    "GEP": ("生态产品总值", "the value of an area's ecosystem products and services in a year"),
    "compensation": ("生态保护补偿", "what a benefiting area pays to a protecting one"),
    "entrusted treatment": ("环境综合治理托管", "one body treats for others, for a price and by results"),
    "energy-performance contract": ("合同能源管理", "energy saved is measured against a baseline and shared"),
}
TITLES: Final[dict[str, Pair]] = {
    "product": ("登记生态产品权属", "Register an ecological product"),
    "agreement": ("签订生态保护补偿协议", "Agree on compensation"),
    "entrusted": ("登记环境治理托管", "Register entrusted treatment"),
    "energy_contract": ("登记合同能源管理", "Register an energy contract"),
    "demonstration": ("登记示范工程", "Register a demonstration"),
}
LISTS: Final[dict[str, Pair]] = {
    "product": ("生态产品权属", "Ecological products"),
    "agreement": ("生态保护补偿协议", "Compensation agreements"),
    "entrusted": ("环境治理托管", "Entrusted treatment"),
    "energy_contract": ("合同能源管理", "Energy-performance contracts"),
    "demonstration": ("示范工程", "Demonstrations"),
}
LEADS: Final[dict[str, Pair]] = {
    "product": ("谁拥有什么生态产品、在哪里、自何时起。", "Who owns which ecological product, where, since when."),
    "agreement": (
        "横向补偿与异地开发：承诺的金额、评价达到的程度、已付的金额与转移的指标。双方签名，分成比例之和须为千分之一千。",
        "Between areas: what was promised, how far targets were reached, what was paid and moved. Both sides sign.",
    ),
    "entrusted": ("受托方按效果治理，双方签名。", "One treats for another, by results; both sign."),
    "energy_contract": ("节能量由核查机构对照基线证明。", "A verifier attests what was saved against the baseline."),
    "demonstration": (
        "近零碳、二氧化碳捕集封存、岸电、充电、绿色货运与建筑的实测数值；封存量不超过捕集量。",
        "Measured results of near-zero zones, CCUS, shore power, charging, freight and buildings.",
    ),
}
GROUPS: Final[tuple[tuple[Pair, tuple[str, ...]], ...]] = (
    (("产品与补偿", "Products and compensation"), ("product", "agreement")),
    (("治理与节能合同", "Contracts"), ("entrusted", "energy_contract")),
    (("示范", "Demonstrations"), ("demonstration",)),
)
_FIELDS: Final[dict[str, Pair]] = {
    "about": ("绿色项目编号", "Green project"),
    "area": ("核算区域", "Area"),
    "baseline_tce": ("基线能耗（吨标准煤）", "Baseline, tce"),
    "benefiting_permille": ("受益方分成（千分之一）", "Share of the benefiting side, per mille"),
    "breach": ("违约责任", "Breach"),
    "credited_tco2": ("其中已签发为碳信用（吨）", "Of it issued as credits, t"),
    "duties": ("保护方责任", "Duties"),
    "indicators": ("目标与评价指标", "Targets and indicators"),
    "inputs": ("核算投入", "Inputs"),
    "measures_taken": ("节能措施", "Measures taken"),
    "milli": ("价格（千分之一元）", "Price, thousandths of a yuan"),
    "place": ("地点", "Place"),
    "price_fen": ("价款", "Price"),
    "prices": ("价格", "Prices"),
    "product": ("产品", "Product"),
    "promised_fen": ("承诺补偿金额", "Promised"),
    "protecting_permille": ("保护方分成（千分之一）", "Share of the protecting side, per mille"),
    "quantity": ("数量", "Quantity"),
    "scope": ("范围", "Scope"),
    "service": ("服务", "Service"),
    "share_permille": ("节能收益分成（千分之一）", "Share of savings, per mille"),
    "sort": ("示范类型", "Sort"),
    "table": ("价格表编号", "Price table"),
    "target": ("目标值", "Target"),
    "unit": ("单位", "Unit"),
    "values": ("投入值", "Values"),
    "year": ("年度", "Year"),
}
FIELDS: Final[dict[str, Pair]] = {**attested.FIELDS, **_FIELDS}
CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "Demonstration": {
        "near_zero": ("近零碳/零碳片区", "Near-zero-carbon zone"),
        "ccus": ("碳捕集利用与封存", "CCUS"),
        "shore_power": ("岸电", "Shore power"),
        "charging": ("充电设施", "Charging"),
        "freight": ("绿色货运", "Green freight"),
        "building": ("绿色建筑", "Green building"),
        "coal_substitution": ("煤炭减量替代", "Coal substitution"),
    },
    "EcologyMeasurable": {
        "reached": ("目标完成程度（千分之一）", "Targets reached, per mille"),
        "paid": ("已付金额（分）", "Paid, fen"),
        "discharge_moved": ("转移排污指标（千克）", "Discharge indicators moved, kg"),
        "energy_moved": ("转移用能指标（吨标准煤）", "Energy indicators moved, tce"),
        "energy_saved": ("节能量（吨标准煤）", "Saved, tce"),
        "co2_cut": ("减排量（吨）", "CO2 cut, t"),
        "co2_captured": ("捕集量（吨）", "CO2 captured, t"),
        "co2_stored": ("封存量（吨）", "CO2 stored, t"),
        "power": ("供电量（千瓦时）", "Power, kWh"),
    },
    "Service": {
        "crops": ("农业产品", "Crops"),
        "forestry": ("林业产品", "Forest products"),
        "livestock": ("畜牧业产品", "Livestock"),
        "fishery": ("渔业产品", "Fishery"),
        "water": ("水源涵养", "Water conservation"),
        "soil": ("土壤保持", "Soil retention"),
        "sand": ("防风固沙", "Sand fixation"),
        "coast": ("海岸带防护", "Coastal protection"),
        "flood": ("洪水调蓄", "Flood regulation"),
        "air": ("空气净化", "Air purification"),
        "water_quality": ("水质净化", "Water purification"),
        "carbon": ("固碳", "Carbon sequestration"),
        "oxygen": ("释氧", "Oxygen"),
        "climate": ("局部气候调节", "Local climate"),
        "tourism": ("旅游康养", "Tourism and health"),
        "recreation": ("休闲游憩", "Recreation"),
        "landscape": ("景观增值", "Landscape premium"),
    },
}
ITEMS: Final[dict[str, Pair]] = {
    "Price": ("{service} {milli}", "{service} {milli}"),
    "Input": ("{service}（{values}）", "{service} ({values})"),
}
KIND_NAMES: Final[dict[str, Pair]] = {
    **attested.kind_names("ecology", BOOKS, TITLES),
    "ecology.set_prices": ("公布生态产品价格表", "Publish a price table"),
    "ecology.publish_account": ("公布生态产品总值核算", "Publish a GEP account"),
}
SENTENCES: Final[dict[str, Pair]] = {
    **attested.sentences("ecology", BOOKS, TITLES, FIELDS),
    "ecology.set_prices": (
        "公布地区 {zone} {year} 年生态产品价格表 {number}，依据 {article}：{prices}（千分之一元）；文件 {document}。",
        (
            "Publish price table {number} of zone {zone} for {year} under {article}: {prices} "
            "(thousandths of a yuan); document {document}."
        ),
    ),
    "ecology.publish_account": (
        (
            "公布 {area}（地区 {zone}）{year} 年生态产品总值核算 {number}“{name}”：价格表 {table}，投入 {inputs}，"
            "其中已签发为碳信用 {credited_tco2} 吨；依据 {article}，文件 {document}。"
        ),
        (
            "Publish GEP account {number}, “{name}”, of {area} (zone {zone}) for {year}: price table {table}, inputs "
            "{inputs}, of which {credited_tco2} t issued as credits; under {article}, document {document}."
        ),
    ),
}
REFUSALS: Final[dict[str, Pair]] = {
    "credited_exceeds_sequestered": (
        "核算的固碳量只有 {sequestered} 吨，已签发的碳信用不能更多。请核对。",
        "Only {sequestered} t are counted as sequestered; no more can have been issued as credits. Check it.",
    ),
    "inputs_differ": (
        "服务 {service} 的投入应依次为：{inputs}。请按顺序填写整数。",
        "Service {service} takes, in order: {inputs}. Give integers.",
    ),
    "negative_amount": ("服务 {service} 的实物量为负。请核对投入。", "The amount of {service} is negative. Check it."),
    "price_missing": ("价格表中没有服务 {service} 的价格。", "The price table has no price of {service}."),
    "price_table_of_other_year": (
        "该价格表属于 {year} 年，与核算年度不同。请选用同年的价格表。",
        "That price table is of {year}, not of the account's year. Take one of the same year.",
    ),
    "price_table_of_other_zone": ("该价格表属于地区 {zone}。请选用本地区的。", "That price table is of zone {zone}."),
    "service_twice": ("同一服务出现两次，会重复计算。请合并。", "A service stands there twice and would count twice."),
    "shares_do_not_sum": (
        "双方分成之和为千分之 {sum}，应为千分之一千。请更正。",
        "The shares come to {sum} per mille instead of 1,000. Correct them.",
    ),
    "stored_exceeds_captured": (
        "捕集而未封存的只有 {left} 吨。请先记入捕集量。",
        "Only {left} t were captured and not stored yet. Note what was captured first.",
    ),
    "unknown_table": ("没有价格表 {key}。", "There is no price table {key}."),
}
