"""Files are written whole or not at all: what a reader finds under a name is never half a document."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from grader.errors import OutputError

_SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,79}")
#: Windows gives these to devices, whatever follows the dot.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{i}" for d in ("com", "lpt") for i in range(1, 10))}


def write_whole(path: Path, data: bytes | str) -> None:
    """Write durably: a temporary file beside `path`, flushed to the disk, then renamed over it.

    A crash leaves the old content or the new. Raises OutputError with the remedy.
    """
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data.encode("utf-8") if isinstance(data, str) else data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise OutputError.from_os(path, error) from error
    finally:
        # After the rename nothing is left to remove; on any failure the part is.
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove the parts that a killed process left in a folder; what is younger than a minute may be another's, at work."""
    for part in folder.glob(".*.part"):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > 60:
                part.unlink()


def safe_names(names: Iterable[str]) -> dict[str, str]:
    """A file name for each name: ASCII, the same on every system, no two alike even where case does not count.

    A name that is safe is kept; another one is spelled in ASCII and carries eight digits of its own hash,
    so that it depends on nothing but itself and a later run finds it again.
    """
    chosen: dict[str, str] = {}
    taken: set[str] = set()
    # Safe names first, so that none loses its own spelling to another's replacement.
    for name in sorted(set(names), key=lambda n: (not _is_safe(n), n)):
        candidate = name if _is_safe(name) and name.casefold() not in taken else _hashed(name)
        chosen[name] = candidate
        taken.add(candidate.casefold())
    return chosen


def _is_safe(name: str) -> bool:
    return bool(_SAFE.fullmatch(name)) and not name.endswith(".") and name.split(".")[0].casefold() not in _DEVICES


def _hashed(name: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    readable = re.sub(r"[^A-Za-z0-9_-]+", "-", ascii_only).strip("-")[:60] or "student"
    return f"{readable}-{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder, not only what its files hold."""
    if os.name == "nt":  # Windows opens no folders
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
