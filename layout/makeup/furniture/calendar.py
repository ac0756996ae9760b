"""Dates as a nameplate prints them: the day, the day of the week, the lunar day, the solar term."""

from datetime import date as Date
from typing import Final

from layout.makeup.furniture.terms import SIMPLIFIED, Terms

WEEKDAYS: Final = "一二三四五六日"
FIRST_LUNAR: Final = Date(1900, 2, 1)
LAST_LUNAR: Final = Date(2100, 12, 31)
"""The days the lunar tables cover."""
_TRADITIONAL: Final = str.maketrans("闰惊蛰谷满种处腊", "閏驚蟄穀滿種處臘")


def date_text(date: Date) -> str:
    """The date as a paper prints it: 2026年1月1日 星期四."""
    return f"{date.year}年{date.month}月{date.day}日 星期{WEEKDAYS[date.weekday()]}"


def lunar_text(date: Date, terms: Terms) -> str:
    """农历丙午年正月十七 惊蛰 (GB/T 33661-2017); empty for days the tables do not cover."""
    if not FIRST_LUNAR <= date <= LAST_LUNAR:
        return ""
    from borax.calendars.lunardate import LunarDate  # noqa: PLC0415 - few papers print it

    lunar = LunarDate.from_solar_date(date.year, date.month, date.day)
    leap = "闰" if lunar.leap else ""
    text = f"{lunar.gz_year}年{leap}{lunar.cn_month}月{lunar.cn_day}"
    if lunar.term:
        text += f" {lunar.term}"
    return terms.lunar + (text if terms is SIMPLIFIED else text.translate(_TRADITIONAL))
