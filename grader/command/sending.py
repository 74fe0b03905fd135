"""What one export writes and says: its files, the journal, the notices before the upload, the exit code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from grader.command.terminal import chosen_language, in_words, plain, print_json, say
from grader.errors import OutputError
from grader.files import write_whole

if TYPE_CHECKING:
    from grader.lms.selection import Grade, Notice

#: Notices after which a student's grade is not in the file.
LEFT_OUT = {
    "no-report",
    "no-class",
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
    #: What the other system must show after the upload; `_WORDS` says it for a format that has any.
    expected: Mapping[str, int] = field(default_factory=dict)


def finish(folder: Path, export: Export, *, dry_run: bool, json: bool, lang: str | None) -> None:
    """Write the files and the journal, unless this is a dry run; say what must be known; end with the exit code."""
    from grader.lms.journal import JOURNAL, differences, entries
    from grader.reports.intake import notice_told

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
        try:
            write_whole(journal, before + separator + entries(export.format, export.target, export.sent))
        except OutputError as error:
            written = ", ".join(map(str, export.files))
            raise OutputError(
                f"{error} {written} is written and may be uploaded; what was sent is not noted, and will be told as new."
            ) from None
    batch = _class_of(folder)
    language = chosen_language(lang, list(batch["assignment"]["title"]) if batch else ("es", "en"))
    told = [*_without_report(folder, batch, language), *export.told]
    left_out = [notice for notice in told if notice.code in LEFT_OUT]

    def text(notice: Notice) -> str:
        return notice_told(notice.code, notice.parameters, language=language)

    def listed(notice: Notice) -> dict[str, Any]:
        return {**asdict(notice), "text": text(notice)}

    if json:
        print_json(
            {
                "format": export.format,
                "target": export.target,
                "dry_run": dry_run,
                "written": [] if dry_run else [str(path) for path in export.files],
                "sent": [{"student": grade.student, "points": float(points)} for grade, points in export.sent],
                "left_out": [listed(notice) for notice in left_out],
                "told": [listed(notice) for notice in told if notice.code not in LEFT_OUT],
                "changes": [asdict(change) for change in changes if change.kind != "same"],
                "expected": dict(export.expected),
            }
        )
    else:
        words = in_words(_WORDS, language)
        for notice in told:
            sign, style = ("✗", "red") if notice.code in LEFT_OUT else ("·", "dim")
            say(f"  {sign} {plain(notice.about)}: {plain(text(notice))}", style=style)
        counts = Counter(change.kind for change in changes)
        for change in changes if dry_run else ():
            if change.kind != "same":
                told_of = words[f"one-{change.kind}"].format(before=change.before, after=change.after)
                say(f"  {plain(change.student)}: {told_of}")
        kinds = ", ".join(f"{count} {words[kind]}" for kind, count in sorted(counts.items())) or words["none"]
        say(words["grades"].format(n=len(export.sent), kinds=kinds, left_out=len(left_out)))
        for path in () if dry_run else export.files:
            say(str(path))
        if export.format in words:
            say(words[export.format].format(**export.expected))
        if export.expected.get("need_the_box"):
            say(words["box"])
        if dry_run:
            say(words["dry-run"])
    raise typer.Exit(1 if left_out else 0)


_WORDS = {
    "es": {
        "one-new": "{after} (nuevo)",
        "one-points": "{before} → {after}",
        "one-report": "{after}, con otro informe",
        "one-gone": "{before} se envió antes, y no está en esta exportación",
        "new": "nuevas",
        "points": "con otros puntos",
        "report": "con otro informe",
        "same": "como se enviaron antes",
        "gone": "enviadas antes y ahora no",
        "none": "ninguna",
        "grades": "Calificaciones: {n} ({kinds}); fuera: {left_out}.",
        "moodle": "Tras la subida, Moodle debe contar {updated} calificaciones y {comments} comentarios actualizados "
        "(en inglés: “Updated {updated} grades and {comments} feedback instances”).",
        "box": "Para ello hay que marcar esa casilla.",
        "canvas": "Canvas debe mostrar {updated} cambios, y ninguna tarea nueva.",
        "dry-run": "Era un ensayo: no se escribió nada.",
    },
    "en": {
        "one-new": "{after} (new)",
        "one-points": "{before} → {after}",
        "one-report": "{after}, with another report",
        "one-gone": "{before} was sent before, and is not in this export",
        "new": "new",
        "points": "with other points",
        "report": "with another report",
        "same": "as sent before",
        "gone": "sent before and not now",
        "none": "none",
        "grades": "{n} grades ({kinds}), {left_out} left out.",
        "moodle": "Moodle must say “Updated {updated} grades and {comments} feedback instances”.",
        "box": "That needs the box ticked.",
        "canvas": "Canvas must show {updated} changes, and no new assignment.",
        "dry-run": "A dry run: nothing was written.",
    },
}


def _class_of(folder: Path) -> Mapping[str, Any] | None:
    """class.json, None where there is none yet: its batch did not end."""
    from grader.folder import read_class

    return read_class(folder) if (folder / "class.json").is_file() else None


def _without_report(folder: Path, batch: Mapping[str, Any] | None, language: str) -> list[Notice]:
    """What class.json tells of submissions that have no report at all, and of a batch that was interrupted."""
    from grader.lms.selection import Notice
    from grader.reports.intake import refused_told

    if batch is None:
        return [Notice("no-class", str(folder))]
    told = [
        Notice("no-report", row["student"] or row["entry"], {"reason": refused_told(row, language=language)})
        for row in batch["unreported"]
    ]
    if not batch.get("complete", True):
        told.append(Notice("incomplete", str(folder)))
    return told
