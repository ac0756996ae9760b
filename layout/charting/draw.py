"""The data of a chart in, a drawing out: 1000 units and a margin wide, in the colours of the style.

Bars lie, so that names of any length stand before them; lines are named at their ends;
shares are one bar cut in pieces. The first item, or the one marked, has the accent colour.
"""

import math
from collections.abc import Callable
from typing import Final

import svg

from layout.charting.lettering import Lettering
from layout.charting.words import number_text, unit_text
from layout.content.chart_model import ChartData, ChartKind
from layout.style.model import Style

WIDTH: Final = 1000.0
PIXELS: Final = 10.0
"""Pixels a unit, so that no size makes a drawing coarse."""
SIZE: Final = 32.0
"""Of the words: eight points in a drawing that is 90 mm wide."""
EDGE: Final = 36.0
GAP: Final = 16.0
HAIR: Final = 1.5
PITCH: Final = 62.0
BAR: Final = 34.0
PLOT: Final = 380.0
TICKS: Final = 5
MOST_DOTS: Final = 14
_SHADES: Final = ("black", "grey", "tint")

_Drawing = tuple[list[svg.Element], float]


def drawn(
    chart: ChartData, style: Style, letters: Lettering, script: str
) -> tuple[str, tuple[float, float]]:
    """Draw a chart with a margin all around, of which make-up may crop a part.

    Returns:
        The SVG, and its width and height in units.

    """
    make: dict[ChartKind, Callable[[ChartData, Style, Lettering], _Drawing]] = {
        ChartKind.BAR: _bars,
        ChartKind.LINE: _lines,
        ChartKind.SHARE: _shares,
    }
    elements, height = make[chart.head.kind](chart, style, letters)
    if chart.head.unit:
        grey, words = style.colors["grey"], unit_text(chart.head.unit, script)
        elements.append(letters.line(words, 0, EDGE + 0.8 * SIZE, 0.86 * SIZE, grey))
    width = WIDTH + 2 * EDGE
    box = svg.ViewBoxSpec(min_x=-EDGE, min_y=0, width=width, height=height)
    return str(svg.SVG(viewBox=box, elements=elements)), (width, height)


def _top(chart: ChartData) -> float:
    return EDGE + (SIZE + GAP if chart.head.unit else 0.0)


def _bars(chart: ChartData, style: Style, letters: Lettering) -> _Drawing:
    values, top = chart.series[0].values, _top(chart)
    said = [number_text(value) for value in values]
    left = max(letters.width(label, SIZE) for label in chart.labels) + GAP
    room = WIDTH - left - max(letters.width(text, SIZE) for text in said) - GAP
    most = max(*values, 0.0) or 1.0
    black, made = style.colors["black"], list[svg.Element]()
    foot = top + (len(values) - 1) * PITCH + BAR
    rows = zip(chart.labels, values, said, strict=True)
    for k, (label, value, text) in enumerate(rows):
        y, long = top + k * PITCH, room * value / most
        base = y + BAR / 2 + 0.36 * SIZE
        fill = style.colors["accent" if _is_marked(chart, label, k) else "grey"]
        if k:  # from the label to the far edge, so that a short bar leaves no hole in the page
            level = y - (PITCH - BAR) / 2
            made.append(_rule(0, level, WIDTH, level, style.colors["grey"], HAIR))
        made.append(letters.line(label, left - GAP, base, SIZE, black, at=1))
        made.append(svg.Rect(x=left, y=y, width=round(long, 2), height=BAR, fill=fill))
        made.append(letters.line(text, left + long + GAP / 2, base, SIZE, black))
    made.append(_rule(left, top - GAP / 2, left, foot + GAP / 2, black, 2 * HAIR))
    return made, foot + EDGE


def _is_marked(chart: ChartData, label: str, place: int) -> bool:
    return label == chart.head.mark if chart.head.mark else place == 0


def _lines(chart: ChartData, style: Style, letters: Lettering) -> _Drawing:
    ticks, top = _ticks(chart), _top(chart) + SIZE / 2
    left = max(letters.width(number_text(tick), SIZE) for tick in ticks) + GAP
    is_named = len(chart.series) > 1
    right = WIDTH - GAP
    if is_named:
        right -= max(letters.width(series.name, SIZE) for series in chart.series) + GAP

    def x_of(k: int) -> float:
        return left + GAP + (right - left - GAP) * k / max(1, len(chart.labels) - 1)

    def y_of(value: float) -> float:
        return top + PLOT * (ticks[-1] - value) / (ticks[-1] - ticks[0])

    grey, black = style.colors["grey"], style.colors["black"]
    made = list[svg.Element]()
    for tick in ticks:
        y = y_of(tick)
        made.append(_rule(left, y, right, y, grey, HAIR))
        text = number_text(tick)
        made.append(letters.line(text, left - GAP, y + 0.36 * SIZE, SIZE, black, at=1))
    if len(chart.labels) <= MOST_DOTS:
        for k in range(len(chart.labels)):
            made.append(_rule(x_of(k), top, x_of(k), top + PLOT, grey, HAIR / 2))
    made += _labels_below(chart, letters, x_of, top + PLOT + GAP + SIZE, black)
    for k, series in enumerate(chart.series):
        points = [(x_of(j), y_of(value)) for j, value in enumerate(series.values)]
        color = _color_of_line(chart, style, series.name, k)
        made += _curve(points, color)
        if is_named:
            x, y = points[-1]
            made.append(letters.line(series.name, x + GAP, y + 0.36 * SIZE, SIZE, color))
    return made, top + PLOT + GAP + 1.2 * SIZE + EDGE


