"""The words of actual discharge in both languages: what is signed about devices, months and settlements."""

from typing import Final

Pair = tuple[str, str]

KIND_NAMES: Final[dict[str, Pair]] = {
    "discharge.register_device": ("登记自动监测设备", "Register a monitoring device"),
    "discharge.revoke_device": ("注销自动监测设备密钥", "Revoke a device's key"),
    "discharge.bar_device": ("禁用自动监测设备密钥", "Bar a device's key"),
    "discharge.report_month": ("报告月排放量（自动监测）", "Report a month of continuous measurement"),
    "discharge.report_samples": ("报告月排放量（手工监测）", "Report a month by samples"),
    "discharge.report_balance": ("报告月排放量（物料衡算）", "Report a month by a balance of materials"),
    "discharge.report_factor": ("报告月排放量（排污系数）", "Report a month by an emission factor"),
    "discharge.settle_year": ("年度排放清算", "Settle a year's discharge"),
    "discharge.make_up": ("确认补足排污权", "Make up a shortfall of rights"),
}

_MEASURED: Final[dict[str, Pair]] = {
    "discharge.register_device": (
        (
            "为许可证 {permit} 的排放口 {outlet} 登记监测设备 {model}，公钥 {public_key}，持有证明 {proof}；文件 "
            "{document}。"
        ),
        (
            "Register device {model} at outlet {outlet} of permit {permit}, with public key {public_key} and proof of "
            "possession {proof}; document {document}."
        ),
    ),
    "discharge.revoke_device": (
        "注销监测设备密钥 {public_key}，原因：{ground}；文件 {document}。此后以其签名的数据不再接收。",
        (
            "Revoke device key {public_key}, because: {ground}; document {document}. Nothing signed under it is "
            "taken any more."
        ),
    ),
    "discharge.bar_device": (
        "主管部门禁用监测设备密钥 {public_key}，原因：{ground}；文件 {document}。此后以其签名的数据不再接收。",
        "Bar device key {public_key}, because: {ground}; document {document}. Nothing under it is taken any more.",
    ),
    "discharge.report_month": (
        (
            "报告许可证 {permit} 排放口 {outlet} {month} 的自动监测排放量（现行版本 {version}，计算程序 "
            "{calculator}）："
            "{lines}。判定：同值 {stuck_hours} 小时为恒值，缺失 {gap_short_hours} 小时以内取前 {gap_window_hours} "
            "个有效小时最大值，有效率不低于 {valid_share_percent}%，流量上限 {flow_max} 立方米/时；{days_signed} "
            "日由设备 {devices} 签名；各日文件 {days}。"
        ),
        (
            "Report what outlet {outlet} of permit {permit} discharged in {month} by continuous measurement (over "
            "version {version}, calculator {calculator}): {lines}. Judged by: stuck after {stuck_hours} equal hours, "
            "gaps of up to {gap_short_hours} hours by the greatest of {gap_window_hours} valid hours before, at least "
            "{valid_share_percent} % valid, flow up to {flow_max} m³/h; {days_signed} days signed by devices "
            "{devices}; "
            "documents of the days: {days}."
        ),
    ),
    "discharge.report_samples": (
        (
            "以手工监测报告许可证 {permit} 排放口 {outlet} {month} 的 {pollutant} 排放量 {mass_mg} 毫克"
            "（现行版本 {version}），样品：{samples}；文件 {document}。"
        ),
        (
            "Report {mass_mg} mg of {pollutant} from outlet {outlet} of permit {permit} in {month} by samples (over "
            "version {version}): {samples}; document {document}."
        ),
    ),
    "discharge.report_balance": (
        (
            "以物料衡算报告许可证 {permit} 排放口 {outlet} {month} 的 {pollutant} 排放量 {mass_mg} 毫克（现行版本 "
            "{version}）：投入 {brought_in_mg}，进入产品 {in_product_mg}，进入固废 {in_waste_mg}，去除 {removed_mg}；"
            "文件 {document}。"
        ),
        (
            "Report {mass_mg} mg of {pollutant} from outlet {outlet} of permit {permit} in {month} by a balance (over "
            "version {version}): {brought_in_mg} brought in, {in_product_mg} in product, {in_waste_mg} in waste, "
            "{removed_mg} removed; document {document}."
        ),
    ),
    "discharge.report_factor": (
        (
            "以排污系数报告许可证 {permit} 排放口 {outlet} {month} 的 {pollutant} 排放量 {mass_mg} 毫克（现行版本 "
            "{version}）：活动量 {activity} {activity_unit}，系数 {factor_mg} 毫克/单位，去除率万分之 "
            "{removal_permyriad}，来源 {factor_source}；文件 {document}。"
        ),
        (
            "Report {mass_mg} mg of {pollutant} from outlet {outlet} of permit {permit} in {month} by a factor (over "
            "version {version}): {activity} {activity_unit} by {factor_mg} mg each, {removal_permyriad}/10,000 "
            "removed, source {factor_source}; document {document}."
        ),
    ),
}

