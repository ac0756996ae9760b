"""Stage 1: an edition folder, as editors write it, in; an ``Edition`` out."""

from layout.content.read import load_edition

__all__ = ["load_edition"]
