"""What finance reads. Every function takes a connection and returns dataclasses; SQL stands nowhere else here."""

from registry.areas.finance.queries.catalogues import (
    catalogue_in_force,
    category_path,
    find_categories,
    list_catalogues,
    list_categories,
    list_subtree,
)
from registry.areas.finance.queries.preview import participant_of, preview_registration
from registry.areas.finance.queries.projects import (
    EXPORT_MAX,
    PAGE,
    ProjectFilter,
    ProjectHistory,
    ProjectPage,
    ProjectRow,
    due_projects,
    get_project,
    list_projects,
    next_project_number,
)

__all__ = [
    "EXPORT_MAX",
    "PAGE",
    "ProjectFilter",
    "ProjectHistory",
    "ProjectPage",
    "ProjectRow",
    "catalogue_in_force",
    "category_path",
    "due_projects",
    "find_categories",
    "get_project",
    "list_catalogues",
    "list_categories",
    "list_projects",
    "list_subtree",
    "next_project_number",
    "participant_of",
    "preview_registration",
]