_SETTLED: Final[dict[str, Pair]] = {
    "discharge.settle_year": (
        (
            "清算许可证 {permit} {year} 年 {first_month} 至 {last_month} 月 {pollutant}（{medium}）的排放量"
            "（现行版本 {version}），与持有的排污权和许可排放量比较；文件 {document}。"
        ),
        (
            "Settle what permit {permit} discharged of {pollutant} ({medium}) in months {first_month} to {last_month} "
            "of {year} (over version {version}) against its rights and its limit; document {document}."
        ),
    ),
    "discharge.make_up": (
        "确认许可证 {permit} 已为 {year} 年 {pollutant}（{medium}）的实际排放补足排污权。",
        "Permit {permit} now holds rights for all that it discharged of {pollutant} ({medium}) in {year}.",
    ),
}

SENTENCES: Final[dict[str, Pair]] = _MEASURED | _SETTLED

ITEMS: Final[dict[str, Pair]] = {
    "MeasuredLine": (
        (
            "{pollutant} {mass_mg} 毫克（有效 {hours_valid} 时，停运 {hours_stopped} 时，替代 {hours_stood_in} 时；"
            "量程上限 {highest}、零点漂移 {drift}，千分之一 {unit}）"
        ),
        (
            "{pollutant} {mass_mg} mg ({hours_valid} h valid, {hours_stopped} h stopped, {hours_stood_in} h stood in "
            "for; range up to {highest}, drift {drift}, in 1/1,000 {unit})"
        ),
    ),
    "Sample": ("{concentration} µg/m³ × {litres} 升", "{concentration} µg/m³ by {litres} litres"),
}

FIELDS: Final[dict[str, Pair]] = {
    "permit": ("许可证编号", "Permit number"),
    "model": ("设备型号与出厂编号", "Model and serial number"),
    "public_key": ("设备公钥", "Device's public key"),
    "proof": ("持有证明（设备签名）", "Proof of possession (signed by the device)"),
    "month": ("月份（如 2026-10）", "Month, such as 2026-10"),
    "calculator": ("计算程序", "Calculator"),
    "stuck_hours": ("恒值判定小时数", "Equal hours that are stuck"),
    "gap_short_hours": ("短缺失小时数上限", "Hours of a short gap"),
    "gap_window_hours": ("短缺失回看有效小时数", "Valid hours looked back at for a short gap"),
    "valid_share_percent": ("有效率下限（%）", "Least share of valid hours (%)"),
    "flow_max": ("流量上限（m³/h）", "Highest flow (m³/h)"),
    "lines": ("各污染物月排放量", "Masses of the month"),
    "devices": ("签名设备", "Signing devices"),
    "days_signed": ("设备签名日数", "Days signed by devices"),
    "days": ("各日文件摘要", "Documents of the days"),
    "mass_mg": ("排放量（毫克）", "Mass (mg)"),
    "samples": ("样品", "Samples"),
    "brought_in_mg": ("投入量（毫克）", "Brought in (mg)"),
    "in_product_mg": ("进入产品（毫克）", "In the product (mg)"),
    "in_waste_mg": ("进入固体废物（毫克）", "In solid waste (mg)"),
    "removed_mg": ("治理设施去除（毫克）", "Removed by treatment (mg)"),
    "activity": ("活动量", "Activity"),
    "activity_unit": ("活动量单位", "Unit of activity"),
    "factor_mg": ("排污系数（毫克/单位）", "Factor (mg a unit)"),
    "removal_permyriad": ("去除率（万分之一）", "Removed (1/10,000)"),
    "factor_source": ("系数来源", "Source of the factor"),
    "medium": ("介质", "Medium"),
    "year": ("年度", "Year"),
    "first_month": ("起始月", "First month"),
    "last_month": ("终止月", "Last month"),
}

