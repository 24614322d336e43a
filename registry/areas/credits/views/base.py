"""The blueprint of credits, and what its pages share."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint

from registry.areas.credits.rules.records import Stage
from registry.web.tables import Tone
from registry.web.words import choice_of

blueprint = Blueprint("credits", __name__, url_prefix="/credits")
# In whose words codes and choices are said.
KIND: Final = "credits.publish_design"
_TONES: Final[Mapping[Stage, Tone]] = {
    Stage.REGISTERED: "good",
    Stage.ISSUED: "good",
    Stage.REJECTED: "bad",
    Stage.DECLINED: "bad",
    Stage.CANCELLED: "bad",
}
STAGES: Final[Mapping[str, tuple[Tone, object]]] = {
    one.value: (_TONES.get(one, "wait"), choice_of(one, KIND)) for one in Stage
}
