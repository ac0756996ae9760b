"""Edition folders made for one test."""

from pathlib import Path

import pytest

from layout.content import load_edition
from layout.diagnostics import Language
from layout.errors import ContentError

EDITION = """\
paper: {name: 版心日报, slug: banxin-daily}
date: 2021-04-30
pages:
  - {number: 1, name: 头版}
"""
LEAD = """\
---
headline: 标题
---
正文。
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Writes files into the edition folder ``e``, which messages then name as ``e``."""
    monkeypatch.chdir(tmp_path)

    def make(files=None):
        wanted = {"edition.yaml": EDITION, "01/lead.md": LEAD, **(files or {})}
        for name, content in wanted.items():
            path = Path("e") / name
            if content is None:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content if isinstance(content, bytes) else content.encode()
            path.write_bytes(data)
        return Path("e")

    return make


@pytest.fixture
def load(folder):
    """Loads an edition of the given files."""
    return lambda files=None: load_edition(folder(files))


@pytest.fixture
def body(load):
    """The blocks of an article with the given body; the body starts on line 5."""

    def read(text, kind="news"):
        head = f"---\nheadline: 标题\nkind: {kind}\n---\n"
        return load({"01/lead.md": head + text}).articles[0].body

    return read


@pytest.fixture
def problems(folder):
    """What is wrong with an edition of the given files, as it is printed."""

    def find(files, language=Language.EN):
        with pytest.raises(ContentError) as caught:
            load_edition(folder(files))
        return caught.value.text(language).split("\n")

    return find


@pytest.fixture
def body_problems(problems):
    """What is wrong with a body that starts on line 4."""
    return lambda text: problems({"01/lead.md": "---\nheadline: 标题\n---\n" + text})


@pytest.fixture
def remarks(load):
    """The remarks on an article with the given body, which starts on line 4."""

    def find(text, head="headline: 标题"):
        edition = load({"01/lead.md": f"---\n{head}\n---\n{text}"})
        return [remark.text(Language.EN).split("\n")[0] for remark in edition.remarks]

    return find
