"""Beside the pipeline, finished editions to a web site that needs no server: ``publish``."""

from layout.publishing.site import publish

__all__ = ["publish"]
