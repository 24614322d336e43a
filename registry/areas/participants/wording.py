"""What participants say in sentences, in Chinese and English: names of kinds, and what is signed."""

from typing import Final

Pair = tuple[str, str]

KIND_NAMES: Final[dict[str, Pair]] = {
    "participants.genesis": ("创建登记簿", "Found the registry"),
    "participants.register": ("登记参与方", "Register a participant"),
    "participants.register_first_key": ("登记首个密钥", "Register a first key"),
    "participants.define_class": ("设立资产类别", "Define an asset class"),
    "participants.close_class": ("关闭资产类别", "Close an asset class"),
    "participants.reopen_class": ("重新开放资产类别", "Reopen an asset class"),
    "participants.open_account": ("开立账户", "Open an account"),
    "participants.close_account": ("注销账户", "Close an account"),
    "participants.add_representative": ("增加代表", "Add a representative"),
    "participants.add_key": ("增加密钥", "Add a key"),
    "participants.rotate_key": ("更换密钥", "Replace a key"),
    "participants.revoke_key": ("撤销密钥", "Revoke a key"),
    "participants.recover_key": ("申请恢复密钥", "Ask for a key's recovery"),
    "participants.stop_recovery": ("中止密钥恢复", "Stop a recovery"),
    "participants.suspend_representative": ("暂停代表", "Suspend a representative"),
    "participants.reinstate_representative": ("恢复代表", "Reinstate a representative"),
    "participants.suspend_participant": ("暂停参与方", "Suspend a participant"),
    "participants.reinstate_participant": ("恢复参与方", "Reinstate a participant"),
    "participants.suspend_account": ("暂停账户", "Suspend an account"),
    "participants.reinstate_account": ("恢复账户", "Reinstate an account"),
    "participants.set_approvals": ("设定签名人数", "Set the number of signers"),
    "participants.set_policy": ("设定单项签名规则", "Set who signs one kind"),
    "participants.place_freeze": ("冻结", "Place a freeze"),
    "participants.lift_freeze": ("解除冻结", "Lift a freeze"),
    "participants.set_calendar": ("公布工作日历", "Set a calendar"),
    "participants.define_parameter": ("设立参数", "Define a parameter"),
    "participants.set_parameter": ("设定参数", "Set a parameter"),
    "participants.activate": ("启用规则版本", "Activate a revision"),
    "participants.release": ("登记签名页版本", "Record a signing page"),
    "participants.attest": ("审计声明", "Attest an audit"),
    "participants.rotate_log_key": ("更换日志密钥", "Hand the log over to a new key"),
}

