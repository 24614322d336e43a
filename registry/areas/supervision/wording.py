"""What supervision says in both languages: terms, kinds, labels, choices."""

from typing import Final

from registry.areas.participants import attested_wording as attested
from registry.areas.supervision.rules.books import BOOKS

Pair = tuple[str, str]

TITLE: Final[Pair] = ("监督", "Supervision")

GLOSSARY: Final[dict[str, Pair]] = {
    "positive list": ("正面清单", "those of whom less is asked, with the reason"),
    "area suspension": ("区域限批", "no new approvals or rights in an area until it meets its targets"),
    "high-energy project": ("两高项目", "a project of high energy use and high emissions"),
    "random inspection": ("双随机一公开", "objects and inspectors drawn by lot, results published"),
    "control unit": ("环境管控单元（三线一单）", "an area with a class and rules of access"),
    "green island": ("绿岛", "a shared facility that treats what several enterprises discharge"),
}

# What opens a record, and what its list is called.
TITLES: Final[dict[str, Pair]] = {
    "eia_positive": ("列入环评审批正面清单", "Enter the positive list of EIA approval"),
    "enforcement_positive": ("列入监督执法正面清单", "Enter the positive list of enforcement"),
    "no_penalty": ("列入轻微违法免罚清单", "Enter the no-penalty list"),
    "high_energy": ("列入两高项目清单", "Enter the list of high-energy projects"),
    "suspension": ("决定区域限批", "Suspend approvals in an area"),
    "certificate": ("登记认证或评级", "Register a certificate or rating"),
    "supply_link": ("登记绿色供应链关系", "Register a link of a supply chain"),
    "disclosure": ("登记环境信息披露义务", "Register a duty to disclose"),
    "damage": ("登记生态环境损害赔偿案件", "Open a case of damage compensation"),
    "insurance_duty": ("登记环境责任保险投保义务", "Register a duty to insure"),
    "insurance": ("登记环境责任保险单", "Register an insurance policy"),
    "unit": ("划定环境管控单元", "Define a control unit"),
    "site": ("登记场地所在管控单元", "Place a site in a control unit"),
    "target": ("设定地区强度目标", "Set a zone's target"),
    "case": ("公布制度创新案例", "Publish an innovation case"),
    "clause": ("登记协定环境条款", "Record a treaty clause"),
    "island": ("登记挥发性有机物绿岛", "Register a VOC green island"),
}
LISTS: Final[dict[str, Pair]] = {
    "eia_positive": ("环评审批正面清单", "Positive list of EIA approval"),
    "enforcement_positive": ("监督执法正面清单", "Positive list of enforcement"),
    "no_penalty": ("轻微违法免罚清单", "No-penalty list"),
    "high_energy": ("两高项目清单", "High-energy projects"),
    "suspension": ("区域限批", "Area suspensions"),
    "certificate": ("认证与评级", "Certificates and ratings"),
    "supply_link": ("绿色供应链", "Green supply chains"),
    "disclosure": ("环境信息披露", "Environmental disclosure"),
    "damage": ("生态环境损害赔偿", "Damage compensation"),
    "insurance_duty": ("应投保单位", "Duties to insure"),
    "insurance": ("环境责任保险单", "Liability insurance"),
    "unit": ("环境管控单元", "Control units"),
    "site": ("场地与管控单元", "Sites in control units"),
    "target": ("地区强度目标", "Targets of zones"),
    "case": ("制度创新案例", "Innovation cases"),
    "clause": ("协定环境条款", "Treaty clauses"),
    "island": ("挥发性有机物绿岛", "VOC green islands"),
}
_FIELDS: Final[dict[str, Pair]] = {
    "about": ("项目编号、事项或权利类别", "Project, matter or class of rights"),
    "agreement": ("协定", "Agreement"),
    "barred": ("不准入的目录条目或权利类别", "Entries and classes not admitted"),
    "base_milli": ("基期值（千分之一）", "Base value, in thousandths"),
    "base_year": ("基期", "Base year"),
    "clause": ("条款", "Clause"),
    "cover_fen": ("保险金额", "Cover"),
    "cover_min_fen": ("最低保险金额", "Least cover"),
    "damage": ("损害事实", "Damage"),
    "decision": ("决定", "Decision"),
    "due_fen": ("应赔金额", "Due"),
    "due_on": ("期限", "Due on"),
    "grade": ("等级", "Grade"),
    "insurer": ("保险人", "Insurer"),
    "intensity": ("强度指标", "Intensity"),
    "limit_kg": ("许可排放量（千克）", "Permitted discharge, kg"),
    "members": ("成员", "Members"),
    "objection": ("异议", "Objection"),
    "policy": ("保险单号", "Policy"),
    "practice": ("落实措施", "Practice"),
    "product": ("产品", "Product"),
    "scheme": ("制度", "Scheme"),
    "scope": ("范围", "Scope"),
    "target_milli": ("目标值（千分之一）", "Target, in thousandths"),
    "target_year": ("目标年", "Target year"),
    "theme": ("做法与成效", "What was done"),
    "unit": ("管控单元", "Control unit"),
    "unit_class": ("单元类别", "Class of unit"),
    "year": ("年度", "Year"),
}
FIELDS: Final[dict[str, Pair]] = {**attested.FIELDS, **_FIELDS}

CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "Scheme": {
        "green_product": ("绿色产品", "Green product"),
        "green_factory": ("绿色工厂", "Green factory"),
        "green_park": ("绿色园区", "Green park"),
        "green_supply_chain": ("绿色供应链管理企业", "Green supply chain"),
        "environmental_label": ("中国环境标志", "China Environmental Labelling"),
        "clean_production": ("清洁生产审核", "Clean production audit"),
        "green_building": ("绿色建筑", "Green building"),
    },
    "UnitClass": {
        "priority": ("优先保护单元", "Priority protection"),
        "key": ("重点管控单元", "Key control"),
        "general": ("一般管控单元", "General control"),
    },
    "Intensity": {
        "energy": ("单位产值能耗（吨标准煤/万元）", "Energy intensity, tce per 10 000 yuan"),
        "co2": ("单位产值二氧化碳排放（吨/万元）", "CO2 intensity, t per 10 000 yuan"),
    },
    "Measurable": {
        "report": ("披露报告", "Report"),
        "paid": ("赔偿款（分）", "Paid, fen"),
        "intensity": ("强度（千分之一）", "Intensity, in thousandths"),
        "copied": ("复制推广", "Copied"),
        "discharged": ("排放量（千克）", "Discharged, kg"),
    },
    "Grade": {
        "green": ("绿（诚信）", "Green: trustworthy"),
        "blue": ("蓝（良好）", "Blue: good"),
        "yellow": ("黄（警示）", "Yellow: warned"),
        "red": ("红（不良）", "Red: bad"),
    },
}
PARAMETERS: Final[dict[str, Pair]] = {
    "supervision_credit_bar": ("信用等级限制（自第几等起）", "From which credit grade on something is barred"),
    "supervision_objection_working_days": ("信用等级异议期限", "Working days for objections to a grade"),
}
KIND_NAMES: Final[dict[str, Pair]] = {
    **attested.kind_names("supervision", BOOKS, TITLES),
    "supervision.grade": ("评定环境信用等级", "Give a credit grade"),
    "supervision.object_to_grade": ("对信用等级提出异议", "Object to a credit grade"),
    "supervision.decide_objection": ("决定信用等级异议", "Decide an objection to a grade"),
}
SENTENCES: Final[dict[str, Pair]] = {
    **attested.sentences("supervision", BOOKS, TITLES, FIELDS),
    "supervision.grade": (
        "评定 {participant} {year} 年度环境信用等级为 {grade}，依据 {article}，理由：{reason}；文件 {document}。",
        "Grade {participant} for {year}: {grade}, under {article}, since {reason}; document {document}.",
    ),
    "supervision.object_to_grade": (
        "{participant} 对其第 {number} 次评定提出异议：{objection}；文件 {document}。",
        "{participant} objects to its grade number {number}: {objection}; document {document}.",
    ),
    "supervision.decide_objection": (
        "就 {participant} 第 {number} 次评定的异议作出决定：等级为 {grade}。{decision}；文件 {document}。",
        "Decide the objection of {participant} to grade number {number}: {grade}. {decision}; document {document}.",
    ),
}
REFUSALS: Final[dict[str, Pair]] = {
    "about_missing": (
        "请填写项目编号、事项或权利类别。",
        "Say which project, matter or class of rights it is about.",
    ),
    "zone_suspended": (
        "地区 {zone} 已被限批（{article}），限批解除前不得新增。请待解除后再办。",
        "Zone {zone} is suspended ({article}); nothing is added there until that is lifted. Wait for it.",
    ),
    "credit_grade_bars": (
        "{participant} 的环境信用等级不允许办理此事项。可提出异议，或待等级变更后再办。",
        "The credit grade of {participant} bars this. Object to it, or wait for a better one.",
    ),
    "high_energy_listed": (
        "{project} 在两高项目清单上，不能列入正面清单。请先核实清单。",
        "{project} is on the list of high-energy projects and cannot be on a positive one. Check the list first.",
    ),
    "member_twice": ("成员重复。请删去重复的一行。", "A member stands there twice. Remove one."),
    "no_objection": ("第 {number} 次评定没有待决的异议。", "No objection to grade number {number} is waiting."),
    "not_a_member": ("{member} 不是该绿岛的成员。请填写成员编号。", "{member} is no member of this island. Name one."),
    "objection_late": ("异议期限为 {day}，已经过期。", "Objections were possible until {day}."),
    "objection_made": ("对第 {number} 次评定已提出过异议。", "An objection to grade number {number} was made before."),
    "participant_missing": ("请填写主体编号。", "Say whom it is about."),
    "target_before_base": ("目标年须晚于基期 {year}。", "The target's year has to lie after the base year {year}."),
    "unit_bars": (
        "管控单元 {unit} 的准入清单不允许 {barred}。请核对场地所在单元。",
        "The control unit {unit} does not admit {barred}. Check in which unit the site lies.",
    ),
    "unit_of_other_zone": (
        "该管控单元属于地区 {zone}。请核对地区。",
        "That control unit lies in zone {zone}. Check the zone.",
    ),
    "unknown_grade": ("没有第 {number} 次评定。请核对。", "There is no grade number {number}. Check it."),
    "unknown_unit": (
        "没有有效的管控单元 {unit}。请从管控单元清单中选择。",
        "There is no control unit {unit} in force. Choose one of the list.",
    ),
}
