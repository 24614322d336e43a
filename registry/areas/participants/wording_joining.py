"""What is refused on the way in, before anything is an entry: applications and invitations."""

from typing import Final

Pair = tuple[str, str]

REFUSALS: Final[dict[str, Pair]] = {
    "too_many_applications": (
        "此来源今天提交的申请已达 {limit} 份。请明天再试，或联系登记机构。",
        "{limit} applications have come in today from here. Try again tomorrow, or write to the registry.",
    ),
    "too_many_documents": (
        "每份申请最多附 {limit} 个文件。请合并后再上传。",
        "An application holds at most {limit} documents. Put some together.",
    ),
    "document_kind": (
        "文件“{name}”不是 PDF、PNG 或 JPEG。请另存为其中一种。",
        "“{name}” is no PDF, PNG or JPEG. Save it as one of these.",
    ),
    "document_size": (
        "文件“{name}”超过 {limit} 字节。请压缩后再上传。",
        "“{name}” is larger than {limit} bytes. Make it smaller.",
    ),
    "application_not_asked": (
        "登记机构没有等待补充内容。无须提交。",
        "Nobody waits for an answer on this application. There is nothing to send.",
    ),
    "application_closed": (
        "申请 {number} 已办结，不能再更改。",
        "Application {number} has been decided and cannot change.",
    ),
    "too_many_invitations": (
        "已有 {limit} 份邀请等待接受。请先撤回不需要的。",
        "{limit} invitations wait. Take some back first.",
    ),
    "login_expected_elsewhere": (
        "此邮箱已受另一参与方邀请。请换一个邮箱。",
        "Another participant has invited this address. Use another.",
    ),
    "staff_list_length": (
        "名单须有 1 至 {limit} 人，每行一个证件号码。",
        "A list holds 1 to {limit} people, one identity number a line.",
    ),
    "not_expected": (
        "没有等待您办理的邀请。如需加入，请联系本单位的管理员。",
        "No invitation waits for you. Ask your organisation's administrator.",
    ),
    "not_declared": (
        "代表 {representative} 没有在本系统声明过证件号码，无法核对。",
        "Representative {representative} has declared no identity number here, so nothing can be looked up.",
    ),
    "reason_missing": ("请写明理由，申请人会看到。", "State the reason. The applicant reads it."),
}
