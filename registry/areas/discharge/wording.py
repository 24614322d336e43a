"""The words of discharge rights in both languages: what is signed, and what fields, choices and terms mean."""

from typing import Final

Pair = tuple[str, str]

TITLE: Final[Pair] = ("排污权", "Discharge rights")

GLOSSARY: Final[dict[str, Pair]] = {
    "discharge right": ("排污权", "The kinds and amounts of pollutants that a unit is allowed to discharge, a year"),
    "permit": ("排污许可证", "What a holder may discharge, where, and how; never sold"),
    "outlet": ("排放口", "Where a holder discharges, with a limit of concentration and amount for each pollutant"),
    "indicator": ("总量控制指标", "How much of a pollutant an area may hold in a period, units a year"),
    "over": ("超指标", "An area that holds more than a lowered indicator; nothing comes in until it is below"),
    "use fee": ("有偿使用费", "What is paid to the treasury for rights, at once or in instalments"),
    "control unit": ("控制单元", "A part of a basin with a limit of its own"),
}

KIND_NAMES: Final[dict[str, Pair]] = {
    "discharge.define_pollutant": ("增加污染物", "Add a pollutant"),
    "discharge.define_area": ("登记区域", "Register an area"),
    "discharge.issue_permit": ("核发排污许可证", "Issue a permit"),
    "discharge.change_permit": ("变更排污许可证", "Change a permit"),
    "discharge.reissue_permit": ("重新核发排污许可证", "Issue a permit anew"),
    "discharge.revoke_permit": ("撤销或注销排污许可证", "Revoke a permit"),
    "discharge.apply_renewal": ("申请延续排污许可证", "Apply for a permit's renewal"),
    "discharge.renew_permit": ("延续排污许可证", "Renew a permit"),
    "discharge.set_indicator": ("下达总量控制指标", "Set a total-quantity indicator"),
    "discharge.set_attainment": ("登记环境质量达标情况", "Record whether quality is met"),
    "discharge.set_suspension": ("实行或解除区域限批", "Suspend approvals in an area, or end that"),
    "discharge.link_account": ("为许可证指定账户", "Name a permit's account"),
    "discharge.allot": ("核定初始排污权", "Allot rights"),
    "discharge.pay_fee": ("缴纳有偿使用费", "Pay a use fee"),
}

