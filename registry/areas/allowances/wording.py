"""The words of allowances in both languages: what is signed, why something is refused, and what the terms mean.

The refusals of what allowances and credits share (transfers, pending steps, mirrored blocks) stand here once.
"""

from typing import Final

Pair = tuple[str, str]

TITLE: Final[Pair] = ("碳排放配额", "Allowances")

GLOSSARY: Final[dict[str, Pair]] = {
    "allowance": ("碳排放配额", "The right to emit one tonne of CO2 equivalent; title lies in the national register"),
    "mirror": ("镜像登记", "What this registry shows of units whose title another register holds"),
    "block": ("序列号区段", "Consecutive serials that the register of title names together"),
    "withdrawal": ("撤出镜像", "Units leave this mirror and lie in the national register alone"),
    "voluntary cancellation": ("自愿注销", "Units are given up for the public good and are never issued again"),
    "pending": ("待确认", "Set aside until the register of title confirms or refuses"),
    "national reference": (
        "全国登记系统业务编号",
        "The number under which the national register did or refused something",
    ),
    "statement": ("持有量对账单", "What the national register says that a participant holds"),
    "difference": ("差额", "Stated units less mirrored units"),
}

KIND_NAMES: Final[dict[str, Pair]] = {
    "allowances.mirror_batch": ("配额镜像登记（主管部门）", "Mirror allowances on the authority's word"),
    "allowances.mirror_stated": ("配额镜像登记（对账单）", "Mirror allowances on a signed statement"),
    "allowances.transfer": ("配额转让", "Transfer allowances"),
    "allowances.transfer_many": ("配额批量转让", "Transfer allowances to many"),
    "allowances.withdraw": ("申请撤出镜像", "Ask to withdraw allowances"),
    "allowances.confirm_withdrawal": ("确认撤出镜像", "Confirm a withdrawal"),
    "allowances.cancel": ("申请自愿注销", "Ask for voluntary cancellation"),
    "allowances.confirm_cancellation": ("确认自愿注销", "Confirm a voluntary cancellation"),
    "allowances.return_pending": ("退回待确认配额", "Return pending allowances"),
    "allowances.statement": ("登记持有量对账单", "Record a statement of holdings"),
}

SENTENCES: Final[dict[str, Pair]] = {
    "allowances.mirror_batch": (
        "依据全国登记系统，将区段 {text} 中序列号 {first} 至 {last} 的 {asset} 配额镜像登记到账户 {target}。",
        "On the authority's word, mirror serials {first} to {last} of block {text} ({asset}) in account {target}.",
    ),
    "allowances.mirror_stated": (
        "依据已签署的对账单，将区段 {text} 中序列号 {first} 至 {last} 的 {asset} 配额镜像登记到账户 {target}。",
        "On a signed statement, mirror serials {first} to {last} of block {text} ({asset}) in account {target}.",
    ),
    "allowances.transfer@1": (
        "将账户 {source} 中的 {units} 单位 {asset} 转让给账户 {target}。",
        "Transfer {units} units of {asset} from account {source} to account {target}.",
    ),
    "allowances.transfer": (
        (
            "将账户 {source} 中的 {units} 单位 {asset} 转让给账户 {target}，立即到账；依规须等待的，期满前存放于"
            "托管账户 {escrow}。"
        ),
        (
            "Transfer {units} units of {asset} from account {source} to account {target}, to arrive at once; if "
            "the rules make them wait, they lie in escrow account {escrow} until then."
        ),
    ),
    "allowances.transfer+not_before": (
        (
            "将账户 {source} 中的 {units} 单位 {asset} 转让给账户 {target}，最早于 {not_before} 到账，此前存放于"
            "托管账户 {escrow}。"
        ),
        (
            "Transfer {units} units of {asset} from account {source} to account {target}, to arrive no earlier than "
            "{not_before}; until then they lie in escrow account {escrow}."
        ),
    ),
    "allowances.transfer_many": (
        (
            "从账户 {source} 转让配额，或全部办理，或全部不办理，依规须等待的各笔期满前存放于托管账户 {escrow}："
            "{transfers}。"
        ),
        (
            "Transfer out of account {source}, all of these or none, and those that the rules make wait lie in escrow "
            "account {escrow} until then: {transfers}."
        ),
    ),
    "allowances.withdraw": (
        "申请将账户 {source} 中的 {units} 单位 {asset} 撤出本登记簿，确认前存放于账户 {pending}。",
        "Withdraw {units} units of {asset} in account {source} from this registry; they wait in account {pending}.",
    ),
    "allowances.confirm_withdrawal": (
        "全国登记系统以编号 {reference} 确认：业务 {pending} 的配额撤出本登记簿。",
        "The national register confirms under {reference}: the units of {pending} leave this registry.",
    ),
    "allowances.cancel": (
        "申请自愿注销账户 {source} 中的 {units} 单位 {asset}，先入账户 {pending}，确认后入 {target}，不可恢复。",
        (
            "Voluntarily cancel {units} units of {asset} in account {source}; they wait in account {pending} and "
            "then end in cancellation account {target} for good."
        ),
    ),
    "allowances.confirm_cancellation": (
        "全国登记系统以编号 {reference} 确认：业务 {pending} 的配额已注销。",
        "The national register confirms under {reference}: the units of {pending} are cancelled.",
    ),
    "allowances.return_pending": (
        "全国登记系统以编号 {reference} 未予办理：业务 {pending} 的配额退回原账户。",
        "The national register refused under {reference}: the units of {pending} return to the account they came from.",
    ),
    "allowances.statement": (
        "登记全国登记系统截至 {as_of} 出具的参与方 {participant} 的持有量对账单。",
        "Record the national register's statement of what participant {participant} held as of {as_of}.",
    ),
}

