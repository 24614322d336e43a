"""The words of supervision in both languages: suspensions, bans, duties to replace, and claims in other registers."""

from typing import Final

Pair = tuple[str, str]

GLOSSARY: Final[dict[str, Pair]] = {
    "suspension": ("暂停", "An order that holds every unit of a project, wherever it lies"),
    "ban": ("禁入", "That somebody takes no step of a project any more, for a time or for good"),
    "duty": ("补足义务", "How many units somebody has to replace, and until when"),
    "outside_claim": ("外部主张", "What another register gave for the same meter or title"),
}

KIND_NAMES: Final[dict[str, Pair]] = {
    "credits.suspend_project": ("暂停项目及其全部单位", "Suspend a project and all its units"),
    "credits.lift_suspension": ("解除项目暂停", "Lift a suspension"),
    "credits.ban": ("列入禁入名单", "Ban a body or person"),
    "credits.lift_ban": ("解除禁入", "Lift a ban"),
    "credits.order_replacement": ("责令补足减排量", "Order units to be replaced"),
    "credits.replace_units": ("注销等量单位以补足", "Cancel units towards a duty"),
    "credits.force_cancel": ("强制注销", "Cancel by order"),
    "credits.record_outside_claim": ("登记外部主张", "Record a claim in another register"),
    "credits.settle_outside_claim": ("解决外部主张", "Settle a claim in another register"),
}

PARAMETERS: Final[dict[str, Pair]] = {
    "credit_replacement_working_days": ("补足减排量的期限", "Time for replacing units"),
}

SENTENCES: Final[dict[str, Pair]] = {
    "credits.suspend_project": (
        "依文书 {order} 暂停项目 {project}：{ground}。其已签发的单位不论在哪个账户均不得转出，截止时间 {ends_at}。",
        "Suspend project {project} by order {order}: {ground}. None of its units leaves any account until {ends_at}.",
    ),
    "credits.lift_suspension": (
        "依文书 {order} 解除暂停 {suspension}。",
        "Lift suspension {suspension} by order {order}.",
    ),
    "credits.ban": (
        "将 {subject} 列入禁入名单：{ground}；依据 {article}，至 {until} 止（无日期的为长期）。",
        "Ban {subject}: {ground}, by {article}, until {until} (for good if no day is named).",
    ),
    "credits.lift_ban": ("解除禁入 {ban}。", "Lift ban {ban}."),
    "credits.order_replacement": (
        "责令项目 {project} 的业主补足 {units} 单位：{ground}。",
        "Order the owner of project {project} to replace {units} units: {ground}.",
    ),
    "credits.replace_units": (
        "为补足义务 {duty} 注销账户 {source} 中的 {units} 单位 {asset}，进入账户 {target}，不可恢复。",
        "Cancel {units} units of {asset} in account {source} into {target} towards duty {duty}, for good.",
    ),
    "credits.force_cancel": (
        (
            "依文书 {order} 为补足义务 {duty} 强制注销账户 {source} 中的 {units} 单位 {asset}，进入账户 {target}；"
            "权属登记系统编号 {reference}。"
        ),
        (
            "By order {order}, cancel {units} units of {asset} in account {source} into {target} towards duty {duty}; "
            "number at the register of title {reference}."
        ),
    ),
    "credits.record_outside_claim": (
        (
            "登记：{register} 以编号 {reference} 就 {claim_code} 自 {period_first} 至 {period_last} 给予 {units} 单位，"
            "性质为 {nature}。"
        ),
        (
            "Record that {register} gave {units} units under {reference} for {claim_code} from {period_first} to "
            "{period_last}: {nature}."
        ),
    ),
    "credits.settle_outside_claim": (
        "{register} 以编号 {reference} 就 {claim_code} 的主张不再有效：{ground}。",
        "The claim of {register} under {reference} for {claim_code} stands no more: {ground}.",
    ),
}

FIELDS: Final[dict[str, Pair]] = {
    "suspension": ("暂停的业务编号", "Suspension"),
    "subject": ("参与方或代表编号", "Participant or representative"),
    "ban": ("禁入的业务编号", "Ban"),
    "duty": ("补足义务的业务编号", "Duty"),
    "claim_code": ("权属证书或计量装置编号", "Number of the title or meter"),
    "register": ("外部登记系统", "The other register"),
    "nature": ("外部主张的性质", "What was given there"),
}

CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "Cause": {
        "false_units": ("减排量不实", "False units"),
        "willed_loss": ("人为采伐", "Felling"),
        "natural_loss": ("非人为损失", "Loss that nobody willed"),
    },
    "Nature": {
        "project": ("另一机制的减排项目", "A project under another scheme"),
        "certificates": ("绿色电力证书", "Green power certificates"),
    },
}

