"""The text of each notice in both languages, with the places of its facts; `notice_wording` puts them in."""

from collections.abc import Mapping
from typing import Final

from registry.wording import Pair

TEXTS: Final[Mapping[str, Pair]] = {
    "signed_in": (
        "您的账户于 {signed_in_at} 从 {source} 登录。若非本人，请立即结束会话、更改密码并联系登记机构。",
        (
            "Your account was signed in to at {signed_in_at} from {source}. If this was not you, end the session,"
            " change your password at once and tell the registry."
        ),
    ),
    "password_changed": (
        "您的密码已更改，所有会话已结束。若非本人操作，请立即联系登记机构。",
        "Your password was changed and all sessions were ended. If you did not do this, tell the registry at once.",
    ),
    "second_factor_changed": (
        "您账户的第二因素已更改（{factor}）。若非本人操作，请立即联系登记机构。",
        ("A second factor of your account was changed ({factor}). If you did not do this, tell the registry at once."),
    ),
    "recovery_code_used": (
        "有人用一个恢复码登录了您的账户，还剩 {left} 个。若非本人，请立即更改密码并联系登记机构。",
        (
            "A recovery code was used to sign in to your account; {left} are left. If this was not you, change your"
            " password at once and tell the registry."
        ),
    ),
    "account_suspended": (
        "您的登录账户已停用，所有会话已结束。如有疑问，请联系登记机构。",
        "Your account was suspended and all sessions were ended. If you have questions, ask the registry.",
    ),
    "token_made": (
        "您的账户生成了接口令牌“{name}”，权限：{scopes}。若非本人操作，请立即撤销。",
        (
            "An API token “{name}” was made for your account, with the scopes {scopes}. If you did not do this,"
            " revoke it at once."
        ),
    ),
    "address_changed": (
        "今后的通知将发往 {address}。若非本人操作，请立即更改密码并联系登记机构。",
        (
            "Notices will go to {address} from now on. If you did not do this, change your password at once and"
            " tell the registry."
        ),
    ),
    "confirm_address": (
        (
            "有人请求把登记簿的通知发到此邮箱。如果是您本人，请在登录后打开下面的链接（24 小时内有效）；"
            "否则请忽略本邮件。"
        ),
        (
            "Somebody asked to have notices of the registry sent to this address. If it was you, sign in and open"
            " the link below within 24 hours; otherwise ignore this mail."
        ),
    ),
    "key_registered": (
        (
            "代表 {representative} 登记了新的签名密钥（指纹 {fingerprint}），由 {vouched_by} 担保。若有疑问，"
            "请立即撤销该密钥。"
        ),
        (
            "A new signing key was registered for representative {representative} (fingerprint {fingerprint}),"
            " vouched for by {vouched_by}. If in doubt, revoke it at once."
        ),
    ),
    "key_revoked": (
        "代表 {representative} 的签名密钥（指纹 {fingerprint}）已撤销，今后不再有效。",
        (
            "The signing key of representative {representative} (fingerprint {fingerprint}) was revoked and is no"
            " longer valid."
        ),
    ),
    "theft_suspected": (
        ("{participant} 的“{kind}”未被接受：{result} 若非本机构所为，密钥可能已被盗用，请立即冻结并撤销密钥。"),
        (
            "“{kind}” of {participant} was not accepted: {result} If this was not your organisation, a key may be"
            " stolen: freeze at once and revoke the key."
        ),
    ),
    "frozen": (
        "{subject} 已被冻结，依据：{order}。冻结期间不能转出。",
        "{subject} was frozen under {order}. Nothing can leave while the freeze stands.",
    ),
    "recovery_begun": (
        (
            "{participant} 的密钥恢复已开始，{effective_at} 生效；此前不能转出。任何有效密钥都可以叫停。"
            "若非本机构申请，请立即叫停。"
        ),
        (
            "A recovery of keys has begun for {participant} and takes effect at {effective_at}; nothing leaves"
            " until then. Any active key can stop it. If your organisation did not ask for it, stop it at once."
        ),
    ),
    "recovery_stopped": (
        "{participant} 的密钥恢复已由 {stopped_by} 叫停，原有密钥继续有效。",
        "The recovery of keys for {participant} was stopped by {stopped_by}; its keys stay as they were.",
    ),
    "recovery_done": (
        "{participant} 的新密钥已生效，旧密钥不再有效。",
        "The new key of {participant} is in force; the old ones are no longer valid.",
    ),
    "invited": (
        "{participant} 邀请您担任代表（{roles}）。请在 {expires_at} 前打开下面的链接，设置密码与第二因素。",
        (
            "{participant} invites you to represent it ({roles}). Open the link below before {expires_at} to set a"
            " password and a second factor."
        ),
    ),
    "application_received": (
        "{participant} 提交了开户申请，编号 {number}，等待审核。",
        "{participant} has applied for an account, number {number}. It waits for review.",
    ),
    "application_decided": (
        "{participant} 的开户申请（编号 {number}）：{decision}。",
        "The application of {participant}, number {number}: {decision}.",
    ),
    "representative_changed": (
        "{participant} 的代表 {representative}：{kind}。",
        "Representative {representative} of {participant}: {kind}.",
    ),
    "mandate_ending": (
        "代表 {representative} 的授权将于 {ends_at} 到期，请及时续办。",
        "The power of attorney of representative {representative} ends at {ends_at}. Renew it in time.",
    ),
    "task_waiting": (
        "{author} 发起“{kind}”。请在 {expires_at} 前核对并签名，或注明原因退回。",
        "{author} has begun “{kind}”. Check and sign it before {expires_at}, or send it back with a reason.",
    ),
    "task_assigned": (
        "{by} 将“{kind}”交给您处理，有效期至 {expires_at}。",
        "{by} has passed “{kind}” to you. It expires at {expires_at}.",
    ),
    "task_commented": ("{by} 就“{kind}”留言：{comment}", "{by} wrote about “{kind}”: {comment}"),
    "task_rejected": ("{by} 退回了“{kind}”，原因：{reason}", "{by} has sent “{kind}” back. Reason: {reason}"),
    "task_done": ("“{kind}”的结果：{result}", "“{kind}”: {result}"),
    "bond_report_due": (
        "{bond} 的 {period} 年度报告须在 {day} 前披露，逾期会公开标明。",
        "The report of {bond} on {period} is due by {day}; what comes later is marked as late in public.",
    ),
    "transfer_delayed": (
        "转让 {units} {unit} 至 {target}，将于 {executes_at} 到账；{withdrawable_until_at} 前可以撤回。",
        (
            "A transfer of {units} {unit} to {target} executes at {executes_at} and can be withdrawn until"
            " {withdrawable_until_at}."
        ),
    ),
    "transfers_delayed": (
        "一次签名的 {count} 笔转让在等待，最早一笔将于 {executes_at} 到账；{withdrawable_until_at} 前都可以撤回。",
        (
            "{count} transfers under one signature wait. The first executes at {executes_at}; all can be withdrawn"
            " until {withdrawable_until_at}."
        ),
    ),
    "transfer_executed": (
        "转让 {units} {unit} 至 {target} 已到账。",
        "The transfer of {units} {unit} to {target} was executed.",
    ),
    "transfer_withdrawn": (
        "转让 {units} {unit} 至 {target} 已由 {by} 撤回。",
        "The transfer of {units} {unit} to {target} was withdrawn by {by}.",
    ),
    "transfer_received": (
        "{source} 向您转让 {units} {unit}，账户 {target}。",
        "{source} has transferred {units} {unit} to your account {target}.",
    ),
    "transfer_refused": (
        "{target} 拒收 {units} {unit}，已退回原账户 {source}。",
        "{target} has refused {units} {unit}, which went back to {source}, where they came from.",
    ),
    "transfer_lapsed": (
        "{target} 未在期限内答复，{units} {unit} 已退回原账户 {source}。",
        "{target} did not answer in time; {units} {unit} went back to {source}, where they came from.",
    ),
    "trusted_account_added": (
        "{participant} 将账户 {account} 加入可信名单，{effective_at} 生效。若非本机构操作，请立即移除。",
        (
            "{participant} has put account {account} on its trusted list, from {effective_at}. If your organisation"
            " did not do this, remove it at once."
        ),
    ),
    "objection_answered": (
        "您对 {day} 产品 {product} 清算的异议：{outcome}。依据代码：{reason}。答复文件在“清算异议”中。",
        (
            "Your objection to the clearing of {product} on {day} was {outcome}. Ground: {reason}. The written answer"
            " is under objections."
        ),
    ),
}
