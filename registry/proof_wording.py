"""What the checkers of the log say, in Chinese and English: proofs, checkpoints, tiles, replay, witnesses. No logic."""

from typing import Final

Pair = tuple[str, str]

PROOFS: Final[dict[str, Pair]] = {
    "consistency_proof": (
        "一致性证明不成立：日志可能被改写。请保存证据并报告。",
        "Consistency fails: keep it and report.",
    ),
    "inclusion_proof": (
        "包含证明不成立：该记录不在此日志中。请保存证据并报告。",
        "Inclusion fails: keep it and report.",
    ),
    "proof_range": ("证明的位置超出日志范围。请更正位置。", "The proof's position is outside the log. Correct it."),
    "proof_header": ("回执格式不正确。请重新下载回执。", "This is no receipt. Download it again."),
    "proof_index": ("回执中的位置不正确。请重新下载。", "The receipt's position is not valid. Download it again."),
    "proof_path": ("回执中的证明路径不正确。请重新下载。", "The receipt's path is not valid. Download it again."),
    "proof_extra": (
        "回执中的附加内容不正确。请重新下载。",
        "The receipt's extra data is not valid. Download it again.",
    ),
    "frontier": ("树的前沿与大小不符。请从头重新核对。", "The tree's frontier does not fit its size. Start over."),
    "checkpoint": ("检查点格式不正确。请重新取得。", "This is no checkpoint. Fetch it again."),
    "checkpoint_hash": ("检查点的根哈希无效。请重新取得。", "The checkpoint's root is not valid. Fetch it again."),
    "checkpoint_number": ("检查点的大小无效。请重新取得。", "The checkpoint's size is not valid. Fetch it again."),
    "checkpoint_origin": (
        "检查点来自另一个日志。请核对来源。",
        "The checkpoint is of another log. Check the source.",
    ),
    "checkpoint_size": ("检查点的大小与内容不符。请报告。", "The checkpoint's size does not fit the log. Report it."),
    "checkpoint_unsigned": ("检查点没有所需的签名。请报告。", "The checkpoint lacks a signature. Report it."),
    "cosignature": ("见证签名不成立。请报告。", "A witness's signature does not hold. Report it."),
    "cosignature_name": ("见证人名称无效。请核对见证策略。", "A witness's name is not valid. Check the policy."),
    "cosignature_time": ("见证签名的时间无效。请报告。", "A witness's time is not valid. Report it."),
    "unknown_cosignature": (
        "见证签名来自未知见证人。请核对见证策略。",
        "An unknown witness signed. Check the policy.",
    ),
    "policy_encoding": ("见证策略的编码无效。请核对文件。", "The policy's encoding is not valid. Check the file."),
    "policy_key": ("见证策略中的密钥无效。请核对。", "A key in the witness policy is not valid. Check it."),
    "policy_line": ("见证策略中有一行无效。请核对。", "A line of the witness policy is not valid. Check it."),
    "policy_name": (
        "见证策略中的名称无效或重复。请核对。",
        "A name in the policy is not valid or doubled. Check it.",
    ),
    "policy_quorum": ("见证策略的法定数无效。请核对。", "The policy's quorum is not valid. Check it."),
    "policy_threshold": ("见证策略的门槛无效。请核对。", "The policy's threshold is not valid. Check it."),
    "policy_differs": ("见证策略与创始条目不符。请报告。", "The policy differs from the genesis entry. Report it."),
    "tile_path": ("日志文件路径无效。请更正。", "This is no path of a tile. Correct it."),
    "tile_range": ("日志文件超出范围。请更正。", "The tile is outside the log. Correct it."),
    "tile_length": ("日志文件长度不正确。请重新取得。", "The tile has a wrong length. Fetch it again."),
    "tile_hash": ("日志文件的哈希不符。请报告。", "The tile's hash differs. Report it."),
    "tile_changed": ("日志文件被改动。请报告其位置。", "A tile was changed. Report where."),
    "bundle": ("条目包格式不正确。请重新取得。", "This is no entry bundle. Fetch it again."),
    "entry_length": ("条目过长，不能放入条目包。", "The entry is too long for a bundle."),
    "entry_changed": ("日志条目被改动。请报告其位置。", "An entry of the log was changed. Report where."),
    "root_differs": ("重算的根与检查点不符。请报告。", "The recomputed root differs from the checkpoint. Report it."),
    "not_continued": (
        "此日志不是上次核对的延续。请报告。",
        "The log does not continue the last one seen. Report it.",
    ),
    "no_genesis": ("日志中没有创始条目。请核对来源。", "The log has no genesis entry. Check the source."),
    "file_missing": ("缺少文件。请补全导出内容。", "A file is missing. Complete the export."),
    "leaf_index": (
        "日志第 {index} 位的记录位置不符。请报告。",
        "The leaf at {index} states another position. Report it.",
    ),
    "time_goes_back": ("日志第 {index} 位的时间早于前一条。请报告。", "At {index} the time goes back. Report it."),
    "not_recordable": (
        "日志第 {index} 位的条目本不应记录。请报告。",
        "The entry at {index} should not be there. Report it.",
    ),
    "result_differs": (
        "日志第 {index} 位的结果与重算不符：记录为 {recorded}，重算为 {replayed}。请报告。",
        "At {index} the log records {recorded}, the replay finds {replayed}. Report it.",
    ),
    "state_format": ("状态文件格式不正确。请从头重新核对。", "This is no state file. Verify from the start."),
    "audit_file": ("上次审计留下的文件无法读取。请重新审计。", "The last audit's file cannot be read. Audit again."),
    "no_head": ("数据库中没有日志。请核对数据库地址。", "The database holds no log. Check its address."),
    "no_log_key": ("缺少日志的签名密钥。请提供密钥文件。", "The log's signing key is missing. Provide its file."),
    "no_signed_head": ("还没有已签名的检查点。请稍后再试。", "No checkpoint is signed yet. Try again later."),
    "rebuilt_differs": ("重建的日志与原日志不符。请报告。", "The rebuilt log is not the first one. Report it."),
    "target_not_empty": (
        "目标数据库不是空的。请选择空数据库。",
        "The target database is not empty. Choose an empty one.",
    ),
    "state_changed": ("状态文件被改动。请从头重新核对。", "The state file was changed. Verify from the start."),
    "export_ahead": ("导出目录比日志更长。请核对目录。", "The folder holds more than the log. Check the folder."),
    "log_key_differs": (
        "日志头 {size} 不是由当时的日志密钥签署的。请报告。",
        "The head of size {size} is not signed by the key that was the log's then. Report it.",
    ),
    "kept_root_differs": ("已保存的根与日志不符。请报告。", "A root kept before differs. Report it."),
    "nothing_to_export": ("日志还是空的，没有可导出的内容。", "The log is empty: there is nothing to export yet."),
    "state_root": (
        "状态文件与日志不符。请从头重新核对。",
        "The state file does not fit the log. Verify from the start.",
    ),
    "witness_ahead": (
        "见证人见过更长的日志：数据库可能被回退。请勿写入。",
        "A witness saw a longer log. Do not write.",
    ),
    "witness_refused": ("见证人拒绝签名。请查看见证人的说明。", "The witness refused. See what it says."),
    "witness_request": ("见证请求格式不正确。请核对客户端。", "This is no witness request. Check the client."),
    "witness_unreachable": ("无法连接见证人。请稍后再试。", "The witness cannot be reached. Try again later."),
    "relay_busy": (
        "见证人今日已代存 {limit} 份，不再接收。请改日再试，或交给另一见证人。",
        "The witness has taken its {limit} of today. Come back tomorrow, or ask another witness.",
    ),
    "relay_expired": (
        "条目 {id} 已过有效期，代存没有意义。请重新填写。",
        "Entry {id} has expired; there is nothing to keep. Write a new one.",
    ),
    "relay_list": (
        "代存清单第 {line} 行格式不正确。请重新向见证人索取。",
        "Line {line} of the witness's list cannot be read. Get it again from the witness.",
    ),
    "relay_list_unsigned": (
        "代存清单没有 {key} 的有效签名。请重新向见证人索取。",
        "The list is not signed by {key}. Get it again from the witness.",
    ),
    "unknown_origin": (
        "见证人不认识日志 {origin}。请核对见证人的地址。",
        "The witness does not know the log {origin}. Check its address.",
    ),
    "open_data": (
        "这不是本登记簿的开放数据文件。请重新下载。",
        "This is no file of the registry's open data. Download it again.",
    ),
    "snapshot_signature": (
        "快照没有日志密钥的有效签名。请勿采用并报告。",
        "The snapshot is not signed by the log's key. Do not use it; report it.",
    ),
    "snapshot_hash": (
        "数据与签名的快照不符。请重新下载，仍不符请报告。",
        "The data is not what the snapshot signs. Download both again; if they still differ, report it.",
    ),
}
