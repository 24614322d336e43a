"""What the pages refuse themselves, before any rule is asked, in Chinese and English. No logic here."""

from collections.abc import Mapping
from typing import Final

Sentences = Mapping[str, tuple[str, str]]

OWN: Final[Sentences] = {
    "file_kind": ("这不是 CSV 或 XLSX 文件。请用模板。", "This is no CSV and no XLSX file. Use the template."),
    "file_large": ("文件超过 {limit} MB。请分成几个文件。", "The file is over {limit} MB. Split it."),
    "file_unpacks": ("文件解压后过大，不予读取。", "Unpacked, this file would be too large; it is not read."),
    "file_empty": ("文件中没有可读的行。", "The file holds no rows."),
    "too_many_columns": ("列数超过 {limit}。请用模板。", "More than {limit} columns. Use the template."),
    "too_many_rows": ("行数超过 {limit}。请分成几个文件。", "More than {limit} rows. Split the file."),
    "column_missing": ("缺少列“{column}”。请用模板。", "The column “{column}” is missing. Use the template."),
    "column_twice": ("列“{column}”出现两次。", "The column “{column}” stands there twice."),
    "csv_syntax": ("CSV 格式有误：{reason}", "The CSV is not well formed: {reason}"),
    "line_too_long": ("有一行过长。", "A line is too long."),
    "encoding": ("文字编码既不是 UTF-8 也不是 GB18030。", "The text is neither UTF-8 nor GB18030."),
    "other_person": (
        "本页是为另一人打开的，而现在登录的是 {representative}。请以本页的签名人登录，或重新打开待签事项。",
        (
            "This page was opened for somebody else; signed in now is {representative}. Sign in as the signer, or open"
            " the entry again."
        ),
    ),
    "row_changed": (
        "第 {line} 笔检查之后情况有变，现在不能办理。请重新上传。",
        "Line {line}: since it was checked something has changed, and it cannot be done now. Upload the file again.",
    ),
    "sources_differ": (
        "第 {line} 笔：转出账户 {account} 与第一笔不同。一次签名只能从一个账户转出，请分成几个文件。",
        "Line {line}: source account {account} is not the first. One signature covers one account: split the file.",
    ),
    "document_empty": (
        "文件“{name}”是空的。请选择有内容的文件。",
        "“{name}” is empty. Choose a file with something in it.",
    ),
    "document_format": (
        "文件“{name}”的内容不是 PDF、PNG、JPEG、OFD 或不含宏的 XLSX。请另存为其中一种。",
        "“{name}” holds no PDF, PNG, JPEG, OFD or XLSX without macros. Save it as one of these.",
    ),
    "document_quota": (
        "24 小时内最多上传 {limit} 个文件。请明天再试。",
        "At most {limit} files within 24 hours. Try again tomorrow.",
    ),
    "login_taken": ("登录名 {login} 已被使用。", "The login {login} is taken."),
    "not_a_candidate": (
        "{representative} 的签名对此条目没有帮助。",
        "The signature of {representative} would not help.",
    ),
    "task_taken": ("{by} 已在处理此事项。", "{by} is looking after this already."),
    "reason_missing": ("请写明内容。", "Say what it is about."),
    "said_too_long": ("最多 {limit} 个字符。", "At most {limit} characters."),
    "saved_forms_full": (
        "最多保存 {limit} 份未填完的表单，请先在“待办”中删除一些。",
        "At most {limit} unfinished forms are kept. Delete some under Tasks first.",
    ),
    "presence_needed": (
        "请先在签名页输入验证码或使用通行密钥，确认是您本人。",
        "First enter a code or use a passkey on the signing page, to show that it is you.",
    ),
    "view_name": (
        "请给视图起一个名称，最多 60 个字。",
        "Give the view a name of at most 60 characters.",
    ),
    "too_many_views": (
        "这个页面的视图已有 {limit} 个，请先删去不用的。",
        "There are {limit} views of this page. Remove one first.",
    ),
    "not_permitted": ("您没有办理此事项的权限。", "You do not have permission to do this."),
}
