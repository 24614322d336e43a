"""Why a step of a project is refused, in both languages. Measures: CCER-MEAS, by article."""

from typing import Final

Pair = tuple[str, str]

REFUSALS: Final[dict[str, Pair]] = {
    "accreditation_past": (
        "资质截止日 {until} 已过。请填写今天或以后的日期。",
        "{until} is past. Give a day that is today or later.",
    ),
    "body_not_accredited": (
        "机构 {participant} 没有领域 {field} 的有效资质（办法第三十条）。请选择有资质的机构。",
        "Body {participant} is not accredited in field {field} now (Measures art. 30). Choose one that is.",
    ),
    "body_not_independent": (
        "机构 {participant} 与项目业主有利害关系（办法第三十七条）。请选择独立的机构。",
        "Body {participant} is related to the project's owner (Measures art. 37). Choose an independent one.",
    ),
    "buffer_not_set": (
        "{scheme} 机制尚未设定缓冲账户。请先设定参数 credit_buffer_account。",
        "Scheme {scheme} has no buffer account yet. Set the parameter credit_buffer_account first.",
    ),
    "case_elsewhere": (
        "该案卷的状态为 {stage}，不能办理此步骤。请查看项目页的办理进度。",
        "The case stands at {stage}, so this step does not apply. See the project's timeline.",
    ),
    "claim_twice": ("同一编号填写了两次。请删除重复的一项。", "A number is given twice. Remove one."),
    "claimed_elsewhere": (
        "编号 {claim} 已属于项目 {project}，同一减排不得重复登记（办法第四十八条）。请核对权属或计量编号。",
        "{claim} belongs to project {project}; no reduction counts twice (Measures art. 48). Check the numbers.",
    ),
    "comment_answered": (
        "第 {number} 条意见已经答复。请答复其他意见。",
        "Comment {number} is answered already. Answer another.",
    ),
    "comments_unanswered": (
        "还有 {comments} 条意见未答复。请先由业主答复。",
        "{comments} comments have no answer yet. The owner answers them first.",
    ),
    "credit_project_cancelled": (
        "项目 {project} 已注销，不得再次登记（办法第十六条）。请另行设立项目。",
        "Project {project} is cancelled and never returns (Measures art. 16). Begin another project.",
    ),
    "crediting_bounds": (
        "最短计入期长于最长计入期。请核对两者。",
        "The shortest crediting period is longer than the longest. Check both.",
    ),
    "crediting_length": (
        "该方法学的计入期为 {minimum} 至 {maximum} 年。请调整计入期。",
        "This methodology credits {minimum} to {maximum} years. Change the period.",
    ),
    "crediting_reversed": (
        "计入期须自开工日 {started_on} 或以后起算，且截止日晚于起始日。请核对日期。",
        "The crediting period begins on {started_on} or later and ends after it begins. Check the days.",
    ),
    "generated_too_early": (
        "减排量须产生于 {after} 之后（办法第十七条）。请调整核算期。",
        "Reductions count if generated after {after} (Measures art. 17). Change the period.",
    ),
    "issued_by_project": (
        "{asset} 依方法学按项目核证后签发。请在项目页办理。",
        "{asset} is issued by project, once verified under a methodology. Use the project's page.",
    ),
    "methodology_admitted": (
        "{scheme} 机制已采纳方法学 {methodology}，无需再次采纳。",
        "{scheme} admits {methodology} already; nothing more is to be done.",
    ),
    "methodology_not_admitted": (
        "{scheme} 机制未采纳方法学 {methodology}。请选择已采纳的方法学。",
        "{scheme} does not admit methodology {methodology}. Choose one that it admits.",
    ),
    "national_number_missing": (
        "权属在国家登记系统，登记须引用其编号。请填写国家登记编号。",
        "The national register holds title, so its number is cited. Give the national number.",
    ),
    "national_number_taken": (
        "国家登记编号 {number} 已属于项目 {project}。请核对编号。",
        "National number {number} belongs to project {project}. Check it.",
    ),
    "national_number_unexpected": (
        "此处没有国家登记编号：权属在本登记簿，或不予登记。请留空。",
        "There is no national number here: this registry holds title, or the case is declined. Leave it empty.",
    ),
    "no_accreditation": (
        "机构 {participant} 在领域 {field} 没有资质。请核对。",
        "Body {participant} has no accreditation in field {field}. Check both.",
    ),
    "not_a_verification_body": (
        "{participant} 不是审定与核查机构。请选择审定与核查机构。",
        "{participant} is no validation and verification body. Choose one.",
    ),
    "notice_over": (
        "公示已经结束，不再接收意见。请向主管部门反映。",
        "The notice is over; comments are taken no more. Turn to the authority.",
    ),
    "notice_running": (
        "公示尚未结束（办法第十二条、第十九条）。请在公示期满后办理。",
        "The public notice still runs (Measures art. 12, 19). Come back when it is over.",
    ),
    "number_taken": (
        "项目编号 {number} 已被使用。请使用其他编号。",
        "Number {number} is taken. Use another.",
    ),
    "own_project": (
        "业主不能对自己的项目 {project} 提出意见。请答复他人的意见。",
        "The owner does not comment on its own project {project}. Answer others' comments.",
    ),
    "period_not_over": (
        "核算期至 {last}，尚未结束。请在期满后公示。",
        "The period runs until {last} and is not over. Publish it afterwards.",
    ),
    "period_outside_crediting": (
        "核算期须在计入期 {first} 至 {last} 之内（办法第十七条）。请调整核算期。",
        "The period lies within the crediting period, {first} to {last} (Measures art. 17). Change it.",
    ),
    "period_overlaps": (
        "与第 {case} 号案卷的核算期 {first} 至 {last} 重叠。请从其后开始。",
        "It overlaps case {case}, {first} to {last}. Begin after it.",
    ),
    "period_reversed": (
        "核算期截止日早于起始日 {first}。请核对日期。",
        "The period ends before it begins on {first}. Check the days.",
    ),
    "period_too_old": (
        "核算期自 {first} 起，已超过申请前 {years} 年（办法第十七条），不能申请。请只申请五年内产生的减排量。",
        "The period begins on {first}, more than {years} years ago (Measures art. 17). Apply for younger reductions.",
    ),
    "project_not_registered": (
        "项目的状态为 {stage}，尚未登记，不能公示减排量。请先完成项目登记。",
        "The project stands at {stage} and is not registered. Register it first.",
    ),
    "reason_missing": ("不予登记须说明理由。请填写理由。", "A case is declined for a reason. Give it."),
    "reason_unexpected": (
        "准予登记时不填写不予登记的理由。请留空。",
        "No reason for declining stands where the case is granted. Leave it empty.",
    ),
    "serials_differ": (
        "应填写 {years} 个起始序列号：权属在国家登记系统的每年度一个，权属在本登记簿的不填。请核对。",
        "Give {years} first serials: one for each year of a mirrored title, none for an own one. Check them.",
    ),
    "started_too_early": (
        "项目须在 {after} 之后开工（办法第十条）。该项目不能申请。",
        "Construction has to start after {after} (Measures art. 10). This project is not eligible.",
    ),
    "too_many_comments": (
        "意见已达 {limit} 条上限。请向主管部门反映。",
        "There are {limit} comments already. Turn to the authority.",
    ),
    "too_many_periods": (
        "项目的核算期已达 {limit} 个上限。请合并核算期。",
        "The project has {limit} periods already. Take longer periods.",
    ),
    "units_differ": (
        "申请的数量须等于核证的 {verified} 吨（办法第二十一条）。请更正。",
        "The units applied for equal the {verified} verified (Measures art. 21). Correct them.",
    ),
    "unknown_case": (
        "项目 {project} 没有第 {case} 号案卷。请核对。",
        "Project {project} has no case {case}. Check both.",
    ),
    "unknown_comment": ("没有第 {number} 条意见。请核对序号。", "There is no comment {number}. Check the number."),
    "unknown_credit_project": (
        "没有编号为 {key} 的减排项目。请核对编号。",
        "There is no project {key}. Check its number.",
    ),
    "verified_above_claimed": (
        "{year} 年度核证的数量多于业主核算的 {claimed} 吨。请更正。",
        "More is verified for {year} than the {claimed} claimed. Correct it.",
    ),
    "verifier_validated": (
        "机构 {participant} 审定过该项目，不得核查其减排量（办法第十八条）。请选择其他机构。",
        "Body {participant} validated this project and may not verify it (Measures art. 18). Choose another.",
    ),
    "years_differ": (
        "各年度与业主核算的不一致，或未通过时填写了年度。请核对。",
        "The years are not those claimed, or stand where nothing is endorsed. Check them.",
    ),
    "years_outside_period": (
        "各年度须依次排列并在 {first} 至 {last} 年之内。请核对。",
        "Years stand in order and lie within {first} to {last}. Check them.",
    ),
}
