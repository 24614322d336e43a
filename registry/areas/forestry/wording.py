"""The words of forestry in both languages."""

from typing import Final

Pair = tuple[str, str]

TITLE: Final[Pair] = ("林业碳汇", "Forestry sinks")

GLOSSARY: Final[dict[str, Pair]] = {
    "stratum": ("碳层", "Stands of one species and age that are measured together"),
    "stock": ("蓄积量", "Stem volume with bark on a hectare, in cubic metres"),
    "biomass": ("生物量", "Dry matter of trees above and below ground"),
    "non_permanence": ("非持久性风险扣减", "The share of a gain that is not credited since it may be lost again"),
}

REFUSALS: Final[dict[str, Pair]] = {
    "number_syntax": (
        "{at}：“{text}”不是非负数(至多九位整数、六位小数)。请更正。",
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
