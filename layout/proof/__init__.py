"""Finished files checked: what a build wrote is read again and compared with what it told."""

from layout.proof.check import proof_edition

__all__ = ["proof_edition"]
