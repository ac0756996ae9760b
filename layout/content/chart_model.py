"""Charts as their editors wrote them: the head in front matter, and the data of a CSV file."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class ChartKind(StrEnum):
    """图表的样子。What a chart looks like."""

    BAR = "bar"
    LINE = "line"
    SHARE = "share"


class Chart(BaseModel):
    """由数据画成的图表。A chart drawn from data that lie in a CSV file."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False
    )
    kind: Annotated[
        ChartKind, Field(description="bar 柱图，line 折线，share 份额。Bars, lines or shares.")
    ] = ChartKind.BAR
    unit: Annotated[str, Field(max_length=40, description="单位。What the numbers count.")] = ""
    mark: Annotated[
        str, Field(description="用专色画的项目。The item drawn in the accent colour.")
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One column of a chart's data."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartData:
    """A chart with its data, checked: each series has a value for each label."""

    head: Chart
    path: Path
    labels: tuple[str, ...]
    series: tuple[Series, ...]
