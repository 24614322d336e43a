"""The application for a WSGI server: `gunicorn wsgi:app`."""

from registry.app import create_app
from registry.config import from_environment
from registry.store.database import connect
from registry.web.readonly import ReadOnly

config = from_environment()
app = create_app(config, ReadOnly(connect(config.database), config.origin))
