"""The words of credits in both languages: what is signed, why something is refused, and what the terms mean.

What credits share with allowances (transfers, pending steps, mirrored blocks) is worded there.
"""

from typing import Final

Pair = tuple[str, str]

TITLE: Final[Pair] = ("碳信用", "Credits")

GLOSSARY: Final[dict[str, Pair]] = {
    "credit": ("碳信用", "One tonne of CO2 equivalent reduced or removed, verified under a programme"),
    "programme": ("减排机制", "The rules under which credits are issued, such as CCER or VCS"),
    "retirement": ("自愿使用", "Permanent voluntary use of credits, for somebody and to an end"),
    "beneficiary": ("受益方", "For whom credits are retired"),
    "custodian": (
        "代管方",
        "The participant without a key in whose accounts imported units lie until a holder is shown",
    ),
    "manifest": ("导入清单", "What an import is as a whole: file hash, rows, totals and the Merkle root of its rows"),
    "row": ("导入行", "One line of an imported list: a range of printed serials and its status"),
}

KIND_NAMES: Final[dict[str, Pair]] = {
    "credits.admit_class": ("认定碳信用类别", "Admit a class of credits"),
    "credits.issue": ("签发碳信用", "Issue credits"),
    "credits.mirror_batch": ("碳信用镜像登记", "Mirror credits"),
    "credits.transfer": ("碳信用转让", "Transfer credits"),
    "credits.transfer_many": ("碳信用批量转让", "Transfer credits to many"),
    "credits.retire": ("碳信用自愿使用", "Retire credits"),
    "credits.confirm_retirement": ("确认碳信用使用", "Confirm a retirement"),
    "credits.return_pending": ("退回待确认碳信用", "Return pending credits"),
    "credits.import_manifest": ("登记导入清单", "Open an import"),
    "credits.import_row": ("导入一行", "Import a row"),
    "credits.close_import": ("终止导入", "Close an unfinished import"),
    "credits.withdraw_row": ("撤回导入行", "Take back a row of a closed import"),
    "credits.show_holder": ("登记实际持有人", "Show the holder of imported units"),
}

SENTENCES: Final[dict[str, Pair]] = {
    "credits.admit_class": (
        "认定资产类别 {code} 为 {programme} 机制下的碳信用。",
        "Admit class {code} as credits under {programme}.",
    ),
    "credits.issue": (
        "签发批次 {text}：{units} 单位 {asset}，记入账户 {target}。",
        "Issue batch {text}: {units} units of {asset} into account {target}.",
    ),
    "credits.mirror_batch": (
        "将区段 {text} 中序列号 {first} 至 {last} 的 {asset} 镜像登记到账户 {target}。",
        "Mirror serials {first} to {last} of block {text} ({asset}) in account {target}.",
    ),
    "credits.transfer@1": (
        "将账户 {source} 中的 {units} 单位 {asset} 转让给账户 {target}。",
        "Transfer {units} units of {asset} from account {source} to account {target}.",
    ),
    "credits.transfer": (
        (
            "将账户 {source} 中的 {units} 单位 {asset} 转让给账户 {target}，立即到账；依规须等待的，期满前存放于"
            "托管账户 {escrow}。"
        ),
        (
            "Transfer {units} units of {asset} from account {source} to account {target}, to arrive at once; if "
            "the rules make them wait, they lie in escrow account {escrow} until then."
        ),
    ),
    "credits.transfer+not_before": (
        (
            "将账户 {source} 中的 {units} 单位 {asset} 转让给账户 {target}，最早于 {not_before} 到账，此前存放于"
            "托管账户 {escrow}。"
        ),
        (
            "Transfer {units} units of {asset} from account {source} to account {target}, to arrive no earlier than "
            "{not_before}; until then they lie in escrow account {escrow}."
        ),
    ),
    "credits.transfer_many": (
        (
            "从账户 {source} 转让碳信用，或全部办理，或全部不办理，依规须等待的各笔期满前存放于托管账户 {escrow}："
            "{transfers}。"
        ),
        (
            "Transfer out of account {source}, all of these or none, and those that the rules make wait lie in escrow "
            "account {escrow} until then: {transfers}."
        ),
    ),
    "credits.retire": (
        "使用账户 {source} 中的 {units} 单位 {asset}，用途为 {purpose}，进入账户 {target}，不可恢复。",
        "Retire {units} units of {asset} in account {source} for {purpose} into account {target}, for good.",
    ),
    "credits.confirm_retirement": (
        "权属登记系统以编号 {reference} 确认：业务 {pending} 的碳信用已使用。",
        "The register of title confirms under {reference}: the credits of {pending} are retired.",
    ),
    "credits.return_pending": (
        "权属登记系统以编号 {reference} 未予办理：业务 {pending} 的碳信用退回原账户。",
        "The register of title refused under {reference}: the credits of {pending} return to where they came from.",
    ),
    "credits.import_manifest": (
        "登记导入清单：文件 {file}，{rows} 行，类别 {asset_class}；有效单位入 {holding}，已使用单位入 {retirement}。",
        (
            "Open an import of class {asset_class}: file {file}, {rows} rows; active units go to {holding}, "
            "retired ones to {retirement}."
        ),
    ),
    "credits.import_row": (
        "按导入清单 {manifest} 导入第 {row} 行。",
        "Import row {row} of manifest {manifest}.",
    ),
    "credits.close_import": (
        "终止导入清单 {manifest}，其已导入的各行将逐行撤回。",
        "Close import {manifest}; its rows will be taken back one by one.",
    ),
    "credits.withdraw_row": (
        "撤回导入清单 {manifest} 的第 {row} 行。",
        "Take back row {row} of import {manifest}.",
    ),
    "credits.show_holder": (
        "导入清单 {manifest} 第 {row} 行的序列号 {first} 至 {last} 归账户 {target} 的持有人所有。",
        "Serials {first} to {last} of row {row} of import {manifest} belong to the holder of account {target}.",
    ),
}

