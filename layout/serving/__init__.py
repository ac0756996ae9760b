"""Beside the pipeline: the edition in a browser while it is written, on this machine only."""

from layout.serving.app import make_app
from layout.serving.hub import Hub

__all__ = ["Hub", "make_app"]
