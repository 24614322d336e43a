"""The words of monthly evidence in both languages, and what each suspicion about it says."""

from typing import Final

Pair = tuple[str, str]

GLOSSARY: Final[dict[str, Pair]] = {
    "monthly evidence": ("月度信息化存证", "What was burnt in a month and how it is known, soon after the month"),
    "stream": ("燃料流", "A fuel that is measured by itself, such as the coal of one unit"),
    "finding": ("疑点", "What looks forged or mistaken in the evidence; it says where to look and decides nothing"),
}
KIND_NAMES: Final[dict[str, Pair]] = {"compliance.file_evidence": ("月度存证", "File a month's evidence")}
SENTENCES: Final[dict[str, Pair]] = {
    "compliance.file_evidence": (
        (
            "{participant} 对 {year} 年 {month} 月燃料流 {stream} 存证（第 {version} 版）：消耗量 {amount}（"
            "{measure}），"
            "低位发热量 {ncv_kj} 千焦、碳 {carbon_mg} 毫克（每单位），依据：{basis}，样品 {samples} 个，"
            "采样 {sampled_from} 至 {sampled_to}，检测 {tested_on}，实验室 {laboratory}，报告 {test_report}。"
        ),
        (
            "{participant} files evidence of stream {stream} in month {month} of {year}, version {version}: {amount} "
            "({measure}), with {ncv_kj} kJ net and {carbon_mg} mg of carbon in each, basis: {basis}; {samples} "
            "samples "
            "from {sampled_from} to {sampled_to}, tested on {tested_on} by laboratory {laboratory}, report "
            "{test_report}."
        ),
    ),
}
FIELDS: Final[dict[str, Pair]] = {
    "month": ("月份", "Month"),
    "stream": ("燃料流编号", "Stream"),
    "measure": ("计量单位", "Measured in"),
    "amount": ("消耗量（千克或立方米）", "Amount (kg or m³)"),
    "ncv_kj": ("低位发热量（千焦/千克或立方米）", "Net calorific value (kJ a kg or m³)"),
    "carbon_mg": ("元素碳含量（毫克/千克或立方米）", "Carbon content (mg a kg or m³)"),
    "basis": ("取值依据", "Basis"),
    "samples": ("样品数", "Samples"),
    "sampled_from": ("采样自", "Sampled from"),
    "sampled_to": ("采样至", "Sampled to"),
    "tested_on": ("检测日", "Tested on"),
    "laboratory": ("实验室资质编号", "Laboratory's code"),
    "test_report": ("检测报告编号", "Test report"),
}
CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "Measure": {"kg": ("千克", "kg"), "m3": ("标准立方米", "m³ under standard conditions")},
    "Basis": {
        "monthly": ("月度混合样实测", "Tested, one sample made of the month's daily ones"),
        "batch": ("逐批实测，加权平均", "Tested batch by batch, averaged by mass"),
        "default": ("缺省值", "Default value"),
    },
    "Suspicion": {
        "value_repeated": ("数值重复", "Repeated value"),
        "dates_missing": ("缺少日期", "Dates missing"),
        "dates_outside": ("采样不在当月", "Sampled in another month"),
        "dates_disordered": ("日期先后不符", "Dates out of order"),
        "batch_as_monthly": ("以批次样充当月度样", "Batch sample passed as a monthly one"),
        "carbon_jump": ("碳含量月际突变", "Jump of carbon content"),
        "laboratory_missing": ("缺少实验室编号", "Laboratory's code missing"),
        "report_reused": ("检测报告重复使用", "Test report used twice"),
        "kcal_for_kj": ("疑以千卡充千焦", "Perhaps kcal for kJ"),
        "value_out_of_range": ("发热量超出常见范围", "Calorific value out of range"),
        "unit_of_amount": ("消耗量单位存疑", "Unit of the amount in doubt"),
    },
}
PARAMETERS: Final[dict[str, Pair]] = {
    "evidence_calendar_days": ("月度存证期限（自然日）", "Calendar days for a month's evidence"),
    "evidence_carbon_jump_permille": ("碳含量月际变化的疑点界限", "Change of carbon content that is suspicious"),
    "evidence_samples_min": ("月度混合样的最少样品数", "Fewest samples in a monthly one"),
    "evidence_span_days_min": ("月度混合样的最短采样天数", "Fewest days that a monthly sample spans"),
    "evidence_ncv_min_kj": ("发热量常见下限", "Low end of usual calorific values"),
    "evidence_ncv_max_kj": ("发热量常见上限", "High end of usual calorific values"),
}
REFUSALS: Final[dict[str, Pair]] = {
    "month_not_over": (
        "{year} 年 {month} 月尚未结束，不能存证。请在月末以后提交。",
        "Month {month} of {year} is not over, so its evidence is too early. File it after the month.",
    ),
    "carbon_above_mass": (
        "每千克含碳 {figure} 毫克，多于 {limit} 毫克，不可能。请核对单位。",
        "{figure} mg of carbon in a kilogram are more than {limit} and cannot be. Check the unit.",
    ),
}
# What a suspicion says, with its facts.
FINDINGS: Final[dict[str, Pair]] = {
    "value_repeated": (
        "与 {before} 月的{field}完全相同：{figure}。实测值逐月相同到最末一位极少见，请核对原始检测报告。",
        (
            "{field} is exactly that of month {before}: {figure}. Measurements seldom repeat to the last place; "
            "compare the original test reports."
        ),
    ),
    "dates_missing": (
        "实测值须写明采样起止日与检测日。",
        "A measured value names when samples were taken and tested.",
    ),
    "dates_outside": (
        "采样自 {start} 至 {end}，不全在当月之内，不能代表当月。",
        "Samples were taken from {start} to {end}, not all within the month, and do not stand for it.",
    ),
    "dates_disordered": (
        "采样 {start} 至 {end}、检测 {tested}、存证 {filed} 的先后不合理。",
        "Sampling from {start} to {end}, testing on {tested} and filing on {filed} are not in that order.",
    ),
    "batch_as_monthly": (
        (
            "申报为月度混合样，但只有 {samples} 个样品（至少 {samples_min}）、跨 {days} 天（至少 {days_min}），"
            "像是单批样品。"
        ),
        (
            "Filed as a monthly sample, but {samples} samples (at least {samples_min}) over {days} days (at least "
            "{days_min}) look like one batch."
        ),
    ),
    "carbon_jump": (
        "碳含量由 {month_before} 月的 {before} 变为 {figure} 毫克，变化超过 {permille}‰。请说明煤种变化或核对检测。",
        (
            "Carbon content went from {before} mg in month {month_before} to {figure}, by more than {permille} in "
            "a thousand. Explain the change of fuel or check the test."
        ),
    ),
    "laboratory_missing": (
        "实测值须有实验室资质编号与检测报告编号。",
        "A measured value names the laboratory's code and the number of its report.",
    ),
    "report_reused": (
        "检测报告 {report} 已用于 {before} 月的燃料流 {other}。",
        "Test report {report} already stands for stream {other} in month {before}.",
    ),
    "kcal_for_kj": (
        "发热量 {figure} 低于常见下限 {low} 千焦；如为千卡则为 {as_kj} 千焦。请核对单位。",
        "{figure} lies below the usual {low} kJ; taken as kcal it would be {as_kj} kJ. Check the unit.",
    ),
    "value_out_of_range": (
        "发热量 {figure} 千焦不在常见的 {low} 至 {high} 之间。",
        "{figure} kJ do not lie within the usual {low} to {high}.",
    ),
    "unit_of_amount": (
        "消耗量 {figure} 与上一存证月的 {before} 相差五百倍以上，疑为吨与千克混用。",
        (
            "{figure} differs from {before} in the month before by five hundred times or more, as if tonnes and "
            "kilograms were mixed up."
        ),
    ),
}
