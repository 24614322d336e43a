"""The words that all books of attested records share, and sentences made of the labels of their fields."""

from collections.abc import Iterable, Mapping
from typing import Final

from registry.areas.participants.rules.attested import Attest, Book
from registry.ledger.codec import fields

Pair = tuple[str, str]

FIELDS: Final[dict[str, Pair]] = {
    "about": ("事项或对象", "Matter or object"),
    "article": ("依据（文件名称与条款）", "Article"),
    "by": ("证明方", "Attested by"),
    "document": ("文件", "Document"),
    "from_on": ("起始日", "From"),
    "name": ("名称", "Name"),
    "number": ("编号", "Number"),
    "of": ("所属部分", "Part"),
    "on": ("日期", "Day"),
    "participant": ("主体", "Participant"),
    "reason": ("理由", "Reason"),
    "until_on": ("截止日", "Until"),
    "value": ("数值", "Value"),
    "what": ("事项", "What"),
    "zone": ("地区", "Zone"),
}
REFUSALS: Final[dict[str, Pair]] = {
    "article_missing": (
        "没有写明依据。请填写文件名称与条款，没有依据不得登记。",
        "No article is given. State the source and its article: nothing is entered without one.",
    ),
    "attester_not_independent": (
        "{participant} 是当事方或其关联方，不能为其证明。请由无关联的机构办理。",
        "{participant} is the party itself or related to it. Let somebody without a tie attest it.",
    ),
    "ends_before_it_begins": (
        "终止日早于起始日 {from_on}。请更正日期。",
        "It would end before its first day, {from_on}. Correct the day.",
    ),
    "in_future": ("日期 {day} 尚未到来。请填写已发生的日期。", "{day} lies in the future. Give a day that has come."),
    "more_than_due": (
        "尚欠 {left} 分，不能记入更多。请核对金额。",
        "Only {left} fen are still due. Check the amount.",
    ),
    "not_an_attester": (
        "此事项不能由这类机构（{function}）证明。请由有权机构办理。",
        "This cannot be attested by such a body ({function}). Let one sign that may.",
    ),
    "not_measured": ("此类记录没有“{what}”。请选择其他事项。", "“{what}” is not measured here. Choose another."),
    "renewed_after_end": (
        "{number} 已于 {ended_on} 撤销或终止，不能延续。请重新申请登记。",
        "{number} was revoked or ended on {ended_on} and cannot be renewed. Apply for a new one.",
    ),
    "part_missing": ("请填写所属部分，例如地区代码。", "Say which part it is of, such as a zone's code."),
    "record_ended": ("{number} 已经终止。请另行登记。", "{number} has ended. Open another record."),
    "term_missing": ("请填写截止日。", "Give the last day."),
    "term_reversed": (
        "截止日早于起始日 {from_on}。请更正。",
        "The last day lies before the first, {from_on}. Correct it.",
    ),
    "unknown_record": ("没有编号为 {key} 的记录。请核对编号。", "There is no record {key}. Check the number."),
    "until_not_later": (
        "新的截止日须晚于现有的 {until_on}。请更正。",
        "The new last day has to lie after {until_on}. Correct it.",
    ),
}
SHARED: Final[dict[str, tuple[Pair, Pair]]] = {
    "renew": (
        ("延续记录", "Renew a record"),
        (
            "{by} 将记录 {number} 的截止日延至 {until_on}，依据 {article}；文件 {document}。",
            "{by} gives record {number} the new last day {until_on} under {article}; document {document}.",
        ),
    ),
    "end": (
        ("撤销或终止记录", "End a record"),
        (
            "{by} 自 {on} 起撤销或终止记录 {number}，依据 {article}，理由：{reason}；文件 {document}。",
            "{by} ends record {number} as of {on} under {article}, since {reason}; document {document}.",
        ),
    ),
    "measure": (
        ("记入数据", "Note a measure"),
        (
            "{by} 为记录 {number} 记入 {on} 的“{what}”：数值 {value}，所属部分 {of}；文件 {document}。",
            "{by} notes for record {number} “{what}” on {on}: {value}, part {of}; document {document}.",
        ),
    ),
}


def kind_names(area: str, books: Iterable[Book], titles: Mapping[str, Pair]) -> dict[str, Pair]:
    """Return the names of an area's kinds of books; ``titles`` are those of the opening ones, by book."""
    shared = {f"{area}.{name}": pair for name, (pair, _) in SHARED.items()}
    return {book.kind: titles[book.name] for book in books} | shared


def sentences(
    area: str, books: Iterable[Book], titles: Mapping[str, Pair], labels: Mapping[str, Pair]
) -> dict[str, Pair]:
    """Return the sentences of an area's kinds of books: every field of the body with its label."""
    shared = {f"{area}.{name}": pair for name, (_, pair) in SHARED.items()}
    return {book.kind: _sentence(book, titles[book.name], {**FIELDS, **labels}) for book in books} | shared


def _sentence(book: Book, title: Pair, labels: Mapping[str, Pair]) -> Pair:
    first = [spec.name for spec in fields(Attest)][:2]
    names = [spec.name for spec in fields(book.body) if spec.name not in first]
    chinese = "；".join(f"{labels[name][0]} {{{name}}}" for name in names)
    english = "; ".join(f"{labels[name][1].lower()}: {{{name}}}" for name in names)
    return (
        f"{{by}} {title[0]} {{number}}：{chinese}。所填内容公开且永久保存。",
        f"{{by}}: {title[1].lower()}, {{number}}. {english}. What is stated is public and permanent.",
    )
