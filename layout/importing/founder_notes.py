"""The account of what was done to the lines of one saved page."""

from dataclasses import dataclass, field

from layout.cleaning.repair import HEADLINE_RULES
from layout.content.repairs import CleaningRule
from layout.diagnostics import Message
from layout.importing.cleaning import clean
from layout.importing.founder_lines import Line
from layout.importing.model import Change, Editing


@dataclass(slots=True)
class Notes:
    """Collects the changes of one text."""

    file: str
    rules: frozenset[CleaningRule]
    changes: list[Change] = field(default_factory=list)

    def cleaned(self, line: Line, *, headline: bool = False) -> str:
        """The line's text with its repairs, which are noted; a headline keeps its spaces."""
        rules = self.rules & HEADLINE_RULES if headline else self.rules
        text, found = clean(line.text, rules)
        self.changes += [change.at(self.file) for change in found]
        return text

    def tell(self, code: Editing, zh: str, en: str, line: Line, after: str = "") -> None:
        """Note what was done with a line."""
        change = Change(code=code, message=Message(zh=zh, en=en), before=line.text, after=after)
        self.changes.append(change.at(self.file, line.number))
