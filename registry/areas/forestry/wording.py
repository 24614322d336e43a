"""The words of forestry in both languages."""

from typing import Final

Pair = tuple[str, str]

TITLE: Final[Pair] = ("林业碳汇", "Forestry sinks")

GLOSSARY: Final[dict[str, Pair]] = {
    "stratum": ("碳层", "Stands of one species and age that are measured together"),
    "stock": ("蓄积量", "Stem volume with bark on a hectare, in cubic metres"),
    "biomass": ("生物量", "Dry matter of trees above and below ground"),
    "loss": ("损失（逆转）", "Trees that were credited and are gone: fire, felling, pests, storms"),
    "non_permanence": ("非持久性风险扣减", "The share of a gain that is not credited since it may be lost again"),
}

KIND_NAMES: Final[dict[str, Pair]] = {
    "forestry.add_plot": ("登记林地地块", "Add a plot"),
    "forestry.report_loss": ("报告碳汇损失", "Report a loss"),
    "forestry.assess_loss": ("核定碳汇损失", "Assess a loss"),
    "forestry.cover_loss": ("以缓冲弥补损失", "Cover a loss from the buffer"),
}

PARAMETERS: Final[dict[str, Pair]] = {
    "forest_loss_report_working_days": ("报告碳汇损失的期限", "Time for reporting a loss"),
}

CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "LossKind": {
        "fire": ("火灾", "Fire"),
        "felling": ("采伐", "Felling"),
        "pest": ("病虫害", "Pests"),
        "storm": ("风雪灾害", "Storm"),
        "other": ("其他", "Other"),
    },
    "Reporter": {"owner": ("业主", "The owner"), "office": ("主管部门与运营方", "Authority and operator")},
}

SENTENCES: Final[dict[str, Pair]] = {
    "forestry.add_plot": (
        "为项目 {project} 登记地块，面积 {area_m2} 平方米，界址点 {corners}；文件 {document}。",
        "Add a plot of {area_m2} square metres to project {project}, with corners {corners}; document {document}.",
    ),
    "forestry.report_loss": (
        (
            "报告项目 {project} 于 {happened_on} 发生的损失：{loss_kind}，面积 {area_m2} 平方米，估计涉及已签发的"
            " {units_estimated} 单位；报告方 {by}。"
        ),
        (
            "Report a loss of project {project} on {happened_on}: {loss_kind}, {area_m2} square metres, about "
            "{units_estimated} of the issued units; reported by {by}."
        ),
    ),
    "forestry.assess_loss": (
        "核定损失 {loss} 涉及已签发的 {units} 单位；核定机构 {assessor}，报告 {document}。",
        "Find that loss {loss} concerns {units} issued units; body {assessor}, report {document}.",
    ),
    "forestry.cover_loss": (
        "以缓冲账户中的 {units} 单位 {asset} 弥补损失 {loss}，进入注销账户 {target}，不可恢复。",
        "Cover loss {loss} with {units} units of {asset} of the buffer, into cancellation account {target}, for good.",
    ),
}

FIELDS: Final[dict[str, Pair]] = {
    "corners": ("界址（GeoJSON 多边形）", "Boundary (GeoJSON polygon)"),
    "area_m2": ("面积（平方米）", "Area, square metres"),
    "lon": ("经度", "Longitude"),
    "lat": ("纬度", "Latitude"),
    "loss": ("损失的业务编号", "Loss"),
    "loss_kind": ("损失原因", "What took the trees"),
    "happened_on": ("发生日期", "Happened on"),
    "units_estimated": ("估计涉及的已签发单位", "Issued units concerned, estimated"),
    "assessor": ("核定机构", "Assessing body"),
}

