"""What is said of bonds in sentences and names, in Chinese and English."""

from typing import Final

Pair = tuple[str, str]

BOND_KIND_NAMES: Final[dict[str, Pair]] = {
    "finance.register_bond": ("登记绿色债券", "Register a green bond"),
    "finance.review_bond": ("评估绿色债券", "Review a green bond"),
    "finance.receive_proceeds": ("登记募集资金到账", "Receive proceeds"),
    "finance.allocate_proceeds": ("分配募集资金", "Allocate proceeds"),
    "finance.reallocate_proceeds": ("调整募集资金", "Move allocated proceeds"),
    "finance.place_idle": ("闲置资金临时投资", "Place idle proceeds"),
    "finance.recall_idle": ("收回临时投资", "Recall a placement"),
    "finance.return_proceeds": ("退还募集资金", "Return proceeds to investors"),
    "finance.report_bond": ("披露债券报告", "Report on a bond"),
    "finance.link_credits": ("关联减排项目", "Link a credit project"),
}

BOND_SENTENCES: Final[dict[str, Pair]] = {
    "finance.register_bond": (
        (
            "以 {issuer} 的名义登记 {bond}“{name_zh}”（{bond_kind}，ISIN {isin}，批准文号 {approval}）："
            "计划募集 {planned_fen}，{issued_on} 发行，{matures_on} 到期，适用目录 {catalogue}，"
            "置换回溯期 {lookback_months} 个月。所填事实公开且永久保存。"
        ),
        (
            "Register {bond}, “{name_en}” ({bond_kind}, ISIN {isin}, approval {approval}), for {issuer}: "
            "{planned_fen} to be raised, issued on {issued_on}, due on {matures_on}, under catalogue {catalogue}, "
            "refinancing up to {lookback_months} months before the issue. The facts stated are public and permanent."
        ),
    ),
    "finance.review_bond": (
        "以 {reviewer} 的名义对 {bond} 的框架出具评估意见：等级 {grade}，有效期至 {until}。",
        "State for {reviewer} the opinion on the framework of {bond}: grade {grade}, valid until {until}.",
    ),
    "finance.receive_proceeds": (
        "登记 {bond} 的募集资金 {fen} 于 {happened_on} 到账。",
        "Note that {fen} of {bond}'s proceeds came in on {happened_on}.",
    ),
    "finance.allocate_proceeds": (
        "将 {bond} 的募集资金 {fen} 分配给项目 {project}，支出日期 {happened_on}。该项目今日须合格。",
        "Allocate {fen} of {bond} to project {project}, spent on {happened_on}. The project must be eligible today.",
    ),
    "finance.reallocate_proceeds": (
        "将 {bond} 在项目 {project} 的 {fen} 调整到 {target}（不填则转为闲置），日期 {happened_on}。",
        "Move {fen} of {bond} out of project {project} into {target} (without one, to what is idle) on {happened_on}.",
    ),
    "finance.place_idle": (
        "将 {bond} 的闲置资金 {fen} 自 {happened_on} 起临时投资于：{placement}。",
        "Place {fen} of {bond}'s idle money from {happened_on} in: {placement}.",
    ),
    "finance.recall_idle": (
        "收回 {bond} 的临时投资 {fen}，日期 {happened_on}。",
        "Take {fen} of {bond}'s placed money back on {happened_on}.",
    ),
    "finance.return_proceeds": (
        "将 {bond} 的闲置资金 {fen} 于 {happened_on} 退还投资者。",
        "Return {fen} of {bond}'s idle money to its investors on {happened_on}.",
    ),
    "finance.report_bond": (
        "披露 {bond} 的 {period} 报告：资金使用以登记簿为准，环境效益按资金占比计算并扣除已签发的减排量。",
        (
            "Report on {bond} for {period}: the use of proceeds as this registry has it, the effects by the money's "
            "share, less what was issued as credits."
        ),
    ),
    "finance.link_credits": (
        "声明绿色项目 {project} 与减排项目 {credit_project} 为同一项目；已签发的减排量不再计入债券的环境效益。",
        (
            "State that green project {project} and credit project {credit_project} are the same; tonnes issued as "
            "credits count in no bond's effects."
        ),
    ),
}

