"""What one export writes and says: its files, the journal, the notices before the upload, the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from grader.command.terminal import plain, print_json, say
from grader.files import write_whole

if TYPE_CHECKING:
    from grader.lms.selection import Grade, Notice

#: Notices after which a student's grade is not in the file.
LEFT_OUT = {
    "no-report",
    "incomplete",
    "needs-review",
    "out-of-range",
    "unknown",
    "ambiguous",
    "conflict",
    "claimed-twice",
    "duplicate",
    "locked",
    "excused",
}


@dataclass(frozen=True, slots=True)
class Export:
    """What one export would write and say; `files` are written in order, the journal last."""

    format: str
    target: str
    sent: Sequence[tuple[Grade[Any], Decimal]]
    told: Sequence[Notice]
    files: Mapping[Path, bytes | Callable[[Path], None]]
    expected: Mapping[str, int] = field(default_factory=dict)
    outlook: str = ""


def finish(folder: Path, export: Export, dry_run: bool, json: bool) -> None:
    """Write the files and the journal, unless this is a dry run; say what must be known; end with the exit code."""
    from grader.lms.journal import JOURNAL, differences, entries

    journal = folder / JOURNAL
    before = journal.read_text(encoding="utf-8", errors="replace") if journal.is_file() else ""
    changes = differences(before, export.format, export.target, export.sent)
    if not dry_run:
        for path, content in export.files.items():
            if callable(content):
                content(path)
            else:
                write_whole(path, content)
        separator = "" if not before or before.endswith("\n") else "\n"
        write_whole(journal, before + separator + entries(export.format, export.target, export.sent))
    told = [*_without_report(folder), *export.told]
    left_out = [notice for notice in told if notice.code in LEFT_OUT]
    if json:
        print_json(
            {
                "format": export.format,
                "target": export.target,
                "dry_run": dry_run,
                "written": [] if dry_run else [str(path) for path in export.files],
                "sent": [{"student": grade.student, "points": float(points)} for grade, points in export.sent],
                "left_out": [asdict(notice) for notice in left_out],
                "told": [asdict(notice) for notice in told if notice.code not in LEFT_OUT],
                "changes": [asdict(change) for change in changes if change.kind != "same"],
                "expected": dict(export.expected),
            }
        )
    else:
        for notice in told:
            sign, style = ("✗", "red") if notice.code in LEFT_OUT else ("·", "dim")
            say(f"  {sign} {plain(notice.about)}: {plain(notice.text)}", style=style)
        counts = Counter(change.kind for change in changes)
        for change in changes if dry_run else ():
            if change.kind != "same":
                say(
                    f"  {plain(change.student)}: {_CHANGES[change.kind].format(before=change.before, after=change.after)}"
                )
        kinds = ", ".join(f"{count} {_COUNTS[kind]}" for kind, count in sorted(counts.items())) or "none"
        say(f"{len(export.sent)} grades ({kinds}), {len(left_out)} left out.")
        for path in () if dry_run else export.files:
            say(str(path))
        if export.outlook:
            say(export.outlook)
        if dry_run:
            say("A dry run: nothing was written.")
    raise typer.Exit(1 if left_out else 0)


_CHANGES = {
    "new": "{after} (new)",
    "points": "{before} → {after}",
    "report": "{after}, with another report",
    "gone": "{before} was sent before, and is not in this export",
}
_COUNTS = {
    "new": "new",
    "points": "with other points",
    "report": "with another report",
    "same": "as sent before",
    "gone": "sent before and not now",
}


def _without_report(folder: Path) -> list[Notice]:
    """What class.json tells of submissions that have no report at all, and of a batch that was interrupted."""
    from grader.folder import read_class
    from grader.lms.selection import Notice

    if not (folder / "class.json").is_file():
        return [
            Notice("incomplete", str(folder), "has no class.json: its batch did not end. Run the same command again.")
        ]
    document = read_class(folder)
    told = [
        Notice("no-report", row["student"] or row["entry"], f"has no report: {row['reason']}")
        for row in document["unreported"]
    ]
    if not document.get("complete", True):
        told.append(Notice("incomplete", str(folder), "its batch was interrupted: run the same command again."))
    return told
