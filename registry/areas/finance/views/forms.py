"""The form that registers a project: fill in, check what the rules would say, sign."""

import secrets
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

import marshmallow as ma
from flask_babel import gettext, lazy_gettext

from registry.areas.finance import SENTENCES
from registry.areas.finance.queries import next_project_number, participant_of, preview_registration
from registry.areas.finance.queries.catalogues import list_catalogues
from registry.areas.finance.rules.choices import EiaRoute, Instrument, PermitScheme, Stage
from registry.areas.finance.rules.projects import RegisterProject
from registry.areas.finance.rules.records import Impact, Project, ProjectFacts
from registry.areas.finance.views import words
from registry.areas.finance.views.pages import blueprint
from registry.catalog import CATALOGUE
from registry.ledger.codec import decode
from registry.ledger.entry import compose, write
from registry.ledger.errors import Malformed, Refusal
from registry.ledger.instants import UUID7_RANDOM_BYTES
from registry.web.documents import HELP
from registry.web.formats import money
from registry.web.forms import Field, Form, drafting
from registry.web.seam import now, registry, require_person
from registry.web.signing import Draft, marked
from registry.web.words import zone_choices, zone_name

KIND: Final = "finance.register_project"
DAY_SECONDS: Final = 86_400
IMPACTS: Final = (1, 2, 3)
IMPACT_PARTS: Final = tuple(field.name for field in fields(Impact))


def _catalogue_choices() -> list[tuple[str, object]]:
    with registry().engine.connect() as connection:
        found = list_catalogues(connection)
    return [(one.version, words.in_language((one.title_zh, one.title_en))) for one in found]


def _impact_fields(number: int) -> tuple[Field, ...]:
    numbered = lazy_gettext("环境效益 %(number)s：指标", number=number)
    return (
        Field(name=f"metric_{number}", label=numbered, kind="choice", choices=words.metric_choices, required=False),
        Field(name=f"value_{number}", label=words.label("value"), kind="integer", required=False),
        Field(name=f"unit_{number}", label=words.label("unit"), required=False, help="tCO2e/yr, MWh/yr, t/yr, m3/yr"),
        Field(name=f"baseline_{number}", label=words.label("baseline"), kind="integer", required=False),
        Field(name=f"method_{number}", label=words.label("method"), required=False),
        Field(name=f"factor_version_{number}", label=words.label("factor_version"), required=False),
    )


FORM: Final = Form(
    title=lazy_gettext("登记绿色项目"),
    intro=lazy_gettext("所填事实公开且永久保存。提交前先由规则核对，签名后写入日志。"),
    fields=(
        Field(name="name_zh", label=words.label("name_zh"), public=True),
        Field(name="name_en", label=words.label("name_en"), public=True),
        Field(name="zone", label=words.label("zone"), kind="choice", choices=zone_choices),
        Field(
            name="catalogue",
            label=words.label("catalogue"),
            kind="choice",
            choices=_catalogue_choices,
            help=lazy_gettext("适用融资批准之日施行的目录；尚未批准的，适用现行目录。"),
        ),
        Field(name="category", label=words.label("category"), help=lazy_gettext("最末一级条目的编码，例如 3.2.2.1")),
        Field(name="instrument", label=words.label("instrument"), kind="choice", choices=words.choices(Instrument)),
        Field(name="stage", label=words.label("stage"), kind="choice", choices=words.choices(Stage)),
        Field(name="total_investment_fen", label=words.label("total_investment_fen"), kind="money"),
        Field(name="green_finance_fen", label=words.label("green_finance_fen"), kind="money"),
        Field(name="financing_approved_on", label=words.label("financing_approved_on"), kind="date", required=False),
        Field(name="starts_on", label=words.label("starts_on"), kind="date"),
        Field(name="operates_from", label=words.label("operates_from"), kind="date"),
        Field(name="eia_route", label=words.label("eia_route"), kind="choice", choices=words.choices(EiaRoute)),
        Field(name="eia_reference", label=words.label("eia_reference"), required=False, public=True),
        Field(
            name="permit_scheme",
            label=words.label("permit_scheme"),
            kind="choice",
            choices=words.choices(PermitScheme),
        ),
        Field(name="permit", label=words.label("permit"), required=False),
        Field(name="permit_expires_on", label=words.label("permit_expires_on"), kind="date", required=False),
        *(field for number in IMPACTS for field in _impact_fields(number)),
        Field(
            name="document",
            label=words.label("document"),
            kind="document",
            required=False,
            help=HELP,
        ),
    ),
    fields_of_codes={
        "approved_in_future": "financing_approved_on",
        "catalogue_incomplete": "catalogue",
        "catalogue_not_in_force": "catalogue",
        "dates_reversed": "operates_from",
        "finance_exceeds_investment": "green_finance_fen",
        "metric_twice": "metric_2",
        "permit_check": "permit",
        "permit_incomplete": "permit_expires_on",
        "project_withdrawn": "stage",
        "unit_differs": "unit_1",
        "unknown_catalogue": "catalogue",
        "unknown_category": "category",
        "unknown_metric": "metric_1",
    },
)


