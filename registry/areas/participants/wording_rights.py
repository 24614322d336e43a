"""What participants say of powers of attorney, conflicts, succession, reversals and the end of a participant."""

from typing import Final

Pair = tuple[str, str]

KIND_NAMES: Final[dict[str, Pair]] = {
    "participants.close_participant": ("注销参与方", "Close a participant"),
    "participants.grant_power": ("授权委托", "Give a power of attorney"),
    "participants.revoke_power": ("撤销授权委托", "Revoke a power of attorney"),
    "participants.declare_relation": ("申报关联关系", "Declare a relation"),
    "participants.end_relation": ("解除关联关系", "End a relation"),
    "participants.publish_staff_list": ("公布受限人员名单（哈希）", "Publish a staff list (hash)"),
    "participants.attest_staff_check": ("证明代表不在受限人员名单", "Attest that a representative is on no staff list"),
    "participants.assign_duty": ("委任管理职责", "Appoint to a duty"),
    "participants.end_duty": ("解除管理职责", "End a duty"),
    "participants.succeed": ("权利承继", "Succession"),
    "participants.reverse": ("冲正", "Reverse an entry"),
}

SENTENCES: Final[dict[str, Pair]] = {
    "participants.close_participant": (
        "以“{by}”身份注销参与方 {participant}，事由：{ground}；文件 {document}。编号永不再用。",
        "Close participant {participant}; ground: {ground}; asked for by: {by}; document {document}. For good.",
    ),
    "participants.grant_power": (
        (
            "参与方 {principal} 授权代表 {attorney} 以“{role}”身份代为签署事项 {kinds}，限账户 {accounts}"
            "（“无”即全部账户），截止 {ends_at}；授权书 {document}。"
        ),
        (
            "Participant {principal} lets representative {attorney} sign in its name as: {role}; kinds: {kinds}; "
            "accounts: {accounts} (none: all); until {ends_at}; signed paper {document}."
        ),
    ),
    "participants.revoke_power": (
        "以“{by}”身份撤销授权委托 {power}，事由：{ground}。已签署的事项不受影响。",
        "Revoke the power of attorney {power}; ground: {ground}; asked for by: {by}. What was signed under it stands.",
    ),
    "participants.declare_relation": (
        "申报参与方 {participant} 与 {related} 存在关联关系（{ground}），双方不得互相核查或评审；证明 {document}。",
        (
            "Declare that participants {participant} and {related} are related ({ground}) and may not verify or "
            "review for each other; proof {document}."
        ),
    ),
    "participants.end_relation": (
        "记录参与方 {participant} 与 {related} 不再存在关联关系（{ground}）；证明 {document}。",
        "Record that participants {participant} and {related} are related no longer ({ground}); proof {document}.",
    ),
    "participants.publish_staff_list": (
        "参与方 {participant} 公布其受限人员名单：{people} 人，名单的加盐哈希 {staff}。名单本身不进入日志。",
        "Participant {participant} publishes its staff list: {people} people, salted hash {staff}. It names nobody.",
    ),
    "participants.attest_staff_check": (
        "证明代表 {representative} 本人已与受限人员名单 {lists} 核对，不在其中；本人声明 {document}。",
        "Attest that representative {representative} is on none of the staff lists {lists}; declaration {document}.",
    ),
    "participants.assign_duty": (
        "委任代表 {representative} 为{duty}；任命文件 {document}。三项管理职责不得由同一人兼任。",
        "Appoint representative {representative} as: {duty}; document {document}. No person has two of these duties.",
    ),
    "participants.end_duty": (
        "解除代表 {representative} 的管理职责，事由：{ground}。",
        "End the duty of representative {representative}; ground: {ground}.",
    ),
    "participants.succeed": (
        (
            "因{ground}，依据“{article}”，参与方 {predecessor} 的下列权利由 {successor} 承继：{passing}；"
            "全部承继完毕：{is_last}；文件 {document}。冻结与待确认事项随之转移。"
        ),
        (
            "By {ground}, under “{article}”, {successor} succeeds {predecessor} in: {passing}; nothing left: "
            "{is_last}; document {document}. Freezes and waiting steps go along."
        ),
    ),
    "participants.reverse": (
        (
            "依据“{article}”（{case}，文书 {order}）冲正条目 {entry}：将 {units} 单位 {asset}（区间 {ranges}）自 "
            "{source} 退回 {target}；同时结束冻结 {freeze}；文件 {document}。"
        ),
        (
            "Under “{article}” ({case}, order {order}) reverse entry {entry}: {units} of {asset} (ranges {ranges}) go "
            "from {source} back to {target}; the freeze {freeze} ends; document {document}."
        ),
    ),
}

