"""What does the API promise? `python -m api_http.openapi` writes the document to its output."""

import sys

import msgspec

from api_http.openapi.document import document
from api_http.routes import ROUTES

sys.stdout.buffer.write(msgspec.json.encode(document(ROUTES)))