REFUSALS: Final[dict[str, Pair]] = {
    "author_said_enough": (
        "您对该案卷已提出 {limit} 条意见，不能再提。请将其余意见并入文件送审定或核查机构。",
        "You have said {limit} things of this case, and no more are taken. Send the rest to the body that examines it.",
    ),
    "ban_over": ("该禁入 {ban} 已不再有效。请核对编号。", "Ban {ban} is in force no more. Check its number."),
    "ban_past": (
        "禁入截止日 {until} 已过。请填写今天或以后的日期。",
        "{until} is past. Give a day that is today or later.",
    ),
    "banned": (
        "{subject} 已被列入禁入名单，截止日 {until}（无日期的为长期），不能办理（办法第四十三条）。请查看禁入名单。",
        "{subject} is banned until {until} (no day: for good; Measures art. 43). See the list of bans.",
    ),
    "banned_already": (
        "{subject} 已在禁入名单中，见 {ban}。请先解除或填写更晚的截止日。",
        "{subject} is banned already by {ban}. Lift that first, or name a later day.",
    ),
    "claimed_outside": (
        (
            "{claim} 自 {first} 至 {last} 已在 {register} 以编号 {reference} 获得权益，"
            "同一减排不得重复（办法第四十八条）。请先在该系统注销或更正。"
        ),
        (
            "{register} gave something for {claim} from {first} to {last} under {reference}; no reduction counts twice "
            "(Measures art. 48). Have it cancelled or corrected there first."
        ),
    ),
    "credit_project_suspended": (
        "项目 {project} 已依文书 {order} 暂停，不能办理。请等待解除。",
        "Project {project} is suspended by order {order}. Wait until it is lifted.",
    ),
    "duty_above_issued": (
        "项目共签发 {issued} 单位，已有义务 {owed} 单位，补足数量不能超出。请核对数量。",
        "The project was issued {issued} units and owes {owed} already; no more can be owed. Check the number.",
    ),
    "duty_class_differs": (
        "{asset} 不属于 {scheme} 机制，不能用于补足。请使用同一机制的单位。",
        "{asset} is not of scheme {scheme} and replaces nothing here. Use units of that scheme.",
    ),
    "duty_exceeded": (
        "尚缺 {missing} 单位，不能多于此数。请减少数量。",
        "Only {missing} units are missing. Take fewer.",
    ),
    "duty_met": ("补足义务 {duty} 已履行完毕，无需再办。", "Duty {duty} is met; nothing more is to be done."),
    "duty_open": (
        "项目有未履行的补足义务 {duty}，尚缺 {missing} 单位，此前不予签发。请先补足。",
        "Duty {duty} of this project still lacks {missing} units, and nothing is issued before. Replace them first.",
    ),
    "duty_running": (
        "补足期限至 {due_at}，尚未届满，不能强制注销。请待期满。",
        "The time for replacing runs until {due_at}; nothing is cancelled by order before. Wait until then.",
    ),
    "outside_claim_known": (
        "{register} 的编号 {reference} 已登记，无需再次登记。",
        "{reference} of {register} is recorded already; nothing more is to be done.",
    ),
    "outside_claim_settled": (
        "该外部主张 {reference} 已解决，无需再办。",
        "The claim {reference} is settled already; nothing more is to be done.",
    ),
    "project_suspended_already": (
        "项目 {project} 已依同一文书 {order} 暂停，无需再办。",
        "Project {project} is suspended by order {order} already; nothing more is to be done.",
    ),
    "reference_missing": (
        "权属在其他登记系统的单位须填写该系统的注销编号。请补充。",
        "Another register holds title: cite its number of the cancellation.",
    ),
    "reference_unexpected": (
        "权属在本登记簿，没有其他系统的编号。请将该项留空。",
        "This registry holds title, so there is no other number. Leave it empty.",
    ),
    "suspension_over": (
        "该暂停 {suspension} 已不再有效。请核对编号。",
        "Suspension {suspension} is in force no more. Check its number.",
    ),
    "too_many_outside_claims": (
        "同一编号已有 {limit} 条外部主张，无法再核对。请与登记机构联系。",
        "There are {limit} outside claims of this number, too many to compare. Turn to the registry.",
    ),
    "unknown_ban": ("没有编号为 {key} 的禁入。请核对编号。", "There is no ban {key}. Check its number."),
    "unknown_duty": ("没有编号为 {key} 的补足义务。请核对编号。", "There is no duty {key}. Check its number."),
    "unknown_outside_claim": (
        "没有编号为 {reference} 的外部主张。请核对编号。",
        "There is no outside claim {reference}. Check its number.",
    ),
    "unknown_suspension": (
        "没有编号为 {key} 的暂停。请核对编号。",
        "There is no suspension {key}. Check its number.",
    ),
}
