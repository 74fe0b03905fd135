"""What every test shares: hypothesis draws the same examples on every run, so that a failure is never a matter of luck."""

from __future__ import annotations

import os

from hypothesis import settings

# Tests prove what the code proves now, not what it proved before and kept on disk.
os.environ["PENDIENTE_CACHE"] = ""
# IPython warns where another environment than the one that runs the tests is activated.
os.environ.pop("VIRTUAL_ENV", None)

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
