"""The words of compliance in both languages: what is signed, what fields and choices are called, what terms mean."""

from typing import Final

Pair = tuple[str, str]

TITLE: Final[Pair] = ("履约", "Compliance")

GLOSSARY: Final[dict[str, Pair]] = {
    "covered enterprise": ("重点排放单位", "An enterprise that must report, be verified and surrender for a year"),
    "compliance year": ("履约年度", "The year whose emissions are counted"),
    "threshold": ("纳入门槛", "Direct emissions of a year from which an enterprise is covered"),
    "report": ("年度排放报告", "What an enterprise says that it emitted in a year"),
    "verifier": ("核查机构", "The service body that the authority assigned to review a report"),
    "opinion": ("核查意见", "What the verifier found of one version of a report"),
    "verified emissions": ("核定排放量", "What the authority accepted; the enterprise owes as many allowances"),
    "pre-allocation": ("预分配", "Allowances issued ahead of the year's calculation"),
    "benchmark": ("基准值", "Emissions a unit of output for which allowances are given"),
    "calculation": ("核定计算", "An allocation line by line, under the decision that the booking cites"),
    "deadline": ("期限", "The last day of a step, until midnight in Beijing"),
}

KIND_NAMES: Final[dict[str, Pair]] = {
    "compliance.set_deadline": ("设定期限", "Set a deadline"),
    "compliance.list_enterprise": ("列入重点排放单位名录", "List a covered enterprise"),
    "compliance.remove_enterprise": ("移出重点排放单位名录", "Take an enterprise off the list"),
    "compliance.report_emissions": ("报送年度排放", "Report a year's emissions"),
    "compliance.assign_verifier": ("指派核查机构", "Assign a verifier"),
    "compliance.give_opinion": ("出具核查意见", "Give a verification opinion"),
    "compliance.accept_emissions": ("确认核定排放量", "Accept verified emissions"),
    "compliance.pre_allocate": ("预分配配额", "Allocate ahead"),
    "compliance.allocate": ("核定配额", "Allocate"),
    "compliance.surrender": ("清缴配额", "Surrender allowances"),
    "compliance.offset": ("使用自愿减排量抵销", "Offset with credits"),
    "compliance.confirm_surrender": ("确认清缴或抵销", "Confirm a surrender or offset"),
    "compliance.return_surrender": ("退回清缴或抵销", "Return a surrender or offset"),
}

SENTENCES: Final[dict[str, Pair]] = {
    "compliance.set_deadline": (
        "{year} 年度{step}的期限为 {day}（行业：{sector}），依据：{article}（{evidence}）。",
        "Deadline of {year}: {step} by {day} (sector: {sector}), under {article} ({evidence}).",
    ),
    "compliance.list_enterprise": (
        "将 {participant} 列入 {year} 年度{sector}行业重点排放单位名录，依据的直接排放量为 {basis_tco2e} 吨。",
        "List {participant} as covered in {year}, sector {sector}, on direct emissions of {basis_tco2e} tCO2e.",
    ),
    "compliance.remove_enterprise": (
        "将 {participant} 移出 {year} 年度重点排放单位名录，原因：{ground}。",
        "Take {participant} off the list of {year}, because: {ground}.",
    ),
    "compliance.report_emissions": (
        (
            "{participant} 报送 {year} 年度直接排放量 {total_tco2e} 吨（第 {version} 版），分项：{parts}；"
            "报告编制机构：{writer}。"
        ),
        (
            "{participant} reports {total_tco2e} tCO2e of direct emissions of {year}, version {version}, by source "
            "{parts}; written by: {writer}."
        ),
    ),
    "compliance.assign_verifier": (
        "指派 {verifier} 核查 {participant} 的 {year} 年度排放报告。",
        "Assign {verifier} to review the report of {participant} for {year}.",
    ),
    "compliance.give_opinion": (
        (
            "{verifier} 对 {participant} 的 {year} 年度排放报告第 {version} 版出具核查意见，"
            "予以确认：{is_confirmed}；发现：{findings}。"
        ),
        (
            "{verifier} gives its opinion of version {version} of the report of {participant} for {year}; confirmed: "
            "{is_confirmed}; findings: {findings}."
        ),
    ),
    "compliance.accept_emissions": (
        "确认 {participant} 的 {year} 年度排放报告第 {version} 版；其总量即应清缴的配额数量。",
        "Accept version {version} of the report of {participant} for {year}; its total is what is to be surrendered.",
    ),
    "compliance.pre_allocate": (
        "按上一年度核定排放量的 {percent}% 向 {participant} 预分配 {year} 年度配额。",
        "Allocate to {participant} ahead for {year}: {percent} per cent of its verified emissions of the year before.",
    ),
    "compliance.allocate": (
        (
            "依据第 {version} 版核定排放量核定 {participant} 的 {year} 年度配额；机组：{units}；"
            "碳排放强度：{intensity}。计算逐行列示于条目之后。"
        ),
        (
            "Compute the allocation of {participant} for {year} on version {version} of its emissions; generating "
            "units: {units}; intensity: {intensity}. The calculation follows line by line."
        ),
    ),
    "compliance.surrender": (
        (
            "以账户 {source} 中的 {units} 单位 {asset} 清缴 {year} 年度排放，先入账户 {pending}，"
            "全国登记系统确认后入 {target}，不可恢复。"
        ),
        (
            "Surrender {units} units of {asset} in account {source} for {year}; they wait in account {pending} and "
            "then end in surrender account {target} for good."
        ),
    ),
    "compliance.offset": (
        (
            "以账户 {source} 中的 {units} 单位 {asset}（项目 {project}，{registered_on} 登记；"
            "位于配额边界内：{is_inside_quota}）"
            "抵销 {year} 年度排放，先入账户 {pending}，确认注销后入 {target}，不可恢复。"
        ),
        (
            "Offset emissions of {year} with {units} units of {asset} in account {source} (project {project}, "
            "registered on {registered_on}; inside the quota's boundary: {is_inside_quota}); they wait in account "
            "{pending} and then end in {target} for good."
        ),
    ),
    "compliance.confirm_surrender": (
        "全国登记系统以编号 {reference} 确认：业务 {pending} 的单位已清缴或注销。",
        "The national register confirms under {reference}: the units of {pending} are surrendered or cancelled.",
    ),
    "compliance.return_surrender": (
        "全国登记系统以编号 {reference} 未予办理：业务 {pending} 的单位退回原账户。",
        "The national register refused under {reference}: the units of {pending} return to where they came from.",
    ),
}

