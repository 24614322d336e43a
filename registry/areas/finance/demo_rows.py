"""The projects of the demonstration, all invented: name, place, entry, amounts, effects, and what became of each.

Amounts are in 10 000 yuan. The first entry is that of the catalogue of 2021, the second that of the list of 2025.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from registry.areas.finance.rules.choices import Instrument, Stage


class Fate(StrEnum):
    """What becomes of a project in the demonstration after its registration."""

    CONFIRMED = "confirmed"
    OPEN = "open"
    DENIED = "denied"
    HARMFUL = "harmful"
    EVIDENCE = "evidence"
    UNSUPPORTED = "unsupported"
    PENALTY = "penalty"
    LIFTED = "lifted"
    HIGH_EMISSION = "high_emission"
    DAMAGE = "damage"
    EIA_MISSING = "eia_missing"
    PERMIT_MISSING = "permit_missing"
    PERMIT_EXPIRED = "permit_expired"
    PERMIT_ENDING = "permit_ending"
    IMPACT_MISSING = "impact_missing"
    TOO_BROAD = "too_broad"
    SHARES = "shares"
    OUTDATED = "outdated"
    WITHDRAWN = "withdrawn"


class Effect(NamedTuple):
    """A year's effect: indicator, figure and unit."""

    metric: str
    value: int
    unit: str


class Row(NamedTuple):
    """One project of the demonstration; ``old`` says that its financing was approved under the catalogue of 2021."""

    name_zh: str
    name_en: str
    zone: str
    category: str
    list_2025: str
    old: bool
    instrument: Instrument
    stage: Stage
    total: int
    finance: int
    effects: tuple[Effect, ...]
    fate: Fate


def _ghg(value: int) -> Effect:
    return Effect("ghg_avoided", value, "tCO2e/yr")


def _sink(value: int) -> Effect:
    return Effect("removal", value, "tCO2e/yr")


def _power(value: int) -> Effect:
    return Effect("gen_mwh", value, "MWh/yr")


_BUILT, _RUNS, _PLAN, _OK, _DONE = (
    Stage.CONSTRUCTION,
    Stage.OPERATING,
    Stage.PLANNED,
    Stage.APPROVED,
    Stage.COMPLETED,
)
_LOAN, _BOND, _BLUE, _CN = Instrument.LOAN, Instrument.BOND, Instrument.BLUE_BOND, Instrument.CARBON_NEUTRAL_BOND
_INCOME, _REVENUE, _ABS = Instrument.CARBON_INCOME_BOND, Instrument.PROJECT_BOND, Instrument.ASSET_BACKED
_LEASE, _FUND, _SHARES = Instrument.LEASE, Instrument.FUND, Instrument.LISTED_SHARES

