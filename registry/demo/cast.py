"""Who appears in the demonstration: invented organisations and people, and their keys. Nothing here writes."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass

from registry.areas.participants.identifiers import uscc_check
from registry.ledger import keys
from registry.ledger.keys import ED25519, ML_DSA_44, Signer, signer_of
from registry.ledger.parties import Function, Role

ORIGIN = "demo.registry.invalid/log"
PKCS8_HEAD = bytes.fromhex("302e020100300506032b657004220420")


@dataclass(frozen=True, slots=True)
class Person:
    """One representative: the number, the login, the name shown in the demonstration, and what it may do."""

    number: int
    login: str
    name: str
    roles: tuple[Role, ...]
    does_zh: str
    does_en: str

    @property
    def representative(self) -> str:
        """The representative's number."""
        return f"R-{self.number:08}"


@dataclass(frozen=True, slots=True)
class Organisation:
    """One participant with its people, of whom the first holds the first key, and its staff, who sign for nobody."""

    number: int
    function: Function
    name: str
    zone: str
    approvals: int
    people: tuple[Person, ...]
    staff: tuple[Person, ...] = ()

    @property
    def everybody(self) -> tuple[Person, ...]:
        """All who can sign in."""
        return self.people + self.staff

    @property
    def participant(self) -> str:
        """The participant's number."""
        return f"P-{self.number:08}"

    @property
    def identity(self) -> str:
        """A unified social credit code in the area code 99, which belongs to nobody."""
        return identity_of(self.number)


def identity_of(number: int) -> str:
    """Return a unified social credit code that belongs to nobody."""
    body = f"91990000{number:09}"
    return body + uscc_check(body)


_LOOKS_ON = (Role.VIEWER,)
_ALL = (Role.ADMINISTRATOR, Role.APPROVER, Role.INITIATOR)
_INITIATES = (Role.INITIATOR, Role.ADMINISTRATOR)
_APPROVES = (Role.APPROVER, Role.ADMINISTRATOR)


def _enterprise(number: int, name: str, zone: str, *, login: str, approvals: int = 2) -> Organisation:
    first, second = number * 10 + 1, number * 10 + 2
    people = (
        Person(first, login, f"经办人甲 · {name}", _INITIATES, f"{name}：发起转让", f"Starts transfers for {name}"),
        Person(second, f"{login}2", f"复核人乙 · {name}", _APPROVES, f"{name}：复核签名", f"Approves for {name}"),
    )
    return Organisation(number, Function.ENTERPRISE, name, zone, approvals, people)


