"""Certified results kept on disk by content: what was proved once is read the next time, and by the next process.

A result is a few named arrays in one npz file, filed under the SHA-256 of its *key*: the text of everything the result
depends on. The file holds that text too, so a file of any other result is recognised whatever its name. An entry is
therefore never out of date; FORMAT is raised when the mathematics changes, and what older programs left is no longer found.

Files are written beside their place and renamed onto it, so processes may read and write the same entry at once. What
cannot be read (torn, foreign, too large, pickled) counts as absent and is written again; a folder that cannot be written
is not used. Neither is ever an error. Nothing is unpickled.

Own results lie in $PENDIENTE_CACHE, else in $XDG_CACHE_HOME/pendiente, else in ~/.cache/pendiente, in a folder for each
engine of certified.py and its version: all are right, but their last digits differ, and a report must not depend on what
else this machine has computed. An empty PENDIENTE_CACHE switches this store off. Folders given by `reading`, such as a
bundle's, are asked first, whichever engine filled them, and never written to. Whoever can write a folder decides what is
read from it: a sealed notebook can reach neither.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
import sympy

from grader.reference.certified import ENGINE

if TYPE_CHECKING:
    from grader.reference.objective import Objective

#: To be raised whenever a stored result would now come out otherwise, or is packed otherwise.
FORMAT = 1
#: Bytes of the largest file written or read, and of all the files that are left in a folder when it is pruned.
LARGEST = 4 << 20
MOST = 200 << 20

#: Named arrays of float64, int64, or of bytes ("S") for UTF-8 text.
Arrays: TypeAlias = Mapping[str, np.ndarray]
Result = TypeVar("Result")

_OURS = re.compile(r"[0-9a-f]{64}\.npz|\.pendiente-\w+\.part")


@dataclass(frozen=True, slots=True)
class Places:
    """Where results are looked for: the `given` folders in their order, then the `own`, which alone is written to."""

    given: tuple[Path, ...] = ()
    own: Path | None = None


_PLACES: ContextVar[Places | None] = ContextVar("places", default=None)


def places() -> Places:
    """The places of this context. Caches in front of the store have them among their keys."""
    return _PLACES.get() or Places(own=_own_folder())


@contextlib.contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Inside, results are looked for in this folder first; one that is missing there is computed as ever."""
    here = places()
    with _at(Places((folder.absolute(), *here.given), here.own)):
        yield


@contextlib.contextmanager
def filling(folder: Path) -> Iterator[None]:
    """Inside, each result asked for is written into this folder, and read from no other."""
    with _at(Places(own=folder.absolute())):
        yield


def key(kind: str, objective: Objective, **ingredients: object) -> str:
    """The canonical text of all that a result depends on: FORMAT, kind, expression, variables and the ingredients.

    Ingredients are numbers, rationals, texts, None, and sequences of these; anything else raises TypeError.
    """
    content = [FORMAT, kind, _spelled(objective), list(objective.variables), ingredients]
    return json.dumps(content, sort_keys=True, default=_rational)


def kept(
    key: str, compute: Callable[[], Result], pack: Callable[[Result], Arrays], unpack: Callable[[Arrays], Result]
) -> Result:
    """The result filed under `key`, from the first place that has it; else computed, and written where there is a place.

    `unpack` raises any exception for arrays that are no such result. A computed result is packed and unpacked too, so
    that it is the same whether it was stored or not. What `compute` raises is not stored, and goes through.
    """
    here, name = places(), sha256(key.encode()).hexdigest() + ".npz"
    for folder in (*here.given, here.own):
        if folder is not None and (arrays := _read(folder / name, key)) is not None:
            # A file that fits its key and is still no such result was made by hand: absent, like any foreign file.
            with contextlib.suppress(Exception):
                return unpack(arrays)
    arrays = pack(compute())
    if here.own is not None:
        _write(here.own / name, key, arrays)
    return unpack(arrays)


def prune(folder: Path, most: int) -> None:
    """Let the oldest results in a folder go until `most` bytes are left. Other files there are not touched."""
    found = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _OURS.fullmatch(entry.name):
                with contextlib.suppress(OSError):  # another process has pruned it
                    facts = entry.stat(follow_symlinks=False)
                    found.append((facts.st_mtime_ns, facts.st_size, entry.path))
    excess = sum(size for _, size, _ in found) - most
    for _, size, path in sorted(found):
        if excess <= 0:
            return
        with contextlib.suppress(OSError):
            Path(path).unlink(missing_ok=True)
        excess -= size


@contextlib.contextmanager
def _at(where: Places) -> Iterator[None]:
    token = _PLACES.set(where)
    try:
        yield
    finally:
        _PLACES.reset(token)


def _own_folder() -> Path | None:
    chosen = os.environ.get("PENDIENTE_CACHE")
    if chosen == "":
        return None
    if chosen is not None:
        return Path(chosen).absolute() / _engine()
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if not base.is_absolute():  # the standard wants relative ones ignored
        try:
            base = Path.home() / ".cache"
        except RuntimeError:  # a user without a home
            return None
    return base / "pendiente" / _engine()


@cache
def _engine() -> str:
    return f"{ENGINE}-{version(ENGINE)}"


def _read(path: Path, key: str) -> Arrays | None:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST)  # of a larger file a torn one is left
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            # Ours are stored plain: one that is compressed may hold any amount.
            if any(member.compress_type != zipfile.ZIP_STORED for member in archive.infolist()):
                return None
            arrays = {name.removesuffix(".npy"): _array(archive, name) for name in archive.namelist()}
        return arrays if bytes(arrays.pop("key")[()]).decode() == key else None
    except Exception:  # there is no end to what numpy and zipfile raise about a file that is none of ours
        return None


def _array(archive: zipfile.ZipFile, name: str) -> np.ndarray:
    with archive.open(name) as member:
        array: np.ndarray = np.lib.format.read_array(member, allow_pickle=False)
    return _checked(array)


def _write(path: Path, key: str, arrays: Arrays) -> None:
    data = _packed({"key": np.array(key.encode()), **arrays})
    if len(data) > LARGEST:
        return
    temporary = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".pendiente-", suffix=".part")
        # Not flushed to the disk: a file that a power cut tears is written again.
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(path)
        temporary = None
    except OSError:
        return
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink(missing_ok=True)
    if path.name < "04":  # after one result in 64: listing a full folder takes longer than writing a file
        prune(path.parent, MOST)


def _packed(arrays: Arrays) -> bytes:
    """npz as numpy.savez writes it, which has no way to refuse pickles before numpy 2: the same bytes at any time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            with archive.open(name + ".npy", "w") as member:
                np.lib.format.write_array(member, _checked(array), allow_pickle=False)
    return buffer.getvalue()


def _checked(array: np.ndarray) -> np.ndarray:
    if array.dtype not in (np.float64, np.int64) and array.dtype.kind != "S":
        raise TypeError(f"an array of {array.dtype} is not kept: float64, int64 and bytes are")
    return array


@lru_cache(maxsize=256)
def _spelled(objective: Objective) -> str:
    return str(sympy.srepr(objective.expression))


def _rational(value: Any) -> str:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    raise TypeError(f"{value!r} is no ingredient of a key")
