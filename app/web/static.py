"""Static files. One whose address names its version is kept by browsers, others are asked for."""

import os

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_KEEP = "public, max-age=31536000, immutable"
_ASK = "public, no-cache"


class Static(StaticFiles):
    """The static folder. `?v=` or a vendor's folder in the address means it never changes."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file with an ETag and how long it may be kept."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        path = str(scope["path"])
        versioned = b"v=" in scope["query_string"] or "/vendor/" in path
        response.headers["Cache-Control"] = _KEEP if versioned else _ASK
        return response
