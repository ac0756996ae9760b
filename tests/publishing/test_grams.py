"""The index of pairs that phrases are found by."""

from hypothesis import given
from hypothesis import strategies as st

from layout.publishing import grams
from layout.publishing.grams import DIGITS, Entry

TEXTS = st.lists(st.text("天地玄黄宇宙ab1。，\n 𠮷", max_size=20), max_size=4)


def test_pairs_of_a_text():
    """Neighbours that are letters; what ends a run stands alone."""
    assert grams.pairs("活字，AB") == {"活字", "字.", "ab", "b."}


def test_the_text_is_compared_without_white_space_and_width():
    """Full-width forms are plain, capitals small, and a line feed parts fields."""
    assert grams.folded("ＡＢ c\u3000，\n甲") == "abc,\n甲"


@given(st.lists(TEXTS, max_size=5))
def test_files_hold_every_entry(units):
    """What is written is read back, in order."""
    entries = grams.entries(units)
    read = [entry for file in grams.files(entries) for entry in grams.parsed(file.text)]
    assert read == entries
    assert [entry.pair for entry in read] == sorted((e.pair for e in read), key=grams.order)


@given(TEXTS, TEXTS)
def test_merged_indexes_are_the_index_of_all(one, other):
    """A month's index is what one would make of all its texts at once."""
    units = [[text] for text in one]
    more = [[text] for text in other]
    shifted = [
        Entry(pair=entry.pair, units=tuple(unit + len(units) for unit in entry.units))
        for entry in grams.entries(more)
    ]
    assert list(grams.merged([grams.entries(units), shifted])) == grams.entries(units + more)


def test_numbers_of_any_size():
    """Gaps above the base take more digits."""
    entry = Entry(pair="活字", units=(0, 31, 32, 64, 1100, 40_000))
    (file,) = grams.files([entry])
    assert list(grams.parsed(file.text)) == [entry]
    assert set(file.text[3:]) <= set(DIGITS)


def test_files_are_of_about_one_size():
    """A large index is cut, and each file tells where it begins."""
    entries = grams.entries([[chr(0x4E00 + n) + chr(0x5E00 + n)] for n in range(9000)])
    files = list(grams.files(entries))
    assert len(files) > 1
    assert all(len(file.text) < grams.FILE_CHARS + 10 for file in files)
    assert [next(grams.parsed(file.text)).pair for file in files] == [f.first for f in files]
