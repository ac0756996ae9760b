"""A house style, a desk without fonts, and articles made for one test."""

import random
import re
from pathlib import Path

import pytest
from PIL import Image

from layout.composition.desk import Desk
from layout.composition.nominal import NominalFace
from layout.composition.rules import NEWSPAPER
from layout.content import load_edition
from layout.content.scaffold import SPECIMEN
from layout.makeup.copy import Copy
from layout.makeup.page import grid_of
from layout.project import data_folder
from layout.shaping.shape import Shaper
from layout.style import load_style

PAPER = "paper: {name: 版心日报, slug: banxin-daily}\ndate: 2026-01-01\nissue: 3\n"
SENTENCES = re.findall(
    r"[^。\n#*>]{6,60}。",
    "".join(
        path.read_text("utf-8").rpartition("---\n")[2] for path in sorted(SPECIMEN.rglob("*.md"))
    ),
)


@pytest.fixture(scope="session")
def style():
    """The tabloid: five columns of fourteen characters by eighty-two rows."""
    templates = data_folder("templates")
    return load_style("tabloid", templates=templates, beside=templates)


@pytest.fixture(scope="session")
def grid(style):
    return grid_of(style)


@pytest.fixture
def desk(style):
    """Every Han character and mark one em wide, every Western letter half of it."""
    shaper = Shaper(lambda key: NominalFace(key=key))
    return Desk(style=style, shaper=shaper, rules=NEWSPAPER, words=())


@pytest.fixture(scope="session")
def prose():
    """Paragraphs of some characters in all, the same for one seed."""

    def write(characters, seed=1):
        draw = random.Random(seed)
        paragraphs, count = [], 0
        while count < characters:
            paragraphs.append("".join(draw.choices(SENTENCES, k=draw.randint(1, 4))))
            count += len(paragraphs[-1])
        return "\n\n".join(paragraphs)

    return write


@pytest.fixture
def edition(tmp_path):
    """Reads an edition of the given articles; pictures are (name, width, height) in pixels."""

    def make(articles, *, pages=1, pictures=(), more=""):
        folder = tmp_path / f"e{len(list(tmp_path.iterdir()))}"
        numbers = ", ".join(f"{{number: {k + 1}}}" for k in range(pages))
        text = f"{PAPER}style: tabloid\npages: [{numbers}]\n{more}"
        for name, content in {"edition.yaml": text, **articles}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        for name, width, height in pictures:
            Image.new("L", (width, height), 128).save(folder / Path(name))
        return load_edition(folder)

    return make


@pytest.fixture
def copy(edition):
    """The copy of one article with a head and a body."""

    def make(head="headline: 标题", body="正文。", pictures=(), **values):
        text = f"---\n{head}\n---\n{body}\n"
        (article,) = edition({"01/lead.md": text}, pictures=pictures).articles
        return Copy(article=article, **values)

    return make
