"""The edition as its editors wrote it: what stage 1 returns and every later stage reads.

Heads (``edition.yaml``, front matter) are pydantic models, so that their schema can be
shipped to editors; bodies are trees of plain values. Every value knows its place.
"""

from dataclasses import dataclass
from datetime import date as Date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from layout.content.as_meant import calendar_date, one_or_more, sentences
from layout.content.chart_model import Chart, ChartData
from layout.content.repairs import Cleaning
from layout.diagnostics import Diagnostic, SourceSpan
from layout.sidemarks import Beside, Level

MAX_COLUMNS = 12
"""No page is divided into more columns (栏)."""
MAX_ROWS = 200
"""No page has more rows (行)."""
MAX_PAGES = 999

Text = Annotated[str, Field(json_schema_extra={"type": ["string", "number"]})]
"""Text that looks like a number as often as not: ``postcode: 137000``."""
Share = Annotated[float, Field(ge=0, le=1)]
Columns = Annotated[int, Field(ge=1, le=MAX_COLUMNS)]
Rows = Annotated[int, Field(ge=1, le=MAX_ROWS)]
PageNumber = Annotated[int, Field(ge=1, le=MAX_PAGES)]


class _Head(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False
    )


class Zone(StrEnum):
    """版区。A part of the page a story must stand in; of several it must stand in all."""

    TOP = "top"
    """The first rows under the furniture."""
    UPPER = "upper"
    LOWER = "lower"
    BOTTOM = "bottom"
    """On the last rows, or on the advertisements."""
    LEFT = "left"
    RIGHT = "right"


class HouseRule(_Head):
    """一条版面规格：某类事件、某个级别的稿件怎样排。How stories of an event and grade stand."""

    event: Annotated[str, Field(min_length=1, description="事件，如“讣告”。Sort of event.")]
    grade: Annotated[
        str, Field(description="级别；不写则各级都算。Grade; any where it is left out.")
    ] = ""
    page: Annotated[PageNumber | None, Field(description="排在第几版。The page.")] = None
    zone: Annotated[
        tuple[Zone, ...],
        BeforeValidator(one_or_more),
        Field(description="版区，如 [upper, left]。Parts of the page."),
    ] = ()
    headline_pt: Annotated[
        Annotated[float, Field(gt=0)] | None,
        Field(description="主题至少多大，点。Least size of the headline, in points."),
    ] = None
    columns: Annotated[
        tuple[Columns, Columns] | None,
        Field(description="占几栏，从少到多。Least and most columns."),
    ] = None
    picture_columns: Annotated[
        Columns | None, Field(description="照片至少几栏宽。Least width of its picture in columns.")
    ] = None
    frame: Annotated[
        Literal["always", "never"] | None, Field(description="加框。Whether it is framed.")
    ] = None
    names: Annotated[
        tuple[str, ...],
        Field(description="名字的先后。Order of the names in its heads and captions."),
    ] = ()

    @property
    def name(self) -> str:
        """What waivers and reports call it."""
        return f"{self.event}/{self.grade}" if self.grade else self.event


class Waiver(_Head):
    """本版不执行的一条规格或提示。A house rule or a warning that this page may break."""

    rule: Annotated[
        str,
        Field(
            min_length=1,
            description="规格名（事件/级别）或提示代码。Name of the rule (event/grade), or code.",
        ),
    ]
    reason: Annotated[str, Field(min_length=1, description="理由，记入报告。Why, for the record.")]


