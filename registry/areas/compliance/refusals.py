"""Why compliance refuses, in both languages, with what to do next."""

from typing import Final

Pair = tuple[str, str]

REFUSALS: Final[dict[str, Pair]] = {
    "owed_units": (
        "还应清缴 {owed} 吨，质押后可用配额只剩 {left} 吨。请减少质押数量，或先完成清缴。",
        "{owed} tCO2e are owed, and only {left} usable allowances would be left. Pledge fewer, or surrender first.",
    ),
    "already_listed": (
        "{participant} 已在 {year} 年度名录中。请先移出，再重新列入。",
        "{participant} is on the list of {year} already. Take it off before you list it anew.",
    ),
    "already_allocated": (
        "{participant} 的 {year} 年度配额已经登记。排放量更正并确认后可以重新核定。",
        "The allocation of {participant} for {year} stands. It is computed anew once corrected emissions are accepted.",
    ),
    "basis_unknown": (
        "没有 {year} 年度的核定排放量，无法预分配。请先确认该年度排放量。",
        "There are no verified emissions of {year} to allocate ahead on. Accept them first.",
    ),
    "below_threshold": (
        (
            "直接排放量 {units} 吨低于纳入门槛 {limit} 吨，且上一年度未在门槛以上。请核对排放量；"
            "连续两年低于门槛的不再列入。"
        ),
        (
            "Direct emissions of {units} tCO2e lie below the threshold of {limit}, and the year before was not above "
            "it. Check the figure; after two years below, an enterprise is covered no longer."
        ),
    ),
    "deadline_not_set": (
        "尚未设定 {year} 年度该事项的期限。请主管部门先设定期限。",
        "No deadline is set for this step of {year}. The authority sets it first.",
    ),
    "deadline_over": (
        "原期限 {day} 已过，不能变更。",
        "The deadline of {day} has passed and cannot be changed.",
    ),
    "deadline_past": ("{day} 早于今天。请选择今天或以后的日期。", "{day} lies before today. Choose today or later."),
    "deadline_shortened": (
        "期限 {day} 正在进行，只能延后，不能提前。",
        "The deadline of {day} is running: it can be put off and not brought forward.",
    ),
    "document_used": (
        "另一项核定已引用此文件。每项核定使用各自的决定文件，入账时引用它。",
        "Another allocation rests on this document. Each has its own decision, which the booking cites.",
    ),
    "emissions_accepted": (
        "{participant} 的 {year} 年度排放量已经确认。如有更正，请报送新的版本。",
        "The emissions of {participant} for {year} are accepted. A correction is a new version of the report.",
    ),
    "emissions_unknown": (
        "{participant} 没有 {year} 年度的核定排放量。请先确认排放量。",
        "{participant} has no verified emissions of {year}. Accept them first.",
    ),
    "findings_missing": (
        "不予确认时须写明发现的问题。",
        "An opinion that does not confirm must say what was found.",
    ),
    "inside_quota": (
        "项目 {project} 位于配额管理边界内，其减排量不能用于抵销。",
        "Project {project} lies inside the quota's boundary: its credits offset nothing.",
    ),
    "intensity_not_used": (
        "{year} 年度该行业按核定排放量等量分配，不使用强度。请留空。",
        "In {year} the sector's quota equals its emissions and no intensity is used. Leave it empty.",
    ),
    "more_than_owed": (
        "超过应清缴数量，尚可提交 {left} 吨。请减少数量。",
        "That is more than is owed: {left} tonnes are left. Lower the units.",
    ),
    "not_a_service_body": (
        "{participant} 不是技术服务机构。请选择登记为核查机构的参与方。",
        "{participant} is no technical service body. Choose a participant that is registered as a verifier.",
    ),
    "not_an_offset": (
        "{asset} 不能用于抵销。只能使用核证自愿减排量（CCER）。",
        "{asset} offsets nothing here. Only national credits (CCER) do.",
    ),
    "not_an_enterprise": (
        "{participant} 不是企业，不能列入名录。请核对参与方编号。",
        "{participant} is no enterprise and cannot be listed. Check the participant's number.",
    ),
    "not_assigned": (
        "{participant} 未被指派核查此报告。请主管部门先行指派。",
        "{participant} is not assigned to review this report. The authority assigns first.",
    ),
    "not_listed": (
        "{participant} 不在 {year} 年度重点排放单位名录中。请核对年度与编号。",
        "{participant} is not on the list of covered enterprises of {year}. Check year and number.",
    ),
    "offset_share_exceeded": (
        "超过抵销比例上限，尚可抵销 {left} 吨。请减少数量。",
        "That is above the largest share of offsets: {left} tonnes are left. Lower the units.",
    ),
    "older_vintage_first": (
        "账户中还有更早的可用配额 {asset}。请先清缴更早的年度。",
        "The account holds {asset}, an older vintage that may be used. Surrender that first.",
    ),
    "opinion_given": (
        "第 {version} 版已有核查意见。请等待企业报送新的版本。",
        "Version {version} has its opinion already. Wait for a new version of the report.",
    ),
    "opinion_missing": (
        "第 {version} 版尚无核查机构的确认意见。请等待核查。",
        "The verifier has not confirmed version {version}. Wait for the opinion.",
    ),
    "parts_do_not_sum": (
        "分项合计 {sum} 吨，与总量 {total} 吨不符。请核对。",
        "The parts sum to {sum} tCO2e and not to the total of {total}. Check them.",
    ),
    "registered_too_early": (
        "项目于 {day} 登记，早于可抵销的日期。请使用新登记项目的减排量。",
        "The project was registered on {day}, too early to offset. Use credits of newer projects.",
    ),
    "sector_not_covered": (
        "该行业自 {first} 年度起纳入，{year} 年度不在范围内。",
        "The sector is covered from {first} on, so not in {year}.",
    ),
    "share_too_high": (
        "预分配比例 {percent}% 超过上限 {limit}%。请降低。",
        "A share of {percent} per cent is above the limit of {limit}. Lower it.",
    ),
    "source_not_of_sector": (
        "该行业没有此排放源。含氟气体只用于铝冶炼。",
        "The sector has no such source. Fluorocarbons are reported by aluminium smelting alone.",
    ),
    "source_twice": ("同一排放源出现两次。请合并。", "One source stands there twice. Put it on one line."),
    "unit_twice": ("同一机组出现两次。请合并。", "One unit stands there twice. Put it on one line."),
    "units_do_not_sum": (
        "各机组排放量合计 {sum} 吨，与核定排放量 {total} 吨不符。请核对。",
        "The units' emissions sum to {sum} tCO2e and not to the verified {total}. Check them.",
    ),
    "units_missing": (
        "发电企业按机组核定。请逐台填写机组，强度留空。",
        "A power company's quota is that of its units. Enter each unit and no intensity.",
    ),
    "units_not_of_sector": (
        "该行业不按发电机组核定。请删去机组，填写强度。",
        "The sector is not allocated by generating units. Remove them and enter the intensity.",
    ),
    "verifier_not_independent": (
        "{participant} 与 {related} 存在关联关系，不能核查。请另行指派。",
        "{participant} is related to {related} and cannot review. Assign another body.",
    ),
    "vintage_not_eligible": (
        "{asset} 不能清缴该年度。可用年度为 {first} 至 {last}。",
        "{asset} cannot be surrendered for that year. Vintages {first} to {last} can.",
    ),
    "version_differs": (
        "当前应为第 {version} 版。请刷新页面后重试。",
        "Version {version} is due now. Load the page again and retry.",
    ),
    "writes_and_reviews": (
        "{participant} 当年已在同一省份从事报告编制与核查中的另一项，不能兼任。请另选机构。",
        "{participant} does the other of writing and reviewing in this province and year. Choose another body.",
    ),
    "year_not_over": (
        "{year} 年尚未结束，不能报送年度排放报告。",
        "The year {year} is not over, so its report is too early.",
    ),
}
