"""Where submissions come from: folders, zip archives and notebook files, read with distrust, one notebook a student.

`ana.ipynb` belongs to student ana, `ana/any.ipynb` too. A bad entry is refused by name and the rest is kept; links are
never followed, and an archive inside a source is listed, not opened. Nothing is written to disk: an entry cannot climb
out of a folder that nobody unpacks.
"""

from __future__ import annotations

import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from grader.errors import SourceError, SubmissionError
from grader.model import Submission
from grader.submission import MAX_BYTES

#: Folders within folders within a submission; a deeper entry is refused.
MAX_DEPTH = 16
#: Entries of one source; a class of a thousand with twenty files each stays below.
MAX_ENTRIES = 50_000

_ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")
#: What systems and editors leave behind: nobody's submission.
_CLUTTER = {"__MACOSX", ".ipynb_checkpoints", "__pycache__", ".git"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One notebook found: whose it is, where it stands, when it was last changed (for choosing the newest)."""

    student: str
    name: str
    source: Path
    changed: datetime
    in_archive: bool

    def read(self) -> Submission:
        """The notebook's bytes as a Submission. Raises SubmissionError where they cannot be had."""
        data = _from_archive(self.source, self.name) if self.in_archive else _from_folder(self.source / self.name)
        return Submission(
            self.student,
            data,
            _clean(PurePosixPath(self.name.replace("\\", "/")).name),
            self.student,
            self.changed.isoformat(),
        )


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that was not taken: why, and whose submission it would have been, where that can be told."""

    entry: str
    reason: str
    student: str | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """What the sources hold: one entry a student by name, the refused ones, and the passed-over ones (told, no fault)."""

    entries: tuple[Entry, ...]
    refused: tuple[Refused, ...]
    passed_over: tuple[Refused, ...]


def collect(sources: Sequence[Path], pattern: str = "*.ipynb", *, out: Path | None = None) -> Collection:
    """Find every student's notebook in folders, zip archives and notebook files; `out` is never searched.

    Of several notebooks of one student the newest of those that match `pattern` is taken (of all, where none matches).
    Raises SourceError where a source does not exist, is no archive, or where nothing at all was found.
    """
    found: list[Entry] = []
    refused: list[Refused] = []
    passed_over: list[Refused] = []
    students: set[str] = set()
    for source in sources:
        for item in _search(source, out):
            if isinstance(item, Entry):
                found.append(item)
            elif isinstance(item, Refused):
                refused.append(item)
            else:
                students.add(item)
    entries = []
    for student in sorted({e.student for e in found}):
        of_student = [e for e in found if e.student == student]
        matching = [e for e in of_student if fnmatch(PurePosixPath(e.name).name, pattern)] or of_student
        newest = max(matching, key=lambda e: (e.changed, e.name))
        entries.append(newest)
        passed_over += [
            Refused(
                e.name,
                f"not graded: {newest.name} of the same student is newer or fits the name {pattern} better",
                student,
            )
            for e in of_student
            if e is not newest
        ]
    known = {e.student for e in entries} | {r.student for r in refused}
    refused += [Refused(f"{student}/", "holds no notebook (.ipynb)", student) for student in sorted(students - known)]
    if not entries and not refused:
        raise SourceError(
            f"{', '.join(map(str, sources))}: no notebook found. A source is a folder or a zip with ana.ipynb, or ana/any.ipynb, for student ana."
        )
    return Collection(tuple(entries), tuple(refused), tuple(passed_over))


def _search(source: Path, out: Path | None) -> Iterator[Entry | Refused | str]:
    """Entries, refusals, and the name of each student's folder as text."""
    try:
        mode = source.stat().st_mode
    except OSError as error:
        raise SourceError(f"{source}: {error.strerror}. Check the path.") from None
    if stat.S_ISDIR(mode):
        yield from _search_folder(source, out)
    elif not stat.S_ISREG(mode):
        raise SourceError(f"{source}: is no folder, archive or notebook file.")
    elif source.suffix.lower() == ".ipynb":
        changed = datetime.fromtimestamp(source.stat().st_mtime, UTC)
        yield Entry(_owner(source.name), source.name, source.parent, changed, in_archive=False)
    elif zipfile.is_zipfile(source):
        yield from _search_archive(source)
    else:
        raise SourceError(
            f"{source}: is no zip archive, or a damaged one. Download it again; other archives must be unpacked first."
        )


def _search_folder(root: Path, out: Path | None) -> Iterator[Entry | Refused | str]:
    hidden = out.resolve() if out is not None else None
    count = 0
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            items = sorted(os.scandir(folder), key=lambda item: item.name)
        except OSError as error:
            yield Refused(
                _clean(_relative(folder, root)), f"cannot be opened: {error.strerror}", _owner(_relative(folder, root))
            )
            continue
        for item in items:
            path = Path(item.path)
            name = _relative(path, root)
            count += 1
            if count > MAX_ENTRIES:
                raise SourceError(
                    f"{root}: holds more than {MAX_ENTRIES} entries. Name the folder that holds the submissions."
                )
            if item.name in _CLUTTER or item.name.startswith("."):
                continue
            status = item.stat(follow_symlinks=False)
            if stat.S_ISLNK(status.st_mode):
                yield Refused(_clean(name), "is a link; links are never followed", _owner(name))
            elif stat.S_ISDIR(status.st_mode):
                if hidden is not None and path.resolve() == hidden:
                    continue
                if name.count("/") >= MAX_DEPTH:
                    yield Refused(_clean(name), f"is nested deeper than {MAX_DEPTH} folders", _owner(name))
                    continue
                if folder == root:
                    yield _person(item.name)
                waiting.append(path)
            else:
                regular = stat.S_ISREG(status.st_mode)
                changed = datetime.fromtimestamp(status.st_mtime, UTC)
                yield from _judged(
                    Entry(_owner(name), name, root, changed, False), size=status.st_size, regular=regular
                )


def _search_archive(source: Path) -> Iterator[Entry | Refused | str]:
    try:
        with zipfile.ZipFile(source) as archive:
            items = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise SourceError(f"{source}: cannot be opened as a zip archive ({error}). Download it again.") from None
    if len(items) > MAX_ENTRIES:
        raise SourceError(f"{source}: holds more than {MAX_ENTRIES} entries. Name an archive of submissions.")
    wrapper = _wrapper([_tidy(item.filename) for item in items], source.stem)
    for item in items:
        raw, tidy = item.filename.replace("\\", "/"), _tidy(item.filename)
        parts = PurePosixPath(tidy).parts
        if ".." in parts or raw.startswith("/") or ":" in raw[:2]:
            yield Refused(_clean(item.filename), "climbs out of the archive: its path is absolute or holds '..'")
            continue
        inside = tidy.removeprefix(wrapper)
        if not inside or _CLUTTER.intersection(parts) or parts[-1].startswith("."):
            continue
        owner, mode = _owner(inside), item.external_attr >> 16
        if "/" in inside or raw.endswith("/"):
            yield owner
        if stat.S_ISLNK(mode):
            yield Refused(_clean(item.filename), "is a link; links are never followed", owner)
        elif len(parts) > MAX_DEPTH + 1:
            yield Refused(_clean(item.filename), f"is nested deeper than {MAX_DEPTH} folders", owner)
        elif item.flag_bits & 1:
            yield Refused(
                _clean(item.filename), "is encrypted; unpack the archive with its password and give the folder", owner
            )
        elif not raw.endswith("/"):
            regular = stat.S_IFMT(mode) in (0, stat.S_IFREG)
            entry = Entry(owner, item.filename, source, _moment(item), in_archive=True)
            yield from _judged(entry, size=item.file_size, regular=regular)


def _judged(entry: Entry, *, size: int, regular: bool) -> Iterator[Entry | Refused]:
    """A file by its kind: a notebook, an archive to list, or nothing of ours."""
    suffix = PurePosixPath(entry.name).suffix.lower()
    name, student = _clean(entry.name), entry.student
    if not regular:
        yield Refused(name, "is a device or a pipe, not a file", student)
    elif suffix in _ARCHIVES:
        yield Refused(
            name,
            "is an archive inside a source and was not opened; unpack it, or name it as a source of its own",
            student,
        )
    elif suffix == ".ipynb" and size > MAX_BYTES:
        yield Refused(name, f"is larger than {MAX_BYTES // 2**20} MB; its outputs must be cleared", student)
    elif suffix == ".ipynb":
        yield entry


def _owner(name: str) -> str:
    """The student an entry belongs to: its first folder, or the stem of a file at the top."""
    path = PurePosixPath(name)
    owner = (
        path.parts[0]
        if len(path.parts) > 1
        else path.stem
        if path.suffix.lower() in (".ipynb", *_ARCHIVES)
        else path.name
    )
    return _person(owner)


def _person(name: str) -> str:
    """A student's id: file systems that spell é as two characters give the same one."""
    return unicodedata.normalize("NFC", _clean(name))


def _clean(name: str) -> str:
    """A file's name as text that can be written anywhere: bytes that are no UTF-8 are replaced."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _tidy(name: str) -> str:
    """A member's name with forward slashes and without './' and trailing slashes."""
    return "/".join(PurePosixPath(name.replace("\\", "/")).parts)


def _wrapper(names: Sequence[str], stem: str) -> str:
    """The prefix that file managers wrap around everything (class.zip holds class/…), '' where there is none."""
    prefix = f"{stem}/"
    inside = [name for name in names if name.split("/")[0] not in _CLUTTER and name != stem]
    several = len({name.removeprefix(prefix).split("/")[0] for name in inside}) > 1
    return prefix if several and all(name.startswith(prefix) for name in inside) else ""


def _moment(item: zipfile.ZipInfo) -> datetime:
    try:
        return datetime(*item.date_time, tzinfo=UTC)
    except ValueError:  # month 0 and the like are written by some tools
        return datetime(1980, 1, 1, tzinfo=UTC)


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _from_folder(path: Path) -> bytes:
    """Read a regular file without following a link, even one put there since the folder was searched."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise SubmissionError(f"{path}: is no regular file")
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SubmissionError(f"{path}: cannot be read: {error.strerror}") from None
    if len(data) > MAX_BYTES:
        raise SubmissionError(f"{path}: is larger than {MAX_BYTES // 2**20} MB")
    return data


def _from_archive(source: Path, name: str) -> bytes:
    """Read one member, at most MAX_BYTES whatever size it claims."""
    try:
        with zipfile.ZipFile(source) as archive, archive.open(name) as file:
            data = file.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, NotImplementedError, OSError) as error:
        raise SubmissionError(f"{name}: cannot be unpacked from {source.name}: {error}") from None
    if len(data) > MAX_BYTES:
        raise SubmissionError(f"{name}: unpacks to more than {MAX_BYTES // 2**20} MB")
    return data
