"""What the refusals of discharge rights say in both languages, and what to do next."""

from typing import Final

Pair = tuple[str, str]

REFUSALS: Final[dict[str, Pair]] = {
    "account_linked": (
        "账户 {account} 或许可证 {permit} 已经关联。一个账户只存放一张许可证的排污权。",
        "Account {account} or permit {permit} is linked already. An account holds the rights of one permit alone.",
    ),
    "account_not_linked": (
        "许可证 {permit} 还没有指定账户。请持证单位先为它指定持有账户。",
        "Permit {permit} has no account. Its holder names a holding account first.",
    ),
    "account_not_set": (
        "没有设定参数 {name}（{zone}）。请主管部门与登记机构先设定账户。",
        "Parameter {name} is not set ({zone}). Authority and operator name the account first.",
    ),
    "area_suspended": (
        "{area} 实行区域限批，不得新增排污权（法典第一百五十八条）。请等待解除。",
        "Approvals in {area} are suspended; no rights may come in (Code, art. 158). Wait until that ends.",
    ),
    "cash_short": (
        "资金账户余额 {held_fen} 分，不足 {wanted_fen} 分。请先入金。",
        "The cash account holds {held_fen} fen, less than {wanted_fen}. Pay in first.",
    ),
    "fee_missing": ("有偿取得须写明费用。请填写分期。", "Rights for a fee need their instalments. Give them."),
    "fee_not_due": ("无偿取得没有费用。请删去分期。", "What is free has no fee. Leave the instalments out."),
    "fee_settled": ("核定 {allotment} 的费用已经缴清。", "The fee for allotment {allotment} is paid in full."),
    "first_instalment_low": (
        "首期不得低于总额的 {percent}%。请提高首期。",
        "The first instalment is {percent} % of the fee at least. Raise it.",
    ),
    "indicator_not_set": (
        "{area} 没有 {pollutant} 至 {year} 年的总量控制指标。请主管部门先下达。",
        "{area} has no indicator of {pollutant} until {year}. The authority sets it first.",
    ),
    "instalment_differs": ("本期应缴 {due_fen} 分。请按期足额缴纳。", "{due_fen} fen are due now. Pay exactly that."),
    "instalments_disordered": (
        "分期须按日期先后排列，且不得早于今天。",
        "Instalments follow each other by day, and none lies in the past.",
    ),
    "instalments_too_long": (
        "分期不得超过 {years} 年。请缩短。",
        "A fee is paid within {years} years. Shorten the instalments.",
    ),
    "over_indicator": (
        "{area} 的指标为 {limit}，此后将达 {units}，超过指标。请减少数量，或待指标有余量。",
        "The indicator of {area} is {limit}; it would hold {units}. Take less, or wait until there is room.",
    ),
    "over_permit": (
        "许可证的年许可排放量为 {limit}，此后将持有 {units}。请先变更许可证或减少数量。",
        "The permit allows {limit} a year; it would hold {units}. Change the permit first, or take less.",
    ),
    "period_differs": (
        "该期间已以首年 {first} 登记。请使用同一期间。",
        "That period stands with {first} as its first year. Use the same.",
    ),
    "period_reversed": ("期间末年早于首年。请核对。", "The period ends before it begins. Check the years."),
    "period_too_long": ("期间不得超过 {years} 年。请缩短。", "A period has {years} years at most. Shorten it."),
    "permit_not_in_force": (
        "许可证 {permit} 今天不在有效期内。请先办理延续或重新申请。",
        "Permit {permit} is not in force today. Have it renewed or issued first.",
    ),
    "pollutant_not_permitted": (
        "许可证 {permit} 没有 {pollutant} 的许可排放量。请先变更许可证。",
        "Permit {permit} has no limit of {pollutant}. Have it changed first.",
    ),
    "right_expired": ("{asset} 的有效期已于 {last} 届满。", "{asset} was valid until {last}."),
    "unknown_allotment": ("没有核定 {key}。请核对编号。", "There is no allotment {key}. Check its number."),
    "unknown_right": (
        "{key} 不是已核定的排污权。请核对代码。",
        "{key} is no right that was ever allotted. Check its code.",
    ),
    "year_older": (
        "已登记 {year} 年的结果，不能以更早年度覆盖。",
        "The result of {year} stands; an older one cannot replace it.",
    ),
    "area_code": (
        "区域代码 {area} 与类型不符。省、市用六位行政区划代码，流域用二至四个字母，控制单元用流域代码加数字。",
        "Code {area} does not fit its level: six digits for provinces and cities, letters for basins, both for units.",
    ),
    "area_differs": (
        "区域 {area} 已以其他类型、上级或省份登记。请另用代码。",
        "Area {area} stands with another level, parent or province. Use another code.",
    ),
    "area_level": (
        "{area} 不是此处需要的区域类型。所在区域填市或省，水体填控制单元或流域。",
        "{area} is not the kind of area asked for here: a city or province, and for water a control unit or basin.",
    ),
    "area_parent": (
        "上级区域不符（应为：{level}）。市属于本省，控制单元属于流域，省与流域没有上级。",
        "The area above does not fit (wanted: {level}). Cities lie in their province, control units in a basin.",
    ),
    "facility_twice": ("治理设施编号重复。请逐一编号。", "A facility's code stands twice. Give each its own."),
    "issued_in_future": ("签发日 {day} 还没有到。请核对。", "The day of issue, {day}, has not come. Check it."),
    "limit_twice": (
        "同一排放口的同一污染物有两条限值。请合并。",
        "An outlet has two limits of one pollutant. Leave one.",
    ),
    "medium_twice": ("介质重复。请删去一项。", "A medium stands twice. Leave one."),
    "new_permit_needed": (
        "“{what}”的这一变化须重新申请排污许可证（法典第一百八十二条），不能以变更办理。请用“重新核发”。",
        "Such a change of “{what}” needs a new permit (Code, art. 182). Use “issue anew” instead.",
    ),
    "nothing_changed": ("内容与现行版本相同。请核对。", "It says what stands already. Check it."),
    "outlet_twice": ("排放口编号重复。请逐一编号。", "An outlet's code stands twice. Give each its own."),
    "outlet_without_limit": (
        "排放口 {outlet} 没有任何许可限值。请补充限值或删去排放口。",
        "Outlet {outlet} has no limit. Add one or leave the outlet out.",
    ),
    "permit_check": (
        "许可证编号 {permit} 中的统一社会信用代码校验位不符。请核对。",
        "The holder's code in permit number {permit} has a wrong check character. Check it.",
    ),
    "permit_holder_differs": (
        "编号前 18 位不是 {participant} 的统一社会信用代码。请核对持证单位。",
        "The first 18 characters are not the credit code of {participant}. Check the holder.",
    ),
    "permit_revoked": ("许可证 {permit} 已终止。请重新申请。", "Permit {permit} is revoked. Apply for a new one."),
    "pollutant_defined": ("污染物 {pollutant} 已经登记。", "Pollutant {pollutant} stands already."),
    "pollutant_not_of_medium": (
        "{pollutant} 不由排放口 {outlet} 的介质控制。DW 为废水，DA 为废气。",
        "{pollutant} is not controlled in the medium of outlet {outlet}: DW is water, DA is air.",
    ),
    "pollutant_of_other_zone": (
        "{pollutant} 是 {zone} 增加的污染物，不适用于本省。",
        "{pollutant} was added by province {zone} and does not hold here.",
    ),
    "renewal_applied": (
        "许可证 {permit} 已申请延续。请等待主管部门决定。",
        "Renewal of permit {permit} has been asked for. Wait for the authority.",
    ),
    "renewal_not_applied": (
        "持证单位没有申请延续许可证 {permit}。请持证单位先申请，或重新核发。",
        "The holder has not asked for renewal of permit {permit}. It has to ask first, or the permit is issued anew.",
    ),
    "renewal_too_late": (
        "延续申请至迟应在 {last} 提交。请重新申请许可证。",
        "Renewal could be asked for until {last}. Apply for a new permit.",
    ),
    "source_differs": (
        "行业 {industry} 为火电，污染源类别须为火电或热电联产供热部分。",
        "Industry {industry} is thermal power; the sort of source must be that, or the heat part of cogeneration.",
    ),
    "unknown_area": ("没有区域 {key}。请先登记。", "There is no area {key}. Register it first."),
    "unknown_outlet": (
        "限值所列的排放口 {outlet} 不在许可证中。请核对编号。",
        "Outlet {outlet} of a limit is not in the permit. Check its code.",
    ),
    "unknown_permit": ("没有许可证 {key}。请核对编号。", "There is no permit {key}. Check its number."),
    "unknown_pollutant": ("没有污染物 {key}。请先登记。", "There is no pollutant {key}. Add it first."),
    "validity_too_long": (
        "有效期超过五年，须在 {ends} 之前结束。请缩短。",
        "That is more than five years; it has to end before {ends}. Shorten it.",
    ),
    "version_differs": (
        "现行版本为 {version}。请重新打开页面核对后再提交。",
        "Version {version} stands now. Open the page again and check before sending.",
    ),
    "water_unit_missing": (
        "有废水排放口，须填写控制单元或流域。",
        "There is an outlet into water; name its control unit or basin.",
    ),
}
