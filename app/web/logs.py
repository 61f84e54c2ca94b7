"""The server's log: lines for people, or one JSON object a line for machines."""

import json
import logging
from typing import Any

from app.settings import Settings

_PLAIN = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_TALKATIVE = ("alembic", "uvicorn.error")
"""Libraries whose ordinary steps are of interest to nobody who did not ask for "debug"."""


class JsonLines(logging.Formatter):
    """Each record as one JSON object: time, level, logger, message and any traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The record on one line."""
        said: dict[str, Any] = {
            "time": self.formatTime(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def configure(settings: Settings) -> None:
    """Send every log record of the process to standard error as the settings say."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if settings.log_json else logging.Formatter(_PLAIN))
    level = settings.log_level.upper()
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel("WARNING" if level == "INFO" else level)
