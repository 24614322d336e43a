"""The words of projects in both languages: what is signed at each step, its fields and choices."""

from typing import Final

Pair = tuple[str, str]

GLOSSARY: Final[dict[str, Pair]] = {
    "methodology": ("方法学", "How a kind of project's reductions are computed, in a version that a scheme admits"),
    "case": ("案卷", "A design or a monitoring period on its way: public notice, a body's opinion, registration"),
    "validation": ("审定", "A body's opinion of a project's design"),
    "verification": ("核查", "Another body's opinion of a period's reductions"),
    "buffer": ("缓冲", "Units set aside at issue against later reversals"),
}

KIND_NAMES: Final[dict[str, Pair]] = {
    "credits.admit_methodology": ("采纳方法学", "Admit a methodology"),
    "credits.accredit": ("批准审定与核查机构", "Accredit a body"),
    "credits.end_accreditation": ("终止机构资质", "End an accreditation"),
    "credits.publish_design": ("公示项目设计文件", "Publish a project's design"),
    "credits.cancel_project": ("注销减排项目", "Cancel a project"),
    "credits.comment": ("提出公示意见", "Comment on a published case"),
    "credits.answer_comment": ("答复公示意见", "Answer a comment"),
    "credits.publish_period": ("公示减排量核算报告", "Publish a monitoring period"),
    "credits.validate_project": ("审定项目", "Validate a project"),
    "credits.verify_reductions": ("核查减排量", "Verify reductions"),
    "credits.apply_registration": ("申请登记", "Apply for registration"),
    "credits.decide_registration": ("决定登记", "Decide a registration"),
    "credits.issue_verified": ("签发核证的减排量", "Issue verified reductions"),
}

PARAMETERS: Final[dict[str, Pair]] = {
    "credit_notice_working_days": ("项目与减排量的公示期", "Public notice of designs and reductions"),
    "credit_decision_working_days": ("登记决定的期限", "Time for deciding a registration"),
    "credit_age_years_max": ("减排量产生至申请的最长年限", "How old reductions may be when applied for"),
    "credit_started_after": ("项目须在此日之后开工", "Construction has to start after this day"),
    "credit_generated_after": ("减排量须在此日之后产生", "Reductions count if generated after this day"),
    "credit_buffer_account": ("机制的缓冲账户", "A scheme's buffer account"),
}

SENTENCES: Final[dict[str, Pair]] = {
    "credits.admit_methodology": (
        (
            "在 {scheme} 机制下采纳方法学 {methodology}({name_zh})，领域 {field}，计入期 {crediting_years_min} 至"
            " {crediting_years_max} 年，缓冲 {buffer_permille}；依据 {article}({evidence})。"
        ),
        (
            "Admit methodology {methodology} ({name_en}) to {scheme}: field {field}, crediting period of "
            "{crediting_years_min} to {crediting_years_max} years, buffer {buffer_permille}; by {article} ({evidence})."
        ),
    ),
    "credits.accredit": (
        "批准 {participant} 在领域 {field} 从事审定与核查，至 {until} 止。",
        "Accredit {participant} to validate and verify in field {field} until {until}.",
    ),
    "credits.end_accreditation": (
        "终止 {participant} 在领域 {field} 的审定与核查资质。",
        "End the accreditation of {participant} in field {field}.",
    ),
    "credits.publish_design": (
        (
            "公示项目 {project}({name_zh})：{scheme} 机制，方法学 {methodology}，计入期 {crediting_first} 至"
            " {crediting_last}，预计年减排 {units_expected} 吨；审定机构 {validator}；权属或计量编号 {claims}。"
        ),
        (
            "Publish project {project} ({name_en}) under {scheme}, methodology {methodology}, credited from "
            "{crediting_first} to {crediting_last}, {units_expected} t a year expected; validator {validator}; "
            "titles or meters {claims}."
        ),
    ),
    "credits.cancel_project": (
        "注销项目 {project}，理由：{ground}。注销后不得再次登记。",
        "Cancel project {project}: {ground}. It can never be registered again.",
    ),
    "credits.comment": (
        "对项目 {project} 第 {case} 号案卷提出意见：{comment}",
        "Comment on case {case} of project {project}: {comment}",
    ),
    "credits.answer_comment": (
        "答复项目 {project} 第 {case} 号案卷的第 {comment_number} 条意见：{answer}",
        "Answer comment {comment_number} on case {case} of project {project}: {answer}",
    ),
    "credits.publish_period": (
        (
            "公示项目 {project} 自 {period_first} 至 {period_last} 的减排量核算报告，各年度 {years}，"
            "计算程序 {calculator}；核查机构 {verifier}。"
        ),
        (
            "Publish the reductions of project {project} from {period_first} to {period_last}, by year {years}, "
            "computed by {calculator}; verifier {verifier}."
        ),
    ),
    "credits.validate_project": (
        "对项目 {project} 的审定意见：通过 {endorsed}；报告 {document}。",
        "Opinion on project {project}: endorsed {endorsed}; report {document}.",
    ),
    "credits.verify_reductions": (
        "对项目 {project} 第 {case} 号案卷的核查意见：通过 {endorsed}，各年度 {years}；报告 {document}。",
        "Opinion on case {case} of project {project}: endorsed {endorsed}, by year {years}; report {document}.",
    ),
    "credits.apply_registration": (
        "申请登记项目 {project} 第 {case} 号案卷，减排量 {units} 吨。",
        "Apply to register case {case} of project {project}, {units} t.",
    ),
    "credits.decide_registration": (
        (
            "决定项目 {project} 第 {case} 号案卷：准予登记 {granted}，国家登记编号 {national_number}，"
            "不予登记的理由 {decline_reason}。"
        ),
        (
            "Decide case {case} of project {project}: granted {granted}, national number {national_number}, "
            "reason if declined {decline_reason}."
        ),
    ),
    "credits.issue_verified": (
        "签发项目 {project} 第 {case} 号案卷核证的减排量，记入账户 {target}，缓冲部分依规则扣留。",
        "Issue what was verified in case {case} of project {project} into account {target}, less the buffer's share.",
    ),
}

