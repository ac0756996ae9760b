"""Editions and stories as schema.org describes them: PublicationIssue, NewsArticle."""

import re
from collections.abc import Iterator
from typing import Final

from layout.publishing.model import Issue, IssuePage, SiteOptions, Story
from layout.publishing.scripts import Json

_SIGNS: Final = re.compile(r"^[●○■□◆◇▲△★☆◎\s]+|^(?:本报)?(?:记者|通讯员|特约记者)\s+")
CONTEXT: Final = "https://schema.org"


def issue_data(issue: Issue, page: IssuePage, options: SiteOptions) -> Json:
    """An edition as one of its pages shows it."""
    return {
        "@context": CONTEXT,
        **_issue(issue, options),
        "hasPart": [
            {
                "@type": "NewsArticle",
                "headline": story.title,
                "url": options.absolute(f"{issue.path}/{story.file}")
                if options.address
                else story.file,
            }
            for story in issue.stories_of(page.number)
        ],
    }


def story_data(issue: Issue, story: Story, options: SiteOptions) -> Json:
    """A story, and the edition it is part of."""
    page = issue.page_of(story)
    data: dict[str, Json] = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": issue.date.isoformat(),
        "inLanguage": page.lang,
        "pagination": ", ".join(map(str, story.pages)),
        "isPartOf": _issue(issue, options),
        "publisher": {"@type": "Organization", "name": issue.paper.publisher or issue.paper.name},
    }
    if story.deck:
        data["alternativeHeadline"] = " ".join(story.deck.split())
    if page.name:
        data["articleSection"] = page.name
    if names := list(author_names(story)):
        data["author"] = [{"@type": "Person", "name": name} for name in names]
    if issue.paper.copyright:
        data["copyrightNotice"] = issue.paper.copyright
    if options.address:
        data["url"] = options.absolute(f"{issue.path}/{story.file}")
        data["image"] = [options.absolute(f"{issue.path}/{f.name}") for f in story.figures]
    return data


def author_names(story: Story) -> Iterator[str]:
    """The names of a byline without its signs: ●于国林 刘建军 is two."""
    for line in story.byline:
        yield from re.split(r"[\s、，]+", _SIGNS.sub("", line).strip())


def _issue(issue: Issue, options: SiteOptions) -> dict[str, Json]:
    paper: dict[str, Json] = {"@type": "Newspaper", "name": issue.paper.name}
    if issue.paper.latin_name:
        paper["alternateName"] = issue.paper.latin_name
    if issue.paper.cn:
        paper["identifier"] = issue.paper.cn
    data: dict[str, Json] = {
        "@type": "PublicationIssue",
        "datePublished": issue.date.isoformat(),
        "isPartOf": paper,
    }
    if issue.number:
        data["issueNumber"] = str(issue.number)
    if options.address:
        data["url"] = options.absolute(f"{issue.path}/{issue.pages[0].file}")
    return data
