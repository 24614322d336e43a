"""Auditing (审计): reading the journal, tracing units, and showing that none appeared or vanished.

No kinds of its own: an auditor's attestation is `participants.attest`, because the auditor is a participant. What is
not here: replaying the log (`registry verify`, `registry audit`), and the statement of one account.
"""

from typing import Final

Pair = tuple[str, str]

TITLE: Final[Pair] = ("审计", "Auditing")

GLOSSARY: Final[dict[str, Pair]] = {
    "journal": ("日志", "journal"),
    "entry": ("条目", "entry"),
    "position": ("位置", "position"),
    "trace": ("追溯", "trace"),
    "serials": ("序列区间", "serials"),
    "conservation": ("守恒", "conservation"),
    "checkpoint": ("检查点", "checkpoint"),
    "witness": ("见证方", "witness"),
    "receipt": ("回执", "receipt"),
    "attestation": ("审计意见", "attestation"),
    "inclusion proof": ("包含证明", "inclusion proof"),
    "fingerprint": ("指纹", "fingerprint"),
}

REFUSALS: Final[dict[str, Pair]] = {
    "unknown_record": (
        "没有找到所查的记录，请核对编号。",
        "There is no such record. Check the number.",
    ),
    "not_confirmed": (
        "该条目尚无已签名的检查点，请稍后再取回执。",
        "No signed checkpoint covers this entry yet. Ask for the receipt again shortly.",
    ),
    "not_final": (
        "权属登记系统尚未确认，还没有证书。",
        "The register of title has not confirmed this yet, so there is no certificate.",
    ),
    "not_witnessed": (
        "见证方尚未足数联署，请稍后再取，或先下载已确认的回执。",
        "Not enough witnesses have cosigned yet. Ask again shortly, or take the confirmed receipt.",
    ),
    "serial_syntax": (
        "序列区间的写法不对，例如 CEA-31-NAT-2025-1:1-1000，或只写批次。",
        "This is not a range of serials, such as CEA-31-NAT-2025-1:1-1000, nor a batch.",
    ),
    "serial_check": (
        "序列区间的校验码不对，请核对每一位。",
        "The check digits do not fit these serials. Check every digit.",
    ),
    "serial_range": (
        "序列区间的起止不对：起号不得大于止号。",
        "The range ends before it begins.",
    ),
    "account_syntax": (
        "账户编号的写法不对，例如 31-HO-00001204-57。",
        "This is not an account number, such as 31-HO-00001204-57.",
    ),
    "account_purpose": (
        "没有这种用途的账户。",
        "There are no accounts of this purpose.",
    ),
    "account_check": (
        "账户编号的校验码不对，请核对每一位。",
        "The check digits do not fit this account number. Check every digit.",
    ),
}