FIELDS: Final[dict[str, Pair]] = {
    "escrow": ("托管账户", "Escrow account"),
    "code": ("类别代码", "Class"),
    "programme": ("减排机制", "Programme"),
    "beneficiary": ("受益方", "Beneficiary"),
    "name": ("机构名称（公开、永久）", "Organisation (public, permanent)"),
    "commitment": ("个人信息加盐摘要", "Salted hash of a person's details"),
    "purpose": ("用途", "Purpose"),
    "layout": ("文件格式", "Layout"),
    "file": ("文件摘要", "File hash"),
    "rows": ("行数", "Rows"),
    "root": ("各行默克尔根", "Merkle root of the rows"),
    "totals": ("按状态合计", "Totals by status"),
    "asset_class": ("资产类别", "Asset class"),
    "holding": ("代管账户", "Custodian's holding account"),
    "retirement": ("代管方使用账户", "Custodian's retirement account"),
    "manifest": ("导入清单", "Manifest"),
    "row": ("行号", "Row"),
    "proof": ("包含证明", "Inclusion proof"),
    "serial": ("印刷序列号", "Printed serial"),
    "block_first": ("区段起始序列号", "First serial of the block"),
    "block_last": ("区段截止序列号", "Last serial of the block"),
    "project": ("项目编号", "Project"),
    "issued_on": ("签发日期", "Issued on"),
    "vintage_first": ("年度起始日", "Vintage begins"),
    "vintage_last": ("年度截止日", "Vintage ends"),
    "status": ("状态", "Status"),
    "ended_on": ("使用日期", "Retired on"),
    "reason": ("使用原因", "Reason"),
    "texts": ("文字内容加盐摘要", "Salted hash of the texts"),
}

CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "RetirementPurpose": {
        "own_footprint": ("抵销自身排放", "Own footprint"),
        "event": ("活动碳中和", "Neutrality of an event"),
        "on_behalf": ("代他人使用", "On somebody's behalf"),
        "public_benefit": ("公益", "Public benefit"),
        "other": ("其他", "Other"),
    },
    "RetirementStatus": {
        "pending": ("待确认", "Waiting"),
        "final": ("已使用", "Retired"),
        "returned": ("已退回", "Returned"),
    },
    "UnitStatus": {"active": ("有效", "Active"), "retired": ("已使用", "Retired")},
    "ImportStatus": {
        "open": ("导入中", "Open"),
        "complete": ("已完成", "Complete"),
        "closed": ("已终止", "Closed"),
    },
}

