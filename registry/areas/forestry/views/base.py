"""The blueprint of forestry."""

from flask import Blueprint

blueprint = Blueprint("forestry", __name__, url_prefix="/forestry")