OPERATOR = Organisation(
    1,
    Function.OPERATOR,
    "示例登记机构",
    "31",
    1,
    (
        Person(1, "operator", "登记员一", _ALL, "登记机构：开户、冻结", "Registry operator: accounts, freezes"),
        Person(2, "operator2", "登记员二", _ALL, "登记机构：第二人复核", "Registry operator: second pair of hands"),
    ),
    (
        Person(
            5, "system", "系统管理员", _LOOKS_ON, "系统管理：运行、参数与日历", "System administrator: keeps it running"
        ),
        Person(
            6, "security", "安全管理员", _LOOKS_ON, "安全管理：人员账户", "Security administrator: people's accounts"
        ),
    ),
)
AUTHORITY = Organisation(
    2,
    Function.AUTHORITY,
    "示例生态环境局",
    "31",
    1,
    (Person(3, "authority", "主管人员", _ALL, "主管部门：分配与监督", "Authority: allocation and supervision"),),
)
REGISTRAR = Organisation(
    3,
    Function.REGISTRAR,
    "示例认证中心",
    "31",
    1,
    (Person(4, "registrar", "身份核验员", _ALL, "独立核验机构：为首个密钥作保", "Registrar: vouches for first keys"),),
)
AUDITOR = Organisation(
    4,
    Function.AUDITOR,
    "示例会计师事务所",
    "31",
    1,
    (Person(41, "auditor", "审计师", _ALL, "审计：日志、追溯、守恒", "Auditor: journal, trace, conservation"),),
    (
        Person(
            42, "audit", "审计管理员", _LOOKS_ON, "审计管理：监督前两者", "Audit administrator: watches the other two"
        ),
    ),
)
BANK = Organisation(
    5,
    Function.BANK,
    "示例绿色银行",
    "31",
    1,
    (Person(51, "bank", "绿色金融经理", _ALL, "银行：绿色项目筛选", "Bank: finds green projects"),),
)
CUSTODIAN = Organisation(6, Function.ENTERPRISE, "境外减排量暂存户（持有人未显示）", "31", 1, ())
ENTERPRISES = (
    _enterprise(11, "示例能源（上海）有限公司", "31", login="energy"),
    _enterprise(12, "示例化工集团有限公司", "33", login="chemical"),
    _enterprise(13, "示例钢铁（河北）有限公司", "13", login="steel"),
    _enterprise(14, "示例水泥（广东）股份有限公司", "44", login="cement", approvals=1),
    _enterprise(15, "示例铝业（云南）有限公司", "53", login="aluminium", approvals=1),
    _enterprise(16, "示例碳资产管理（北京）有限公司", "11", login="carbon", approvals=1),
    _enterprise(17, "示例林业（福建）有限公司", "35", login="forest", approvals=1),
    _enterprise(18, "示例海上风电（江苏）有限公司", "32", login="wind", approvals=1),
)
FOUNDERS = (OPERATOR, AUTHORITY, REGISTRAR)
# The registry's own key: it records what time has decided, and nobody signs in as it.
SYSTEM = Organisation(
    8,
    Function.SYSTEM,
    "示例登记系统",
    "31",
    1,
    (Person(81, "system-key", "系统密钥", _INITIATES, "系统：记录到期事项", "System: records what is due"),),
)
VERIFIER = Organisation(
    7,
    Function.VERIFIER,
    "示例绿色评估有限公司",
    "31",
    1,
    (
        Person(
            71,
            "reviewer",
            "评估师",
            _ALL,
            "第三方：评估绿色项目，审定碳汇项目",
            "Reviews projects, validates sinks",
        ),
    ),
)
TESTER = Organisation(
    9,
    Function.VERIFIER,
    "示例碳核查中心",
    "31",
    1,
    (Person(91, "tester", "核查员", _ALL, "审定与核查机构：核查减排量", "Body that verifies reductions"),),
)
LENDER = Organisation(
    10,
    Function.LENDER,
    "示例商业银行",
    "31",
    1,
    (Person(101, "lender", "信贷经理", _ALL, "银行：以配额质押放贷", "Lends against pledged allowances"),),
)
# The authority of the neighbouring province, with which discharge rights may be traded.
NEIGHBOUR = Organisation(
    20,
    Function.AUTHORITY,
    "示例邻省生态环境厅",
    "33",
    1,
    (Person(201, "neighbour", "邻省主管人员", _ALL, "邻省主管部门：跨省排污权协议", "Authority of another province"),),
)
# Merged into another before a visitor comes, so it has nobody to become.
MERGED = Organisation(19, Function.ENTERPRISE, "示例玻璃（天津）有限公司（已并入示例水泥）", "12", 1, ())
JOINERS = (AUDITOR, BANK, LENDER, NEIGHBOUR, VERIFIER, TESTER, CUSTODIAN, MERGED, *ENTERPRISES)
ORGANISATIONS = (*FOUNDERS, *JOINERS)
WITNESSES = ("demo.registry.invalid/witness/zhejiang", "demo.registry.invalid/witness/fujian")


def seed_of(word: str) -> bytes:
    """Return the public private seed of a name in the demonstration."""
    return hashlib.sha256(f"demonstration:{word}".encode()).digest()


def signer_for(representative: str) -> Signer:
    """Return the signer of a representative."""
    return signer_of(representative, ED25519, seed=seed_of(representative))


def public_key_for(representative: str) -> str:
    """Return the public key of a representative in base64."""
    return b64encode(keys.public_key_of(seed_of(representative))).decode()


def pkcs8_for(representative: str) -> bytes:
    """Return the private key of a representative as PKCS8, as a browser imports it."""
    return PKCS8_HEAD + seed_of(representative)


def witness_signers(name: str) -> tuple[Signer, ...]:
    """Return a witness's signers: Ed25519 cosignatures, as the policy names them."""
    return (signer_of(name, 0x04, seed=seed_of(name)),)


def log_seeds() -> tuple[bytes, bytes]:
    """Return the seeds of the log's two keys."""
    return seed_of(ORIGIN), seed_of(f"{ORIGIN}:{ML_DSA_44}")