FIELDS: Final[dict[str, Pair]] = {
    "accounts": ("账户范围", "Accounts"),
    "attorney": ("受托代表", "Attorney"),
    "case": ("情形", "Case"),
    "duty": ("管理职责", "Duty"),
    "entry": ("被冲正的条目", "Entry reversed"),
    "is_last": ("全部承继完毕", "Nothing left"),
    "lists": ("名单（哈希）", "Lists (hashes)"),
    "passing": ("承继的权利", "What passes"),
    "people": ("人数", "People"),
    "power": ("授权委托编号", "Power of attorney"),
    "predecessor": ("被承继方", "Predecessor"),
    "principal": ("委托方", "Principal"),
    "related": ("关联方", "Related participant"),
    "role": ("以何身份", "Acts as"),
    "staff": ("名单的加盐哈希", "The list's salted hash"),
    "successor": ("承继方", "Successor"),
}

CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "SuccessionGround": {
        "merger": ("合并", "merger"),
        "split": ("分立", "split"),
        "bankruptcy": ("破产", "bankruptcy"),
    },
    "DutyKind": {
        "system_administrator": ("系统管理员", "system administrator"),
        "security_administrator": ("安全管理员", "security administrator"),
        "audit_administrator": ("审计管理员", "audit administrator"),
    },
    "ReversalCase": {
        "registration_error": ("登记错误", "registration in error"),
        "ruling": ("生效裁判", "effective ruling"),
        "revocation": ("主管部门撤销决定", "authority's decision revoked"),
    },
}

GLOSSARY: Final[dict[str, Pair]] = {
    "power of attorney": ("授权委托", "Power of attorney"),
    "relation": ("关联关系", "Relation"),
    "staff list": ("受限人员名单", "Staff list"),
    "succession": ("承继", "Succession"),
    "reversal": ("冲正", "Reversal"),
}

