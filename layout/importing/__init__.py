"""Stage 0, foreign sources to edition folders: ``import_source``."""

from layout.importing.dispatch import import_source

__all__ = ["import_source"]
