"""What pages read of credits. Every function takes a connection and returns dataclasses; SQL stands nowhere else."""

from registry.areas.credits.queries.buffers import BufferLine, buffers
from registry.areas.credits.queries.projects import (
    EXPORT_MAX,
    PAGE,
    BatchLine,
    CaseLine,
    ProjectFilter,
    ProjectHistory,
    ProjectPage,
    ProjectRow,
    accreditations,
    get_project,
    list_projects,
    methodologies,
    next_project_number,
)
from registry.areas.credits.queries.retirements import RetirementLine, RetirementPage, retirements_of

__all__ = [
    "EXPORT_MAX",
    "PAGE",
    "BatchLine",
    "BufferLine",
    "CaseLine",
    "ProjectFilter",
    "ProjectHistory",
    "ProjectPage",
    "ProjectRow",
    "RetirementLine",
    "RetirementPage",
    "accreditations",
    "buffers",
    "get_project",
    "list_projects",
    "methodologies",
    "next_project_number",
    "retirements_of",
]