REFUSALS: Final[dict[str, Pair]] = {
    "conflict_of_interest": (
        (
            "主管部门、登记机构、交易机构、核查与技术服务机构及其工作人员不得持有或参与交易（《碳排放权交易管理暂行条例》"
            "第二十条；《温室气体自愿减排交易管理办法（试行）》第三十七条）。本登记簿对登记见证方与审计方同样适用。"
        ),
        (
            "Authorities, registries, exchanges, verifiers and their staff may not hold or trade (Interim Regulations "
            "on Carbon Emissions Trading art. 20; Measures on Voluntary Emission Reductions art. 37). This registry "
            "holds registrars and auditors to the same."
        ),
    ),
    "duty_excluded": (
        "此代表已担任一项管理职责。系统、安全、审计三项管理职责不得兼任，请先解除原职责。",
        "This representative has one of the three duties, which exclude each other. End that one first.",
    ),
    "duty_function": (
        "系统与安全管理员须为运营机构的代表，审计管理员须为运营机构或审计方的代表。",
        "Administrators of system and security are operators' people; those of audit operators' or auditors'.",
    ),
    "own_duty": ("不能为自己的任命签名。请由其他人签名。", "Nobody signs for its own appointment. Let others sign."),
    "no_duty": ("代表 {representative} 没有担任管理职责。", "Representative {representative} has no such duty."),
    "participant_closed": ("参与方 {participant} 已注销。", "Participant {participant} is closed for good."),
    "account_still_open": (
        "账户 {account} 尚未注销。请先转出全部单位并注销账户。",
        "Account {account} is still open. Move everything out and close it first.",
    ),
    "participant_frozen": (
        "参与方 {participant} 整体被冻结。请先解除，或改为冻结其各账户后再办理。",
        "Participant {participant} is frozen as a whole. Lift that, or freeze its accounts instead, first.",
    ),
    "steps_open": (
        "参与方 {participant} 还有等待另一登记机构确认的事项。请先办结。",
        "Steps of participant {participant} wait for another register. Finish them first.",
    ),
    "unknown_power": ("没有授权委托 {key}。请核对编号。", "There is no power of attorney {key}. Check the id."),
    "power_over": ("该授权委托已经终止。", "This power of attorney has ended already."),
    "own_attorney": (
        "代表 {representative} 本来就属于委托方，无须授权委托。",
        "Representative {representative} is the principal's own and needs no power of attorney.",
    ),
    "role_not_delegable": (
        "只能授权“经办”或“复核”。管理权限不能委托。",
        "Only initiating or approving can be handed over. Administration cannot.",
    ),
    "kind_not_delegable": (
        "事项 {kind} 涉及代表、密钥与账户管理，不能委托。",
        "The kind {kind} concerns representatives, keys or accounts and cannot be handed over.",
    ),
    "too_many_powers": (
        "同一参与方最多 {limit} 项有效授权。请先撤销不需要的。",
        "At most {limit} powers of attorney stand. Revoke others first.",
    ),
    "related_to_itself": ("参与方不能与自身申报关联关系。", "A participant is not related to itself."),
    "relation_standing": (
        "与参与方 {participant} 的关联关系已在册。",
        "The relation with participant {participant} stands already.",
    ),
    "no_such_relation": (
        "与参与方 {participant} 没有在册的关联关系。",
        "No relation with participant {participant} stands.",
    ),
    "staff_may_trade": (
        "该参与方的人员不受交易限制，无须公布名单。",
        "Nobody bars this participant's staff from trading. No list is needed.",
    ),
    "staff_lists_outdated": (
        "名单不齐或不是最新。请按最新名单重新核对后再证明。",
        "A list is missing or is not the newest. Check against the newest lists, then attest.",
    ),
    "same_participant": ("承继方与被承继方不能相同。", "Predecessor and successor are the same. Name two."),
    "purpose_not_passed": (
        "账户 {account} 的用途不参与承继。已清缴、注销的单位留在原账户；托管中的事项请先办结。",
        "What account {account} is for does not pass. What was used stays; what is in escrow is finished first.",
    ),
    "purpose_differs": (
        "账户 {account} 与来源账户用途不同。请选择同一用途的账户。",
        "Account {account} is for another purpose than its source. Choose one of the same.",
    ),
    "account_passes_whole": (
        "账户 {account} 被冻结或有待确认事项，须整体转入承继方的同一个账户。",
        "Account {account} is frozen or has waiting steps, so it passes whole into one account.",
    ),
    "account_left_out": (
        "有待确认事项涉及账户 {account}，须一并承继。",
        "A waiting step concerns account {account}, which has to pass, too.",
    ),
    "estate_left": (
        "账户 {account} 仍有单位未列入。请全部列入，或不要标明全部承继完毕。",
        "Account {account} still holds something. Name all of it, or do not say that nothing is left.",
    ),
    "split_is_never_last": (
        "分立只承继所列的权利，不能标明全部承继完毕。",
        "A split passes what it names and leaves the rest. It cannot say that nothing is left.",
    ),
    "already_reversed": (
        "条目 {entry} 已被 {by} 冲正，不能再次冲正。",
        "Entry {entry} was reversed by {by} and cannot be reversed again.",
    ),
}
