"""A chart in words, for those who do not see it (PDF/UA-1, 7.3: alternative text)."""

from layout.content.chart_model import ChartData, ChartKind

_KINDS = {
    "SC": {ChartKind.BAR: "柱图", ChartKind.LINE: "折线图", ChartKind.SHARE: "份额图"},
    "TC": {ChartKind.BAR: "長條圖", ChartKind.LINE: "折線圖", ChartKind.SHARE: "份額圖"},
}


def told_in_words(chart: ChartData, caption: str, script: str) -> str:
    """Sort of chart, caption, unit, then every label with its numbers.

    Args:
        chart: What is drawn.
        caption: What the page says of it.
        script: ``SC`` or ``TC``, for the words.

    """
    head = chart.head
    unit = f"（{head.unit}）" if head.unit else ""
    parts = []
    for series in chart.series:
        values = zip(chart.labels, series.values, strict=True)
        told = "，".join(f"{label} {number_text(value)}" for label, value in values)
        parts.append(f"{series.name}：{told}" if len(chart.series) > 1 else told)
    return f"{_KINDS[script][head.kind]}{unit}：{caption}{'；'.join(parts)}"


def unit_text(unit: str, script: str) -> str:
    """What the numbers count, as a chart says it."""
    return f"{'单位' if script == 'SC' else '單位'}：{unit}"


def number_text(value: float) -> str:
    """A number with marks between thousands and no idle digits."""
    return f"{value:,.6f}".rstrip("0").rstrip(".")
