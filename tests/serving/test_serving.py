"""The preview: what a change makes anew, what an error leaves standing, what is refused."""

import shutil

import pytest
from starlette.testclient import TestClient

from layout import console
from layout.diagnostics import Language
from layout.preview import WarmPress
from layout.project import data_folder
from layout.serving import Hub, make_app

SAMPLE = data_folder("templates").parent / "content" / "2026-01-01"


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    """The sample edition, warm."""
    folder = tmp_path_factory.mktemp("serve") / "content" / "day"
    shutil.copytree(SAMPLE.parent, folder.parent, dirs_exist_ok=True)
    shutil.copytree(SAMPLE, folder)
    (folder / "secret.txt").write_text("no text of the edition", encoding="utf-8")
    (folder.parent / "outside.md").write_text("outside", encoding="utf-8")
    press = WarmPress(folder, console.machine_cache(), console.machine_fonts())
    assert press.update().errors == ()
    return press


@pytest.fixture(scope="module")
def client(press):
    app = make_app(Hub(press), Language.EN, is_watching=False)
    return TestClient(app, base_url="http://127.0.0.1:8765")


@pytest.fixture
def story(press):
    """The lead of page 2, put back afterwards."""
    path = (
        press.folder
        / dict(press.state.sources)[
            next(b.article for b in press.state.shots[1].layout.blocks if b.article)
        ]
    )
    text = path.read_text(encoding="utf-8")
    yield path
    path.write_text(text, encoding="utf-8")
    press.update({path})


def test_one_story_makes_one_page(press, story):
    """A correction of one character re-lays and draws the page it stands on, and no other."""
    text = story.read_text(encoding="utf-8")
    end = text.rindex("。")
    story.write_text(text[:end] + "！" + text[end + 1 :], encoding="utf-8")
    before = press.state
    after = press.update({story})
    assert after.errors == ()
    assert after.relaid == after.redrawn == (2,)
    assert after.shots[0].digest == before.shots[0].digest
    assert after.shots[1].digest != before.shots[1].digest


def test_nothing_changed_makes_nothing(press):
    """A file saved as it was costs no page."""
    after = press.update()
    assert after.relaid == after.redrawn == ()


def test_an_error_keeps_the_pages_and_is_told_with_its_place(press, client, story):
    """The last good page stays, the error is shown with file and line, and goes when mended."""
    text, before = story.read_text(encoding="utf-8"), press.state
    story.write_text(text.replace("---\n", "---\nno-such-key: 1\n", 1), encoding="utf-8")
    press.update({story})
    told = client.get("/state").json()
    assert press.state.shots == before.shots
    assert told["errors"][0]["place"] == f"{story.relative_to(press.folder).as_posix()}:2"
    assert client.get(told["errors"][0]["source"]).status_code == 200
    story.write_text(text, encoding="utf-8")
    assert press.update({story}).errors == ()


@pytest.mark.parametrize("host", ["example.org", "127.0.0.1.example.org", "192.168.0.1:8765"])
def test_a_foreign_host_is_refused(client, host):
    """Another site whose name leads to this machine gets nothing."""
    assert client.get("/state", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/source/..%2Foutside.md",
        "/source/%2Fetc%2Fhostname",
        "/source/secret.txt",
        "/source/a%00.md",
        "/static/..%2Fdesk.html.j2",
        "/static/%2e%2e/%2e%2e/page.css",
        "/pages/99.jpg",
        "/proposals/99",
    ],
)
def test_nothing_outside_is_served(client, path):
    """Neither what lies above the folders nor what is no text of the edition."""
    assert client.get(path).status_code == 404


def test_the_desk_and_its_pictures(client):
    """The desk, its script, a page's picture and areas are there, in either language."""
    assert "其他版式" in client.get("/?lang=zh").text
    assert "Other layouts" in client.get("/").text
    assert client.get("/static/serve.js").status_code == 200
    page = client.get("/state").json()["pages"][0]
    assert client.get(page["picture"]).content[:3] == b"\xff\xd8\xff"
    assert 'href="/source/' in page["overlay"]


def test_a_layout_is_accepted_by_the_desk_only(press, client):
    """The header no other site can send is asked for; the lock is then written."""
    assert client.post("/accept/2/1").status_code == 403
    assert client.post("/accept/2/1", headers={"x-banxin": "1"}).status_code == 404
    assert len(client.get("/proposals/2").json()) >= 1
    assert client.post("/accept/2/1", headers={"x-banxin": "1"}).status_code == 204
    lock = press.folder / "layout.lock"
    assert lock.is_file()
    lock.unlink()
    assert press.update({lock}).errors == ()