FIELDS: Final[dict[str, Pair]] = {
    "text": ("区段编号", "Block"),
    "asset": ("标的", "Asset"),
    "zone": ("地区代码", "Zone"),
    "issuer": ("发行账户", "Issuance account"),
    "source": ("转出账户", "Source account"),
    "target": ("转入账户", "Target account"),
    "pending": ("待确认账户或业务", "Pending account or step"),
    "escrow": ("托管账户", "Escrow account"),
    "units": ("数量", "Units"),
    "ranges": ("指定序列号", "Named ranges"),
    "batch": ("批次", "Batch"),
    "first": ("起始序列号", "First serial"),
    "last": ("截止序列号", "Last serial"),
    "document": ("凭证", "Document"),
    "reference": ("业务编号", "Reference"),
    "note": ("说明（公开、永久）", "Note (public, permanent)"),
    "participant": ("参与方", "Participant"),
    "as_of": ("截止时间", "As of"),
    "lines": ("持有量", "Holdings"),
}

CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "PendingStatus": {
        "open": ("待确认", "Waiting"),
        "confirmed": ("已确认", "Confirmed"),
        "returned": ("已退回", "Returned"),
    },
}

REFUSALS: Final[dict[str, Pair]] = {
    "already_mirrored": (
        "区段 {batch} 的序列号 {first} 至 {last} 中已有单位登记在册。请核对对账单，只登记尚未登记的部分。",
        "Some serials {first} to {last} of block {batch} are here already. Bring in only the rest.",
    ),
    "as_of_ahead": (
        "对账单的截止时间不能晚于现在。请更正截止时间。",
        "The statement's time lies ahead of now. Correct it.",
    ),
    "asset_twice": (
        "对账单中同一标的出现了两次。请合并为一行。",
        "The statement names one asset twice. Put it on one line.",
    ),
    "batch_differs": (
        "区段 {batch} 已登记为 {asset}。请核对标的与年度。",
        "Block {batch} is known as {asset}. Check asset and vintage.",
    ),
    "batch_text": (
        "区段编号 {batch} 与类别、地区不符，或不符合 类别-地区-来源-年度-批次 的格式。请更正。",
        "Block {batch} does not fit class and zone, or is not class-zone-origin-vintage-number. Correct it.",
    ),
    "class_without_serials": (
        "{asset} 没有序列号，不能在此办理。请选择带序列号的标的。",
        "{asset} carries no serials and cannot be handled here. Choose an asset that does.",
    ),
    "holder_differs": (
        "账户 {account} 不属于转出账户的持有人。请选择同一持有人的账户。",
        "Account {account} is not of the source's holder. Choose an account of the same holder.",
    ),
    "not_a_mirror": (
        "{asset} 的权属不在其他登记系统，不能镜像登记。请选择镜像类别的标的。",
        "No other register holds title to {asset}, so it is not mirrored. Choose an asset of a mirrored class.",
    ),
    "not_an_allowance": (
        "{asset} 是碳信用，不是配额。请在碳信用页面办理。",
        "{asset} is a credit, not an allowance. Use the credits pages.",
    ),
    "pending_closed": (
        "业务 {pending} 已办结。请查看其记录，无需再次办理。",
        "Step {pending} is settled already. Look at its record; nothing more is to be done.",
    ),
    "pending_differs": (
        "业务 {pending} 的类型为 {kind}，不能在此办结。请选择对应的确认业务。",
        "Step {pending} was begun as {kind} and is settled by another kind. Choose the one that fits.",
    ),
    "purpose_not_credited": (
        "账户 {account} 的用途不能接收这些单位。请选择用途相符的账户。",
        "Account {account} is not for receiving these units. Choose an account of the right purpose.",
    ),
    "serials_reversed": (
        "序列号 {first} 至 {last} 的次序有误。请更正起止序列号。",
        "Serials {first} to {last} run backwards or outside their block. Correct them.",
    ),
    "too_many_accounts": (
        "该参与方的账户多于 {limit} 个，无法一次对账。请先注销不用的账户。",
        "The participant has more than {limit} accounts, too many for one statement. Close unused ones first.",
    ),
    "too_many_parts": (
        "区段 {batch} 已分为 {limit} 个部分。请以新的区段编号登记。",
        "Block {batch} came in {limit} parts already. Use a new block number.",
    ),
    "unknown_pending": (
        "没有编号为 {key} 的待确认业务。请核对编号。",
        "There is no pending step {key}. Check its number.",
    ),
    "unknown_batch": (
        "没有编号为 {key} 的批次。请核对编号。",
        "There is no batch {key}. Check its number.",
    ),
}
