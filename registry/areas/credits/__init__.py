"""Credits (碳信用): projects from design to issue, own titles and mirrored ones; transfer, retirement, and imports."""

from typing import Final

from registry.areas.credits import project_wording, refusal_wording, supervision_wording, wording
from registry.areas.credits.problems import PROBLEMS
from registry.areas.credits.wording import TITLE

__all__ = ["CHOICES", "FIELDS", "GLOSSARY", "KIND_NAMES", "PARAMETERS", "REFUSALS", "SENTENCES", "TITLE"]

CHOICES: Final = {**wording.CHOICES, **project_wording.CHOICES, **supervision_wording.CHOICES}
FIELDS: Final = {**wording.FIELDS, **project_wording.FIELDS, **supervision_wording.FIELDS}
GLOSSARY: Final = {**wording.GLOSSARY, **project_wording.GLOSSARY, **supervision_wording.GLOSSARY}
KIND_NAMES: Final = {**wording.KIND_NAMES, **project_wording.KIND_NAMES, **supervision_wording.KIND_NAMES}
PARAMETERS: Final = {**project_wording.PARAMETERS, **supervision_wording.PARAMETERS}
SENTENCES: Final = {**wording.SENTENCES, **project_wording.SENTENCES, **supervision_wording.SENTENCES}
REFUSALS: Final = {
    **PROBLEMS,
    **wording.REFUSALS,
    **refusal_wording.REFUSALS,
    **supervision_wording.REFUSALS,
}
