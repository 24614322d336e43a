"""What the controls of transfers say, in Chinese and English: kinds, sentences, labels, choices and refusals."""

from typing import Final

Pair = tuple[str, str]

GLOSSARY: Final[dict[str, Pair]] = {
    "trusted account": ("受信任账户", "An account of another holder to which transfers execute at once"),
    "delayed transfer": ("延时转让", "Units in escrow until a waiting time has passed"),
    "escrow": ("托管", "Where units lie while they wait"),
    "opening hours": ("登记业务时间", "When transfers execute, on working days"),
    "trading day": ("交易日", "Monday to Friday, no holidays, never a made-up day"),
}

KIND_NAMES: Final[dict[str, Pair]] = {
    "participants.trust_account": ("增加受信任账户", "Trust an account"),
    "participants.distrust_account": ("移除受信任账户", "Trust an account no more"),
    "participants.ask_first": ("设定接收前询问", "Set whether an account asks first"),
    "participants.set_own_limit": ("设定自有限额", "Set own limits"),
    "participants.settle_transfer": ("办结延时转让", "Settle a delayed transfer"),
    "participants.withdraw_transfer": ("撤回延时转让", "Withdraw a delayed transfer"),
    "participants.refuse_transfer": ("拒收转让", "Refuse a transfer"),
    "participants.accept_transfer": ("同意接收转让", "Accept a transfer"),
    "participants.freeze_now": ("紧急冻结", "Freeze everything now"),
    "participants.lift_emergency": ("解除紧急冻结", "Lift an emergency freeze"),
}

PARAMETERS: Final[dict[str, Pair]] = {
    "transfer_opening_minute": ("登记业务开始（当日第几分钟）", "Opening of registry business (minute of the day)"),
    "transfer_closing_minute": ("登记业务结束（当日第几分钟）", "Closing of registry business (minute of the day)"),
    "transfer_withdrawal_cutoff_minutes": ("执行前多久不得撤回", "How long before execution nothing is withdrawn"),
    "transfer_delay_working_days": ("转入非受信任账户的等待", "Delay to accounts that are not trusted"),
    "first_transfer_delay_working_days": ("首次转入某参与方的等待", "Delay of the first transfer to a participant"),
    "receiver_answer_working_days": ("接收方答复期限", "Time for the receiver's answer"),
    "trust_delay_working_days": ("受信任账户生效前的等待", "Delay until a trusted account takes effect"),
    "own_limit_delay_working_days": ("放宽自有限额前的等待", "Delay until a raised own limit takes effect"),
    "emergency_freeze_working_days": ("紧急冻结的期限", "How long an emergency freeze stands"),
    "transfer_units_max": ("单笔转让上限", "Largest transfer"),
    "transfer_units_per_day_max": ("单日转让上限", "Most units transferred in a day"),
    "recovery_delay_working_days": ("找回密钥的公示期", "Notice before a recovered key counts"),
    "demonstration_approval": ("演示批准文号", "Approval of the demonstration"),
}

SENTENCES: Final[dict[str, Pair]] = {
    "participants.trust_account": (
        "参与方 {participant} 将账户 {account} 列为受信任账户，等待期满后转入该账户不再延时。",
        "Participant {participant} trusts account {account}: after the waiting time, transfers to it are not delayed.",
    ),
    "participants.distrust_account": (
        "参与方 {participant} 将账户 {account} 移出受信任账户，立即生效。",
        "Participant {participant} trusts account {account} no more, from now on.",
    ),
    "participants.ask_first": (
        "账户 {account} 接收他人转让前须经本单位同意：{asks_first}。",
        "Account {account} asks its holder first before it receives what others send: {asks_first}.",
    ),
    "participants.set_own_limit": (
        (
            "参与方 {participant} 对 {asset_class} 的自有限额：单笔 {per_transfer}，单日 {per_day}（“无”即不限）。"
            "收紧立即生效，放宽须等待。"
        ),
        (
            "Own limits of participant {participant} for {asset_class}: per transfer {per_transfer}, per day "
            "{per_day} (none: no limit). What tightens acts at once, what loosens waits."
        ),
    ),
    "participants.settle_transfer": (
        "以“{by}”身份记录延时转让 {transfer} 已到期的结果。",
        "Record what time has decided on the delayed transfer {transfer}; submitted by: {by}.",
    ),
    "participants.withdraw_transfer": (
        "撤回延时转让 {transfer}，单位退回转出账户。",
        "Withdraw the delayed transfer {transfer}; its units return to the source.",
    ),
    "participants.refuse_transfer": (
        "拒收转让 {transfer}，单位退回转出账户。",
        "Refuse the transfer {transfer}; its units return to the source.",
    ),
    "participants.accept_transfer": (
        "同意接收转让 {transfer}，到期即到账。",
        "Accept the transfer {transfer}; its units arrive when they are due.",
    ),
    "participants.freeze_now": (
        "以“{by}”身份紧急冻结参与方 {participant} 的全部账户，事由：{ground}。在途的延时转让一并停住。",
        (
            "Freeze everything that participant {participant} holds, at once; ground: {ground}; ordered by: {by}. "
            "Delayed transfers on their way stand still, too."
        ),
    ),
    "participants.lift_emergency": (
        "解除紧急冻结 {freeze}，事由：{ground}。停住的延时转让从解除时起重新等待。",
        "Lift the emergency freeze {freeze}; ground: {ground}. Delayed transfers wait anew from then on.",
    ),
}

