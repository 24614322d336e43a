"""The words of trade in discharge rights in both languages: sentences, fields, choices, refusals."""

from typing import Final

Pair = tuple[str, str]

KIND_NAMES: Final[dict[str, Pair]] = {
    "discharge.attest_surplus": ("核定富余排污权", "Attest a surplus"),
    "discharge.agree_route": ("签订跨省交易协议", "Agree on a route between provinces"),
    "discharge.trade": ("协议转让排污权", "Sell discharge rights"),
    "discharge.take_back": ("收回排污权", "Take rights back"),
    "discharge.repurchase": ("回购排污权", "Buy rights back"),
    "discharge.release_reserve": ("投放储备排污权", "Release rights from the reserve"),
}

SENTENCES: Final[dict[str, Pair]] = {
    "discharge.attest_surplus": (
        "核定许可证 {permit} 富余的 {pollutant}（{medium}）每年 {units} 单位，来源：{ground}。",
        "Attest that permit {permit} discharges {units} units a year less of {pollutant} ({medium}), by: {ground}.",
    ),
    "discharge.agree_route": (
        (
            "{seller_authority} 与 {buyer_authority} 同意按协议 {agreement} 由 {seller_zone} 向 {buyer_zone} "
            "转让排污权，比例 {ratio}‰，{first_day} 至 {last_day}；两地总量指标随之调整。"
        ),
        (
            "{seller_authority} and {buyer_authority} agree under {agreement} that rights may go from {seller_zone} to "
            "{buyer_zone} at {ratio} permille, from {first_day} to {last_day}; the indicators of both move with them."
        ),
    ),
    "discharge.trade": (
        (
            "许可证 {seller} 向许可证 {buyer} 转让 {asset} 每年 {units} 单位，到达 {receives} 单位，用途：{use}；"
            "富余核定 {surplus}；价款 {price_fen}，由 {buyer_cash} 付至 {seller_cash}。"
        ),
        (
            "Permit {seller} sells {units} units a year of {asset} to permit {buyer}, of which {receives} arrive, for: "
            "{use}; surplus {surplus}; the price {price_fen} goes from {buyer_cash} to {seller_cash}."
        ),
    ),
    "discharge.take_back": (
        "从许可证 {permit} 无偿收回 {asset} 每年 {units} 单位，入政府储备，原因：{ground}。",
        "Take {units} units a year of {asset} back from permit {permit} into the reserve without a price: {ground}.",
    ),
    "discharge.repurchase": (
        "以 {price_fen} 回购许可证 {permit} 的 {asset} 每年 {units} 单位，入政府储备，价款付至 {cash}。",
        "Buy {units} units a year of {asset} back from permit {permit} for {price_fen}, paid to {cash}.",
    ),
    "discharge.release_reserve": (
        "为{project}从政府储备向许可证 {permit} 投放 {asset} 每年 {units} 单位，价款 {price_fen}，由 {cash} 支付。",
        "Release {units} units a year of {asset} to permit {permit} for {project}; {price_fen} is paid from {cash}.",
    ),
}

FIELDS: Final[dict[str, Pair]] = {
    "seller": ("出让方许可证", "Seller's permit"),
    "buyer": ("受让方许可证", "Buyer's permit"),
    "asset": ("排污权代码", "Right"),
    "receives": ("到达数量", "What arrives"),
    "use": ("用途", "Use"),
    "surplus": ("富余核定编号", "Surplus"),
    "price_fen": ("价款", "Price"),
    "buyer_cash": ("受让方资金账户", "Buyer's cash account"),
    "seller_cash": ("出让方资金账户", "Seller's cash account"),
    "seller_zone": ("出让省份", "Seller's province"),
    "buyer_zone": ("受让省份", "Buyer's province"),
    "agreement": ("协议编号", "Agreement"),
    "ratio": ("比例（‰，1000 为一比一）", "Ratio (permille, 1,000 is one to one)"),
    "first_day": ("起始日", "First day"),
    "last_day": ("截止日", "Last day"),
    "seller_authority": ("出让地主管部门", "Seller's authority"),
    "buyer_authority": ("受让地主管部门", "Buyer's authority"),
}

CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "SurplusGround": {
        "closure": ("关停", "Closure"),
        "treatment": ("治理减排", "Treatment"),
        "clean_production": ("清洁生产", "Clean production"),
        "upgrade": ("技术升级", "Upgrade"),
    },
    "TakeBackGround": {
        "free_surplus": ("无偿取得的富余", "Surplus that was free"),
        "unlawful": ("因违法被关停", "Shut for unlawful acts"),
    },
    "ReserveMoveKind": {
        "free_surplus": ("收回无偿富余", "Free surplus taken back"),
        "unlawful": ("因违法强制收回", "Taken back for unlawful acts"),
        "repurchased": ("回购", "Bought back"),
        "released": ("投放", "Released"),
    },
    "TradeUse": {
        "existing": ("现有排污单位", "Existing source"),
        "new_project": ("新改扩建项目", "New or changed project"),
    },
}

PARAMETERS: Final[dict[str, Pair]] = {
    "trade_same_control_unit": ("水污染物限同一控制单元内交易", "Water rights stay in a control unit"),
    "trade_air_region_open": ("允许区域外大气排污权流入", "Air rights may come in from other regions"),
    "metal_key_area": ("重金属重点区域（1.2:1 替代）", "Key area of heavy metals (replaced 1.2 to 1)"),
}

