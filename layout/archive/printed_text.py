"""The content stream of a page to the characters it prints, each with its place.

Nothing is guessed: a place is where the operators of ISO 32000-2 (8.4, 9.3, 9.4) put the pen, a
text is what the font or ``ActualText`` (14.9.4) says. A page that prints in fonts of another
make, such as an ad brought in as PDF, is not read here.
"""

import io
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from layout.archive.font_codes import CodedFont, coded_font
from layout.archive.model import ABOVE_EM, Glyph, printed
from layout.units import rounded

if TYPE_CHECKING:
    import pikepdf

    Operands: TypeAlias = Sequence[pikepdf.Object]

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
_SAME: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _ForeignFontError(Exception):
    """Text in a font that is not of our make."""


@dataclass(slots=True, kw_only=True)
class _State:
    """What ``q`` keeps and ``Q`` brings back."""

    matrix: Matrix = _SAME
    font: CodedFont | None = None
    size: float = 0.0
    spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


def printed_glyphs(data: bytes, left_pt: float, top_pt: float) -> tuple[Glyph, ...] | None:
    """Every character that the first page of a PDF prints, in the order of the file.

    Args:
        data: The file.
        left_pt: The left edge of the trimmed page, in the coordinates of the PDF.
        top_pt: Its upper edge.

    Returns:
        The characters; None where some are in a font of another make.

    """
    import pikepdf  # noqa: PLC0415 - slow to load, and of the archive's commands only add needs it

    with pikepdf.open(io.BytesIO(data)) as pdf:
        page, reader = pdf.pages[0], _Reader(left_pt, top_pt)
        try:
            reader.follow(page.obj, page.resources)
        except _ForeignFontError:
            return None
    return tuple(reader.glyphs)


