"""What each list of supervision is for and what it does, and in which groups the lists stand; in both languages."""

from typing import Final

Pair = tuple[str, str]

LEADS: Final[dict[str, Pair]] = {
    "eia_positive": (
        "列入清单的绿色项目环评审批从简：合格判定不再因缺少环评批复而存疑。在两高清单上的项目不得列入。",
        "The screening of a green project on this list asks for no EIA approval. High-energy projects stay off it.",
    ),
    "enforcement_positive": (
        "列入清单的单位不进入双随机抽查的对象库，以非现场监管为主。信用等级不足或在两高清单上的不得列入。",
        "Who is on it is not drawn for inspections on site. A poor grade or the high-energy list keeps one off.",
    ),
    "no_penalty": (
        "清单上的轻微违法事项及时改正的不予处罚：检查结果写为此事项时，不得记处罚。",
        "Minor violations that are put right are not fined: no penalty can be recorded for such a finding.",
    ),
    "high_energy": (
        "清单上的项目不得认定为绿色项目，也不得列入正面清单。",
        "What is on this list cannot be eligible as green, nor stand on a positive list.",
    ),
    "suspension": (
        "限批期间，该地区不得买入所列类别的权利；类别写 EIA 的，不得列入环评正面清单。法典第一百五十八条。",
        "Nobody buys rights of this class into the area; EIA keeps projects off the positive list. CODE-2026 art. 158.",
    ),
    "certificate": (
        "绿色产品、绿色工厂、环境标志、清洁生产审核等。撤销后不能延续，只能重新申请。",
        "Green products, factories, labels, clean-production audits. A revoked one cannot be renewed.",
    ),
    "supply_link": (
        "龙头企业与供应商的绿色供应链关系，双方签名。",
        "Who supplies whom in a green supply chain; both sides sign.",
    ),
    "disclosure": (
        "谁须披露什么、何时到期、是否按期，公开可查。依据生态环境法典第一百四十条。",
        "Who has to disclose what by when, and who is late: for everybody to see. CODE-2026 art. 140.",
    ),
    "damage": (
        "赔偿款未付清的，责任方的项目不能认定为绿色项目。",
        "Until the compensation is paid the responsible party's projects are not eligible as green.",
    ),
    "insurance_duty": (
        "须投保的单位与最低保额；未投保的见“未投保单位”。",
        "Who has to insure, and for how much at least.",
    ),
    "insurance": (
        "保险单由投保单位或主管部门登记，写明保额与到期日。",
        "Policies with cover and expiry, stated by the holder or the authority.",
    ),
    "unit": (
        "单元的类别与准入规则。不准入的目录条目与权利类别，对单元内的场地生效。",
        "A unit's class and rules of access: what it does not admit holds for every site within it.",
    ),
    "site": (
        "场地所在单元决定其项目能否合格、能否买入某类权利。",
        "The unit in which a site lies decides which projects are eligible there and which rights it may buy.",
    ),
    "target": (
        "各地区能耗强度与二氧化碳排放强度的基期、目标与进展，数值由主管部门证明。",
        "Base, target and progress of each zone's intensity, attested by the authority.",
    ),
    "case": (
        "可复制可推广的制度创新成果，以及哪些地区已经复制。",
        "Innovations to be copied, and which zones have copied them.",
    ),
    "clause": (
        "自由贸易协定中的环境条款与落实措施。",
        "Environmental clauses of trade agreements and how they are carried out.",
    ),
    "island": (
        "成员的排放合并核算，也分别核算；总量不超过许可。",
        "What members discharge, together and apart, against what is permitted.",
    ),
}
GROUPS: Final[tuple[tuple[Pair, tuple[str, ...]], ...]] = (
    (("清单", "Lists"), ("eia_positive", "enforcement_positive", "no_penalty", "high_energy", "suspension")),
    (("认证与供应链", "Certificates and supply chains"), ("certificate", "supply_link")),
    (("披露、赔偿与保险", "Disclosure, damages, insurance"), ("disclosure", "damage", "insurance_duty", "insurance")),
    (("分区管控与绿岛", "Control units and green islands"), ("unit", "site", "island")),
    (("目标、案例与协定", "Targets, cases and treaties"), ("target", "case", "clause")),
)