class Paper(_Head):
    """报纸：报头和版权区所印的内容。The newspaper: what stands in nameplate and masthead."""

    name: Annotated[str, Field(min_length=1, description="报名。Name of the newspaper.")]
    slug: Annotated[
        str,
        Field(
            pattern=r"^[a-z0-9][a-z0-9-]*$",
            description=(
                "输出文件夹的名字：小写字母、数字、连字符。"
                "Name of the output folder: small letters, digits, hyphens."
            ),
        ),
    ]
    latin_name: Annotated[str, Field(description="报名拼音或外文。Name in Latin letters.")] = ""
    supervisor: Annotated[str, Field(description="主管。Supervising body.")] = ""
    publisher: Annotated[str, Field(description="主办。Publishing body.")] = ""
    cn: Annotated[
        Text, Field(description="国内统一连续出版物号。National serial number, CN 00-0000.")
    ] = ""
    postal_code: Annotated[Text, Field(description="邮发代号。Code for subscription by post.")] = ""
    website: Annotated[str, Field(description="网址。Web address.")] = ""
    address: Annotated[str, Field(description="地址。Street address.")] = ""
    postcode: Annotated[Text, Field(description="邮编。Postcode.")] = ""
    phone: Annotated[Text, Field(description="电话。Telephone.")] = ""
    copyright: Annotated[str, Field(description="版权声明。Copyright line.")] = ""
    cleaning: Cleaning = {}
    house_rules: Annotated[
        tuple[HouseRule, ...],
        Field(description="本报版面规格。The house's own rules of placing."),
    ] = ()
    house_rules_file: Annotated[
        str,
        Field(description="写有版面规格的文件，如 house.yaml。The file that holds house_rules."),
    ] = ""


class HouseRules(_Head):
    """版面规格文件。A file of house rules."""

    house_rules: Annotated[
        tuple[HouseRule, ...],
        Field(min_length=1, description="各条规格，先写的先算。The rules; the first that fits."),
    ]


class Ad(_Head):
    """广告，按版面的栏和行占位。An advertisement, in columns and rows of the page's grid."""

    file: Annotated[
        str,
        Field(
            min_length=1, description="图片或 PDF 文件，在期文件夹内。Picture or PDF in the folder."
        ),
    ]
    columns: Annotated[Columns, Field(description="占几栏。Width in columns.")]
    rows: Annotated[Rows, Field(description="占几行。Height in rows.")]
    place: Annotated[
        Literal["bottom"], Field(description="位置：版面下端。Place: the foot of the page.")
    ] = "bottom"


class PageKind(StrEnum):
    """版的种类。What a page is, on its sheet."""

    PAGE = "page"
    DOUBLE_TRUCK = "double-truck"
    """跨版: one page over this number and the next, across the fold."""
    GUTTER = "gutter"
    """中缝: the strip between two pages."""


class Page(_Head):
    """一个版。One page of the edition."""

    number: Annotated[PageNumber, Field(description="版次，从 1 起。Page number, from 1.")]
    name: Annotated[str, Field(description="版名，如“头版新闻”。Name of the page.")] = ""
    editors: Annotated[
        dict[str, str],
        Field(description="职责与姓名，如 责任编辑: 张三。Duties and names of the editors."),
    ] = {}
    lang: Annotated[
        Literal["zh-CN", "zh-TW", "zh-HK"] | None,
        Field(description="本版的语言，不写则同全期。The page’s language, if not the edition’s."),
    ] = None
    ads: Annotated[tuple[Ad, ...], Field(description="本版广告。Advertisements.")] = ()
    contents: Annotated[
        bool,
        Field(description="头版导读可否指向本版。Whether the front page's contents may list it."),
    ] = True
    """Whether the front page's 导读 may point to this page."""
    kind: Annotated[
        PageKind,
        Field(
            description=(
                "版式：page 单版，double-truck 跨版（占本号和下一号），gutter 中缝。"
                "A page, two pages across the fold (this number and the next), or the strip in it."
            )
        ),
    ] = PageKind.PAGE
    sections: Annotated[
        tuple[str, ...],
        BeforeValidator(one_or_more),
        Field(description="本版收哪些版块的稿。Sections whose pool stories belong here."),
    ] = ()
    optional: Annotated[
        bool, Field(description="稿件不足时可以撤版。Whether it may be dropped for want of copy.")
    ] = False
    waivers: Annotated[
        tuple[Waiver, ...], Field(description="本版豁免的规格。Rules this page may break.")
    ] = ()
    headlines: Annotated[
        tuple[str, ...],
        Field(
            description="导入来源的标题导航，存查。The source's list of headlines, for the record."
        ),
    ] = ()
    """标题导航 of an imported source: its list of the page's headlines, for the record."""