REFUSALS: Final[dict[str, Pair]] = {
    "area_differs": (
        "所报面积与界址推算的 {computed} 平方米相差超过百分之二。请核对面积或界址。",
        "The area is more than 2 % off the {computed} square metres that the corners come to. Check area or corners.",
    ),
    "cell_full": (
        "该处网格已有 {limit} 个地块，无法核对重叠。请与登记机构联系。",
        "There are {limit} plots in a cell of the grid, too many to compare. Turn to the registry.",
    ),
    "coordinates_swapped": (
        "经纬度颠倒了。请按先经度、后纬度填写。",
        "Longitude and latitude are swapped. Write the longitude first.",
    ),
    "geojson_decimals": (
        "坐标的小数超过七位。请保留七位小数。",
        "A coordinate has more than seven decimals. Keep seven.",
    ),
    "geojson_hole": (
        "多边形带有内孔。请把地块分成不带内孔的几块。",
        "The polygon has a hole. Cut the plot in parts without one.",
    ),
    "geojson_not_one_polygon": (
        "文字中须有且只有一个 Polygon。请每次登记一个地块。",
        "The text has to hold exactly one Polygon. Add one plot at a time.",
    ),
    "geojson_open": (
        "界址没有闭合。请让最后一点与第一点相同。",
        "The boundary is open. Let the last point be the first one again.",
    ),
    "geojson_syntax": (
        "不是有效的 GeoJSON。请用测绘软件重新导出。",
        "This is no valid GeoJSON. Export it again.",
    ),
    "assessor_validated": (
        "机构 {participant} 审定过该项目，不能核定其损失（办法第十八条）。请选择其他机构。",
        "Body {participant} validated this project and may not assess its loss (Measures art. 18). Choose another.",
    ),
    "loss_above_issued": (
        "项目共签发 {issued} 单位，损失不能多于此数；其余在下一核算期中扣减。请更正。",
        "The project was issued {issued} units, and no more can be lost; the rest lowers the next period. Correct it.",
    ),
    "loss_assessed": ("损失 {loss} 已核定，无需再办。", "Loss {loss} is assessed already; nothing more is to be done."),
    "loss_before_start": (
        "损失日期早于计入期起始日 {first}。请核对日期。",
        "The loss lies before the crediting period, which began on {first}. Check the day.",
    ),
    "loss_below_met": (
        "该损失已补足 {met} 单位，核定数量不能少于此数。请更正。",
        "{met} units were replaced for this loss already, and it cannot be less. Correct it.",
    ),
    "loss_to_come": ("日期 {day} 尚未到来。请核对日期。", "{day} is still to come. Check the day."),
    "loss_unassessed": (
        "损失 {loss} 尚未核定。请先由机构核定。",
        "Loss {loss} is not assessed yet. A body assesses it first.",
    ),
    "loss_willed": (
        "损失 {loss} 属人为采伐，缓冲不予弥补。请由业主补足。",
        "Loss {loss} was felling, and no buffer covers it. The owner replaces the units.",
    ),
    "unknown_loss": ("没有编号为 {key} 的损失。请核对编号。", "There is no loss {key}. Check its number."),
    "outside_territory": (
        "界址超出我国陆海范围。请核对坐标系与数值。",
        "The plot lies outside China. Check the coordinates.",
    ),
    "plot_overlaps": (
        "与项目 {project} 的第 {number} 号地块重叠，同一林地不得重复登记。请修改界址。",
        "It overlaps plot {number} of project {project}; no land counts twice. Change the boundary.",
    ),
    "plot_too_large": (
        "地块跨越超过 {limit} 个网格。请分块登记。",
        "The plot spans more than {limit} cells of the grid. Add it in parts.",
    ),
    "plot_too_small": (
        "地块小于 {smallest} 平方米，不符合方法学要求。请合并相连地块或删除。",
        "The plot is smaller than the {smallest} square metres that the methodology asks for. Join it with others.",
    ),
    "plots_closed": (
        "项目的状态为 {stage}，地块只能在设计公示期间登记。请在重新公示时登记。",
        "The project stands at {stage}; plots are added while its design is before the public.",
    ),
    "ring_crosses_itself": (
        "界址自相交、有重复点或没有面积。请修正多边形。",
        "The boundary crosses or touches itself, or encloses nothing. Mend the polygon.",
    ),
    "too_many_plots": ("项目已有 {limit} 个地块。请合并地块。", "The project has {limit} plots already. Join some."),
    "number_syntax": (
        "{at}：“{text}”不是非负数（至多九位整数、六位小数）。请更正。",
        "{at}: “{text}” is no number from 0 with at most nine digits and six decimals. Correct it.",
    ),
    "stratum_syntax": (
        "第 {line} 行不是“树种,面积,期初蓄积,期末蓄积”。请更正。",
        "Line {line} is not “species,area,stock before,stock after”. Correct it.",
    ),
    "strata_missing": ("没有碳层。请每行填写一个碳层。", "There are no strata. Write one a line."),
    "too_many_strata": ("碳层超过 {limit} 个。请合并或分次计算。", "There are more than {limit} strata. Merge some."),
    "area_missing": ("第 {line} 行的面积为零。请填写面积。", "The area on line {line} is zero. Give it."),
    "unknown_species": (
        "第 {line} 行的树种“{species}”不在参数表中。请选用表中的树种或树种组，例如 阔叶混。",
        "Species “{species}” on line {line} is not in the table. Use one of its species or groups, such as 阔叶混.",
    ),
    "stratum_twice": (
        "第 {line} 行与前面的碳层完全相同。请删除重复的一行。",
        "Line {line} is the same stratum as one before it. Remove one.",
    ),
}