SENTENCES: Final[dict[str, Pair]] = {
    "discharge.define_pollutant": (
        (
            "增加污染物 {code}（{name_zh}），介质：{media}，类别：{pollutant_class}，计量单位：{unit}，"
            "适用省份：{zone}，依据：{article}（{evidence}）。"
        ),
        (
            "Add pollutant {code} ({name_en}) into {media}, class {pollutant_class}, counted in {unit}, province: "
            "{zone}, under {article} ({evidence})."
        ),
    ),
    "discharge.define_area": (
        "登记{level} {code}（{name_zh}），上级：{parent}，省份：{zone}，大气重点区域：{region}。",
        "Register {level} {code} ({name_en}), within: {parent}, province: {zone}, key region of the air: {region}.",
    ),
    "discharge.issue_permit": (
        (
            "向 {holder} 核发排污许可证 {number}，{valid_from} 至 {valid_until}，{management}，所在地 {area}；"
            "排放口：{outlets}；许可限值：{limits}。"
        ),
        (
            "Issue permit {number} to {holder}, from {valid_from} to {valid_until}, {management}, in {area}; outlets: "
            "{outlets}; limits: {limits}."
        ),
    ),
    "discharge.change_permit": (
        "变更排污许可证 {number}（第 {version} 版），{management}；排放口：{outlets}；许可限值：{limits}。",
        "Change permit {number} in version {version}, {management}; outlets: {outlets}; limits: {limits}.",
    ),
    "discharge.reissue_permit": (
        (
            "重新核发排污许可证 {number}（第 {version} 版），{valid_from} 至 {valid_until}，{management}，"
            "所在地 {area}；排放口：{outlets}；许可限值：{limits}。"
        ),
        (
            "Issue permit {number} anew over version {version}, from {valid_from} to {valid_until}, {management}, in "
            "{area}; outlets: {outlets}; limits: {limits}."
        ),
    ),
    "discharge.revoke_permit": (
        "终止排污许可证 {number}，原因：{ground}；文件 {document}。",
        "Revoke permit {number}, because: {ground}; document {document}.",
    ),
    "discharge.apply_renewal": (
        "申请延续排污许可证 {number}（第 {version} 版）；文件 {document}。",
        "Apply for renewal of permit {number} in version {version}; document {document}.",
    ),
    "discharge.renew_permit": (
        "延续排污许可证 {number}（第 {version} 版）至 {valid_until}，签发日 {issued_on}；文件 {document}。",
        "Renew permit {number} in version {version} until {valid_until}, issued on {issued_on}; document {document}.",
    ),
    "discharge.set_indicator": (
        "{area} 在 {first_year} 至 {last_year} 年的 {pollutant} 总量控制指标为每年 {units}；文件 {document}。",
        "{area} may hold {units} a year of {pollutant} from {first_year} to {last_year}; document {document}.",
    ),
    "discharge.set_attainment": (
        "{area} 在 {year} 年 {pollutant} 达到环境质量目标：{is_met}；文件 {document}。",
        "{area} met its target for {pollutant} in {year}: {is_met}; document {document}.",
    ),
    "discharge.set_suspension": (
        "{area} 实行区域限批：{is_suspended}；文件 {document}。",
        "Approvals in {area} are suspended: {is_suspended}; document {document}.",
    ),
    "discharge.link_account": (
        "许可证 {permit} 的排污权记入账户 {account}。",
        "Account {account} holds the rights of permit {permit}.",
    ),
    "discharge.allot": (
        (
            "向许可证 {permit} 核定排污权：{pollutant}（{medium}），每年 {units}，有效至 {last_year} 年底，"
            "方式：{acquired}，分期：{instalments}；文件 {document}。"
        ),
        (
            "Allot {units} a year of {pollutant} ({medium}) to permit {permit} until the end of {last_year}, "
            "{acquired}, to be paid: {instalments}; document {document}."
        ),
    ),
    "discharge.pay_fee": (
        "从 {cash} 缴纳核定 {allotment} 的一期有偿使用费 {fen}。",
        "Pay {fen} from {cash}, an instalment of the fee for allotment {allotment}.",
    ),
}

FIELDS: Final[dict[str, Pair]] = {
    "code": ("代码", "Code"),
    "name_zh": ("中文名称", "Name in Chinese"),
    "name_en": ("英文名称", "Name in English"),
    "media": ("介质", "Media"),
    "pollutant_class": ("污染物类别", "Class of pollutant"),
    "unit": ("计量单位（每年）", "Unit, a year"),
    "zone": ("省份", "Province"),
    "article": ("依据", "Article"),
    "evidence": ("依据可靠程度", "Evidence"),
    "level": ("区域类型", "Kind of area"),
    "parent": ("上级区域", "Area above"),
    "region": ("大气重点区域", "Key region of the air"),
    "number": ("许可证编号", "Permit number"),
    "holder": ("持证单位", "Holder"),
    "version": ("现行版本", "Version that stands"),
    "area": ("所在区域", "Area"),
    "water_unit": ("控制单元或流域", "Control unit or basin"),
    "site": ("生产经营场所", "Site"),
    "address": ("住所", "Address"),
    "issuer": ("发证机关", "Issued by"),
    "issued_on": ("签发日", "Issued on"),
    "valid_from": ("有效期自", "Valid from"),
    "valid_until": ("有效期至", "Valid until"),
    "management": ("管理类别", "Management class"),
    "industry": ("行业代码（GB/T 4754）", "Industry code (GB/T 4754)"),
    "source": ("污染源类别", "Sort of source"),
    "processes": ("主要生产工艺", "Processes"),
    "facilities": ("污染治理设施", "Treatment facilities"),
    "outlets": ("排放口", "Outlets"),
    "outlet": ("排放口", "Outlet"),
    "limits": ("许可排放限值", "Limits"),
    "pollutant": ("污染物", "Pollutant"),
    "concentration_ug": ("许可浓度（µg/L 或 µg/m³）", "Permitted concentration (µg/L or µg/m³)"),
    "units": ("许可排放量（每年）", "Permitted amount, a year"),
    "name": ("名称", "Name"),
    "lon": ("经度", "Longitude"),
    "lat": ("纬度", "Latitude"),
    "mode": ("排放方式", "Mode"),
    "destination": ("排放去向", "Destination"),
    "upkeep": ("设施运行维护要求", "Upkeep of facilities"),
    "special_periods": ("特殊时段要求", "Special periods"),
    "monitoring": ("自行监测要求", "Self-monitoring"),
    "reporting": ("台账与执行报告频次", "Ledgers and reports"),
    "disclosure": ("信息公开要求", "Disclosure"),
    "fugitive": ("无组织排放控制", "Fugitive control"),
    "ground": ("原因", "Ground"),
    "document": ("文件", "Document"),
    "first_year": ("期间首年", "First year of the period"),
    "last_year": ("期间末年", "Last year of the period"),
    "year": ("年度", "Year"),
    "is_met": ("达到目标", "Target met"),
    "is_suspended": ("实行限批", "Suspended"),
    "permit": ("许可证", "Permit"),
    "account": ("账户", "Account"),
    "medium": ("介质", "Medium"),
    "acquired": ("取得方式", "How acquired"),
    "instalments": ("分期", "Instalments"),
    "day": ("日期", "Day"),
    "fen": ("金额", "Amount"),
    "allotment": ("核定编号", "Allotment"),
    "cash": ("资金账户", "Cash account"),
}

CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "Medium": {"water": ("水", "Water"), "air": ("大气", "Air")},
    "PollutantClass": {"conventional": ("常规", "Conventional"), "heavy_metal": ("重金属", "Heavy metal")},
    "LedgerUnit": {"kg": ("千克", "kg"), "g": ("克", "g")},
    "Level": {
        "province": ("省", "Province"),
        "city": ("市", "City"),
        "basin": ("流域", "Basin"),
        "control_unit": ("控制单元", "Control unit"),
    },
    "Management": {
        "key": ("重点管理", "Key management"),
        "simplified": ("简化管理", "Simplified management"),
        "registration": ("登记管理", "Registration"),
    },
    "SourceSort": {
        "thermal_power": ("火电（含自备电厂）", "Thermal power, captive plants included"),
        "chp_heat": ("热电联产供热部分", "Heat part of cogeneration"),
        "industrial": ("工业", "Industrial"),
        "agricultural": ("农业", "Agricultural"),
        "facility": ("集中式污染治理设施", "Central treatment facility"),
    },
    "DischargeMode": {
        "continuous": ("连续排放", "Continuous"),
        "intermittent": ("间断排放", "Intermittent"),
        "indirect": ("间接排放", "Indirect"),
    },
    "Acquired": {
        "free": ("无偿取得", "Free of charge"),
        "paid": ("有偿使用", "For a fee"),
        "fixed_price": ("定额出让", "At a fixed price"),
        "renewed": ("到期延续", "Renewed"),
    },
    "IndicatorState": {"open": ("有余量", "Room left"), "full": ("已满", "Full"), "over": ("超指标", "Over")},
    "PermitStatus": {"valid": ("有效", "Valid"), "revoked": ("已终止", "Revoked")},
    "RevocationGround": {
        "ceased": ("停止排污", "Discharge ceased"),
        "mistaken": ("核发有误", "Issued by mistake"),
        "unlawful": ("违法被吊销", "Unlawful acts"),
    },
}

ITEMS: Final[dict[str, Pair]] = {
    "Instalment": ("{day} {fen}", "{fen} by {day}"),
    "Limit": (
        "{outlet} {pollutant} {concentration_ug} µg，年 {units}",
        "{outlet} {pollutant} {concentration_ug} µg, {units}/a",
    ),
    "Outlet": ("{code} {name}（{mode}，{destination}）", "{code} {name} ({mode}, {destination})"),
}

PARAMETERS: Final[dict[str, Pair]] = {
    "discharge_issuer": ("排污权发行账户", "Account from which rights are issued"),
    "discharge_reserve": ("排污权储备账户", "Account of the reserve of rights"),
    "discharge_cancellation": ("排污权核销账户", "Account of cancelled rights"),
    "discharge_treasury": ("国库资金账户", "Cash account of the treasury"),
    "use_fee_first_percent": ("首期有偿使用费的最低比例", "Least share of a fee's first instalment"),
    "use_fee_years_max": ("有偿使用费分期的最长年限", "Years in which a fee is paid at most"),
    "permit_renewal_days": ("申请延续许可证的提前天数", "Days before a permit's end until which renewal is asked for"),
}
