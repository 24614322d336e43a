"""What finance says in sentences, in Chinese and English: kinds, what is signed, refusals, reasons, sources."""

from typing import Final

Pair = tuple[str, str]

KIND_NAMES: Final[dict[str, Pair]] = {
    "finance.announce_catalogue": ("公布目录", "Announce a catalogue"),
    "finance.extend_catalogue": ("增补目录", "Extend a catalogue"),
    "finance.load_catalogue": ("载入目录条目", "Load catalogue entries"),
    "finance.register_project": ("登记绿色项目", "Register a green project"),
    "finance.update_project": ("变更绿色项目", "Update a green project"),
    "finance.rescreen_project": ("重新判定项目", "Screen a project again"),
    "finance.review_project": ("评估项目", "Review a project"),
    "finance.flag_project": ("标注项目", "Flag a project"),
    "finance.lift_flag": ("解除标注", "Lift a flag"),
}

SENTENCES: Final[dict[str, Pair]] = {
    "finance.announce_catalogue": (
        "公布绿色金融目录 {version}“{title_zh}”，自 {effective_from} 起施行，来源：{source}。",
        "Announce the catalogue {version}, “{title_en}”, in force from {effective_from}; source: {source}.",
    ),
    "finance.extend_catalogue": (
        "增补目录 {version} 的条目，来源：{source}。",
        "Add entries to the catalogue {version}; source: {source}.",
    ),
    "finance.load_catalogue": (
        "载入目录 {version} 的第 {part} 部分。",
        "Load part {part} of the catalogue {version}.",
    ),
    "finance.register_project": (
        (
            "以 {owner} 的名义登记绿色项目 {project}“{name_zh}”：地区 {zone}，目录 {catalogue} 条目 {category}，"
            "总投资 {total_investment_fen} 分，拟融绿色资金 {green_finance_fen} 分。所填事实公开且永久保存。"
        ),
        (
            "Register the green project {project}, “{name_en}”, for {owner}: zone {zone}, catalogue {catalogue} entry "
            "{category}, total investment {total_investment_fen} fen, green finance sought {green_finance_fen} fen. "
            "The facts stated are public and permanent."
        ),
    ),
    "finance.update_project": (
        (
            "变更绿色项目 {project}（第 {version} 版）的全部事实：目录 {catalogue} 条目 {category}，"
            "总投资 {total_investment_fen} 分，拟融绿色资金 {green_finance_fen} 分。所填事实公开且永久保存。"
        ),
        (
            "State the facts of green project {project} (version {version}) anew: catalogue {catalogue}, entry "
            "{category}, total investment {total_investment_fen} fen, green finance sought {green_finance_fen} fen. "
            "The facts stated are public and permanent."
        ),
    ),
    "finance.rescreen_project": (
        "请求按今日施行的规则重新判定绿色项目 {project}。",
        "Ask that green project {project} be screened under the rules in force today.",
    ),
    "finance.review_project": (
        (
            "以 {reviewer} 的名义对绿色项目 {project} 第 {version} 版出具评估结论。确认符合条件：{confirmed}；"
            "不确认的原因：{reason}；等级：{grade}。"
        ),
        (
            "State for {reviewer} the finding on version {version} of green project {project}. Conditions confirmed: "
            "{confirmed}; reason if not: {reason}; grade: {grade}."
        ),
    ),
    "finance.flag_project": (
        "依据 {reference} 对绿色项目 {project} 作出标注：{kind}。标注存续期间该项目不合格。",
        "Flag green project {project} under decision {reference}: {kind}. While the flag stands it is not eligible.",
    ),
    "finance.lift_flag": (
        "依据 {reference} 解除绿色项目 {project} 的第 {flag} 号标注。",
        "Lift flag {flag} of green project {project} under decision {reference}.",
    ),
}

