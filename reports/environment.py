"""The templates of all pages: everything escaped, nothing loaded from anywhere, and a policy that says so to the browser."""

from __future__ import annotations

import base64
from functools import cache
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.reports.foreign import coded, revealed
from grader.reports.words import SIGNS


@cache
def environment() -> Environment:
    """The templates: everything escaped and made visible, an undefined name an error, nothing loaded from anywhere."""
    found = Environment(
        loader=PackageLoader("grader.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=revealed,
    )
    found.filters["coded"] = coded
    found.globals |= {"signs": SIGNS, "style": inlined("style.css"), "policy": policy}
    return found


@cache
def inlined(name: str) -> Markup:
    """A file of templates/ that stands within the page."""
    loader = PackageLoader("grader.reports")
    return Markup(loader.get_source(Environment(autoescape=True), name)[0])


@cache
def policy(script: str = "") -> str:
    """The Content-Security-Policy of a page: its own style and, where named, one script of ours; nothing from elsewhere."""
    allowed = f" script-src {_hash(script)};" if script else ""
    return f"default-src 'none'; style-src {_hash('style.css')};{allowed} img-src data:; base-uri 'none'; form-action 'none'"


def _hash(name: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(inlined(name).encode()).digest()).decode()}'"
