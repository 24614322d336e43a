"""The blueprint of ecology and its books as pages show them."""

from typing import Final

from flask import Blueprint

from registry.areas.ecology.rules.books import BOOKS, EcologyMeasure, EcologyRecord
from registry.areas.ecology.wording import GROUPS, LEADS, LISTS
from registry.web.book_rows import Register
from registry.web.books import serve

blueprint = Blueprint("ecology", __name__, url_prefix="/ecology")
REGISTER: Final = Register(
    area="ecology",
    title=("生态产品、补偿与示范", "Products, compensation, demonstrations"),
    books=BOOKS,
    titles=LISTS,
    leads=LEADS,
    groups=GROUPS,
    record=EcologyRecord,
    measure=EcologyMeasure,
)
serve(blueprint, REGISTER)
