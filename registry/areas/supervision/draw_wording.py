"""What random inspection says in both languages."""

from typing import Final

Pair = tuple[str, str]

KIND_NAMES: Final[dict[str, Pair]] = {
    "supervision.name_witnesses": ("指定抽查见证方", "Name the witnesses of draws"),
    "supervision.commit_draw": ("承诺双随机抽查", "Commit to a draw"),
    "supervision.draw": ("揭示种子并抽取", "Reveal the seed and draw"),
    "supervision.abandon_draw": ("放弃抽查", "Give a draw up"),
    "supervision.report_inspection": ("公布检查结果", "Publish an inspection"),
    "supervision.follow_up": ("公布整改情况", "Publish what followed"),
}
SENTENCES: Final[dict[str, Pair]] = {
    "supervision.name_witnesses": (
        "指定第 {number} 版抽查见证方：{lines}；依据 {article}。",
        "Name the witnesses of draws, version {number}: {lines}; under {article}.",
    ),
    "supervision.commit_draw": (
        (
            "承诺抽查 {number}“{name}”（地区 {zone}，依据 {article}）：从 {objects} 中抽取 {drawn} 家，"
            "每家由 {inspectors} 中的 {inspectors_each} 人检查，回避：{recusals}；见证方第 {policy} 版，"
            "种子摘要 {commitment}；文件 {document}。此后名单不得改动。"
        ),
        (
            "Commit to draw {number}, “{name}” (zone {zone}, under {article}): {drawn} of {objects}, each inspected by "
            "{inspectors_each} of {inspectors}; recused: {recusals}; witnesses version {policy}, hash of the seed "
            "{commitment}; document {document}. The population cannot change any more."
        ),
    ),
    "supervision.draw": (
        (
            "揭示抽查 {number} 的种子 {seed}，以日志根 {root} 补全并抽取；名单摘要 {population}，"
            "检查点 {checkpoint}，证明 {proof}。"
        ),
        (
            "Reveal the seed {seed} of draw {number}, complete it by the root {root} and draw; "
            "population {population}, checkpoint {checkpoint}, proof {proof}."
        ),
    ),
    "supervision.abandon_draw": ("放弃抽查 {number}：{reason}。", "Give draw {number} up: {reason}."),
    "supervision.report_inspection": (
        (
            "公布抽查 {number} 对 {participant} 于 {on} 的检查结果：{finding}，事项 {matter}，{result}，"
            "罚款 {penalty_fen}；文件 {document}。"
        ),
        (
            "Publish the inspection of {participant} on {on} in draw {number}: {finding}, matter {matter}, {result}, "
            "fine {penalty_fen}; document {document}."
        ),
    ),
    "supervision.follow_up": (
        "公布抽查 {number} 中 {participant} 于 {on} 的整改情况：{outcome}；办结：{closes}；文件 {document}。",
        "Publish what followed for {participant} in draw {number} on {on}: {outcome}; closed: {closes}; {document}.",
    ),
}
FIELDS: Final[dict[str, Pair]] = {
    "checkpoint": ("检查点", "Checkpoint"),
    "closes": ("办结", "Closed"),
    "commitment": ("种子摘要", "Hash of the seed"),
    "drawn": ("抽取家数", "Objects drawn"),
    "finding": ("检查结果", "Finding"),
    "inspector": ("检查人员", "Inspector"),
    "inspectors": ("检查人员名录", "Inspectors"),
    "inspectors_each": ("每家检查人数", "Inspectors each"),
    "lines": ("见证策略", "Witness policy"),
    "matter": ("事项代码", "Matter"),
    "objects": ("检查对象名录", "Objects"),
    "outcome": ("整改情况", "Outcome"),
    "penalty_fen": ("罚款", "Fine"),
    "population": ("名单摘要", "Digest of the population"),
    "proof": ("一致性证明", "Consistency proof"),
    "recusals": ("回避", "Recused"),
    "result": ("结果说明", "Result"),
    "root": ("日志根", "Root of the log"),
    "seed": ("种子", "Seed"),
}
CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "Finding": {
        "compliant": ("未发现问题", "Nothing found"),
        "minor": ("轻微违法", "Minor violation"),
        "violation": ("违法", "Violation"),
    },
}
ITEMS: Final[dict[str, Pair]] = {"Recusal": ("{inspector} 回避 {participant}", "{inspector} not for {participant}")}
REFUSALS: Final[dict[str, Pair]] = {
    "checkpoint_too_early": (
        "检查点须至少覆盖 {size} 个条目。承诺之后再有一个条目并经见证即可抽取，请稍候。",
        "The checkpoint has to cover {size} entries. Wait for one more entry after the commitment and its witnesses.",
    ),
    "checkpoint_unreadable": (
        "检查点无法读取。请重新打开本页。",
        "The checkpoint cannot be read. Open the page again.",
    ),
    "draw_over": ("抽查 {number} 已经抽取或放弃。", "Draw {number} was made or given up already."),
    "finding_without_matter": (
        "发现问题须写明事项代码；未发现问题则不填事项与罚款。",
        "Name the matter of what was found; where nothing was found there is neither matter nor fine.",
    ),
    "inspection_reported": ("{participant} 的结果已经公布。", "The result of {participant} is published already."),
    "inspector_conflict": (
        "检查人员 {inspector} 与检查对象有利害关系，不得列入。请更换。",
        "Inspector {inspector} has a tie to one of the objects. Take another.",
    ),
    "inspector_twice": ("检查人员重复。", "An inspector stands there twice."),
    "no_penalty_matter": (
        "事项 {matter} 在轻微违法免罚清单上，不得罚款。请将罚款填为零。",
        "Matter {matter} is on the no-penalty list. Set the fine to zero.",
    ),
    "not_an_inspector": (
        "{inspector} 不是主管部门的人员，不能列为检查人员。",
        "{inspector} does not belong to an authority and cannot inspect.",
    ),
    "not_drawn": ("{participant} 不在此次抽中的对象之列。", "{participant} was not drawn."),
    "nothing_to_follow": (
        "{participant} 没有待整改的结果，或已经办结。",
        "There is no open finding of {participant}.",
    ),
    "object_exempt": (
        "{participant} 在监督执法正面清单上，不列入抽查名单。请删去。",
        "{participant} is on the positive list of enforcement and is not drawn. Take it out.",
    ),
    "object_twice": ("检查对象重复。", "An object stands there twice."),
    "policy_number": ("版本号应接续上一版，{number} 不对。", "{number} does not follow the last version."),
    "policy_unreadable": ("见证策略有误（{problem}）。", "The witness policy is wrong ({problem})."),
    "population_changed": (
        "抽查 {number} 的名单与承诺时不同。承诺之后名单不得改动。",
        "The population of draw {number} is not the one committed to. It cannot change after the commitment.",
    ),
    "root_not_proved": (
        "证明不能说明该日志根属于承诺的位置。请重新打开本页。",
        "The proof does not lead to this root at the committed size. Open the page again.",
    ),
    "seed_differs": (
        "种子与承诺的摘要不符。请核对。",
        "The seed is not the one whose hash was committed to. Check it.",
    ),
    "seed_not_witnessed": (
        "检查点的见证签名不足，种子尚未补全。请待见证方联署后再抽取。",
        "Too few witnesses have cosigned the checkpoint. Wait until they have.",
    ),
    "too_few_inspectors": (
        "扣除回避后，{participant} 的检查人员不足。请增加检查人员。",
        "With those recused there are too few inspectors for {participant}. Add some.",
    ),
    "too_many_drawn": ("名单只有 {objects} 家。", "There are only {objects} objects."),
    "unknown_draw": ("没有抽查 {key}。", "There is no draw {key}."),
    "unknown_policy": ("第 {number} 版见证方不是现行版本。", "Version {number} of the witnesses is not in force."),
}
