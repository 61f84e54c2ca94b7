"""Every word of the game on one page."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.web import render
from app.web.glossary import CHAPTERS

router = APIRouter()


@router.api_route("/glossary", methods=["GET", "HEAD"])
def glossary(request: Request) -> Response:
    """The glossary. Looking at it makes nobody a player."""
    return render.page(request, "pages/glossary.html", chapters=CHAPTERS, here="glossary")
