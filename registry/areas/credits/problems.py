"""What can be wrong with a file that is to be imported, in both languages. Readers name the line and the column."""

from typing import Final

PROBLEMS: Final[dict[str, tuple[str, str]]] = {
    "block_differs": (
        "区段 {block} 的项目或年度与第 {line} 行不一致。请核对序列号。",
        "Block {block} has another project or vintage on line {line}. Check the serial number.",
    ),
    "cell_count": (
        "该行有 {found} 个单元格，应有 {expected} 个。请检查分隔符与引号。",
        "The row has {found} cells instead of {expected}. Check commas and quotes.",
    ),
    "cell_date": ("不是 YYYY-MM-DD 格式的有效日期。请更正。", "Not a day that exists, as YYYY-MM-DD. Correct it."),
    "cell_missing": ("此处不能为空。请补充。", "Nothing stands here. Fill it in."),
    "cell_number": (
        "不是整数（可用逗号分隔千位）。请更正。",
        "Not a whole number, with commas between thousands or without. Correct it.",
    ),
    "cell_too_long": ("单元格超过 {limit} 个字符。请缩短。", "The cell is longer than {limit} characters. Shorten it."),
    "column_missing": ("缺少该列。请使用完整的导出文件。", "The column is missing. Use the complete export."),
    "column_twice": ("该列出现了两次。请删除其中一列。", "The column is there twice. Remove one."),
    "csv_syntax": (
        "引号或换行有误：{reason}。请检查该行。",
        "Quotes or line ends are wrong here: {reason}. Check the line.",
    ),
    "encoding": ("不是 UTF-8 文字。请以 UTF-8 重新导出。", "Not UTF-8. Export the file again as UTF-8."),
    "file_changed": ("文件在读取期间发生了变化。请重新开始。", "The file changed while it was read. Start again."),
    "file_empty": ("文件为空。请选择正确的文件。", "The file is empty. Choose the right one."),
    "file_problems": ("文件有 {count} 处错误。请先更正。", "The file has {count} problems. Correct them first."),
    "line_too_long": (
        "一行超过 {limit} 个字符。请检查换行符。",
        "A line is longer than {limit} characters. Check line ends.",
    ),
    "no_rows": ("文件没有数据行。请选择正确的文件。", "The file has headings and no rows. Choose the right one."),
    "printed_project": (
        "项目编号 {project} 与序列号中的 {serial} 不一致。请核对。",
        "Project {project} is not the {serial} that the serial number names. Check both.",
    ),
    "printed_quantity": (
        "数量 {quantity} 与序列号所含的 {serials} 不一致。请核对。",
        "Quantity {quantity} is not the {serials} that the serial number spans. Check both.",
    ),
    "printed_range": (
        "序列号须在 1 与 9007199254740991 之间。请核对。",
        "Serials lie between 1 and 9007199254740991. Check the serial number.",
    ),
    "printed_reversed": ("序列号的起止颠倒。请核对。", "The serial number runs backwards. Check it."),
    "printed_syntax": ("不是完整的序列号。请按原登记簿所示填写。", "Not a whole serial number. Take it as printed."),
    "printed_vintage": (
        "序列号中的年度与年度起止日不一致。请核对。",
        "The serial number names another vintage than the columns. Check both.",
    ),
    "retired_before_issued": ("使用日期早于签发日期。请核对。", "Retired before it was issued. Check both days."),
    "retirement_date_missing": (
        "填写了受益方、原因或说明，却没有使用日期。请补充日期或清空。",
        "There is a beneficiary, reason or detail and no day of retirement. Add the day or clear them.",
    ),
    "serial_overlap": (
        "序列号与第 {line} 行重叠。请删除重复部分。",
        "Serials overlap with line {line}. Remove what is there twice.",
    ),
    "serial_twice": ("与第 {line} 行的序列号相同。请删除一行。", "The same serials as line {line}. Remove one."),
    "too_many_rows": ("文件超过 {limit} 行。请拆分后导入。", "The file has more than {limit} rows. Split it."),
    "vintage_reversed": ("年度截止日早于起始日。请核对。", "The vintage ends before it begins. Check both days."),
}
