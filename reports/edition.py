"""The edition of the pages: a digest of all that they are made from but the document, so that an older page is known."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path


@cache
def edition() -> str:
    """SHA-256, hex, over the modules and templates of this package."""
    folder, digest = Path(__file__).parent, sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".html")):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()