ROWS: Final = (
    Row("示例望海湾海上风电一期", "Example Wanghai Bay Offshore Wind I", "31", "3.2.2.1", "4", True,
        _CN, _RUNS, 620000, 400000, (_power(1210000), _ghg(690000)), Fate.CONFIRMED),
    Row("示例青禾岛滩涂光伏", "Example Qinghe Island Tidal-flat Solar", "32", "3.2.2.2", "4", True,
        _BOND, _RUNS, 148000, 100000, (_power(268000), _ghg(152000)), Fate.CONFIRMED),
    Row("示例北川氢能示范站群", "Example Beichuan Hydrogen Stations", "13", "3.2.2.8", "4", False,
        _LOAN, _BUILT, 56000, 30000, (_ghg(18200),), Fate.CONFIRMED),
    Row("示例云岭分布式储能", "Example Yunling Distributed Storage", "53", "3.2.3.2", "4", False,
        _LEASE, _BUILT, 39500, 28000, (_ghg(9400),), Fate.OPEN),
    Row("示例临洋二氧化碳捕集与封存", "Example Linyang Carbon Capture and Storage", "37", "3.2.3.6", "4", True,
        _INCOME, _BUILT, 183000, 90000, (_ghg(410000),), Fate.CONFIRMED),
    Row("示例白鹭港岸电改造", "Example Bailu Port Shore Power", "35", "5.5.3.1", "6", True,
        _BLUE, _RUNS, 27600, 20000, (Effect("shore_power_kwh", 46000000, "kWh/yr"), _ghg(11800)), Fate.CONFIRMED),
    Row("示例南湾红树林营造", "Example South Bay Mangrove Planting", "45", "4.2.2.3", "5", True,
        _BLUE, _BUILT, 9800, 6000, (_sink(6400), Effect("area_restored", 860, "ha")), Fate.CONFIRMED),
    Row("示例椰林海岸带整治", "Example Yelin Coast Restoration", "46", "4.2.1.14", "5", True,
        _BLUE, _BUILT, 33400, 18000, (Effect("area_restored", 1240, "ha"),), Fate.CONFIRMED),
    Row("示例五岭碳汇林", "Example Wuling Carbon-sink Forest", "43", "4.2.2.3", "5", True,
        _INCOME, _RUNS, 21500, 12000, (_sink(58000), Effect("area_restored", 9600, "ha")), Fate.CONFIRMED),
    Row("示例松原湿地保护恢复", "Example Songyuan Wetland Restoration", "23", "4.2.1.6", "5", False,
        _BOND, _OK, 17800, 9000, (Effect("area_restored", 2300, "ha"),), Fate.OPEN),
    Row("示例石化园区挥发性有机物治理", "Example Petrochemical Park VOC Control", "33", "2.1.1.2", "2", True,
        _LOAN, _RUNS, 42800, 25000, (Effect("voc_cut", 1860000, "kg/yr"),), Fate.PERMIT_ENDING),
    Row("示例钢铁烧结机超低排放改造", "Example Sinter Plant Ultra-low Emission", "13", "2.1.1.3", "2", True,
        _LOAN, _RUNS, 95600, 60000, (Effect("so2_cut", 3100, "t/yr"), Effect("nox_cut", 4200, "t/yr")), Fate.PENALTY),
    Row("示例水泥窑余热发电", "Example Cement Kiln Waste-heat Power", "44", "1.1.2.3", "1", True,
        _LOAN, _RUNS, 18900, 10000, (_power(68000), Effect("energy_saved", 20400, "tce/yr")), Fate.HIGH_EMISSION),
    Row("示例江城再生水厂", "Example Jiangcheng Water Reuse Plant", "42", "5.3.1.1", "6", True,
        _BOND, _RUNS, 74200, 50000, (Effect("wastewater_treated", 73000000, "m3/yr"), Effect("cod_cut", 8760, "t/yr")),
        Fate.CONFIRMED),
    Row("示例滨江黑臭水体整治", "Example Binjiang River Clean-up", "34", "1.3.2.3", "2", True,
        _BOND, _BUILT, 51200, 30000, (Effect("cod_cut", 2100, "t/yr"), Effect("nh3n_cut", 260, "t/yr")), Fate.EVIDENCE),
    Row("示例西部陆港铁路专用线", "Example West Inland Port Rail Siding", "50", "5.5.2.1", "6", False,
        _REVENUE, _BUILT, 138000, 80000, (_ghg(31500),), Fate.CONFIRMED),
    Row("示例自贸片区充换电网络", "Example Zone Charging and Swapping Network", "31", "5.5.4.1", "6", False,
        _ABS, _RUNS, 46300, 30000, (_ghg(27400),), Fate.CONFIRMED),
    Row("示例临空超低能耗办公楼群", "Example Airport Ultra-low Energy Offices", "11", "5.2.1.1", "6", True,
        _BOND, _DONE, 126000, 70000, (Effect("green_area", 184000, "m2"), Effect("energy_intensity", 42, "kWh/m2.yr")),
        Fate.CONFIRMED),
    Row("示例科创园绿色建筑", "Example Science Park Green Buildings", "51", "5.2.1.2", "6", True,
        _LOAN, _BUILT, 88700, 50000, (Effect("green_area", 141000, "m2"),), Fate.UNSUPPORTED),
    Row("示例绿色冷链仓储", "Example Green Cold-chain Warehouses", "41", "5.2.1.6", "6", False,
        _LOAN, _BUILT, 36400, 22000, (_ghg(6900),), Fate.OPEN),
    Row("示例生活垃圾焚烧提标", "Example Waste-to-energy Upgrade", "21", "5.3.1.2", "6", True,
        _LOAN, _RUNS, 58100, 30000, (Effect("waste_reduced", 540000, "t/yr"),), Fate.PERMIT_EXPIRED),
    Row("示例危险废物集中处置中心", "Example Hazardous Waste Centre", "37", "2.1.4.2", "2", True,
        _LOAN, _RUNS, 47300, 25000, (Effect("waste_reduced", 62000, "t/yr"),), Fate.PERMIT_MISSING),
    Row("示例农业废弃物沼气工程", "Example Farm-waste Biogas", "61", "1.5.3.2", "3", False,
        _LOAN, _RUNS, 12400, 8000, (_ghg(23600),), Fate.CONFIRMED),
    Row("示例汽车零部件再制造基地", "Example Car Parts Remanufacturing", "42", "1.5.2.3", "3", True,
        _FUND, _RUNS, 31800, 15000, (Effect("recycled_share", 780, "per-mille"),), Fate.CONFIRMED),
    Row("示例矿山生态修复", "Example Quarry Restoration", "61", "4.2.1.9", "5", True,
        _BOND, _BUILT, 26900, 16000, (Effect("area_restored", 740, "ha"),), Fate.DAMAGE),
    Row("示例碳汇渔业园", "Example Carbon-sink Fishery Park", "35", "4.1.3.3", "5", False,
        _BLUE, _OK, 15600, 9000, (_sink(4100),), Fate.OPEN),
    Row("示例有机茶园", "Example Organic Tea Gardens", "33", "4.1.3.1", "5", False,
        _LOAN, _RUNS, 6800, 3000, (Effect("area_restored", 420, "ha"),), Fate.DENIED),
    Row("示例城市慢行系统", "Example City Cycle Network", "51", "5.5.1.4", "6", True,
        _BOND, _DONE, 19700, 12000, (Effect("passenger_km", 148000000, "passenger-km/yr"),), Fate.CONFIRMED),
    Row("示例海绵公园群", "Example Sponge-city Parks", "34", "5.4.2.3", "6", True,
        _BOND, _BUILT, 28300, 17000, (Effect("water_saved", 3900000, "m3/yr"),), Fate.IMPACT_MISSING),
    Row("示例海水淡化厂", "Example Desalination Plant", "12", "1.4.1.1", "3", True,
        _LOAN, _BUILT, 132000, 70000, (Effect("water_saved", 36500000, "m3/yr"),), Fate.HARMFUL),
    Row("示例排污权交易服务平台", "Example Discharge-right Trading Service", "33", "6.2.2.3", "7", False,
        _FUND, _RUNS, 5200, 3000, (Effect("people_protected", 120000, "persons"),), Fate.CONFIRMED),
    Row("示例碳核查与监测服务", "Example Carbon Verification Service", "44", "6.3.1.3", "7", False,
        _SHARES, _RUNS, 7400, 4000, (Effect("energy_saved", 3200, "tce/yr"),), Fate.SHARES),
    Row("示例工业园合同能源管理", "Example Park Energy Performance Contract", "32", "6.2.1.2", "7", True,
        _LEASE, _RUNS, 24600, 18000, (Effect("energy_saved", 15800, "tce/yr"), _ghg(41000)), Fate.OUTDATED),
    Row("示例企业环境监测网", "Example Plant Monitoring Network", "43", "6.4.1", "7", True,
        _LOAN, _OK, 4300, 2000, (Effect("people_protected", 310000, "persons"),), Fate.TOO_BROAD),
    Row("示例二手新能源车出口", "Example Used Electric Car Export", "50", "1.6.1.1", "8", False,
        _LOAN, _PLAN, 11900, 6000, (_ghg(5200),), Fate.OPEN),
    Row("示例绿色家电以旧换新", "Example Green Appliance Trade-in", "41", "1.1.2.2", "9", False,
        _ABS, _RUNS, 16200, 10000, (Effect("energy_saved", 7600, "tce/yr"),), Fate.CONFIRMED),
    Row("示例铝电解节能改造", "Example Aluminium Smelter Saving", "53", "1.1.2.4", "1", True,
        _LOAN, _BUILT, 67500, 35000, (Effect("energy_saved", 48200, "tce/yr"), _ghg(128000)), Fate.EIA_MISSING),
    Row("示例内河电动货船", "Example Electric River Freighters", "32", "1.6.1.3", "6", True,
        _LEASE, _BUILT, 29800, 20000, (_ghg(14700),), Fate.LIFTED),
    Row("示例边境河流监测预警", "Example Border River Monitoring", "23", "5.3.1.4", "6", False,
        _BOND, _PLAN, 8700, 5000, (Effect("people_protected", 640000, "persons"),), Fate.WITHDRAWN),
    Row("示例抽水蓄能电站", "Example Pumped Storage Plant", "21", "3.2.3.5", "4", True,
        _BOND, _BUILT, 785000, 450000, (_ghg(362000),), Fate.CONFIRMED),
)  # fmt: skip
