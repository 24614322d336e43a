"""What the refusals of discharge rights say in both languages, and what to do next."""

from typing import Final

Pair = tuple[str, str]

REFUSALS: Final[dict[str, Pair]] = {
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
