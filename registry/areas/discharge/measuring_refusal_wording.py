"""Why hourly documents, devices and months are refused, in both languages, with what to do next."""

from typing import Final

Pair = tuple[str, str]

REFUSALS: Final[dict[str, Pair]] = {
    "already_made_up": ("{year} 年度的差额已经补足。", "The shortfall of {year} is made up already."),
    "balance_negative": (
        "去向合计比投入多 {missing} 毫克。请核对各项数据。",
        "{missing} mg more go elsewhere than came in. Check the figures.",
    ),
    "better_method_stands": (
        "该月已有更可靠方法（{method}）的排放量，不能以较低方法代替。请以原方法更正。",
        "A better method ({method}) stands for this month and is not put aside for a lesser one. Correct by that one.",
    ),
    "day_not_over": (
        "{day} 还没有结束。请在次日以后上传。",
        "{day} is not over. Send it on the next day or later.",
    ),
    "day_outside_month": ("{day} 不在 {month} 之内。请核对文件。", "{day} does not lie in {month}. Check the files."),
    "day_twice": ("{day} 有两份数据。请只保留一份。", "There are two documents of {day}. Leave one."),
    "device_ended": (
        "该设备密钥已注销，不再接收其数据。请换用现行密钥，或登记新设备。",
        "This device's key has ended; nothing under it is taken. Use a key that counts, or register a new device.",
    ),
    "device_known": (
        "该公钥已登记过设备。请在设备中生成新的密钥。",
        "A device has or had this key. Make a new one in the device.",
    ),
    "device_proof": (
        "持有证明不成立。请用设备私钥对规定文字重新签名。",
        "The proof of possession does not hold. Have the device sign the prescribed text again.",
    ),
    "devices_differ": (
        "签名设备与排放口或签名日数不符。请重新计算后再报告。",
        "The devices do not fit the outlet or the number of signed days. Compute the month anew.",
    ),
    "hourly_cells": (
        "第 {line} 行应有 {expected} 格，现有 {found} 格。请核对逗号。",
        "Line {line} has {found} cells instead of {expected}. Check the commas.",
    ),
    "hourly_column": (
        "表头“{column}”应写成“污染物代码[单位]”，单位为：{units}。",
        "Heading “{column}” has to be the pollutant's code with a unit in brackets, one of: {units}.",
    ),
    "hourly_column_twice": (
        "污染物 {column} 有两列。请只保留一列。",
        "There are two columns of {column}. Leave one.",
    ),
    "hourly_columns": (
        "表头应有 1 至 {limit} 种污染物。请补充或分开上传。",
        "The heading has to name 1 to {limit} pollutants. Add one, or send two files.",
    ),
    "hourly_day": (
        "第 {line} 行的日期“{found}”不存在。请写成 2026-03-01。",
        "The day “{found}” in line {line} does not exist. Write it as 2026-03-01.",
    ),
    "hourly_empty": (
        "文件没有数据。请上传含表头与每日 24 行的文件。",
        "The file is empty. Send one with a heading and 24 lines a day.",
    ),
    "hourly_encoding": (
        "设备文件只能是 ASCII 文本，换行为 LF。请改正后再传。",
        "A document has to be ASCII text with LF at the ends of lines. Mend it and send it again.",
    ),
    "hourly_end": (
        "文件末行没有换行，可能传输不完整。请重新上传。",
        "The last line has no end; the file may be cut off. Send it again.",
    ),
    "hourly_figure": (
        "第 {line} 行 {column} 的“{found}”不是带三位小数的数。请写成 35.200；没有数据的留空。",
        "“{found}” of {column} in line {line} is no number with three decimals. Write 35.200, or leave it empty.",
    ),
    "hourly_heading": (
        "表头应以“{expected}”开头。请核对列名与单位。",
        "The heading has to begin with “{expected}”. Check names and units of the columns.",
    ),
    "hourly_hour": (
        "第 {line} 行应为同一排放口同一日的 {expected} 时，现为“{found}”。每日须有 00 至 23 共 24 行，缺数据的留空。",
        (
            "Line {line} has to be hour {expected} of the same outlet and day, and is “{found}”. Each day has 24 lines "
            "from 00 to 23; what is missing is left empty."
        ),
    ),
    "hourly_long": (
        "文件超过 {limit} 字节。请分段上传。",
        "The file is larger than {limit} bytes. Send it in parts.",
    ),
    "hourly_one_day": (
        "设备文件应只含一日，现有 {days} 日。请逐日签名。",
        "A device's document holds one day, this one {days}. Sign each day by itself.",
    ),
    "hourly_order": (
        "第 {line} 行的 {found} 不在 {before} 之后。请按日期排列，每日一次。",
        "{found} in line {line} does not come after {before}. Put the days in order, each once.",
    ),
    "hourly_other_outlet": (
        "第 {line} 行的排放口 {found} 与前面的 {expected} 不同。每个文件一个排放口。",
        "Line {line} is of outlet {found}, those before of {expected}. A file is of one outlet.",
    ),
    "hourly_outlet": (
        "第 {line} 行的“{found}”不是排放口编号（22 位许可证编号加 DA 或 DW 与三位数字）。",
        "“{found}” in line {line} is no outlet: the permit's 22 characters, then DA or DW and three digits.",
    ),
    "hourly_signer": (
        "签名者名称“{found}”应为排放口编号 {expected}。请核对设备设置。",
        "The signer is named “{found}” and has to be named {expected}. Check the device's settings.",
    ),
    "hourly_state": (
        "第 {line} 行的状态“{found}”应为 run（运行）、stop（停运）或 check（校准维护）。",
        "State “{found}” in line {line} has to be run, stop or check.",
    ),
    "hourly_stopped": (
        "第 {line} 行为停运，{column} 应留空。仍有排放的请写 run。",
        "Line {line} says stop, so {column} has to be empty. If there was discharge, it is run.",
    ),
    "hours_do_not_sum": (
        "{pollutant} 的小时数合计应为 {hours}。请重新计算。",
        "The hours of {pollutant} have to sum to {hours}. Compute the month anew.",
    ),
    "judging_differs": (
        "“{name}”现为 {expected}，与计算时不同。请重新打开页面计算后再报告。",
        "“{name}” is {expected} now and was another when this was computed. Open the page again and report anew.",
    ),
    "mass_differs": (
        "按所填数据计算应为 {computed} 毫克。请核对。",
        "The figures come to {computed} mg. Check them.",
    ),
    "months_missing": (
        "排放口 {outlet} 缺少 {months} 的排放量。请先由排污单位报告，再清算。",
        "Outlet {outlet} has no discharge reported for {months}. The holder reports them first.",
    ),
    "months_reversed": ("起始月晚于终止月。请核对。", "The first month lies after the last. Check them."),
    "month_not_over": ("{month} 还没有结束。请下月再报告。", "{month} is not over. Report it next month."),
    "no_shortfall": ("{year} 年度排污权足够，无须补足。", "Rights were enough in {year}; there is nothing to make up."),
    "not_settled": (
        "{year} 年度还没有清算。请等待主管部门清算。",
        "{year} is not settled. The authority settles it first.",
    ),
    "nothing_reported": (
        "{year} 年度没有 {pollutant} 的排放量，许可证也没有该项限值。请核对污染物与介质。",
        "Nothing of {pollutant} is reported for {year}, and the permit has no limit of it. Check pollutant and medium.",
    ),
    "outlet_not_in_permit": (
        "排放口 {outlet} 不在许可证中。请核对编号。",
        "Outlet {outlet} is not in the permit. Check its number.",
    ),
    "pollutant_twice": ("{pollutant} 出现两次。请只保留一次。", "{pollutant} stands twice. Leave it once."),
    "range_not_set": (
        "污染物 {pollutant} 在该介质中没有量程，不能判定。请删去该列，或请主管部门设定量程。",
        "No range is set for {pollutant} in this medium. Leave its column out, or have the authority set one.",
    ),
    "removal_above_all": (
        "去除率不能超过万分之 {limit}。请核对。",
        "No more than {limit}/10,000 can be removed. Check the share.",
    ),
    "still_short": (
        "还缺 {left} 单位。请先取得足够的排污权，再确认补足。",
        "{left} units are short still. Get the rights first.",
    ),
    "too_few_valid_hours": (
        (
            "{pollutant} 在应测的 {hours} 小时中只有 {valid} 小时有效，低于 {percent}%。该月请以手工监测、"
            "物料衡算或排污系数报告。"
        ),
        (
            "Only {valid} of {hours} hours of {pollutant} are valid, less than {percent} %. Report the month "
            "by samples, "
            "a balance or a factor."
        ),
    ),
    "too_many_devices": (
        "该排放口已有 {limit} 台使用中的设备。请先注销一台。",
        "{limit} devices count at this outlet already. End one first.",
    ),
    "year_not_over": ("{year} 年还没有结束。请次年再清算。", "{year} is not over. Settle it in the next year."),
    "unit_changed": (
        "{day} 的 {column} 单位为 {found}，应为 {expected}。请统一单位后再传。",
        "{column} is in {found} on {day} and has to be in {expected}. Bring it into that unit.",
    ),
    "unit_of_medium": (
        (
            "{column} 的单位 {found} 不适用于排放口 {outlet}。废水用 mg/L 或 ug/L，废气用 mg/m3 或 ug/m3；"
            "此处应为：{units}。"
        ),
        (
            "{column} is in {found}, which outlet {outlet} has not. Water is in mg/L or ug/L, air in mg/m3 or "
            "ug/m3: {units}."
        ),
    ),
    "units_mixed": (
        "{day} 的 {column} 数值与所写单位 {found} 相差约一千倍，像是 mg/L 与 mg/m³（或 mg 与 µg）混用。请核对单位。",
        (
            "{column} on {day} is about a thousand times off its unit {found}: mg/L and mg/m³, or mg and µg, "
            "seem mixed "
            "up. Check the unit."
        ),
    ),
    "unknown_calculator": (
        "计算程序应为 {expected}。请用本系统重新计算。",
        "The calculator has to be {expected}. Compute the month with this registry.",
    ),
    "unknown_device": (
        "没有为该排放口登记这样的设备密钥。请先登记设备。",
        "No such device key is registered for this outlet. Register the device first.",
    ),
}