REFUSALS: Final[dict[str, Pair]] = {
    "batch_taken": (
        "批次编号 {batch} 已被使用。请使用下一个批次编号。",
        "Batch {batch} is taken. Use the next batch number.",
    ),
    "beneficiary_unclear": (
        "受益方须且只须以一种方式填写：参与方、机构名称或个人信息摘要。请保留其中一项。",
        "Name the beneficiary in exactly one way: participant, organisation, or a person's salted hash. Keep one.",
    ),
    "class_admitted": (
        "类别 {code} 已认定为碳信用，无需再次认定。",
        "Class {code} is admitted already; nothing more is to be done.",
    ),
    "class_differs": (
        "该行的标的 {asset} 不属于清单的资产类别。请用正确的清单重新导入。",
        "The row's asset {asset} is not of the manifest's class. Import the file again with the right class.",
    ),
    "custodian_can_sign": (
        "参与方 {participant} 已有签名密钥，不能代管持有人不明的单位。请选择没有密钥的代管方。",
        "Participant {participant} has a key and cannot keep units of unknown holders. Name a custodian without one.",
    ),
    "file_taken": (
        "该文件已由清单 {manifest} 导入。请继续该次导入，或先将其终止。",
        "This file is imported under manifest {manifest}. Go on with that import, or close it first.",
    ),
    "import_ended": (
        "导入清单 {manifest} 的状态为 {status}，不再接收。请查看其记录。",
        "Import {manifest} is {status} and takes nothing more. Look at its record.",
    ),
    "import_not_closed": (
        "导入清单 {manifest} 尚未终止。请先由主管部门与运营方终止。",
        "Import {manifest} is not closed. Authority and operator close it first.",
    ),
    "import_unfinished": (
        "导入清单 {manifest} 尚未完成，其单位不可使用。请先完成导入。",
        "Import {manifest} is not complete, so its units cannot be used. Finish it first.",
    ),
    "not_a_credit": (
        "{asset} 不是碳信用类别。请先认定该类别，或在相应页面办理。",
        "{asset} is of no class of credits. Have the class admitted first, or use the pages of its kind.",
    ),
    "not_an_own_title": (
        "{asset} 的权属在其他登记系统，不能在此签发。请办理镜像登记。",
        "Another register holds title to {asset}, so it is not issued here. Mirror it instead.",
    ),
    "pending_not_used": (
        "{asset} 由本登记簿登记权属，使用立即生效。请不要填写待确认账户。",
        "This registry holds title to {asset}, so retirement is final at once. Leave the pending account empty.",
    ),
    "pending_required": (
        "{asset} 的使用须经权属登记系统确认。请填写待确认账户。",
        "The register of title has to confirm the retirement of {asset}. Name a pending account.",
    ),
    "proof_differs": (
        "第 {row} 行与清单不符。请用原文件重新生成该行。",
        "Row {row} is not in the manifest. Make it again from the original file.",
    ),
    "range_outside_row": (
        "该行的序列号为 {first} 至 {last}。请在此范围内指定。",
        "The row holds serials {first} to {last}. Name a range within them.",
    ),
    "row_final": (
        "第 {row} 行的单位已使用，不再有持有人。请选择有效的行。",
        "The units of row {row} are retired and have no holder. Choose an active row.",
    ),
    "row_outside": (
        "清单共 {rows} 行，没有第 {row} 行。请核对行号。",
        "The manifest has {rows} rows and no row {row}. Check the number.",
    ),
    "row_taken": (
        "第 {row} 行已导入，无需再次导入。",
        "Row {row} is in already; nothing more is to be done.",
    ),
    "row_withdrawn": (
        "第 {row} 行已撤回，无需再次撤回。",
        "Row {row} was taken back already; nothing more is to be done.",
    ),
    "serials_known": (
        "该行的部分序列号已由清单 {manifest} 第 {row} 行导入。请核对文件是否重复。",
        "Serials of this row came in with row {row} of import {manifest}. Check the file for what is known already.",
    ),
    "status_unclear": (
        "第 {row} 行的状态与使用日期或用途不一致。请用原文件重新导入。",
        "Status, day and purpose of row {row} do not fit each other. Import the original file again.",
    ),
    "totals_differ": (
        "各行合计与清单不符。请用原文件重新生成清单。",
        "The rows do not add up to what the manifest says. Make the manifest again from the original file.",
    ),
    "unknown_manifest": (
        "没有编号为 {key} 的导入清单。请核对编号。",
        "There is no import {key}. Check its number.",
    ),
    "unknown_row": (
        "第 {row} 行尚未导入。请核对行号。",
        "Row {row} is not in. Check the number.",
    ),
}
