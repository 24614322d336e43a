"""What the core, the store and the checkers say: sentences of their codes in Chinese and English, and what to do next.

Codes of rules stand in their areas. Names in braces are facts of the refusal. No logic here.
"""

from typing import Final

from registry.proof_wording import PROOFS

Pair = tuple[str, str]

DECIDE: Final[dict[str, Pair]] = {
    "unknown_kind": (
        "本登记簿没有“{kind}”这一事项，或该事项尚未启用。请更新软件后重试，或联系运营机构。",
        "This registry knows no entry of the kind {kind}, or not yet. Update your software, or ask the operator.",
    ),
    "expired": ("该条目已过有效期，未被受理。请重新填写并签名。", "The entry has expired. Write and sign a new one."),
    "not_yet_valid": (
        "该条目的时间比登记簿的时间超前五分钟以上。请校准您设备的时钟后重新填写。",
        "The entry's time is over five minutes ahead. Set your device's clock, then write it again.",
    ),
    "lifetime_too_long": (
        "该条目的有效期超过此类事项允许的 {limit_seconds} 秒。请缩短有效期后重新签名。",
        (
            "The entry is valid for longer than the {limit_seconds} seconds that its kind allows. Shorten it and "
            "sign again."
        ),
    ),
    "id_taken": (
        "此编号的条目已记录，且内容不同。请核对原条目的结果，需要时用新编号重新填写。",
        "An entry with this id is recorded already. Look up its result; write a new entry if you need another.",
    ),
    "possession_not_shown": (
        "缺少新密钥自身的签名（{representative}）。请用新密钥对同一条目签名后重新提交。",
        "The new key of {representative} has not signed. Sign the same entry with it and send it again.",
    ),
    "duplicate_signature": (
        "同一签名人签了两次。每位代表只保留一个签名后重新提交。",
        "The same signer signed twice. Keep one signature of each representative and send it again.",
    ),
    "unknown_signer": (
        "签名人 {signer} 或其密钥未在本登记簿登记。请用已登记的密钥签名。",
        "Signer {signer} or the key used is not registered here. Sign with a registered key.",
    ),
    "key_not_active": (
        "签名人 {signer} 的密钥已停用、已撤销或尚未生效。请换用有效密钥签名。",
        "The key of {signer} has ended or does not count yet. Sign with an active key.",
    ),
    "signer_suspended": (
        "代表 {signer} 处于暂停状态。请由其他代表签名，或先办理恢复。",
        "Representative {signer} is suspended. Let another one sign, or have the suspension lifted first.",
    ),
    "participant_suspended": (
        "参与方 {participant} 处于暂停状态，不能办理业务。请联系作出暂停决定的一方。",
        "Participant {participant} is suspended and cannot act. Ask whoever ordered the suspension.",
    ),
    "not_enough_signatures": (
        "签名不足：需要 {needed} 个符合要求的签名，目前有 {found} 个。请补齐其他签名人的签名。",
        "Signatures are missing: {needed} fitting ones are needed and {found} are there. Collect the others.",
    ),
    "signer_not_concerned": (
        "签名人 {signer} 与此事项无关。请去掉该签名后重新提交。",
        "Signer {signer} has no part in this matter. Remove that signature and send it again.",
    ),
    "offline_key_required": (
        "此事项须有一把离线密钥签名。请用 registry sign 在离线设备上补签。",
        "This matter takes one offline key. Add its signature with `registry sign` on the offline device.",
    ),
    "account_final": (
        "账户 {account} 是终态账户，其中的单位不能再转出。",
        "Account {account} is final: what it holds does not leave it again.",
    ),
    "purpose_not_debited": (
        "此类事项不能从账户 {account} 转出。请选择持有账户或交易账户。",
        "This kind of entry cannot debit account {account}. Choose another account.",
    ),
    "same_account": (
        "转出账户与转入账户相同。请选择另一个账户。",
        "Source and target are the same account. Choose another.",
    ),
    "class_not_open": (
        "资产 {asset} 的类别尚未开放。请联系运营机构。",
        "The class of asset {asset} is not open here. Ask the operator.",
    ),
    "unknown_account": (
        "没有这个账户。请核对账号及校验位。",
        "There is no such account. Check the number and its check digits.",
    ),
    "account_closed": ("账户 {account} 已注销。请选择其他账户。", "Account {account} is closed. Choose another one."),
    "account_suspended": (
        "账户 {account} 处于暂停状态，不能转入或转出。请联系作出暂停决定的一方。",
        "Account {account} is suspended: nothing enters or leaves it. Ask whoever ordered that.",
    ),
    "account_frozen": (
        "账户 {account} 因文书 {order} 被冻结，不能转出。请联系签发机关。",
        "Account {account} is frozen under order {order} and cannot be debited. Ask the authority that issued it.",
    ),
    "units_frozen": (
        "所选单位中有一部分被冻结。请减少数量或选择未冻结的区间。",
        "Some of these units are frozen. Ask for fewer, or name ranges that are free.",
    ),
    "recovery_pending": (
        (
            "参与方 {participant} 有一项密钥恢复正在等待，期间不能转出，也不能变更密钥。如非本意，"
            "请用任一有效密钥中止它。"
        ),
        (
            "A key recovery of {participant} is waiting: nothing leaves and no key changes. If you did not want it, "
            "stop it with any active key."
        ),
    ),
    "units_not_held": (
        "账户中没有这么多可用单位（或不持有所选区间）。请查看持仓后更改数量。",
        "The account does not hold these units. Look at the holdings and change the quantity or the ranges.",
    ),
    "units_twice": ("同一单位在一个条目中被转出两次。请检查所选区间。", "One unit is moved twice. Check the ranges."),
    "units_overflow": (
        "账户余额将超过系统上限 {limit}。请分散到其他账户。",
        "A balance would pass the limit of {limit}. Use another account.",
    ),
    "units_not_positive": ("数量须为正整数。", "Units must be a positive whole number."),
    "ranges_differ": (
        "所选区间的合计与数量 {units} 不符。请更正其中之一。",
        "The ranges named do not add up to {units}. Correct one of them.",
    ),
    "serials_reversed": (
        "区间的终止编号 {last} 小于起始编号 {first}。请对调后重试。",
        "The range ends ({last}) before it begins ({first}). Swap the two.",
    ),
    "too_fragmented": (
        "持仓过于零散：一次最多移动 {limit} 个区间，目前这样可转 {units} 单位。请分次办理。",
        "The holding is in too many pieces: one entry moves at most {limit} ranges, here {units} units. Split it.",
    ),
    "too_many_batches": (
        "一个条目最多新建 {limit} 个批次。请分成几个条目。",
        "One entry opens at most {limit} batches. Split it into several entries.",
    ),
    "not_decided": (
        "系统未能处理此条目，未作任何记录。请联系运营方，并告知条目编号 {id}。",
        "The registry could not decide this entry and recorded nothing. Tell the operator the entry's number, {id}.",
    ),
    "clock_jumped": (
        "服务器时钟异常，暂停写入，未作任何记录。请稍后再次提交同一条目。",
        "The server's clock has jumped, so nothing is written for now. Send the same entry again later.",
    ),
    "rolled_back": (
        "数据库落后于已签署的日志，登记簿只可查阅，未作任何记录。请联系运营方恢复数据。",
        "The database is behind the log that was signed, so this registry only reads. Ask the operator to restore it.",
    ),
    "wrong_clock": (
        "服务器时钟与各见证方不一致（{reason}），登记簿只可查阅，未作任何记录。请联系运营方校准时钟并重启写入进程。",
        "The server's clock is not the witnesses' ({reason}), so this registry only reads. Ask the operator to set it.",
    ),
    "quota_exceeded": (
        "提交过于频繁。请稍后再试。",
        "You have sent too many entries in a short time. Wait a little, then send again.",
    ),
}

