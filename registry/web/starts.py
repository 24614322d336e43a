"""Where to begin, for whom the start page has no figures: by what a participant is in this registry.

Each page stands with what it answers. What the permission table does not let the person open is left out.
"""

from typing import Final

from flask import url_for
from flask_babel import lazy_gettext

from registry.ledger.parties import Function
from registry.signin.duties import AUDIT, SECURITY, SYSTEM
from registry.web.navigation import may_open
from registry.web.seam import person

Start = tuple[str, object, object]

_PROJECTS: Final[Start] = (
    "finance.projects",
    lazy_gettext("绿色项目"),
    lazy_gettext("哪些项目合格，哪些还缺什么，哪些因何不合格；可筛选、排序、导出。"),
)
_REDUCTIONS: Final[Start] = (
    "credits.projects",
    lazy_gettext("减排与碳汇项目"),
    lazy_gettext("哪些项目在公示、已登记、已签发，各到哪一步；可筛选、排序、导出。"),
)
_BONDS: Final[Start] = (
    "finance.bonds",
    lazy_gettext("绿色债券"),
    lazy_gettext("每笔募集资金到了哪些项目，还有多少闲置，哪些报告逾期未披露。"),
)
_PLEDGES: Final[Start] = (
    "pledges.index",
    lazy_gettext("质押"),
    lazy_gettext("哪些单位担保哪笔贷款，现在值多少，哪些须要追加或处置。"),
)
_CATALOGUE: Final[Start] = (
    "finance.catalogue",
    lazy_gettext("支持项目目录"),
    lazy_gettext("某类项目属于目录的哪一条，条件是什么。"),
)
_JOURNAL: Final[Start] = (
    "auditing.journal",
    lazy_gettext("日志"),
    lazy_gettext("谁在何时签了什么，哪些被接受，哪些未被接受。"),
)
_TRACE: Final[Start] = ("auditing.trace", lazy_gettext("单位追溯"), lazy_gettext("任何一吨从签发到现在的每一环。"))
_CONSERVATION: Final[Start] = (
    "auditing.conservation",
    lazy_gettext("守恒"),
    lazy_gettext("签发了多少，现在都在哪里，有没有差额。"),
)
_CHECKPOINTS: Final[Start] = (
    "auditing.checkpoints",
    lazy_gettext("检查点与见证"),
    lazy_gettext("谁联署过这份日志，到第几个条目。"),
)
_ATTESTATIONS: Final[Start] = (
    "auditing.attestations",
    lazy_gettext("审计意见"),
    lazy_gettext("审计机构重放日志之后签署的结论。"),
)
_OFFICES: Final[tuple[Start, ...]] = (
    (
        "participants.office",
        lazy_gettext("参与方与账户"),
        lazy_gettext("登记参与方与首个密钥，开立账户，冻结与暂停。"),
    ),
    ("allowances.office", lazy_gettext("配额登记"), lazy_gettext("配额的登记，以及等待确认的注销与撤出。")),
    ("credits.office", lazy_gettext("碳信用登记"), lazy_gettext("碳信用批次的登记、导入与确认。")),
)
_SIGNING: Final[Start] = (
    "tasks.index",
    lazy_gettext("待办"),
    lazy_gettext("他人提交、等您核对并签名的事项，例如为首个密钥作保。"),
)
_REGISTER: Final[Start] = (
    "auditing.register",
    lazy_gettext("参与方名录"),
    lazy_gettext("谁在这里登记，用过哪些密钥，由谁担保。"),
)
_CHECK: Final[Start] = (
    "auditing.check",
    lazy_gettext("核验回执"),
    lazy_gettext("手里的回执是不是真的，由本浏览器核验，文件不上传。"),
)
_OPEN_DATA: Final[Start] = (
    "auditing.open_data",
    lazy_gettext("开放数据"),
    lazy_gettext("取走全部数字与签名的快照，自行重算。"),
)
_PEOPLE: Final[Start] = (
    "accounts.index",
    lazy_gettext("人员账户"),
    lazy_gettext("谁能登录，从哪里登录过；停用、结束会话、同意重置。"),
)
_STATE: Final[Start] = (
    "operation.state",
    lazy_gettext("运行与告警"),
    lazy_gettext("日志、见证、队列与作业是否正常，有什么须要处理。"),
)
_PARAMETERS: Final[Start] = (
    "operation.parameters",
    lazy_gettext("参数"),
    lazy_gettext("哪些限额、时限与比例在用，依据什么，何时改过。"),
)
_SUSPENSIONS: Final[Start] = (
    "operation.suspensions",
    lazy_gettext("暂停"),
    lazy_gettext("谁被停用，什么被冻结，依据什么，由谁解除。"),
)
_PUBLIC: Final = (
    _CHECK, _REGISTER, _CONSERVATION, _CHECKPOINTS, _ATTESTATIONS, _REDUCTIONS, _PROJECTS, _BONDS, _OPEN_DATA,
)  # fmt: skip
# A duty comes before the function: whoever has one looks after that and signs for nobody.
_BY_FUNCTION: Final[dict[str, tuple[Start, ...]]] = {
    SYSTEM: (_STATE, _PARAMETERS, _CHECKPOINTS),
    SECURITY: (_PEOPLE, _SUSPENSIONS, _JOURNAL),
    AUDIT: (_JOURNAL, _SUSPENSIONS, _PARAMETERS, _CONSERVATION, _ATTESTATIONS),
    Function.OPERATOR: (*_OFFICES, _JOURNAL),
    Function.AUTHORITY: (*_OFFICES, _JOURNAL, _CONSERVATION),
    Function.REGISTRAR: (_SIGNING, _JOURNAL),
    Function.AUDITOR: (_JOURNAL, _TRACE, _CONSERVATION, _CHECKPOINTS, _ATTESTATIONS),
    Function.BANK: (_PROJECTS, _BONDS, _PLEDGES, _CATALOGUE),
    Function.LENDER: (_PLEDGES, _PROJECTS, _BONDS, _CATALOGUE),
    Function.VERIFIER: (_REDUCTIONS, _PROJECTS, _BONDS, _CATALOGUE),
}


def starts() -> list[tuple[str, object, object]]:
    """Return the address, the name and the purpose of the pages that the person at hand is likely to want."""
    who = person()
    found = _PUBLIC if who is None else next((_BY_FUNCTION[one] for one in _BY_FUNCTION if one in who.roles), ())
    return [(url_for(name), label, says) for name, label, says in found if may_open(name)]