def _curve(points: list[tuple[float, float]], color: str) -> list[svg.Element]:
    first, *others = [(round(x, 2), round(y, 2)) for x, y in points]
    path: list[svg.PathData] = [svg.M(*first), *(svg.L(*point) for point in others)]
    made: list[svg.Element] = [svg.Path(d=path, fill="none", stroke=color, stroke_width=6)]
    if len(points) <= MOST_DOTS:
        made += [svg.Circle(cx=round(x, 2), cy=round(y, 2), r=9, fill=color) for x, y in points]
    return made


def _color_of_line(chart: ChartData, style: Style, name: str, place: int) -> str:
    if _is_marked(chart, name, place):
        return style.colors["accent"]
    return style.colors["grey" if place == 2 else "black"]


def _labels_below(
    chart: ChartData,
    letters: Lettering,
    x_of: Callable[[int], float],
    baseline: float,
    color: str,
) -> list[svg.Element]:
    """As many labels as do not touch, the last one always."""
    made, free = list[svg.Element](), math.inf
    for k in reversed(range(len(chart.labels))):
        wide = letters.width(chart.labels[k], SIZE)
        at = 1.0 if x_of(k) + wide / 2 > WIDTH else 0.5
        x = min(x_of(k), WIDTH) if at == 0.5 else WIDTH
        start = x - at * wide
        if start + wide + GAP <= free and start >= 0:
            made.append(letters.line(chart.labels[k], x, baseline, SIZE, color, at=at))
            free = start
    return made


def _ticks(chart: ChartData) -> list[float]:
    """Round numbers that hold all values (Heckbert, Nice numbers for graph labels, 1990)."""
    values = [value for series in chart.series for value in series.values]
    low, high = min(0.0, *values), max(0.0, *values)
    raw = (high - low or 1.0) / (TICKS - 1)
    unit = 10.0 ** math.floor(math.log10(raw))
    step = next(unit * m for m in (1, 2, 5, 10) if unit * m >= raw * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * k for k in range(first, max(last, first + 1) + 1)]


def _shares(chart: ChartData, style: Style, letters: Lettering) -> _Drawing:
    values, top = chart.series[0].values, _top(chart)
    black, whole = style.colors["black"], sum(values)
    made, x = list[svg.Element](), 0.0
    for k, (label, value) in enumerate(zip(chart.labels, values, strict=True)):
        wide, fill = WIDTH * value / whole, _shade(chart, style, label, k)
        made.append(svg.Rect(x=round(x, 2), y=top, width=round(wide, 2), height=2 * BAR, fill=fill))
        if k:
            made.append(_rule(x, top, x, top + 2 * BAR, style.colors["paper"], 4))
        base = top + 2 * BAR + GAP + (k + 0.8) * 1.5 * SIZE
        made.append(
            svg.Rect(x=0, y=round(base - 0.8 * SIZE, 2), width=SIZE, height=SIZE, fill=fill)
        )
        made.append(letters.line(label, SIZE + GAP, base, SIZE, black))
        share = f"{number_text(round(100 * value / whole, 1))}%"
        made.append(letters.line(share, WIDTH, base, SIZE, black, at=1))
        x += wide
    return made, top + 2 * BAR + GAP + len(values) * 1.5 * SIZE + EDGE


def _shade(chart: ChartData, style: Style, label: str, place: int) -> str:
    """The accent for the one marked; the others from dark to light, in the order they are told."""
    if _is_marked(chart, label, place):
        return style.colors["accent"]
    return style.colors[_SHADES[place % len(_SHADES)]]


def _rule(x0: float, y0: float, x1: float, y1: float, color: str, width: float) -> svg.Element:
    places = [round(place, 2) for place in (x0, y0, x1, y1)]
    return svg.Line(
        x1=places[0], y1=places[1], x2=places[2], y2=places[3], stroke=color, stroke_width=width
    )