REFUSALS: Final[dict[str, Pair]] = {
    "approved_in_future": (
        "融资批准日期不能晚于今日（{today}）。尚未批准的，请留空。",
        "The financing cannot have been approved after today ({today}). Leave the day empty if it is still open.",
    ),
    "catalogue_incomplete": (
        "目录 {version} 尚未载入完毕。请待其完整后再试。",
        "The catalogue {version} is not loaded completely. Try again when it is.",
    ),
    "catalogue_known": (
        "目录 {version} 已公布。增补条目请使用“增补目录”。",
        "The catalogue {version} has been announced. To add entries, extend it.",
    ),
    "catalogue_not_in_force": (
        "{day} 适用的目录是 {version}。请按该目录选择条目。",
        "On {day} the catalogue {version} applies. Choose an entry of that one.",
    ),
    "catalogue_not_later": (
        "施行日期须晚于目录 {version} 的施行日期 {day}。",
        "It must come into force later than the catalogue {version}, which did on {day}.",
    ),
    "category_taken": (
        "目录中已有条目 {category}。请核对后重新导出。",
        "The catalogue already holds entry {category}. Check the table and export it again.",
    ),
    "dates_reversed": (
        "投运日期不能早于开工日期 {starts_on}。",
        "Operation cannot begin before the start on {starts_on}.",
    ),
    "finance_exceeds_investment": (
        "拟融绿色资金不能超过总投资。请核对两项金额。",
        "The green finance sought cannot exceed the total investment. Check both amounts.",
    ),
    "flag_lifted": ("第 {flag} 号标注已经解除。", "Flag {flag} has been lifted already."),
    "flag_standing": (
        "依据 {reference} 的同类标注仍然有效，无需重复。",
        "A flag of this kind already stands under {reference}; there is nothing to do.",
    ),
    "metric_twice": (
        "同一环境效益指标只能填写一次。请合并。",
        "Each impact indicator can stand only once. Put the two together.",
    ),
    "not_a_reviewer": (
        "只有第三方评估机构或主管部门可以出具评估结论。",
        "Only an external reviewer or an authority can state a finding.",
    ),
    "not_due": (
        "按今日施行的规则判定结果不变，无需重新判定。",
        "Under the rules of today the result stays as it is; there is nothing to do.",
    ),
    "nothing_changed": (
        "所填事实与现有版本相同。请修改后再提交。",
        "The facts are those of the present version. Change something first.",
    ),
    "number_taken": ("编号 {number} 已被使用。请使用下一个编号。", "The number {number} is taken. Use the next one."),
    "parent_missing": (
        "条目 {category} 的上级 {parent} 不在目录中。请按层级顺序载入。",
        "Entry {category} stands under {parent}, which is not there. Load upper levels first.",
    ),
    "part_differs": (
        "第 {part} 部分与公布的摘要不符。请从同一份目录表重新导出。",
        "Part {part} is not what was announced. Export it again from the same table.",
    ),
    "part_out_of_order": (
        "已载入 {loaded} 部分，共 {parts} 部分。请载入下一部分。",
        "{loaded} of {parts} parts are loaded. Load the next one.",
    ),
    "permit_check": (
        "排污许可证编号 {permit} 的校验码不符。请对照许可证核对。",
        "The check character of the permit {permit} does not fit. Compare it with the permit.",
    ),
    "permit_incomplete": (
        "排污许可证编号与有效期须同时填写或同时留空。",
        "State both the permit's number and its end, or neither.",
    ),
    "project_withdrawn": (
        "撤回的项目不再变更。请登记新的项目。",
        "A withdrawn project changes no more. Register a new one.",
    ),
    "review_reason_missing": ("不予确认的，请选择原因。", "Choose the reason for not confirming."),
    "review_reason_unexpected": ("予以确认的，不应填写原因。", "Leave the reason empty if you confirm."),
    "reviewer_not_independent": (
        "评估机构不能评估自己的项目。请由其他机构出具。",
        "A reviewer cannot review its own project. Ask another one.",
    ),
    "too_deep": (
        "条目 {category} 超出目录的 {depth} 级。请核对编码。",
        "Entry {category} lies below the catalogue's {depth} levels. Check the code.",
    ),
    "too_many_parts": ("目录最多 {limit} 个部分。请合并。", "A catalogue has at most {limit} parts. Make larger ones."),
    "unit_differs": (
        "指标 {metric} 的单位应为：{units}。",
        "The indicator {metric} is given in: {units}.",
    ),
    "unknown_catalogue": ("没有目录 {key}。请从列表中选择。", "There is no catalogue {key}. Choose one from the list."),
    "unknown_category": (
        "目录 {version} 中没有条目 {category}。请从目录中选择。",
        "The catalogue {version} has no entry {category}. Choose one from it.",
    ),
    "unknown_flag": ("没有第 {flag} 号标注。请在项目页面核对。", "There is no flag {flag}. See the project's page."),
    "unknown_metric": (
        "未知的环境效益指标 {metric}。请从列表中选择。",
        "The indicator {metric} is not known. Choose one from the list.",
    ),
    "unknown_project": ("没有项目 {key}。请核对编号。", "There is no project {key}. Check its number."),
    "version_differs": (
        "项目已有第 {version} 版。请重新打开页面后再试。",
        "The project is at version {version} now. Open its page again, then try once more.",
    ),
}

