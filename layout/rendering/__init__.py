"""Stage 5: page layouts in, finished PDFs out."""

from layout.rendering.files import RenderedFiles, font_sources, render_files
from layout.rendering.model import RenderedPage, RenderJob

__all__ = ["RenderJob", "RenderedFiles", "RenderedPage", "font_sources", "render_files"]