class Filler(_Head):
    """补白：填版面余地的小图或几行字。A drawing or a few lines for what is left of a page."""

    file: Annotated[str, Field(description="图片文件。Picture file.")] = ""
    text: Annotated[str, Field(description="文字。Text.")] = ""


class EditionHead(_Head):
    """一期报纸（edition.yaml）。One edition."""

    paper: Annotated[
        Paper,
        Field(
            description=(
                "报纸信息，或写有它的文件，如 ../paper.yaml。"
                "The newspaper, or the file that describes it."
            )
        ),
    ]
    date: Annotated[
        Date,
        BeforeValidator(calendar_date),
        Field(description="出版日期，年-月-日。Date of publication, year-month-day."),
    ]
    issue: Annotated[
        Annotated[int, Field(ge=1)] | None, Field(description="总期号。Running issue number.")
    ] = None
    weather: Annotated[str, Field(description="天气，印在报眼或报头。Weather report.")] = ""
    style: Annotated[
        str,
        Field(
            min_length=1,
            description="版式名（broadsheet、tabloid……）或文件。Name or file of the house style.",
        ),
    ] = "broadsheet"
    lang: Annotated[
        Literal["zh-CN", "zh-TW", "zh-HK"],
        Field(description="语言和字形地区。Language, and region of the glyphs."),
    ] = "zh-CN"
    pages: Annotated[tuple[Page, ...], Field(min_length=1, description="各版。The pages.")]
    fillers: Annotated[tuple[Filler, ...], Field(description="可用的补白。Fillers at hand.")] = ()
    words: Annotated[
        tuple[str, ...],
        Field(
            description=(
                "标题换行时不可拆开的专名和词语。Names and terms a headline must not break."
            )
        ),
    ] = ()
    """Names and terms a headline must not break (用户词典)."""


class Picture(_Head):
    """稿件的图片。A picture of an article; ``focus`` is the point that a crop must keep."""

    file: Annotated[
        str,
        Field(
            min_length=1,
            description=(
                "文件，先在稿件所在文件夹找，再在期文件夹找。"
                "File, beside the article or in the edition folder."
            ),
        ),
    ]
    caption: Annotated[str, Field(description="图片说明。Caption.")] = ""
    credit: Annotated[str, Field(description="摄影者或来源。Photographer or source.")] = ""
    focus: Annotated[
        tuple[Share, Share],
        Field(
            description=(
                "剪裁时须保留的点：自左、自上的比例。"
                "The point a crop must keep: shares of width and height from the top left."
            )
        ),
    ] = (0.5, 0.5)
    crop: Annotated[
        float,
        Field(ge=0, le=0.5, description="最多可裁去的比例。The share that may be cropped away."),
    ] = 0.12
    min_columns: Annotated[Columns, Field(description="至少占几栏。Least width in columns.")] = 1
    chart: Annotated[
        Chart | None,
        Field(
            description=(
                "文件是 CSV 数据（首行是栏名，首列是项目），画成图表。The file is CSV, names in "
                "the first row and the first column, numbers elsewhere, and drawn as a chart."
            )
        ),
    ] = None


class Lock(_Head):
    """编辑指定的位置，可只写几项。A place the editor has fixed, any subset of it."""

    column: Annotated[
        Annotated[int, Field(ge=0, lt=MAX_COLUMNS)] | None,
        Field(description="左起第几栏，从 0 起。Column, from 0 at the left."),
    ] = None
    row: Annotated[
        Annotated[int, Field(ge=0, lt=MAX_ROWS)] | None,
        Field(description="上起第几行，从 0 起。Row, from 0 at the top."),
    ] = None
    columns: Annotated[Columns | None, Field(description="占几栏。Width in columns.")] = None
    rows: Annotated[Rows | None, Field(description="占几行。Height in rows.")] = None


class ArticleKind(StrEnum):
    """体裁。What sort of piece it is."""

    NEWS = "news"
    BRIEF = "brief"
    PHOTO = "photo"
    COMMENTARY = "commentary"
    FEATURE = "feature"
    POEM = "poem"
    NOTICE = "notice"
    FILLER = "filler"
    AD = "ad"