CHOICES: Final[dict[str, dict[str, Pair]]] = {
    "DeviceEnd": {
        "replaced": ("更换", "Replaced"),
        "removed": ("拆除", "Removed"),
        "lost": ("密钥遗失或泄露", "Key lost or leaked"),
        "manipulated": ("数据弄虚作假", "Manipulated"),
    },
    "DeviceStatus": {"active": ("使用中", "Active"), "revoked": ("已注销", "Ended")},
    "Method": {
        "continuous": ("自动监测", "Continuous measurement"),
        "samples": ("手工监测", "Samples by hand"),
        "balance": ("物料衡算", "Balance of materials"),
        "factor": ("排污系数", "Emission factor"),
    },
    "Settled": {
        "met": ("已满足", "Met"),
        "short": ("待补足", "To be made up"),
        "made_up": ("已补足", "Made up"),
        "made_up_late": ("逾期补足", "Made up late"),
        "overdue": ("逾期未补足", "Overdue"),
    },
    "Breach": {
        "permit": ("超许可排放量", "Above the permit"),
        "rights": ("排污权不足", "Short of rights"),
    },
    "PenaltyLaw": {
        "permit_reg_34": ("排污许可管理条例第三十四条（未核对原文）", "Permit Regulation, art. 34 (not checked)"),
        "code_2026_1103": ("生态环境法典第一千一百零三条", "Ecological and Environmental Code, art. 1103"),
        "code_2026_1107": ("生态环境法典第一千一百零七条", "Ecological and Environmental Code, art. 1107"),
    },
    "Verdict": {
        "valid": ("有效", "Valid"),
        "stopped": ("停运", "Stopped"),
        "missing": ("缺失", "Missing"),
        "check": ("校准维护", "Calibration or upkeep"),
        "negative": ("负值", "Negative"),
        "above_range": ("超量程", "Above range"),
        "stuck": ("恒值", "Stuck"),
    },
}

PARAMETERS: Final[dict[str, Pair]] = {
    "monitoring_stuck_hours": ("恒值判定小时数", "Running hours after which one figure is stuck"),
    "monitoring_gap_short_hours": ("短缺失小时数上限", "Hours up to which a gap is short"),
    "monitoring_gap_window_hours": ("短缺失回看有效小时数", "Valid hours before a short gap that are looked at"),
    "monitoring_valid_share_percent": ("月有效率下限", "Least share of valid hours in a measured month"),
    "monitoring_flow_max": ("小时流量上限", "Highest hourly flow"),
    "monitoring_range_highest": ("浓度量程上限", "Highest concentration of the instrument"),
    "monitoring_range_smallest": ("浓度检出下限", "Smallest concentration that is told from nothing"),
    "settlement_make_up_days": ("补足排污权的天数", "Days in which a shortfall of rights is made up"),
    "monitoring_drift": ("零点漂移（负值绝对值上限）", "Drift of zero: how far below it counts as zero"),
}
