"""What every test shares: hypothesis draws the same examples on every run, so that a failure is never a matter of luck."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