class ArticleHead(_Head):
    """稿件的头部（front matter）。The front matter of an article."""

    kicker: Annotated[str, Field(description="引题。Line above the headline.")] = ""
    headline: Annotated[
        str,
        Field(description="主题；其中的换行照排。Headline; a line break in it is kept."),
    ] = ""
    """主题; a line break in it is kept."""
    deck: Annotated[str, Field(description="副题。Line below the headline.")] = ""
    byline: Annotated[
        tuple[str, ...],
        BeforeValidator(one_or_more),
        Field(description="署名，一人一项。Names of the authors, one an item."),
    ] = ()
    dateline: Annotated[str, Field(description="电头，如“本报讯”。Dateline.")] = ""
    column: Annotated[str, Field(description="栏目。Name of the standing column.")] = ""
    kind: Annotated[ArticleKind, Field(description="体裁。Sort of piece.")] = ArticleKind.NEWS
    rank: Annotated[
        Annotated[int, Field(ge=1, le=999)] | None,
        Field(
            description=(
                "轻重，1 为头条；不写则接着上一篇。"
                "Weight, 1 is the lead; left out, one after the article before."
            )
        ),
    ] = None
    pictures: Annotated[tuple[Picture, ...], Field(description="图片。Pictures.")] = ()
    box: Annotated[
        Literal["auto", "always", "never", "tint"],
        Field(description="加框；tint 加框并铺底纹。Whether a frame is drawn; tint: upon a tint."),
    ] = "auto"
    headline_place: Annotated[
        Literal["auto", "over", "upright", "left"],
        Field(
            description=(
                "标题位置：文上、竖题、左题；auto 由版式定。"
                "Place of the headline: over the copy, down its left side, level at its left."
            )
        ),
    ] = "auto"
    direction: Annotated[
        Literal["horizontal", "vertical"],
        Field(description="横排或竖排（竖排框）。Level lines, or lines down the page in a frame."),
    ] = "horizontal"
    corner_of: Annotated[
        str,
        Field(
            description=(
                "嵌在哪篇稿件的角上（写它的代号），如主稿的评论、相关链接。"
                "The id of the article in whose corner it stands, as a comment on it."
            )
        ),
    ] = ""
    corner: Annotated[
        Literal["lower", "upper"],
        Field(description="右下角或右上角。The lower or the upper right corner."),
    ] = "lower"
    jump: Annotated[
        Literal["never", "auto"] | PageNumber,
        Field(description="转版：never、auto 或版次。Jump: never, auto or a page number."),
    ] = "auto"
    cut: Annotated[
        Share,
        Field(
            description=(
                "可从文末按段删去的比例。Share that may be cut from the foot, by whole paragraphs."
            )
        ),
    ] = 0.0
    pull: Annotated[
        Literal["auto", "never"] | tuple[str, ...],
        BeforeValidator(sentences),
        Field(
            description=(
                "摘句，文中原话，一句一项；auto 由版式定，never 不要。"
                "Pull quotes in the words of the copy; auto: where make-up needs one; never."
            )
        ),
    ] = "auto"
    standby: Annotated[
        bool,
        Field(description="备稿：有空才上版，排不下不算差错。Standby: set where there is room."),
    ] = False
    lock: Annotated[Lock | None, Field(description="指定的位置。A fixed place.")] = None
    cleaning: Cleaning = {}
    """Where it differs from the paper's."""
    keep_together: Annotated[
        tuple[str, ...],
        BeforeValidator(one_or_more),
        Field(description="与这些稿件（代号）相邻。Ids of the articles it must stand beside."),
    ] = ()
    keep_apart: Annotated[
        tuple[str, ...],
        BeforeValidator(one_or_more),
        Field(description="不与这些稿件（代号）相邻。Ids of those it must not stand beside."),
    ] = ()
    section: Annotated[
        str, Field(description="版块，稿池的稿件按它归版。Section; pool stories go by it.")
    ] = ""
    event: Annotated[
        str, Field(description="事件，按本报版面规格排。Sort of event, for the house's rules.")
    ] = ""
    grade: Annotated[str, Field(description="事件的级别。Grade of the event.")] = ""