REFUSALS: Final[dict[str, Pair]] = {
    "authority_elsewhere": (
        "须由 {zones} 的主管部门签名。请交给当地主管部门。",
        "An authority of {zones} has to sign. Pass it to the one in charge there.",
    ),
    "indicator_short": (
        "{area} 的指标只有 {limit}，不足以随排污权转出。请减少数量。",
        "The indicator of {area} is {limit} and cannot give up so much. Sell less.",
    ),
    "surplus_known": (
        "许可证 {permit} 的富余已依据同一份文件核定。请使用新的核实文件。",
        "A surplus of permit {permit} was attested under the same paper. Bring a new one.",
    ),
    "cash_missing": (
        "价款 {price_fen} 分须写明付款账户。请填写，或将价款填为零。",
        "A price of {price_fen} fen needs the account that pays. Name it, or set the price to zero.",
    ),
    "paid_right": (
        "{asset} 是有偿取得的排污权，不能无偿收回富余。请改为回购。",
        "{asset} was paid for, so its surplus is not taken back free. Buy it back instead.",
    ),
    "zone_differs": (
        "储备中的这些排污权属于 {zone}。请选择该省的许可证。",
        "Those rights belong to province {zone}. Choose a permit there.",
    ),
    "farms_apart": (
        "工业源与农业源之间不得交易排污权（R5）。请另寻同类交易方。",
        "Industrial and agricultural sources do not trade with each other (R5). Find a source of the same sort.",
    ),
    "fee_unpaid": (
        "{asset} 的有偿使用费尚未缴清，不能转让。请先缴清。",
        "The use fee for {asset} is not paid in full, so it cannot be sold. Pay it first.",
    ),
    "free_right": (
        "{asset} 是无偿取得的排污权，不能转让。",
        "{asset} was allotted free and cannot be sold.",
    ),
    "no_agreement": (
        "{seller} 与 {buyer} 两省之间没有有效的交易协议（R6）。请选择本省的交易方。",
        "Provinces {seller} and {buyer} have no agreement in force (R6). Choose a party in the same province.",
    ),
    "no_surplus": (
        "许可证 {permit} 没有经核定的 {pollutant} 富余排污权（R8）。请先申请核定。",
        "Permit {permit} has no verified surplus of {pollutant} (R8). Ask the authority to attest it first.",
    ),
    "not_an_authority": (
        "{participant} 不是 {zone} 的主管部门。请核对编号。",
        "{participant} is no authority of {zone}. Check its number.",
    ),
    "nothing_received": (
        "按替代系数 {factor}‰ 与比例 {ratio}‰ 计算，到达数量不足一个单位（R10）。请增加数量。",
        "With factor {factor} and ratio {ratio} permille less than one unit would arrive (R10). Buy more.",
    ),
    "over_surplus": (
        "富余核定只剩 {left} 单位（R8）。请减少数量。",
        "Only {left} units of that surplus are left (R8). Sell less.",
    ),
    "power_apart": (
        "火电行业与其他行业之间不得交易大气污染物（R3）。请另寻同类交易方。",
        "Thermal power does not trade air pollutants with others (R3). Find a source of the same sort.",
    ),
    "quality_missed": (
        "{area} 在 {year} 年该污染物环境质量未达标，不得流入（R4）。",
        "{area} missed its target of this pollutant in {year}; nothing may come in (R4).",
    ),
    "received_differs": (
        "按替代系数与比例计算，到达数量应为 {receives}。请按此填写。",
        "By factor and ratio {receives} units arrive. Use that figure.",
    ),
    "region_closed": (
        "重点区域 {region} 不接受区域外流入的大气排污权（R11）。请选择区域内的交易方。",
        "Nothing of the air may come into the key region {region} from outside (R11). Choose a party inside it.",
    ),
    "same_permit": ("出让方与受让方是同一许可证 {permit}。", "Both sides are permit {permit}. Choose another."),
    "same_zone": (
        "两个省份相同（{zone}）。省内交易不需要协议。",
        "Both are {zone}; inside a province nothing is to be agreed.",
    ),
    "water_differs": (
        "受纳水体不同：{seller} 与 {buyer}（R2）。水污染物只能在同一流域（或控制单元）内交易。",
        "Different waters: {seller} and {buyer} (R2). Water rights stay in their basin, or in their control unit.",
    ),
}

SOURCES: Final[dict[str, Pair]] = {
    "state-council-2014/38": (
        "国办发〔2014〕38号（九）（凭记忆，未核对）",
        "State Council Office, document 38 of 2014, (9), recalled",
    ),
    "mep-2014/197": (
        "环发〔2014〕197号（凭记忆，未核对）",
        "Ministry of the Environment, 197 of 2014, recalled",
    ),
    "zhejiang-repurchase": ("浙江省排污权回购办法草案", "Zhejiang, draft rules on repurchase"),
    "code-2026/158": ("生态环境法典第一百五十八条", "Ecological and Environmental Code, art. 158"),
    "code-2026/167": ("生态环境法典第一百六十七条", "Ecological and Environmental Code, art. 167"),
    "provincial": ("省级规定（参数，默认不允许）", "Provincial practice (a parameter; refused by default)"),
}
