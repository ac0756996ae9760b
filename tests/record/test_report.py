"""What ``report.txt`` tells a make-up editor."""

from layout.diagnostics import Diagnostic, Message, Severity, SourceSpan
from layout.record import report_text


def test_a_page_in_editors_words(edition, page):
    """Grid and cover, blank feet, what the search did, figures, each block with its place."""
    text = report_text(edition, [page], [])
    missed = [line for line in text.splitlines() if line.startswith("    ")]
    assert "    F1 占满 0.5，应 1" in missed
    assert "\n".join(line for line in text.split("\n") if line not in missed) == (
        "版心日报 2021-04-30\n"
        "\n"
        "第01版 要闻\n"
        "  版面 4 栏 × 10 行，占用 50.0%\n"
        "  栏脚空行 1 行\n"
        "  搜索 3 种局面\n"
        "  指标 20 项，13 项达标\n"
        "  1. 《甲乙 丙丁》2 栏起 2 栏，3 行起 10 行，主题 26 点，加框\n"
        "\n"
        "没有提示\n"
    )


def test_findings_come_last(edition, page):
    """Code, place inside the edition folder, message and hint."""
    finding = Diagnostic(
        code="DASH",
        severity=Severity.WARNING,
        message=Message(zh="破折号写成了 —", en="—"),
        hint=Message(zh="写两个", en="two"),
        span=SourceSpan(file=str(edition.folder / "01/lead.md"), line=9, column=3),
    )
    assert report_text(edition, [page], [finding]).endswith(
        "\n提示\n  DASH 01/lead.md:9:3: 破折号写成了 —\n  提示: 写两个\n"
    )
