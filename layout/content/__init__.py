"""Stage 1: an edition folder, as editors write it, in; an ``Edition`` out."""

from layout.content.article import ArticleMemory
from layout.content.read import load_edition, load_head

__all__ = ["ArticleMemory", "load_edition", "load_head"]
