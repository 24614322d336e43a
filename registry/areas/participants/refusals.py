"""What the rules of participants refuse, in Chinese and English, and what to do next."""

from typing import Final

Pair = tuple[str, str]

REFUSALS: Final[dict[str, Pair]] = {
    "already_founded": ("登记簿已经创建，不能再次创建。", "The registry is founded already; it is founded once."),
    "founders_incomplete": (
        "创始方不齐：须有两名运营机构代表、一名主管部门代表和一名独立的登记见证代表。请补齐。",
        "Founders are missing: two operators' representatives, an authority, a registrar of another participant.",
    ),
    "number_taken": ("编号 {number} 已被使用。请换一个编号。", "The number {number} is taken. Choose another."),
    "identity_taken": (
        "该标识的主体已经登记。请在参与方名录中查找。",
        "This organisation is registered already. Look it up in the list of participants.",
    ),
    "identity_check": (
        "标识 {identity} 不符合 {scheme} 的规则或校验位。请核对证照。",
        "The identity {identity} does not fit the scheme {scheme} or its check digits. Check the document.",
    ),
    "has_keys": (
        "参与方 {participant} 已有过密钥，不能再登记首个密钥。请由其有效密钥增加，或办理密钥恢复。",
        "Participant {participant} has had a key. Add one with its active keys, or ask for a recovery.",
    ),
    "key_taken": ("该公钥已登记过。请重新生成密钥。", "This public key was registered before. Make a new key."),
    "class_taken": ("资产类别 {code} 已存在。请换一个代码。", "The asset class {code} exists. Choose another code."),
    "class_closed": ("资产类别 {code} 已经关闭。", "The asset class {code} is closed already."),
    "class_open": ("资产类别 {code} 本来就是开放的。", "The asset class {code} is open already."),
    "zone_differs": (
        "账号中的地区与参与方所在地区 {zone} 不一致。请更正账号。",
        "The account's zone is not the participant's, {zone}. Correct the number.",
    ),
    "unknown_participant": ("没有参与方 {key}。请核对编号。", "There is no participant {key}. Check the number."),
    "unknown_representative": ("没有代表 {key}。请核对编号。", "There is no representative {key}. Check the number."),
    "unknown_class": ("没有这个资产类别。请核对资产代码。", "There is no such asset class. Check the asset."),
    "unknown_batch": ("没有批次 {key}。请核对编号。", "There is no batch {key}. Check the number."),
    "unknown_freeze": ("没有冻结 {key}。请核对编号。", "There is no freeze {key}. Check the id."),
    "mandate_not_admitted": (
        "此事项不能以“{by}”身份办理。请选择允许的身份。",
        "This matter cannot be asked for by: {by}. Choose another.",
    ),
    "roles_doubled": ("同一角色列了两次。请去掉重复的角色。", "A role is named twice. Name each once."),
    "roles_differ": (
        "代表 {representative} 的角色与登记不一致。恢复不能改变角色，请照登记填写。",
        "The roles of {representative} differ from those registered. A recovery changes no roles; repeat them.",
    ),
    "too_many_representatives": (
        "每个参与方最多 {limit} 名代表。",
        "A participant has at most {limit} representatives.",
    ),
    "too_many_keys": (
        "每个参与方最多 {limit} 把有效密钥。请先撤销不用的密钥。",
        "A participant has at most {limit} active keys. Revoke those not used.",
    ),
    "no_such_key": (
        "代表 {representative} 没有这把密钥。请核对公钥。",
        "{representative} has no such key. Check it.",
    ),
    "key_ended": ("这把密钥已经失效。无须再次办理。", "This key has ended already. There is nothing left to do."),
    "no_key_yet": (
        "参与方 {participant} 从未有过密钥。请办理首个密钥登记。",
        "Participant {participant} never had a key. Register a first one.",
    ),
    "no_other_administrator": (
        "参与方 {participant} 没有其他代表可以申请恢复。请由运营机构和登记见证方办理。",
        "Participant {participant} has nobody else to ask for it. Go to the operators and a registrar.",
    ),
    "own_recovery": (
        "代表不能为自己的恢复签名。请由其他人签名。",
        "Nobody signs for its own recovery. Let others sign.",
    ),
    "owner_silenced": (
        "该参与方或其持有密钥的代表被外部暂停，无法行使中止权。请先解除暂停或撤销有关密钥。",
        "Somebody outside has suspended those who could stop the recovery. Lift that, or revoke their keys, first.",
    ),
    "recovery_over": (
        "没有正在等待的恢复。已生效的密钥可以撤销。",
        "No such recovery is waiting. A key that counts already can be revoked.",
    ),
    "representative_closed": (
        "代表 {representative} 已注销。",
        "Representative {representative} is closed for good.",
    ),
    "office_protected": (
        "不能以此身份暂停承担登记簿职能（{function}）的一方。请由主管部门或其自身办理。",
        "This side cannot suspend an office of the registry ({function}). The authority or the office itself can.",
    ),
    "already_suspended": ("{subject} 已被同一方暂停。无须再次办理。", "{subject} is suspended by this side already."),
    "not_suspended": (
        "{subject} 没有被这一方暂停。只有作出暂停的一方能够解除。",
        "{subject} is not suspended by this side. Only who suspended can lift it.",
    ),
    "account_not_empty": (
        "账户 {account} 仍持有 {asset}。请先转出全部单位再注销。",
        "Account {account} still holds {asset}. Move everything out, then close it.",
    ),
    "too_few_representatives": (
        "须 {wanted} 人签名，但有签名权限的代表只有 {found} 人，或缺少复核人。请先增加代表。",
        "{wanted} would have to sign and {found} could, or no approver is there. Add representatives first.",
    ),
    "no_offline_key": (
        "参与方 {participant} 没有离线密钥，要求离线签名会使其无法办理业务。请先增加离线密钥。",
        "Participant {participant} has no offline key and could not sign any more. Add one first.",
    ),
    "kind_not_active": ("没有启用事项 {key}。请核对名称。", "The kind {key} is not in force. Check its name."),
    "freeze_target": (
        "冻结对象须且只能是参与方、账户或批次区间之一。请只填一项。",
        "A freeze names exactly one: a participant, an account, or a range of a batch.",
    ),
    "freeze_range": (
        "冻结区间须在批次 {first} 至 {last} 之内。请更正。",
        "The range must lie within the batch, {first} to {last}. Correct it.",
    ),
    "ends_in_past": ("截止时间已过。请填写将来的时间。", "The end lies in the past. State one to come."),
    "too_many_freezes": (
        "同一对象上最多 {limit} 项冻结。请先解除不再需要的。",
        "At most {limit} freezes. Lift others first.",
    ),
    "freeze_over": ("该冻结已经结束。无须解除。", "This freeze is over. There is nothing to lift."),
    "calendar_day": (
        "日期 {day} 不属于该年，顺序不对，或与周末不符。请更正。",
        "The day {day} is of another year, out of order, or on the wrong side of the weekend. Correct it.",
    ),
    "calendar_past": ("不能更改已经过去的日期 {day}。", "The day {day} has passed and cannot change."),
    "calendar_missing": (
        "尚未公布 {key} 年的工作日历，涉及该年的期限无法计算。请先公布日历。",
        (
            "There is no calendar for the year {key} yet, so no time limit into it can be counted. Set the calendar "
            "first."
        ),
    ),
    "delay_too_long": (
        "{days} 个工作日过长，无法计算。请设定更短的期限。",
        "{days} working days are too many. Set fewer.",
    ),
    "parameter_defined": ("参数 {name} 已设立。请直接设定其值。", "The parameter {name} is defined. Set its value."),
    "parameter_not_defined": (
        "参数 {key} 尚未设立。请先设立。",
        "The parameter {key} is not defined. Define it first.",
    ),
    "parameter_bounds": (
        "参数的上下限不成立，或文字参数带有上下限。请更正。",
        "These bounds admit nothing. Correct them.",
    ),
    "parameter_value": (
        "参数值须在 {minimum} 至 {maximum} 之间，或类型不符。请更正。",
        "The value must lie from {minimum} to {maximum} and be of the right sort. Correct it.",
    ),
    "parameter_taken": (
        "该时刻已有一个值。请换一个生效时间。",
        "A value begins at that very instant. Choose another.",
    ),
    "parameter_not_set": (
        "参数 {name} 尚未设定，此事项暂不能办理。请联系主管部门和运营机构。",
        "The parameter {name} has not been set, so this cannot be done yet. Ask the authority and the operator.",
    ),
    "effective_in_past": (
        "生效时间已过。请填写将来的时间或留空。",
        "It would begin in the past. State a time to come, or none.",
    ),
    "loosening_waits": (
        "放宽安全参数须等待 {days} 个工作日。请把生效时间推后。",
        "What loosens a safety parameter waits {days} working days. Let it begin later.",
    ),
    "revision_not_next": (
        "只能启用下一版规则：第 {expected} 版。请核对版本号。",
        "Only the next revision can be put in force: {expected}. Check the number.",
    ),
    "log_key_form": (
        "日志密钥的写法不正确（{reason}）。请用 registry rotate-log-key 生成条目。",
        "The log's keys are not written as they should be ({reason}). Make the entry with registry rotate-log-key.",
    ),
    "log_key_not_in_force": (
        "旧密钥 {key} 不是日志现行密钥。请核对后重新生成条目。",
        "The old key {key} is not the one that signs the log. Look which one does, and make the entry again.",
    ),
    "log_key_reused": (
        "新密钥 {key} 曾用于本日志。请另行生成。",
        "The new key {key} has signed this log before. Make another one.",
    ),
    "log_key_unsigned": (
        "新旧密钥须都对交接签名。请用 registry rotate-log-key 重新生成条目。",
        "Both keys have to sign the handover. Make the entry again with registry rotate-log-key.",
    ),
    "log_key_not_here": (
        "写入进程没有新密钥 {key} 的私钥，不能入账。请先在目录中放好私钥。",
        "The writer has no seed of the new key {key}, so nothing was recorded. Put its seed into the directory first.",
    ),
    "release_taken": ("软件版本 {release} 已登记。", "The release {release} is recorded already."),
    "module_doubled": ("同一文件列了两次。请去掉重复。", "A file is named twice. Name each once."),
    "size_ahead": (
        "日志只有 {size} 条。请更正声明的大小。",
        "The log has {size} entries. Correct the size attested.",
    ),
    "findings_differ": ("结论与发现数 {findings} 相矛盾。请更正。", "Verdict and findings ({findings}) contradict."),
}
