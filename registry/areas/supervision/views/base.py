"""The blueprint of supervision, its books as pages show them, and the words of its choices."""

from typing import Final

from flask import Blueprint

from registry.areas.supervision.registers import GROUPS, LEADS
from registry.areas.supervision.rules.books import BOOKS
from registry.areas.supervision.rules.records import SupervisionMeasure, SupervisionRecord
from registry.areas.supervision.wording import LISTS
from registry.web.book_rows import Register
from registry.web.books import serve

blueprint = Blueprint("supervision", __name__, url_prefix="/supervision")
REGISTER: Final = Register(
    area="supervision",
    title=("监督名录与登记", "Registers of supervision"),
    books=BOOKS,
    titles=LISTS,
    leads=LEADS,
    groups=GROUPS,
    record=SupervisionRecord,
    measure=SupervisionMeasure,
)
serve(blueprint, REGISTER)