FIELDS: Final[dict[str, Pair]] = {
    "scheme": ("机制（资产类别）", "Scheme (asset class)"),
    "methodology": ("方法学编号", "Methodology"),
    "field": ("专业领域", "Field of work"),
    "crediting_years_min": ("最短计入期（年）", "Shortest crediting period, years"),
    "crediting_years_max": ("最长计入期（年）", "Longest crediting period, years"),
    "buffer_permille": ("缓冲比例（千分比）", "Buffer, per mille"),
    "until": ("有效期至", "Until"),
    "owner": ("项目业主", "Project owner"),
    "name_zh": ("中文名称（公开、永久）", "Name in Chinese (public, permanent)"),
    "name_en": ("英文名称（公开、永久）", "Name in English (public, permanent)"),
    "started_on": ("开工日期", "Construction started on"),
    "crediting_first": ("计入期起始日", "Crediting period begins"),
    "crediting_last": ("计入期截止日", "Crediting period ends"),
    "units_expected": ("预计年均减排量", "Expected in a mean year"),
    "claims": ("权属证书或计量装置编号", "Numbers of titles or meters"),
    "validator": ("审定机构", "Validating body"),
    "verifier": ("核查机构", "Verifying body"),
    "ground": ("理由（公开、永久）", "Ground (public, permanent)"),
    "case": ("案卷号（0 为项目设计）", "Case (0 for the design)"),
    "author": ("意见提出方", "Who comments"),
    "comment": ("意见（公开、永久）", "Comment (public, permanent)"),
    "comment_number": ("意见序号", "Number of the comment"),
    "answer": ("答复（公开、永久）", "Answer (public, permanent)"),
    "period_first": ("核算期起始日", "Period begins"),
    "period_last": ("核算期截止日", "Period ends"),
    "years": ("各年度减排量", "Reductions by year"),
    "year": ("年度", "Year"),
    "calculator": ("计算程序版本", "Version of the calculation"),
    "endorsed": ("通过", "Endorsed"),
    "granted": ("准予登记", "Granted"),
    "national_number": ("国家登记编号", "National number"),
    "decline_reason": ("不予登记的理由（公开、永久）", "Why it is declined (public, permanent)"),
    "first_serials": ("各年度起始序列号", "First serial of each year"),
}

CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "Stage": {
        "published": ("公示中", "Before the public"),
        "endorsed": ("已审定或核查", "Endorsed"),
        "rejected": ("未通过", "Rejected"),
        "applied": ("已申请登记", "Applied"),
        "registered": ("已登记", "Registered"),
        "declined": ("不予登记", "Declined"),
        "issued": ("已签发", "Issued"),
        "cancelled": ("已注销", "Cancelled"),
    },
    "Step": {
        "published": ("公示", "Published"),
        "commented": ("提出意见", "Comment"),
        "answered": ("答复意见", "Answer"),
        "endorsed": ("审定或核查通过", "Endorsed"),
        "rejected": ("审定或核查未通过", "Rejected"),
        "applied": ("申请登记", "Applied"),
        "registered": ("登记", "Registered"),
        "declined": ("不予登记", "Declined"),
        "issued": ("签发", "Issued"),
        "cancelled": ("注销", "Cancelled"),
        "suspended": ("暂停", "Suspended"),
        "resumed": ("解除暂停", "Suspension lifted"),
        "replacement_ordered": ("责令补足", "Replacement ordered"),
        "replaced": ("补足", "Units replaced"),
        "loss_reported": ("报告损失", "Loss reported"),
        "loss_assessed": ("核定损失", "Loss assessed"),
        "double_claim": ("发现重复主张", "Double claim found"),
        "claim_settled": ("重复主张已解决", "Double claim settled"),
    },
}