FIELDS: Final[dict[str, Pair]] = {
    "asks_first": ("接收前询问", "Asks first"),
    "asset_class": ("资产类别", "Asset class"),
    "escrow": ("托管账户", "Escrow account"),
    "transfers": ("逐笔转让", "Transfers"),
    "not_before": ("最早到账时间", "Arrives no earlier than"),
    "per_day": ("单日上限", "Per day"),
    "per_transfer": ("单笔上限", "Per transfer"),
    "transfer": ("延时转让编号", "Delayed transfer"),
}

# How one of many is said inside the sentence of them all.
ITEMS: Final[dict[str, Pair]] = {
    "TransferLine": ("{units} 单位 {asset} 至 {target}", "{units} units of {asset} to {target}"),
}

CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "Concerned": {
        "system": ("系统", "the system"),
        "sender": ("转出方", "the sender"),
        "receiver": ("转入方", "the receiver"),
        "operator": ("运营机构", "an operator"),
    },
    "DelayReason": {
        "opening": ("等待登记业务时间", "waits for opening hours"),
        "not_trusted": ("转入账户不在受信任账户之列", "the receiver is not on the trusted list"),
        "first_of_key": ("此密钥首次向名单外转出", "the key's first transfer outside the trusted list"),
        "asked": ("转出方指定了到账时间", "the sender named a time"),
        "receiver": ("等待转入方同意", "waits for the receiver's word"),
    },
    "DelayStatus": {
        "waiting": ("等待中", "Waiting"),
        "executed": ("已到账", "Executed"),
        "withdrawn": ("已撤回", "Withdrawn"),
        "refused": ("已拒收", "Refused"),
        "lapsed": ("逾期退回", "Lapsed"),
    },
    "LimitOf": {"central": ("全市场", "central"), "zone": ("地区", "zone"), "own": ("自有", "own")},
}

REFUSALS: Final[dict[str, Pair]] = {
    "already_frozen": (
        "参与方 {participant} 已处于紧急冻结之中，无需再次冻结。",
        "Participant {participant} is frozen in an emergency already; nothing more is needed.",
    ),
    "already_trusted": (
        "账户 {account} 已在受信任账户之列。请在名单中查看生效时间。",
        "Account {account} is on the list already. See there when it takes effect.",
    ),
    "day_limit": (
        "超出单日限额 {limit}，今日还可转出 {left}。请减少数量，或改日办理。",
        "This is over the limit per day, {limit}; {left} are left today. Send less, or another day.",
    ),
    "escrow_required": (
        "此转让须等待后才能到账，需要一个托管账户。还没有的，请联系登记机构开立。",
        "This transfer has to wait, and needs an escrow account. Ask the operator to open one.",
    ),
    "line_doubled": (
        "{asset} 转入账户 {account} 出现了两次。请合为一笔。",
        "{asset} goes to account {account} twice. Make it one transfer.",
    ),
    "not_an_emergency": (
        "冻结 {freeze} 不是紧急冻结，须由主管部门与登记机构解除。",
        "The freeze {freeze} is not an emergency freeze. The authority and an operator lift it.",
    ),
    "not_an_open_account": (
        "账户 {account} 不接收转让。请选择持有账户或交易账户。",
        "Account {account} receives no transfers. Choose a holding or trading account.",
    ),
    "not_before_too_far": (
        "到账时间最多可指定在 {limit_days} 天之内。请改为较早的时间。",
        "An arrival may be asked for at most {limit_days} days ahead. Choose an earlier one.",
    ),
    "not_due": (
        "延时转让尚未到期。请在到期后再办理。",
        "The delayed transfer is not due yet. Submit this once it is.",
    ),
    "not_trusted": (
        "账户 {account} 不在受信任账户之列。请核对名单。",
        "Account {account} is not on the list. Check the list.",
    ),
    "nothing_changes": ("与现有设定相同，无需办理。", "This is as it is already; nothing is to be done."),
    "own_account": (
        "账户 {account} 是本单位自己的账户，转入本就不延时。无需列入。",
        "Account {account} is the participant's own; transfers to it are not delayed anyway.",
    ),
    "too_late_to_withdraw": (
        "已过可撤回的时间。请联系转入方拒收，或办理紧急冻结。",
        "It is too late to withdraw. Ask the receiver to refuse it, or freeze in an emergency.",
    ),
    "too_many_trusted": (
        "受信任账户最多 {limit} 个。请先移除不用的账户。",
        "At most {limit} accounts may be trusted. Remove those no longer used first.",
    ),
    "transfer_ended": (
        "延时转让 {transfer} 已经办结。请查看其记录。",
        "The delayed transfer {transfer} has ended. Look at its record.",
    ),
    "transfer_limit": (
        "超出单笔限额 {limit}。请减少数量，或分次办理。",
        "This is over the limit per transfer, {limit}. Send less, or in parts.",
    ),
    "unknown_transfer": (
        "没有编号为 {key} 的延时转让。请核对编号。",
        "There is no delayed transfer {key}. Check its number.",
    ),
    "waits_for_receiver": (
        "此转让还在等待转入方同意。逾期未答复将自动退回。",
        "This transfer waits for its receiver's word. Without an answer in time its units return.",
    ),
    "word_not_needed": (
        "转让 {transfer} 不需要同意，或已经同意。无需办理。",
        "The transfer {transfer} needs no word, or has it. Nothing is to be done.",
    ),
}