BYTES: Final[dict[str, Pair]] = {
    "json_syntax": ("这不是有效的 JSON。请重新导出文件。", "This is not valid JSON. Export the file again."),
    "json_not_canonical": (
        "文本不是规范形式。请重新导出后再签名。",
        "The text is not canonical. Export it again, then sign.",
    ),
    "json_integer": ("整数超出允许范围。请更正该数值。", "An integer is out of range. Correct it."),
    "json_type": (
        "文本含有不允许的类型（例如小数）。请改用整数。",
        "A type is not allowed, such as a decimal. Use integers.",
    ),
    "json_key": ("字段名只能用 ASCII 字符。请重新导出文件。", "Field names must be ASCII. Export the file again."),
    "json_depth": (
        "文本嵌套超过 {limit} 层。请重新导出文件。",
        "The text is nested deeper than {limit}. Export it again.",
    ),
    "json_text": ("文本含有无效字符。请删除后重试。", "The text holds an invalid character. Remove it."),
    "field": (
        "字段 {path} 不符合要求（{problem}）。请更正后重试。",
        "The field {path} is not right ({problem}). Correct it.",
    ),
    "text_character": (
        "文字中第 {position} 位的字符 {code_point} 不可使用。请删除或替换。",
        "The character {code_point} at position {position} cannot be used. Remove or replace it.",
    ),
    "text_space": (
        "文字中第 {position} 位有多余空格。请只在词间保留单个空格。",
        "There is a stray space at position {position}. Keep single spaces, between words only.",
    ),
    "instant_syntax": (
        "时间格式不正确。请写成 2026-11-22T08:00:00Z 的形式。",
        "Write times as 2026-11-22T08:00:00Z.",
    ),
    "instant_range": ("时间须在 2000 年至 2199 年之间。", "Times must lie in the years 2000 to 2199."),
    "instant_precision": ("时间的精度过高。请取整后重试。", "The time is too precise here. Round it."),
    "uuid7_syntax": ("条目编号不是有效的 UUIDv7。请重新生成条目。", "The id is no UUIDv7. Make the entry again."),
    "account_syntax": (
        "账号格式不正确，应如 13-HO-00001234-24。请核对。",
        "An account number looks like 13-HO-00001234-24. Check it.",
    ),
    "account_purpose": (
        "账号中的用途代码不存在。请核对账号。",
        "The account's purpose is unknown. Check the number.",
    ),
    "account_check": (
        "账号的校验位不符。请核对是否输错。",
        "The account's check digits do not fit. Check for a slip.",
    ),
    "serial_syntax": (
        "序列号格式不正确。请从持仓页面复制。",
        "This is no serial range. Copy it from the holdings page.",
    ),
    "serial_check": (
        "序列号的校验位不符。请核对是否输错。",
        "The serial's check digits do not fit. Check for a slip.",
    ),
    "serial_range": (
        "序列号的起止顺序或大小不正确。请核对。",
        "The serial range is reversed or too large. Check it.",
    ),
    "entry_too_long": ("条目超过 {limit} 字节。请分成几个条目。", "The entry exceeds {limit} bytes. Split it."),
    "entry_text": ("这不是本格式的条目。请重新生成。", "This is not an entry of this format. Make it again."),
    "entry_field": ("条目的字段不齐或多余。请重新生成。", "The entry lacks fields or has too many. Make it again."),
    "entry_id": ("条目编号与其时间不一致。请重新生成。", "The entry's id and time differ. Make it again."),
    "entry_time": ("条目的时间格式不正确。请重新生成。", "The entry's times are not well written. Make it again."),
    "envelope_too_long": (
        "文件超过 {limit} 字节，不是一份签名条目。",
        "Over {limit} bytes: this is no signed entry.",
    ),
    "envelope_missing": ("请选择已签名的文件。", "Choose the signed file."),
    "envelope_long": ("文件过大，不是一份签名条目。", "The file is too large to be a signed entry."),
    "envelope_unsigned": (
        "文件中没有签名。请先用 registry sign 签名，再上传它写出的文件。",
        "The file holds no signature. Sign it with registry sign first, then upload the file which that writes.",
    ),
    "salt_length": ("盐值必须恰好 {expected} 字节。", "A salt has exactly {expected} bytes."),
    "document_changed": (
        "存储的文件与日志中的摘要不符，请联系登记机构并保留此提示。",
        "The stored document is not the one that the log names. Tell the registry, and keep this message.",
    ),
    "envelopes_expected": (
        '请以 JSON 提交：{{"envelopes": [文本, …]}}，每次 1 至 {limit} 份。',
        'Send JSON: {{"envelopes": [text, …]}}, from 1 to {limit} at a time.',
    ),
    "foreign_ledger": (
        "该条目是为另一个登记簿 {origin} 签署的，在此无效。",
        "The entry was signed for another registry, {origin}. It has no effect here.",
    ),
    "unknown_key": (
        "签名 {signer} 所用的密钥从未在本登记簿出现。请核对代表编号与密钥。",
        "The key that signed as {signer} never appeared here. Check the representative's number and the key.",
    ),
    "invalid_signature": (
        "{signer} 的签名无效：内容在签名后被改动，或签名损坏。请重新签名。",
        "The signature of {signer} does not hold: the text was changed, or the signature damaged. Sign again.",
    ),
    "leaf_text": ("日志记录的格式不正确。请重新取得该记录。", "This is no leaf of the log. Fetch it again."),
    "note_encoding": ("签名文件含有无效字符。请重新导出。", "The signed note holds invalid bytes. Export it again."),
    "note_layout": ("签名文件的结构不正确。请重新导出。", "The signed note is not laid out as one. Export it again."),
    "note_text": ("被签名的文本无效。请重新导出。", "The text to sign is not valid. Export it again."),
    "note_name": (
        "签名人名称无效。请使用代表编号。",
        "The signer's name is not valid. Use the representative's number.",
    ),
    "note_signature": (
        "签名行无效或不成立。请重新签名。",
        "A signature line is broken or does not hold. Sign again.",
    ),
    "note_signatures": ("签名过多或没有签名。请核对文件。", "There are no signatures, or too many. Check the file."),
    "vkey": ("公钥行无效。请重新复制。", "This is no verifier key line. Copy it again."),
    "weak_key": ("该公钥不安全，不能登记。请重新生成密钥。", "This public key is not safe. Make a new key."),
    "key_algorithm": ("不支持该密钥类型。", "Keys of this type are not supported here."),
    "key_seed": ("私钥长度不正确。请核对密钥文件。", "The private key has a wrong length. Check the key file."),
    "other_view": (
        "您看到的日志与本登记簿不一致。两份检查点均已保存，请立即报告审计方。",
        "The log that you were shown is not this one. Both checkpoints are kept. Tell an auditor at once.",
    ),
    "not_permitted": ("您没有办理此事项的权限。", "You do not have permission to do this."),
    "unknown_draft": ("没有这份待签文件。请核对编号。", "There is no such draft. Check its id."),
    "draft_differs": (
        "这份待签文件的内容与已有的不同。请使用原文件签名。",
        "A draft with this id says something else. Sign the one that is there.",
    ),
    "draft_expired": ("待签文件已过有效期。请重新填写。", "The draft has expired. Write a new one."),
    "draft_sent": ("待签文件已经提交。请查看其结果。", "The draft has been sent already. Look up its result."),
    "draft_rejected": (
        "待签文件已被退回。请按原因修改后重新填写。",
        "The draft was sent back. Mend it and write a new one.",
    ),
    "draft_withdrawn": ("待签文件已被撤回。请重新填写。", "The draft was withdrawn. Write a new one."),
    "not_the_author": ("只有填写人可以撤回待签文件。", "Only its author can withdraw a draft."),
    "after": ("翻页位置无效。请从第一页重新开始。", "This is no place in the list. Start from its first page."),
    "not_ready": (
        "登记簿暂停写入，仍可查询。请稍后再试。",
        "The registry does not accept entries now. Reading works.",
    ),
}

REFUSALS: Final[dict[str, Pair]] = {**DECIDE, **BYTES, **PROOFS}