FIELDS: Final[dict[str, Pair]] = {
    "year": ("履约年度", "Compliance year"),
    "participant": ("重点排放单位", "Covered enterprise"),
    "sector": ("行业", "Sector"),
    "step": ("事项", "Step"),
    "day": ("截止日", "Last day"),
    "article": ("依据（公开、永久）", "Article (public, permanent)"),
    "evidence": ("依据的可靠程度", "How well the source is known"),
    "basis_tco2e": ("列入依据的直接排放量", "Direct emissions that the list rests on"),
    "ground": ("原因", "Reason"),
    "document": ("文件", "Document"),
    "version": ("版本", "Version"),
    "parts": ("分项排放量", "Emissions by source"),
    "tco2e": ("排放量", "Emissions"),
    "total_tco2e": ("直接排放总量", "Total direct emissions"),
    "writer": ("报告编制机构", "Who wrote the report"),
    "verifier": ("核查机构", "Verifier"),
    "is_confirmed": ("予以确认", "Confirmed"),
    "percent": ("预分配比例(%)", "Share issued ahead (%)"),
    "units": ("机组或数量", "Units"),
    "unit": ("机组编号", "Unit"),
    "unit_class": ("机组类别", "Class"),
    "mwh": ("供电量(MWh)", "Power supplied (MWh)"),
    "gj": ("供热量(GJ)", "Heat supplied (GJ)"),
    "load_permyriad": ("负荷率（万分之一）", "Load (1/10 000)"),
    "intensity": ("碳排放强度（千克/吨产品）", "Intensity (kg CO2e a tonne of product)"),
    "source": ("排放源或转出账户", "Source"),
    "pending": ("待确认账户或业务", "Pending account or step"),
    "target": ("清缴账户", "Surrender account"),
    "asset": ("标的", "Asset"),
    "ranges": ("指定序列号", "Named ranges"),
    "project": ("项目编号", "Project"),
    "registered_on": ("项目登记日", "Project registered on"),
    "is_inside_quota": ("位于配额边界内", "Inside the quota's boundary"),
    "reference": ("业务编号", "Reference"),
    "findings": ("核查发现（公开、永久）", "Findings (public, permanent)"),
}

CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "Sector": {
        "power": ("发电", "Power"),
        "steel": ("钢铁", "Steel"),
        "cement": ("水泥", "Cement"),
        "aluminium": ("铝冶炼", "Aluminium smelting"),
    },
    "Step": {
        "report": ("报送年度排放报告", "Report of emissions"),
        "verify": ("完成核查", "Verification"),
        "allocate": ("发放配额", "Allocation"),
        "surrender": ("清缴配额", "Surrender"),
    },
    "RemovalGround": {
        "closed": ("停业、关闭", "The enterprise has stopped"),
        "mistaken": ("列入有误", "Listed by mistake"),
    },
    "Source": {
        "fuel": ("燃料燃烧", "Fuel combustion"),
        "process": ("工业过程", "Industrial process"),
        "cf4": ("四氟化碳", "CF4"),
        "c2f6": ("六氟化二碳", "C2F6"),
    },
    "Standing": {
        "unknown": ("尚未核定", "Not known yet"),
        "open": ("未足额", "Short, time is left"),
        "waiting": ("已提交，待确认", "Asked for, waits for confirmation"),
        "met": ("按时足额", "Met in time"),
        "met_late": ("逾期足额", "Met late"),
        "overdue": ("逾期未足额", "Overdue"),
    },
    "Law": {
        "meas_2020_40": ("《碳排放权交易管理办法（试行）》第四十条", "Measures (Trial) 2020, art. 40"),
        "reg_2024_24": ("《碳排放权交易管理暂行条例》第二十四条", "Interim Regulations 2024, art. 24"),
        "code_2026_1226": (
            "《生态环境法典》第一千二百二十六条第二款",
            "Environmental Code, art. 1226(2)",
        ),
    },
    "UnitClass": {
        "I": ("Ⅰ 300MW 等级以上常规燃煤", "I, conventional coal above the 300 MW class"),
        "II": ("Ⅱ 300MW 等级及以下常规燃煤", "II, conventional coal up to the 300 MW class"),
        "III": ("Ⅲ 非常规燃煤", "III, unconventional coal"),
        "IV": ("Ⅳ 燃气", "IV, gas"),
    },
    "LineKind": {
        "load_factor": ("负荷修正系数", "Load correction"),
        "electricity": (
            "供电配额 = 供电量 × 供电基准值 × 修正系数，向下取整",
            "Power: output × benchmark × correction, floored",
        ),
        "heat": ("供热配额 = 供热量 × 供热基准值，向下取整", "Heat: output × benchmark, floored"),
        "top_up": ("燃气机组豁免：补足至核定排放量", "Gas unit: raised to its verified emissions"),
        "least": (
            "缺口上限豁免：提高至核定排放量的下限比例",
            "Bounded gap: raised to the least share of the emissions",
        ),
        "share": ("调整比例 a（由强度与行业平衡值算得）", "Adjustment a, from the intensity and the balance value"),
        "approved": ("核定配额", "Approved allowances"),
        "gap": ("缺口率（%，四舍五入至两位）", "Gap (%, half-up to two places)"),
        "issued_ahead": ("减：预分配", "Less: issued ahead"),
        "due": ("应发放（负数为应退回）", "To be issued (negative: to be given back)"),
    },
    "Evidence": {
        "source": ("原文", "read in full"),
        "excerpt": ("摘录", "read in an excerpt"),
        "recalled": ("凭记忆，未核对", "recalled, not checked"),
        "computed": ("计算", "computed"),
        "decided": ("本登记簿决定", "decided here"),
        "fictitious": ("虚构", "fictitious"),
    },
}

PARAMETERS: Final[dict[str, Pair]] = {
    "covered_threshold_tco2e": ("纳入门槛", "Threshold of covered enterprises"),
    "covered_first_year": ("行业首个履约年度", "First year of a sector"),
    "benchmark_electricity_e4": ("供电基准值", "Benchmark of power"),
    "benchmark_heat_e4": ("供热基准值", "Benchmark of heat"),
    "allocation_load_formula": ("负荷修正公式", "Formula of the load correction"),
    "allocation_floor_percent": ("配额不低于核定排放量的比例", "Least share of the emissions that is allocated"),
    "preallocation_max_percent": ("预分配比例上限", "Largest share issued ahead"),
    "allocation_industry_formula": ("工业行业分配公式", "Formula of industrial allocation"),
    "industry_slope_permille": ("调整斜率", "Slope of the adjustment"),
    "industry_band_permille": ("调整区间", "Band of the adjustment"),
    "industry_cap_permille": ("调整上限", "Cap of the adjustment"),
    "vintage_first": ("可清缴的最早年度", "First vintage that may be surrendered"),
    "vintage_last": ("可清缴的最晚年度", "Last vintage that may be surrendered"),
    "offset_share_max_percent": ("抵销比例上限", "Largest share of offsets"),
    "offset_registered_after": ("抵销项目须晚于此日登记", "Offset projects are registered after this day"),
    "average_price_fen": ("月均价", "Average price of a month"),
    "pledge_of_owed_allowed": ("允许质押应清缴的配额", "Allowances that are owed may be pledged"),
    "industry_balance_value": ("行业平衡值", "Balance value of a sector"),
}