REASONS: Final[dict[str, Pair]] = {
    "high_emission": ("属于高耗能、高排放（“两高”）项目", "It is a high-energy, high-emission project"),
    "penalty": ("环境违法处罚尚未了结", "An environmental penalty is open"),
    "permit_lapsed": ("排污许可证已失效或被吊销", "The discharge permit has lapsed or was revoked"),
    "damage": ("生态环境损害赔偿尚未履行", "Compensation for environmental damage is due"),
    "credit_record": ("存在严重失信记录", "There is a serious adverse credit record"),
    "unit_bars": (
        "所在环境管控单元的准入清单不允许此类项目",
        "The control unit of its site does not admit such projects",
    ),
    "withdrawn": ("业主已撤回该项目", "The owner has withdrawn the project"),
    "instrument_out_of_scope": ("目录不适用于该融资方式", "The catalogue does not cover this instrument"),
    "permit_expired": ("排污许可证已过有效期", "The discharge permit has expired"),
    "conditions_not_met": ("评估结论：不符合目录条件", "The reviewer finds that the entry's conditions are not met"),
    "significant_harm": ("评估结论：造成重大损害", "The reviewer finds significant harm to another objective"),
    "category_differs": ("评估结论：不属于所选条目", "The reviewer finds that it belongs to another entry"),
    "evidence_missing": ("评估机构要求补充证明材料", "The reviewer asks for further evidence"),
    "impact_not_supported": ("评估机构认为环境效益测算依据不足", "The reviewer finds the expected impact unsupported"),
    "catalogue_superseded": (
        "融资尚未批准而目录已更新，须按现行目录重新选择条目",
        "The catalogue has changed before the financing was approved; choose an entry of the one in force",
    ),
    "category_too_broad": ("须选择目录最末一级条目", "Choose an entry at the catalogue's lowest level"),
    "eia_missing": (
        "缺少环境影响评价批复或备案",
        "The environmental impact assessment's approval or filing is missing",
    ),
    "permit_missing": ("已投运但缺少排污许可证", "It operates and its discharge permit is missing"),
    "impact_missing": ("未填写预期环境效益", "No expected impact is stated"),
    "review_missing": ("尚无第三方评估", "There is no external review yet"),
    "review_outdated": ("事实已变更，须重新评估", "The facts have changed since the review; it has to be done again"),
}

SOURCES: Final[dict[str, Pair]] = {
    "opinion-2021/4": (
        "自贸试验区生态环境保护指导意见（2021）第（四）条",
        "Guiding Opinion on free trade zones (2021), 4",
    ),
    "opinion-2021/10": (
        "自贸试验区生态环境保护指导意见（2021）第（十）条",
        "Guiding Opinion on free trade zones (2021), 10",
    ),
    "opinion-2021/16": (
        "自贸试验区生态环境保护指导意见（2021）第（十六）条",
        "Guiding Opinion on free trade zones (2021), 16",
    ),
    "opinion-2021/18": (
        "自贸试验区生态环境保护指导意见（2021）第（十八）条",
        "Guiding Opinion on free trade zones (2021), 18",
    ),
    "gbp-cn-2022/selection": (
        "中国绿色债券原则（2022）项目评估与遴选 [BK]",
        "China Green Bond Principles (2022), project evaluation and selection [BK]",
    ),
    "gbp-cn-2022/disclosure": (
        "中国绿色债券原则（2022）存续期信息披露 [BK]",
        "China Green Bond Principles (2022), disclosure [BK]",
    ),
    "gbp-cn-2022/review": (
        "中国绿色债券原则（2022）推荐外部评估 [BK]；本登记簿要求",
        "China Green Bond Principles (2022) recommend external review [BK]; this registry demands it",
    ),
    "permit-regulation-2021/14": ("排污许可管理条例第十四条", "Regulation on discharge permits, art. 14"),
    "code-2026/182": ("生态环境法典第一百八十二条", "Ecological and Environmental Code, art. 182"),
    "eia-law": (
        "环境影响评价法（2026-08-15 废止）[BK]",
        "Environmental Impact Assessment Law, repealed 2026-08-15 [BK]",
    ),
    "code-2026/eia": (
        "生态环境法典关于环境影响评价的规定（条号待核）",
        "Ecological and Environmental Code on impact assessment (article number not confirmed)",
    ),
    "catalogue/scope": ("目录施行通知：适用范围", "Notice of the catalogue: scope"),
    "catalogue/conditions": ("目录所选条目的说明/条件", "Condition of the catalogue's entry"),
    "catalogue/in_force": ("目录施行通知：施行日期与衔接", "Notice of the catalogue: entry into force and transition"),
    "catalogue/levels": ("目录分级", "Levels of the catalogue"),
    "registry": ("本登记簿规则", "Rules of this registry"),
}