SENTENCES: Final[dict[str, Pair]] = {
    "participants.genesis": (
        "创建本登记簿，软件版本 {release}；创始方：{founders}；见证策略：{witness_policy}；启用事项：{kinds}。",
        (
            "Found this registry with release {release}. Founders: {founders}. Witness policy: {witness_policy}. "
            "Kinds in force: {kinds}."
        ),
    ),
    "participants.register": (
        (
            "登记参与方 {participant}“{name}”：身份 {function}，标识 {scheme} {identity}，地区 {zone}，一般事项须 "
            "{approvals} 人签名，须离线密钥：{offline_required}；证明文件 {document}。"
        ),
        (
            "Register participant {participant}, “{name}”: function {function}, identity {scheme} {identity}, zone "
            "{zone}, signers in general {approvals}, offline key required: {offline_required}; document {document}."
        ),
    ),
    "participants.register_first_key": (
        (
            "为参与方 {participant} 登记代表 {representative}（角色：{roles}）及其首个公钥 {public_key}（保管方式："
            "{custody}）；印有指纹的签字文件 {document}。"
        ),
        (
            "Register for participant {participant} the representative {representative} (roles: {roles}) with its "
            "first public key {public_key}, kept in: {custody}; signed paper with the fingerprint {document}."
        ),
    ),
    "participants.define_class": (
        (
            "设立资产类别 {code}“{name}”，计量单位 {unit}，权属：{title}，最终登记处：{title_register}，有序列号："
            "{has_serials}。"
        ),
        (
            "Define the asset class {code}, “{name}”: unit {unit}, title: {title}, register of title: "
            "{title_register}, serials: {has_serials}."
        ),
    ),
    "participants.close_class": (
        "依据 {order} 关闭资产类别 {code}：自此任何条目都不能移动该类别的单位，直至重新开放；理由：{reason}。",
        "Close the asset class {code} under order {order}: no entry moves its units until it is reopened. {reason}",
    ),
    "participants.reopen_class": (
        "依据 {order} 重新开放资产类别 {code}；理由：{reason}。",
        "Reopen the asset class {code} under order {order}. {reason}",
    ),
    "participants.open_account": (
        "为参与方 {holder} 开立账户 {account}“{label}”。",
        "Open the account {account}, “{label}”, for participant {holder}.",
    ),
    "participants.close_account": (
        "以“{by}”身份注销账户 {account}。账号永不再用。",
        "Close the account {account}, asked for by: {by}. Its number is never given again.",
    ),
    "participants.add_representative": (
        (
            "为参与方 {participant} 增加代表 {representative}（角色：{roles}），其公钥为 {public_key}，保管方式："
            "{custody}。"
        ),
        (
            "Add for participant {participant} the representative {representative} (roles: {roles}) with the public "
            "key {public_key}, kept in: {custody}."
        ),
    ),
    "participants.add_key": (
        "以“{by}”身份为代表 {representative} 增加公钥 {public_key}，保管方式：{custody}。",
        (
            "Add the public key {public_key}, kept in: {custody}, for representative {representative}; asked for by: "
            "{by}."
        ),
    ),
    "participants.rotate_key": (
        "代表 {representative} 以新公钥 {public_key}（保管方式：{custody}）替换公钥 {replaced}，旧密钥即刻失效。",
        (
            "Replace the public key {replaced} of representative {representative} by {public_key}, kept in: "
            "{custody}. The old key ends at once."
        ),
    ),
    "participants.revoke_key": (
        "以“{by}”身份永久撤销代表 {representative} 的公钥 {public_key}，事由：{ground}。",
        (
            "Revoke for ever the public key {public_key} of representative {representative}; ground: {ground}; asked "
            "for by: {by}."
        ),
    ),
    "participants.recover_key": (
        (
            "以“{by}”身份为参与方 {participant} 的代表 {representative}（角色：{roles}）申请恢复：新公钥 "
            "{public_key}（保管方式：{custody}），证明文件 {document}。等待期内该参与方的任何单位不得转出，"
            "其任一有效密钥可中止恢复。"
        ),
        (
            "Ask for the recovery of representative {representative} (roles: {roles}) of participant {participant} "
            "with the new public key {public_key}, kept in: {custody}; document {document}; asked for by: {by}. "
            "While it waits nothing leaves the participant's accounts, and any of its active keys can stop it."
        ),
    ),
    "participants.stop_recovery": (
        "以“{by}”身份中止代表 {representative} 的公钥 {public_key} 的恢复，该密钥永不生效。",
        (
            "Stop the recovery of representative {representative} with the public key {public_key}, which will never "
            "count; asked for by: {by}."
        ),
    ),
    "participants.suspend_representative": (
        "以“{by}”身份暂停代表 {representative}，事由：{ground}。",
        "Suspend representative {representative}; ground: {ground}; ordered by: {by}.",
    ),
    "participants.reinstate_representative": (
        "以“{by}”身份解除对代表 {representative} 的暂停，事由：{ground}。",
        "Lift the suspension of representative {representative}; ground: {ground}; ordered by: {by}.",
    ),
    "participants.suspend_participant": (
        "以“{by}”身份暂停参与方 {participant} 及其全部代表，事由：{ground}。",
        "Suspend participant {participant} with all its representatives; ground: {ground}; ordered by: {by}.",
    ),
    "participants.reinstate_participant": (
        "以“{by}”身份解除对参与方 {participant} 的暂停，事由：{ground}。",
        "Lift the suspension of participant {participant}; ground: {ground}; ordered by: {by}.",
    ),
    "participants.suspend_account": (
        "以“{by}”身份暂停账户 {account}，事由：{ground}。暂停期间不得转入或转出。",
        "Suspend account {account}; ground: {ground}; ordered by: {by}. Nothing enters or leaves it meanwhile.",
    ),
    "participants.reinstate_account": (
        "以“{by}”身份解除对账户 {account} 的暂停，事由：{ground}。",
        "Lift the suspension of account {account}; ground: {ground}; ordered by: {by}.",
    ),
    "participants.set_approvals": (
        "参与方 {participant} 的一般事项改为须 {approvals} 人签名，须离线密钥：{offline_required}。",
        (
            "From now on {approvals} representatives of participant {participant} sign in general; offline key "
            "required: {offline_required}."
        ),
    ),
    "participants.set_policy": (
        "参与方 {participant} 的事项 {kind} 改为须 {approvals} 人签名，须离线密钥：{offline_required}。",
        (
            "From now on {approvals} representatives of participant {participant} sign the kind {kind}; offline key "
            "required: {offline_required}."
        ),
    ),
    "participants.place_freeze": (
        (
            "依据文书 {order}（用途 {purpose}，顺位 {priority}，文件 {document}）冻结：参与方 {participant}，账户 "
            "{account}，批次 {batch} 编号 {first} 至 {last}；截止 {ends_at}。"
        ),
        (
            "Freeze under order {order} (purpose {purpose}, priority {priority}, document {document}): participant "
            "{participant}, account {account}, batch {batch} serials {first} to {last}; until {ends_at}."
        ),
    ),
    "participants.lift_freeze": (
        "依据文书 {order}（文件 {document}）解除冻结 {freeze}。",
        "Lift the freeze {freeze} under order {order} (document {document}).",
    ),
    "participants.set_calendar": (
        "公布 {year} 年工作日历：放假的工作日 {holidays}；上班的周末 {workdays}；依据 {article}，文件 {document}。",
        (
            "Set the calendar of {year}: weekdays off: {holidays}; weekend days worked: {workdays}; source "
            "{article}, document {document}."
        ),
    ),
    "participants.define_parameter": (
        (
            "设立参数 {name}：性质 {nature}，更严方向 {stricter}，为文字：{is_text}，范围 {minimum} 至 {maximum}，"
            "单位 {unit}。"
        ),
        (
            "Define the parameter {name}: {nature}, stricter: {stricter}, text: {is_text}, from {minimum} to "
            "{maximum}, unit {unit}."
        ),
    ),
    "participants.set_parameter": (
        (
            "将参数 {name}（范围 {scope}）设为 {integer}，文字 {text}，自 {effective_from} 起生效（“无”即立即生效）；"
            "依据 {article}，来源程度：{evidence}。"
        ),
        (
            "Set the parameter {name} (scope {scope}) to {integer}, text {text}, from {effective_from} (none: at "
            "once); article: {article}; how well known: {evidence}."
        ),
    ),
    "participants.activate": (
        "自下一条目起启用事项 {kind} 的第 {revision} 版规则（软件版本 {release}，批准文件 {document}）。",
        (
            "From the next entry on put revision {revision} of the kind {kind} in force (release {release}, approval "
            "{document})."
        ),
    ),
    "participants.release": (
        "登记软件版本 {release} 的签名页文件：{modules}。",
        "Record the files of release {release}'s signing page: {modules}.",
    ),
    "participants.rotate_log_key": (
        (
            "自下一条起，日志头改由新密钥 {new_key} 签署，不再由旧密钥 {old_key} 签署；"
            "旧密钥对交接的签名 {old_signature}，新密钥的签名 {new_signature}。"
        ),
        (
            "From the next entry on, the log's heads are signed by the new key {new_key}, "
            "no longer by {old_key}. The old key's signature over the handover: {old_signature}; the new key's: "
            "{new_signature}."
        ),
    ),
    "participants.attest": (
        (
            "审计声明：截至第 {size} 条、根 {root}，用软件版本 {release} 核对，结论：{verdict}，发现 {findings} 项；"
            "报告 {report}。"
        ),
        (
            "Attest the log up to size {size} with root {root}, checked with release {release}: {verdict}, findings: "
            "{findings}; report {report}."
        ),
    ),
}
