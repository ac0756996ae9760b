"""Laying out one page: exactly one, of the size asked for, with what it may have and no more."""

import logging

import pytest
import weasyprint

from layout.diagnostics import Severity
from layout.errors import PageCountError, RenderError, TemplateError
from layout.project import data_folder
from layout.rendering import weasyprint_hooks
from layout.rendering.document import lay_out, log_lines
from layout.rendering.weasyprint_hooks import MemoryFetcher, drawings

PAGE = "<html lang='zh-CN'><head><style>@page {{ size: {size} }} {css}</style></head>{body}</html>"


def laid_out(page, body="<body></body>", *, css="", size="200pt 100pt", templates=None, **given):
    values = {"runs": (), "colors": {}, "held": {}, "forms": {}, **given}
    return lay_out(
        page,
        PAGE.format(css=css, body=body, size=size),
        templates=templates or data_folder("templates"),
        **values,
    )


def test_one_page_comes_out_as_one_page(sorts):
    """Of its size, without a word."""
    laid = laid_out(sorts.page())
    assert len(laid.document.pages) == 1
    assert laid.diagnostics == ()


def test_a_page_that_runs_over_is_an_error(sorts):
    """WeasyPrint itself says nothing."""
    with pytest.raises(PageCountError, match="page 1 came out as 2 pages"):
        laid_out(sorts.page(), "<body><div/><p/></body>", css="div { break-after: page }")


def test_a_page_of_another_size_is_an_error(sorts):
    """A hundredth of a point is allowed for."""
    laid_out(sorts.page(), size="200.005pt 100pt")
    with pytest.raises(RenderError, match="size"):
        laid_out(sorts.page(), size="200.02pt 100pt")


def test_what_weasyprint_says_becomes_a_finding(sorts):
    """With the page it is about."""
    (finding,) = laid_out(sorts.page(number=3), css="p { no-such-thing: 1 }").diagnostics
    assert (finding.code, finding.severity) == ("RENDER_LOG", Severity.WARNING)
    assert finding.page == 3
    assert "no-such-thing" in finding.message.en


def test_errors_of_weasyprint_are_errors():
    """Its levels are kept; what is said after the block ends is not collected."""
    logger = logging.getLogger("weasyprint")
    with log_lines(None) as found:
        logger.error("no %s", "picture")
        logger.info("progress")
    logger.warning("later")
    assert [(f.severity, f.message.en) for f in found] == [(Severity.ERROR, "renderer: no picture")]


@pytest.mark.parametrize(
    "body",
    [
        "<body><img src='http://example.org/a.png' alt=''/></body>",
        "<body><img src='file:///etc/passwd' alt=''/></body>",
        "<body><img src='picture:9' alt=''/></body>",
        "<body style='background: url(https://example.org/b.png)'></body>",
    ],
)
def test_nothing_but_what_is_held_can_be_fetched(sorts, body):
    """No network, no file: an address that is not held ends the run."""
    with pytest.raises(RenderError, match="may not fetch"):
        laid_out(sorts.page(), body, held={"picture:0": (b"", "image/png")})


def test_what_is_held_is_given():
    """Data with its media type."""
    response = MemoryFetcher({"picture:0": (b"abc", "image/png")})("picture:0")
    assert (response.read(), response.content_type) == (b"abc", "image/png")


def test_markup_that_is_not_xml_is_an_error(sorts):
    """A template that forgets to close an element is found out."""
    with pytest.raises(TemplateError, match="well-formed"):
        laid_out(sorts.page(), "<body><p></body>")


def test_a_style_sheet_that_is_not_understood_is_an_error(sorts, tmp_path):
    """A slip in it would move everything on every page."""
    (tmp_path / "page.css").write_text("p { colour: red }", "utf-8")
    with pytest.raises(TemplateError, match=r"page\.css.*colour"):
        laid_out(sorts.page(), templates=tmp_path)


def test_a_missing_style_sheet_is_an_error(sorts, tmp_path):
    """An empty folder is no set of templates."""
    with pytest.raises(TemplateError, match="no style sheet"):
        laid_out(sorts.page(), templates=tmp_path / "none")


def test_colours_must_be_colours():
    """A role that says nothing cannot be printed."""
    with (
        pytest.raises(RenderError, match=r"accent: reddish"),
        drawings((), {}, {"accent": "reddish"}),
    ):
        pass


def test_another_version_of_weasyprint_is_refused(monkeypatch):
    """Its private parts are known for one version."""
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    weasyprint_hooks._install.cache_clear()
    with pytest.raises(RenderError, match=r"70\.0 is needed, not 71\.0"), drawings((), {}, {}):
        pass
    monkeypatch.undo()
    with drawings((), {}, {}):
        assert weasyprint.__version__ == weasyprint_hooks.WEASYPRINT_VERSION