@drafting(blueprint, "/projects/new", form=FORM)
def register(values: dict[str, Any]) -> Draft:
    """Return the entry to sign, after the rules have looked at it.

    Raises:
        Refusal: ``not_permitted`` for a person who represents no participant, and what the rules would refuse.
        ValidationError: by field, for what the entry's format does not admit.
    """
    representative = require_person()[0].representative
    at = now()
    with registry().engine.connect() as connection:
        owner = participant_of(connection, representative) if representative else None
        if owner is None:
            raise Refusal("not_permitted")
        body = body_of(values, project=next_project_number(connection), owner=owner.number)
        expected = preview_registration(connection, body, now=at, catalogue=CATALOGUE)
    random = secrets.token_bytes(UUID7_RANDOM_BYTES)
    entry = compose(KIND, body, origin=registry().origin, at_ms=at // 1000, seconds=31 * DAY_SECONDS, random=random)
    given = {field.name: getattr(body, field.name) for field in fields(body)}
    stated = {name: f"{value:,}" if type(value) is int else value for name, value in given.items()}
    return Draft(
        text=write(entry),
        title=lazy_gettext("核对并签名"),
        sentence=marked(words.in_language(SENTENCES[KIND]), **stated),
        facts=_facts(body, expected),
        steps=(lazy_gettext("填写"), lazy_gettext("核对并签名"), lazy_gettext("第三方评估")),
        note=lazy_gettext("登记后由第三方评估机构确认是否符合目录条件。"),
    )


def body_of(values: Mapping[str, Any], *, project: str, owner: str) -> RegisterProject:
    """Return the body that the answers of the form stand for.

    Raises:
        ValidationError: by field, where the entry's format does not admit an answer.
    """
    impacts = [
        {name: values[f"{name}_{number}"] for name in IMPACT_PARTS}
        for number in IMPACTS
        if values[f"metric_{number}"] is not None
    ]
    plain = {field.name: values[field.name] for field in fields(ProjectFacts) if field.name in values}
    documents = [values["document"]] if values["document"] else []
    stated = {**plain, "impacts": impacts, "documents": documents, "project": project, "owner": owner}
    try:
        return decode(RegisterProject, stated)
    except Malformed as error:
        name = _field_of(str(error.facts["path"]), values)
        raise ma.ValidationError({name: [gettext("请核对此项：缺少内容，或含有不能使用的字符。")]}) from None


def _field_of(path: str, values: Mapping[str, Any]) -> str:
    """Return the form's field for a path in the body, such as `value_2` for `impacts[1].value`."""
    if path.startswith("documents"):
        return "document"
    if not path.startswith("impacts["):
        return path
    place, _, name = path.removeprefix("impacts[").partition("].")
    given = [number for number in IMPACTS if values[f"metric_{number}"] is not None]
    return f"{name}_{given[int(place)]}"


def _facts(body: RegisterProject, expected: Project) -> tuple[tuple[object, object], ...]:
    reasons = "; ".join(words.reason_text(reason.code) for reason in expected.reasons)
    result = words.choice("Eligibility", expected.eligibility)
    return (
        (words.label("project"), body.project),
        (words.label("zone"), zone_name(body.zone)),
        (words.label("instrument"), words.choice("Instrument", body.instrument)),
        (words.label("stage"), words.choice("Stage", body.stage)),
        (words.label("total_investment_fen"), money(body.total_investment_fen)),
        (words.label("green_finance_fen"), money(body.green_finance_fen)),
        (lazy_gettext("登记后的判定"), f"{result}: {reasons}" if reasons else result),
    )
