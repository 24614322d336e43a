"""What the list of projects may be asked for: its filters."""

import marshmallow as ma

from registry.areas.credits.rules.records import Stage

TEXT_MAX = 60


class ProjectsWanted(ma.Schema):
    """The filters of the list."""

    text = ma.fields.String(validate=ma.validate.Length(1, TEXT_MAX))
    scheme = ma.fields.String(validate=ma.validate.Regexp(r"[A-Z][A-Z0-9]{1,7}\Z"))
    stage = ma.fields.Enum(Stage, by_value=True)
    zone = ma.fields.String(validate=ma.validate.Regexp(r"[0-9]{2}\Z"))
    methodology = ma.fields.String(validate=ma.validate.Regexp(r"[A-Z0-9-]{1,40}\Z"))
    owner = ma.fields.String(validate=ma.validate.Regexp(r"P-[0-9]{8}\Z"))
