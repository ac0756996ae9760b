"""House styles: read from a style file, passed to every stage that draws."""

from layout.style.read import load_style

__all__ = ["load_style"]