BOND_FIELDS: Final[dict[str, Pair]] = {
    "bond": ("债券编号", "Bond"),
    "issuer": ("发行人", "Issuer"),
    "bond_kind": ("类别", "Kind of bond"),
    "isin": ("证券识别码 ISIN", "ISIN"),
    "approval": ("批准或注册文号", "Approval or registration"),
    "currency": ("币种", "Currency"),
    "planned_fen": ("计划募集", "To be raised"),
    "issued_on": ("发行日", "Issued on"),
    "matures_on": ("到期日", "Due on"),
    "lookback_months": ("置换回溯期（月）", "Refinancing look-back (months)"),
    "use_of_proceeds": ("募集资金用途", "Use of proceeds"),
    "selection": ("项目评估与遴选", "Evaluation and selection"),
    "management": ("募集资金管理", "Management of proceeds"),
    "reporting": ("存续期信息披露", "Reporting"),
    "framework": ("绿色债券框架", "Framework"),
    "until": ("有效期至", "Valid until"),
    "fen": ("金额", "Sum"),
    "happened_on": ("日期", "Day"),
    "target": ("调整到的项目", "Project that takes it"),
    "placement": ("投资品种", "Placement"),
    "period": ("报告期", "Period"),
    "lines": ("环境效益", "Effects"),
    "credit_project": ("减排项目", "Credit project"),
    "credited_units": ("已签发减排量", "Issued as credits"),
    "attributed": ("归属本债券", "This bond's share"),
}

BOND_CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "BondKind": {
        "green": ("绿色债券", "Green bond"),
        "blue": ("蓝色债券", "Blue bond"),
        "carbon_neutral": ("碳中和债券", "Carbon-neutral bond"),
        "carbon_revenue": ("碳收益债券", "Carbon-revenue bond"),
        "project_revenue": ("绿色项目收益债券", "Project-revenue bond"),
        "asset_backed": ("绿色资产支持证券", "Asset-backed security"),
        "loan": ("绿色贷款", "Green loan"),
        "equity_fund": ("绿色股权基金", "Green equity fund"),
        "rights_investment": ("环境权益投资", "Investment in environmental rights"),
    },
    "Placement": {
        "deposit": ("存款", "Deposit"),
        "treasury": ("国债", "Treasury bonds"),
        "money_market": ("货币市场工具", "Money-market instruments"),
    },
    "MoveKind": {
        "received": ("到账", "Received"),
        "allocated": ("分配", "Allocated"),
        "reallocated": ("调整", "Moved"),
        "placed": ("临时投资", "Placed"),
        "recalled": ("收回投资", "Recalled"),
        "returned": ("退还投资者", "Returned"),
    },
}

BOND_GLOSSARY: Final[dict[str, Pair]] = {
    "proceeds": ("募集资金", "What a bond raised; traced here from receipt to project to the last fen"),
    "idle": ("闲置资金", "Proceeds received and neither allocated nor returned"),
    "look-back": ("置换回溯期", "How long before the issue an expenditure may lie to be refinanced"),
    "attributed effect": (
        "归属效益",
        "The whole effect times the bond's money in the project over its total investment",
    ),
}

PARAMETERS: Final[dict[str, Pair]] = {
    "bond_report_due_mmdd": ("债券年度报告截止日（月日）", "Day by which a bond's year is reported (month, day)"),
    "bond_half_report_due_mmdd": ("债券半年报告截止日（月日）", "Day by which a half-year is reported (month, day)"),
    "bond_idle_months": ("募集资金闲置提示（月）", "Months after which idle proceeds raise an alarm"),
}

