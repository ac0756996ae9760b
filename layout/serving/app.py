"""The preview's web server: its pages, pictures, events, and the texts of the edition folder.

GET  /                            the desk
GET  /state                       everything it shows, as JSON
GET  /events                      server-sent events, one a change
GET  /pages/N.jpg                 a page's picture
GET  /proposals/N                 other layouts of a page, as JSON
GET  /proposals/N/K.jpg           the picture of one
POST /accept/N/K                  keep one; asks for the header ``X-Banxin``
GET  /source/PATH?line=L          a text of the edition folder, with its lines numbered
GET  /static/NAME                 script and style of the desk
"""

from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from layout.diagnostics import Language
from layout.project import data_folder
from layout.serving.hub import Hub
from layout.serving.model import Shot
from layout.serving.view import WORDS, page_view, state_view

HOSTS: Final = ("127.0.0.1", "localhost")
"""Names a browser on this machine may call us by; another name may be another site's."""
TEXTS: Final = (".md", ".yaml", ".lock")
SECURITY: Final = {
    "content-security-policy": "default-src 'self'; img-src 'self'; frame-ancestors 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}


class _Guard:
    """Adds the headers that keep other sites and caches out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY)
            await send(message)

        await self._app(scope, receive, guarded)


def make_app(hub: Hub, language: Language, *, is_watching: bool = True) -> Starlette:
    """The server of one edition.

    Args:
        hub: Has the preview.
        language: Of the interface until a reader chooses the other.
        is_watching: Whether files are watched while it runs.

    """
    desk = _Desk(hub, language)
    folder = data_folder("templates") / "serving"

    def lifespan(_: Starlette) -> AbstractAsyncContextManager[None]:
        return hub.watching()

    return Starlette(
        routes=[
            Route("/", desk.home),
            Route("/state", desk.state),
            Route("/events", desk.events),
            Route("/pages/{number:int}.jpg", desk.picture),
            Route("/proposals/{number:int}", desk.proposals),
            Route("/proposals/{number:int}/{place:int}.jpg", desk.proposal),
            Route("/accept/{number:int}/{place:int}", desk.accept, methods=["POST"]),
            Route("/source/{path:path}", desk.source),
            Mount("/static", StaticFiles(directory=folder / "static")),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=list(HOSTS), www_redirect=False),
            Middleware(_Guard),
        ],
        lifespan=lifespan if is_watching else None,
    )


class _Desk:
    """Answers requests."""

    def __init__(self, hub: Hub, language: Language) -> None:
        self._hub, self._language = hub, language
        self._templates = Environment(
            loader=FileSystemLoader(data_folder("templates") / "serving"),
            autoescape=True,
            undefined=StrictUndefined,
        )

    def _language_of(self, request: Request) -> Language:
        asked = request.query_params.get("lang", "")
        return next((known for known in Language if known.value == asked), self._language)

    async def home(self, request: Request) -> Response:
        language = self._language_of(request)
        page = self._templates.get_template("desk.html.j2")
        title = self._hub.preview.state.title
        return HTMLResponse(page.render(w=WORDS[language], lang=language.value, title=title))

    async def state(self, request: Request) -> Response:
        preview = self._hub.preview
        shown = state_view(preview.state, preview.folder, self._language_of(request))
        return JSONResponse(shown)

    async def events(self, _: Request) -> Response:
        return StreamingResponse(self._hub.events(), media_type="text/event-stream")

    async def picture(self, request: Request) -> Response:
        return _picture(self._hub.preview.state.shot(request.path_params["number"]))

    async def proposals(self, request: Request) -> Response:
        number = request.path_params["number"]
        self._refuse_unknown(number)
        shots = await self._hub.propose(number)
        sources = dict(self._hub.preview.state.sources)
        return JSONResponse(
            [
                page_view(shot, f"/proposals/{number}/{place}.jpg?{shot.digest}", sources)
                for place, shot in enumerate(shots, 1)
            ]
        )

    async def proposal(self, request: Request) -> Response:
        shots = self._hub.offers.get(request.path_params["number"], ())
        place = request.path_params["place"]
        return _picture(shots[place - 1] if 1 <= place <= len(shots) else None)

    async def accept(self, request: Request) -> Response:
        """A form of another site cannot send the header."""
        if "x-banxin" not in request.headers:
            raise HTTPException(403)
        number, place = request.path_params["number"], request.path_params["place"]
        if not await self._hub.accept(number, place):
            raise HTTPException(404)
        return Response(status_code=204)

    async def source(self, request: Request) -> Response:
        text = _text_in(self._hub.preview.folder, request.path_params["path"])
        line = request.query_params.get("line", "")
        page = self._templates.get_template("source.html.j2")
        return HTMLResponse(
            page.render(
                lang=self._language_of(request).value,
                name=request.path_params["path"],
                lines=text.splitlines(),
                marked=int(line) if line.isdecimal() else 0,
            )
        )

    def _refuse_unknown(self, number: int) -> None:
        if self._hub.preview.state.shot(number) is None:
            raise HTTPException(404)


def _picture(shot: Shot | None) -> Response:
    if shot is None:
        raise HTTPException(404)
    return Response(shot.picture, media_type="image/jpeg")


def _text_in(folder: Path, name: str) -> str:
    """A text of the edition; nothing above it, nothing hidden, nothing a link leads out to."""
    root = folder.resolve()
    try:
        path = (root / name).resolve()
    except (OSError, ValueError) as error:  # a name that no file can have
        raise HTTPException(404) from error
    is_hidden = any(part.startswith(".") for part in Path(name).parts)
    if is_hidden or path.suffix not in TEXTS or not path.is_relative_to(root):
        raise HTTPException(404)
    if not path.is_file():
        raise HTTPException(404)
    return path.read_text("utf-8", errors="replace")
