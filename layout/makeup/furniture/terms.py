"""The words of the furniture, in Simplified and in Traditional Chinese."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What nameplate, contents, masthead and ads call things."""

    contents: str = "导读"
    issue: str = "总第{}期"
    pages: str = "今日{}版"
    page: str = "第{}版"
    serial: str = "国内统一连续出版物号"
    post: str = "邮发代号"
    supervisor: str = "主管"
    publisher: str = "主办"
    address: str = "地址"
    postcode: str = "邮编"
    phone: str = "电话"
    ad: str = "广告"
    lunar: str = "农历"
    copyright: str = "版权"


SIMPLIFIED: Final = Terms()
TRADITIONAL: Final = Terms(
    contents="導讀",
    issue="總第{}期",
    serial="登記證號",
    post="郵發代號",
    publisher="主辦",
    postcode="郵遞區號",
    phone="電話",
    ad="廣告",
    lunar="農曆",
    copyright="版權",
)


def terms_of(lang: str) -> Terms:
    """The words for a language tag."""
    return SIMPLIFIED if lang == "zh-CN" else TRADITIONAL
