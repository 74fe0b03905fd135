"""Folders and archives searched with distrust: what each file is called, whether it may be read, and its bytes.

Nothing is written to disk, so an entry cannot climb out of a folder that nobody unpacks; links are never followed, and
an archive inside a source is listed, not opened.
"""

from __future__ import annotations

import lzma
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from pathlib import Path, PurePosixPath

from grader.errors import SourceError, SubmissionError
from grader.model import Note
from grader.origins import clean
from grader.submission import MAX_BYTES

#: Folders within folders within a submission; a deeper entry is refused.
MAX_DEPTH = 16
#: Entries of one source; a class of a thousand with twenty files each stays below.
MAX_ENTRIES = 50_000

ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar")
#: What systems and editors leave behind: nobody's submission.
_CLUTTER = {"__MACOSX", ".ipynb_checkpoints", "__pycache__", ".git"}
#: Extra fields of a zip entry: its name in UTF-8 (Info-ZIP), its time in UTC.
_UNICODE_NAME, _UNIX_TIME = 0x7075, 0x5455

#: What zipfile lets through where an entry's numbers are nobody's: a name that is no text, a place or a size beyond all.
_UNFORESEEN = (ValueError, IndexError, OverflowError, MemoryError, RuntimeError)

_LONG_AGO = datetime.fromtimestamp(0, UTC)
_TOO_LARGE = Note("too-large", {"megabytes": MAX_BYTES // 2**20})


class Untaken(SubmissionError):
    """A file whose bytes cannot be had; `note` says why."""

    def __init__(self, note: Note) -> None:
        super().__init__(note.code)
        self.note = note


@dataclass(frozen=True, slots=True)
class File:
    """One file or folder of a source: `path` within it, `problem` where it is not taken, `stray` where it is nobody's."""

    path: str
    source: Path
    changed: datetime
    #: Its place among an archive's entries; None in a folder.
    member: int | None = None
    folder: bool = False
    problem: Note | None = None
    stray: bool = False
    #: The encoding in which its name was read, where the archive does not say it.
    guessed: str = ""

    @property
    def shown(self) -> str:
        """The path as text that can be written anywhere."""
        return clean(self.path) + ("/" if self.folder and not self.problem else "")

    @property
    def suffix(self) -> str:
        """The name's ending in lower case, with its dot."""
        return PurePosixPath(self.path).suffix.lower()

    @property
    def is_notebook(self) -> bool:
        """Whether it is called a notebook."""
        return not self.folder and self.suffix == ".ipynb"

    def read(self) -> bytes:
        """Its bytes, at most MAX_BYTES whatever size it claims. Raises Untaken where they cannot be had."""
        if self.member is None:
            return _from_folder(self.source / self.path)
        return _from_archive(self.source, self.member)


@dataclass(frozen=True, slots=True)
class Listing:
    """All that one source holds; `root` is the source's own name, without an archive's suffix."""

    name: str
    root: str
    files: tuple[File, ...]


def list_sources(sources: Sequence[Path], out: Path | None, timezone: tzinfo) -> Iterator[Listing]:
    """What each source holds; notebooks named one by one are one source. `out` is never searched.

    Times of archive entries without a zone are taken to be of `timezone`. Raises SourceError where a source does not
    exist or is no archive.
    """
    loose: list[Path] = []
    for source in sources:
        try:
            mode = source.stat().st_mode
        except OSError as error:
            raise SourceError(f"{source}: {error.strerror}. Check the path.") from None
        if stat.S_ISDIR(mode):
            yield Listing(source.resolve().name, source.resolve().name, tuple(_search_folder(source, out)))
        elif not stat.S_ISREG(mode):
            raise SourceError(f"{source}: is no folder, archive or notebook file.")
        elif source.suffix.lower() == ".ipynb":
            loose.append(source)
        elif zipfile.is_zipfile(source):
            yield Listing(source.name, source.stem, tuple(_search_archive(source, timezone)))
        else:
            raise SourceError(
                f"{source}: is no zip archive, or a damaged one. Download it again; other archives must be unpacked first."
            )
    if loose:
        name = loose[0].name if len(loose) == 1 else f"{loose[0].name} … ({len(loose)})"
        yield Listing(name, "", tuple(File(p.name, p.parent, _changed(p.stat())) for p in loose))


def _search_folder(root: Path, out: Path | None) -> Iterator[File]:
    hidden = out.resolve() if out is not None else None
    count = 0
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            items = sorted(os.scandir(folder), key=lambda item: item.name)
        except OSError as error:
            unopened = File(_relative(folder, root), root, _LONG_AGO, folder=True)
            yield replace(unopened, problem=Note("unopened", {"error": str(error.strerror)}))
            continue
        for item in items:
            path = Path(item.path)
            count += 1
            if count > MAX_ENTRIES:
                raise SourceError(
                    f"{root}: holds more than {MAX_ENTRIES} entries. Name the folder that holds the submissions."
                )
            if item.name in _CLUTTER or item.name.startswith("."):
                continue
            try:
                status = item.stat(follow_symlinks=False)
            except OSError as error:
                # Gone since the folder was listed, or under a path that is too long.
                unread = File(_relative(path, root), root, _LONG_AGO)
                yield replace(unread, problem=Note("unread", {"error": str(error.strerror)}))
                continue
            file = File(_relative(path, root), root, _changed(status), folder=stat.S_ISDIR(status.st_mode))
            if stat.S_ISLNK(status.st_mode):
                yield replace(file, problem=Note("link"))
            elif not file.folder:
                yield _judged(file, status.st_size, regular=stat.S_ISREG(status.st_mode))
            elif hidden is None or path.resolve() != hidden:
                if file.path.count("/") >= MAX_DEPTH:
                    yield replace(file, problem=Note("too-deep", {"folders": MAX_DEPTH}))
                else:
                    yield file
                    waiting.append(path)


def _search_archive(source: Path, timezone: tzinfo) -> Iterator[File]:
    try:
        with zipfile.ZipFile(source) as archive:
            items = archive.infolist()
    except (OSError, zipfile.BadZipFile, *_UNFORESEEN) as error:
        raise SourceError(
            f"{source}: cannot be opened as a zip archive ({error}). Download it again, or unpack it and name the folder."
        ) from None
    if len(items) > MAX_ENTRIES:
        raise SourceError(f"{source}: holds more than {MAX_ENTRIES} entries. Name an archive of submissions.")
    names = [_spelled(item) for item in items]
    wrapper = _wrapper([_tidy(name) for name, _ in names], source.stem)
    last = {_tidy(name): place for place, (name, _) in enumerate(names)}
    for place, (item, (name, guessed)) in enumerate(zip(items, names, strict=True)):
        raw, tidy = name.replace("\\", "/"), _tidy(name)
        parts = PurePosixPath(tidy).parts
        inside = tidy.removeprefix(wrapper)
        folder = raw.endswith("/")
        file = File(inside, source, _moment(item, timezone), place, folder, guessed=guessed)
        mode = item.external_attr >> 16
        if ".." in parts or raw.startswith("/") or ":" in raw[:2]:
            stray = replace(file, path=name, folder=False, stray=True)
            yield replace(stray, problem=Note("climbs-out"))
        elif "\0" in name:
            yield replace(file, path=name, folder=False, stray=True, problem=Note("nul"))
        elif not inside or _CLUTTER.intersection(parts) or parts[-1].startswith("."):
            continue
        elif stat.S_ISLNK(mode):
            yield replace(file, problem=Note("link"))
        elif len(parts) > MAX_DEPTH + 1:
            yield replace(file, problem=Note("too-deep", {"folders": MAX_DEPTH}))
        elif item.flag_bits & 1:
            yield replace(file, problem=Note("encrypted"))
        elif not folder and last[tidy] != place:
            yield replace(file, problem=Note("overwritten"))
        elif folder:
            yield file
        else:
            yield _judged(file, item.file_size, regular=stat.S_IFMT(mode) in (0, stat.S_IFREG))


def _judged(file: File, size: int, *, regular: bool) -> File:
    """The file, with its problem where its kind or size is one."""
    if not regular:
        return replace(file, problem=Note("no-file"))
    if file.suffix in ARCHIVES:
        return replace(file, problem=Note("archive"))
    if file.is_notebook and size > MAX_BYTES:
        return replace(file, problem=_TOO_LARGE)
    return file


def _spelled(item: zipfile.ZipInfo) -> tuple[str, str]:
    """An entry's name, and the encoding that had to be guessed for it ('' where the archive says it).

    Without the flag for UTF-8 a name is bytes: those of UTF-8 where they are that, else those that the system writes that
    made the entry: code page 850, whose letters are those of 437 and more, on Windows, and Windows-1252 elsewhere.
    """
    told = item.orig_filename
    if told.isascii() or item.flag_bits & 0x800:
        return told, ""
    raw = told.encode("cp437")
    unicode_name = _extras(item).get(_UNICODE_NAME, b"")
    if unicode_name[:1] == b"\1" and unicode_name[1:5] == struct.pack("<L", zlib.crc32(raw)):
        return unicode_name[5:].decode("utf-8", "replace"), ""
    for encoding in ("utf-8", "cp850" if item.create_system == 0 else "cp1252"):
        try:
            return raw.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1"), "latin-1"


def _extras(item: zipfile.ZipInfo) -> dict[int, bytes]:
    """An entry's extra fields by their number; a field that breaks off ends them."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 4 <= len(item.extra):
        kind, size = struct.unpack_from("<HH", item.extra, at)
        found[kind] = item.extra[at + 4 : at + 4 + size]
        at += 4 + size
    return found


def _moment(item: zipfile.ZipInfo, timezone: tzinfo) -> datetime:
    """When an entry was last changed: UTC where the archive tells it so, else by a clock of `timezone`."""
    unix = _extras(item).get(_UNIX_TIME, b"")
    if len(unix) >= 5 and unix[0] & 1:
        return datetime.fromtimestamp(struct.unpack_from("<i", unix, 1)[0], UTC)
    try:
        return datetime(*item.date_time, tzinfo=timezone)
    except ValueError:  # month 0 and the like are written by some tools
        return datetime(1980, 1, 1, tzinfo=timezone)


def _tidy(name: str) -> str:
    """A member's name with forward slashes and without './' and trailing slashes."""
    return "/".join(PurePosixPath(name.replace("\\", "/")).parts)


def _wrapper(names: Sequence[str], stem: str) -> str:
    """The prefix that file managers wrap around everything (class.zip holds class/…), '' where there is none."""
    prefix = f"{stem}/"
    inside = [name for name in names if name.split("/")[0] not in _CLUTTER and name != stem]
    several = len({name.removeprefix(prefix).split("/")[0] for name in inside}) > 1
    return prefix if several and all(name.startswith(prefix) for name in inside) else ""


def _changed(status: os.stat_result) -> datetime:
    """When a file was last changed; long ago where that is in no calendar."""
    try:
        return datetime.fromtimestamp(status.st_mtime, UTC)
    except (ValueError, OverflowError, OSError):
        return _LONG_AGO


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _from_folder(path: Path) -> bytes:
    """Read a regular file without following a link, even one put there since the folder was searched."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise Untaken(Note("no-file"))
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Untaken(Note("unread", {"error": str(error.strerror)})) from None
    if len(data) > MAX_BYTES:
        raise Untaken(_TOO_LARGE)
    return data


@lru_cache(maxsize=8)
def _opened(source: Path, changed: int, size: int) -> zipfile.ZipFile:
    """An archive whose directory is read once for all its entries, as long as it is the same; what leaves here is closed."""
    return zipfile.ZipFile(source)


def _from_archive(source: Path, member: int) -> bytes:
    """Read one member by its place, since two may have one name."""
    try:
        status = source.stat()
        archive = _opened(source, status.st_mtime_ns, status.st_size)
        with archive.open(archive.infolist()[member]) as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, *_UNFORESEEN) as error:
        raise Untaken(Note("damaged", {"archive": source.name, "error": str(error) or type(error).__name__})) from None
    if len(data) > MAX_BYTES:
        raise Untaken(_TOO_LARGE)
    return data