class BlockKind(StrEnum):
    """The parts a body is made of."""

    PARAGRAPH = "paragraph"
    SUBHEAD = "subhead"
    QUOTE = "quote"
    ITEM = "item"
    TABLE = "table"
    VERSE = "verse"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """A run of body text in one dress."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str | None = None
    note: str | None = None
    """The label, when the run is a footnote mark such as ①."""
    beside: Beside | None = None
    """着重号, 专名号, 书名号 along the run."""
    level: Level = Level.BASE
    reading: str = ""
    """拼音 or 注音 of the run, which is not part of its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyBlock:
    """A paragraph, subhead, quotation, list item, table, line of verse or footnote."""

    kind: BlockKind
    inlines: tuple[Inline, ...] = ()
    marker: str = ""
    """List bullet or number, footnote mark; set before the text."""
    rows: tuple[tuple[tuple[Inline, ...], ...], ...] = ()
    """Cells of a table, row by row; the first row is the head."""
    stanza: int = 0
    """Of a line of verse: which stanza of the body it belongs to, from 1."""
    span: SourceSpan

    @property
    def text(self) -> str:
        """The characters of the block, dress left out."""
        if self.rows:
            return "\n".join(
                "\t".join("".join(run.text for run in cell) for cell in row) for row in self.rows
            )
        return "".join(run.text for run in self.inlines)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFile:
    """A picture of an article, found and measured; pixels are as displayed (EXIF turned)."""

    head: Picture
    path: Path
    width_px: int
    height_px: int
    span: SourceSpan
    alt: str = ""
    """What it shows, in words; the caption where it is empty."""
    chart: ChartData | None = None
    """The data it is drawn from; its path is theirs until it is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article: head, body and where both come from."""

    id: str
    source: str
    """Path inside the edition folder, with forward slashes."""
    sha256: str
    page: int | None
    """The page number of its folder; None in the pool."""
    rank: int
    """As given, or the one after the rank before it in file order."""
    head: ArticleHead
    body: tuple[BodyBlock, ...]
    pictures: tuple[PictureFile, ...] = ()
    spans: tuple[tuple[str, SourceSpan], ...] = ()
    """Places of the head's fields, by name; an empty name is the top of the file."""

    def span_of(self, field: str) -> SourceSpan:
        """The place of a head field, or the top of the file."""
        places = dict(self.spans)
        top = places.get("", SourceSpan(file=self.source, line=1, column=1))
        return places.get(field, top)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdFile:
    """An advertisement, found and measured; a point of a PDF counts ten pixels."""

    head: Ad
    page: int
    path: Path
    width_px: int
    height_px: int
    span: SourceSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class FillerFile:
    """A filler (补白), its drawing found and measured; ``path`` is None where it is words."""

    head: Filler
    path: Path | None = None
    width_px: int = 0
    height_px: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A whole edition folder, read and checked."""

    folder: Path
    head: EditionHead
    articles: tuple[Article, ...]
    """In file order: the numbered folders first, then the pool."""
    ads: tuple[AdFile, ...] = ()
    fillers: tuple[FillerFile, ...] = ()
    paper_file: Path | None = None
    """The file that describes the newspaper, where the edition names one."""
    house_rules: tuple[HouseRule, ...] = ()
    """版面规格 of the paper, the first that fits a story counts."""
    remarks: tuple[Diagnostic, ...] = ()
    """Warnings and notes: what an editor may accept, by place."""

    def articles_of(self, page: int) -> tuple[Article, ...]:
        """The articles that have this page for their own, by rank."""
        own = (article for article in self.articles if article.page == page)
        return tuple(sorted(own, key=lambda article: article.rank))

    @property
    def pool(self) -> tuple[Article, ...]:
        """The articles for the planner to place, by rank."""
        return tuple(sorted((a for a in self.articles if a.page is None), key=lambda a: a.rank))
