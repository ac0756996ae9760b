"""Stage 1: an edition folder, as editors write it, in; an ``Edition`` out."""

from layout.content.read import load_edition, load_head

__all__ = ["load_edition", "load_head"]