BOND_REFUSALS: Final[dict[str, Pair]] = {
    "already_linked": (
        "项目 {project} 或该减排项目已有关联。请在项目页面核对。",
        "Project {project} or that credit project is linked already. See the project's page.",
    ),
    "before_issue": (
        "日期早于发行日 {issued_on}。请核对日期。",
        "That is before the issue on {issued_on}. Check the day.",
    ),
    "bond_number_taken": ("编号 {bond} 已被使用。请使用下一个编号。", "The number {bond} is taken. Use the next one."),
    "catalogue_differs": (
        "项目适用目录 {project}，债券适用目录 {bond}。请选择同一目录下的项目。",
        "The project stands under catalogue {project}, the bond under {bond}. Choose a project of the same catalogue.",
    ),
    "claim_hidden": (
        "项目 {project} 当年有 {units} 吨已签发为减排量，须在报告中扣除并写明。请按登记簿给出的数字填写。",
        (
            "Of project {project} {units} tonnes of that year were issued as credits; the report has to state them and "
            "take them off. Use the figure that the registry gives."
        ),
    ),
    "currency_differs": (
        "登记簿以 {expected} 记账，不能登记 {currency}。请折合后登记。",
        "This registry counts in {expected}, not in {currency}. Convert the sum first.",
    ),
    "day_in_future": ("日期不能晚于今日（{today}）。", "The day cannot lie after today ({today})."),
    "factor_differs": (
        "指标 {metric} 的因子版本应为 {expected}。项目变更因子后再报告。",
        "The indicator {metric} rests on factor version {expected}. Change the project first if that is no longer so.",
    ),
    "impacts_yearly": (
        "半年报告只披露资金使用，环境效益在年度报告中填写。请删去效益各行。",
        "A half-year report tells the use of proceeds only; effects come with the year's. Leave the lines out.",
    ),
    "isin_check": (
        "ISIN {isin} 的校验位不符。请对照发行文件核对。",
        "The check digit of ISIN {isin} does not fit. Check it.",
    ),
    "isin_missing": ("证券须填写 ISIN。", "A security has an ISIN. State it."),
    "isin_taken": (
        "ISIN {isin} 已登记。请在债券列表中查找。",
        "ISIN {isin} is registered already. Find it in the list.",
    ),
    "isin_unexpected": (
        "贷款、基金与权益投资没有 ISIN，请留空。",
        "Loans, funds and investments have no ISIN. Leave it empty.",
    ),
    "issued_in_future": ("发行日不能晚于今日（{today}）。", "The day of issue cannot lie after today ({today})."),
    "line_twice": (
        "同一项目的同一指标只能填写一次。请合并。",
        "Each indicator of a project stands once. Put the two together.",
    ),
    "lookback_exceeded": (
        "支出日期早于回溯期，最早为 {earliest}。请选择回溯期内的支出。",
        "That expenditure lies before the look-back; the earliest day is {earliest}. Choose a later one.",
    ),
    "matures_too_early": ("到期日须晚于发行日 {issued_on}。", "It has to fall due after the issue on {issued_on}."),
    "more_than_allocated": (
        "该项目中本债券的资金只有 {allocated_fen}。请减少金额。",
        "Only {allocated_fen} of this bond lies in that project. Take less.",
    ),
    "more_than_idle": (
        "可用的闲置资金只有 {idle_fen}。请减少金额，或先收回临时投资。",
        "Only {idle_fen} lies idle and free. Take less, or recall a placement first.",
    ),
    "more_than_invested": (
        "项目总投资还可接受 {left_fen}。请减少金额。",
        "The project's total investment takes {left_fen} more. Allocate less.",
    ),
    "more_than_placed": ("临时投资只有 {placed_fen}。请减少金额。", "Only {placed_fen} is placed. Take less back."),
    "more_than_planned": (
        "计划募集的资金还有 {left_fen} 未到账。请核对金额。",
        "Only {left_fen} of what was to be raised is still to come. Check the sum.",
    ),
    "owner_differs": (
        "减排项目的业主是 {owner}，与绿色项目的业主不同。请核对编号。",
        "The credit project belongs to {owner}, not to the green project's owner. Check the number.",
    ),
    "period_not_over": (
        "报告期到 {last} 才结束。请在其后报告。",
        "The period ends on {last}. Report after that day.",
    ),
    "project_not_eligible": (
        "项目 {project} 今日不合格：{reason}。请在项目页面查看原因。",
        "Project {project} is not eligible today: {reason}. Its page says why.",
    ),
    "project_not_funded": (
        "本债券没有资金在项目 {project} 中，不能报告其效益。请删去该行。",
        "No money of this bond lies in project {project}, so its effects are not this bond's. Leave the line out.",
    ),
    "review_expired": (
        "评估意见的有效期到 {until}。请先取得新的评估意见。",
        "The reviewer's opinion counts until {until}. Get a new one first.",
    ),
    "same_project": ("转出与转入是同一项目 {project}。请另选。", "Both are project {project}. Choose another."),
    "share_differs": (
        "项目 {project} 归属本债券的效益应为 {attributed}。请按登记簿给出的数字填写。",
        "This bond's share of the effect of project {project} is {attributed}. Use the figure that the registry gives.",
    ),
    "unknown_bond": ("没有债券 {key}。请核对编号。", "There is no bond {key}. Check its number."),
    "unknown_credit_project": (
        "没有减排项目 {key}。请核对编号。",
        "There is no credit project {key}. Check its number.",
    ),
}
