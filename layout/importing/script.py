"""Which Chinese a text is written in, told by characters that only one script has."""

from typing import Final

_TRADITIONAL: Final = frozenset(
    "國會們來時這個為學說對開關發與經東車長門問間馬業書義樣實體點當從義應該論設計語"
    "讓認識記許話護變貝負責財貨費資質買賣贊邊還進運過達遠適選風飛飯館驗魚鳥齊龍"
)
_SIMPLIFIED: Final = frozenset(
    "国会们来时这个为学说对开关发与经东车长门问间马业书义样实体点当从应该论设计语"
    "让认识记许话护变贝负责财货费资质买卖赞边还进运过达远适选风飞饭馆验鱼鸟齐龙"
)


def language_of(text: str) -> str:
    """``zh-TW`` for text in traditional characters, ``zh-CN`` for any other."""
    traditional = sum(char in _TRADITIONAL for char in text)
    simplified = sum(char in _SIMPLIFIED for char in text)
    return "zh-TW" if traditional > simplified else "zh-CN"
