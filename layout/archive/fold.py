"""One form for the many a character is written in: Traditional as Simplified, full width as half.

Folding goes character by character and never changes the length of a text, so a place in the
folded text is the same place in the text. Simplified forms are those of OpenCC's ``t2s``; a
character that stands for several (乾: 干, 乾) folds to what it becomes alone, on both sides of
every comparison.
"""

import unicodedata
from functools import cache

from opencc import OpenCC


class _Forms(dict[int, str]):
    """The folded form of every character that was asked for."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        narrow = unicodedata.normalize("NFKC", char)
        narrow = narrow if len(narrow) == 1 else char
        simple = _simplifier().convert(narrow)
        simple = simple if len(simple) == 1 else narrow
        small = simple.lower()
        form = small if len(small) == 1 else simple
        self[code] = form
        return form


_FORMS = _Forms()


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def folded(text: str) -> str:
    """A text with every character in its folded form; as long as it was."""
    return text.translate(_FORMS)