class _Reader:
    """The pen on its way over a page."""

    def __init__(self, left_pt: float, top_pt: float) -> None:
        self.glyphs: list[Glyph] = []
        self._left_pt, self._top_pt = left_pt, top_pt
        self._fonts: dict[tuple[int, int], CodedFont | None] = {}
        self._forms: list[tuple[int, int]] = []
        self._resources: pikepdf.Object
        self._state, self._saved = _State(), list[_State]()
        self._line, self._pen = _SAME, 0.0
        self._marks: list[tuple[int, str] | None] = []
        """The marked content around: where ``ActualText`` begins, and what it says."""
        self._spans = 0
        self._operators: dict[str, Callable[[Operands], None]] = {
            "q": self._save,
            "Q": self._restore,
            "cm": self._move_page,
            "Do": self._draw,
            "BMC": self._mark,
            "BDC": self._mark,
            "EMC": self._unmark,
            "BT": self._begin,
            "Tf": self._choose_font,
            "Tc": self._choose_spacing,
            "Tz": self._choose_stretch,
            "TL": self._choose_leading,
            "Ts": self._choose_rise,
            "Tm": self._begin_at,
            "Td": self._move,
            "TD": self._move_with_leading,
            "T*": self._next_line,
            "Tj": self._show,
            "TJ": self._show_row,
            "'": self._show_next,
            '"': self._show_spaced,
        }

    def follow(self, stream: "pikepdf.Object", resources: "pikepdf.Object") -> None:
        """Do what the operators of a page or a form say."""
        import pikepdf  # noqa: PLC0415 - see printed_glyphs

        self._resources, operators = resources, self._operators
        for told in pikepdf.parse_content_stream(stream, " ".join(operators)):
            operators[str(told.operator)](list(told.operands))

    # -- graphics and marks --------------------------------------------------------------------

    def _save(self, _given: "Operands") -> None:
        self._saved.append(replace(self._state))

    def _restore(self, _given: "Operands") -> None:
        if self._saved:
            self._state = self._saved.pop()

    def _move_page(self, given: "Operands") -> None:
        self._state.matrix = _product(_matrix(given), self._state.matrix)

    def _draw(self, given: "Operands") -> None:
        """A form that may print text, from a state of its own."""
        form = self._resources.XObject[str(given[0])]
        own = form.get("/Resources", self._resources)
        is_text = form.get("/Subtype") == "/Form" and ("/Font" in own or "/XObject" in own)
        if not is_text or form.objgen in self._forms:
            return
        before = self._resources, self._state, self._saved
        moved = _product(_matrix(form.get("/Matrix", _SAME)), self._state.matrix)
        self._state, self._saved = _State(matrix=moved), []
        self._forms.append(form.objgen)
        self.follow(form, own)
        self._forms.pop()
        self._resources, self._state, self._saved = before

    def _mark(self, given: "Operands") -> None:
        told = given[1] if len(given) > 1 else None
        if str(told).startswith("/"):
            told = self._resources.Properties[str(told)]
        if told is None or "/ActualText" not in told:
            self._marks.append(None)
            return
        self._marks.append((len(self.glyphs), printed(str(told.ActualText))))
        self._spans += 1

    def _unmark(self, _given: "Operands") -> None:
        mark = self._marks.pop() if self._marks else None
        if mark is not None:
            self._spans -= 1
            start, text = mark
            self.glyphs[start:] = _saying(text, self.glyphs[start:])

    # -- the state of text ---------------------------------------------------------------------

    def _begin(self, _given: "Operands") -> None:
        self._line, self._pen = _SAME, 0.0

    def _choose_font(self, given: "Operands") -> None:
        font = self._resources.Font[str(given[0])]
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = coded_font(font)
        self._state.font, self._state.size = self._fonts[font.objgen], float(given[1])

    def _choose_spacing(self, given: "Operands") -> None:
        self._state.spacing = float(given[0])

    def _choose_stretch(self, given: "Operands") -> None:
        self._state.stretch = float(given[0]) / 100

    def _choose_leading(self, given: "Operands") -> None:
        self._state.leading = float(given[0])

    def _choose_rise(self, given: "Operands") -> None:
        self._state.rise = float(given[0])

    def _begin_at(self, given: "Operands") -> None:
        self._line, self._pen = _matrix(given), 0.0

    def _move(self, given: "Operands") -> None:
        across, up = float(given[0]), float(given[1])
        self._line, self._pen = _product((1.0, 0.0, 0.0, 1.0, across, up), self._line), 0.0

    def _move_with_leading(self, given: "Operands") -> None:
        self._state.leading = -float(given[1])
        self._move(given)

    def _next_line(self, _given: "Operands") -> None:
        down = (1.0, 0.0, 0.0, 1.0, 0.0, -self._state.leading)
        self._line, self._pen = _product(down, self._line), 0.0

    # -- text ----------------------------------------------------------------------------------

    def _show(self, given: "Operands") -> None:
        self._print([bytes(given[0])])

    def _show_row(self, given: "Operands") -> None:
        self._print(_row(given[0]))

    def _show_next(self, given: "Operands") -> None:
        self._next_line(given)
        self._show(given)

    def _show_spaced(self, given: "Operands") -> None:
        self._state.spacing = float(given[1])
        self._show_next(given[2:])

    def _print(self, row: Iterable[bytes | float]) -> None:
        """Print codes; numbers between them move the pen back, in thousandths of an em."""
        state, font = self._state, self._state.font
        if font is None:
            raise _ForeignFontError
        texts, widths_em, other_em = font.texts, font.widths_em, font.other_em
        unit, gap, pen = state.size * state.stretch, state.spacing * state.stretch, self._pen
        put = self._put(_product(self._line, state.matrix))
        for piece in row:
            if not isinstance(piece, bytes):
                pen -= piece / 1000 * unit
                continue
            for code in struct.unpack(f">{len(piece) // 2}H", piece):
                width = widths_em.get(code, other_em) * unit
                text = texts.get(code, "")
                if len(text) == 1:
                    put(text, pen, width)
                elif text:
                    for k, char in enumerate(text):
                        put(char, pen + k * width / len(text), width / len(text))
                elif self._spans:  # a blank may say something
                    put("", pen, width)
                pen += width + gap
        self._pen = pen

    def _put(self, matrix: Matrix) -> Callable[[str, float, float], None]:
        """What puts a character on the page: it, the pen, its width in text space."""
        a, b, c, d, x, y = matrix
        state, add = self._state, self.glyphs.append
        x, y = x + c * state.rise - self._left_pt, self._top_pt - y - d * state.rise
        up_x, up_y = c * state.size, d * state.size

        def put_level(char: str, pen: float, width: float) -> None:
            add(Glyph(baseline, x + pen * a, top, width * a, height, char))

        def put_turned(char: str, pen: float, width: float) -> None:
            corners = [(p, up) for p in (pen, pen + width) for up in (ABOVE_EM - 1, ABOVE_EM)]
            xs = [x + p * a + up * up_x for p, up in corners]
            ys = [y - p * b - up * up_y for p, up in corners]
            left, upper = min(xs), min(ys)
            wide, high = max(xs) - left, max(ys) - upper
            add(Glyph(rounded(y - pen * b), left, upper, wide, high, char))

        if a > abs(b) and d > 0:
            height, baseline = up_y, rounded(y)
            top = y - ABOVE_EM * height
            return put_level
        return put_turned


def _row(told: "pikepdf.Object") -> Iterable[bytes | float]:
    for item in told:
        yield bytes(item) if hasattr(item, "unparse") else float(item)


def _saying(text: str, glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs that stand for a text together: one a character, if there are as many."""
    if not glyphs or not text:
        return []
    if len(text) == len(glyphs):
        return [glyph._replace(char=char) for glyph, char in zip(glyphs, text, strict=True)]
    first, share = glyphs[0], (glyphs[-1].right_pt - glyphs[0].x_pt) / len(text)
    if any(glyph.baseline_pt != first.baseline_pt for glyph in glyphs):
        return [first._replace(char=char) for char in text]
    return [
        first._replace(char=char, x_pt=first.x_pt + k * share, width_pt=share)
        for k, char in enumerate(text)
    ]


def _matrix(told: Iterable[object]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in told)  # type: ignore[arg-type]  # numbers of a PDF
    return a, b, c, d, e, f


def _product(first: Matrix, second: Matrix) -> Matrix:
    """Two moves, one after the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )
