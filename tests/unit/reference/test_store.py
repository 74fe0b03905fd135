"""The store gives back what was put in, whatever else lies in its folder and whoever else writes there."""

from __future__ import annotations

import io
import multiprocessing
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy

from grader.reference import dynamics, stationary, store, tube
from grader.reference.arithmetic import FLOAT32, FLOAT64, Arithmetic, central
from grader.reference.objective import Objective
from grader.reference.work import Work

G = Objective.from_text("x**2/2 + 2*y**2 - x*y", ("x", "y"))
F = Objective.from_text("(x**2 + y - 11)**2 + (x + y**2 - 7)**2", ("x", "y"))
KEY = store.key("test", G)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store of this test's own; nothing is remembered in front of it."""
    monkeypatch.setenv("PENDIENTE_CACHE", str(tmp_path / "cache"))
    forget()
    own = store.places().own
    assert own is not None
    return own


def forget() -> None:
    """What another process would not know."""
    tube._tube.cache_clear()
    stationary._stationary_points.cache_clear()
    dynamics._classify.cache_clear()


def keep(numbers: Any = (1.0, 2.0), key: str = KEY) -> tuple[np.ndarray, bool]:
    """The array found under the key, else this one; and whether it had to be computed."""
    computed = []

    def compute() -> np.ndarray:
        computed.append(True)
        return np.array(numbers, dtype=np.float64)

    def unpack(arrays: store.Arrays) -> np.ndarray:
        if arrays["numbers"].shape != np.shape(numbers):
            raise ValueError("another shape")
        return arrays["numbers"]

    return store.kept(key, compute, lambda array: {"numbers": array}, unpack), bool(computed)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


def place(folder: Path, key: str = KEY) -> Path:
    return folder / f"{sha256(key.encode()).hexdigest()}.npz"


# ---------------------------------------------------------------------------------------------------- what is kept


def test_floats_come_back_to_the_last_bit() -> None:
    numbers = [0.1, -0.0, 5e-324, 1.7976931348623157e308, np.inf, -np.inf, np.nan, 1 / 3]
    first, computed = keep(numbers)
    again, computed_again = keep(numbers)
    assert (computed, computed_again) == (True, False)
    assert first.tobytes() == again.tobytes() == np.array(numbers).tobytes()


def test_integers_and_text_come_back_too() -> None:
    given = {"counts": np.array([[1, -(2**62)]]), "text": np.array("η ≤ 2/λ".encode()), "none": np.empty((0, 2))}
    for _ in range(2):
        found = store.kept(KEY, lambda: given, lambda a: a, lambda a: a)
        assert {name: (a.tolist(), a.dtype, a.shape) for name, a in found.items()} == {
            name: (a.tolist(), a.dtype, a.shape) for name, a in given.items()
        }


@pytest.mark.parametrize("array", [np.array([{}]), np.array(["text"]), np.array([1.0], dtype=np.float32)])
def test_other_arrays_are_refused_when_they_are_written(array: np.ndarray, folder: Path) -> None:
    with pytest.raises(TypeError, match="is not kept"):
        store.kept(KEY, lambda: array, lambda a: {"a": a}, lambda a: a["a"])
    assert files(folder) == []


def test_the_bytes_of_a_file_are_the_same_at_any_time(folder: Path) -> None:
    keep()
    first = place(folder).read_bytes()
    place(folder).unlink()
    keep()
    assert place(folder).read_bytes() == first
    assert np.load(place(folder), allow_pickle=False)["numbers"].tolist() == [1, 2]


def test_an_error_is_not_kept(folder: Path) -> None:
    def fail() -> np.ndarray:
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        store.kept(KEY, fail, lambda a: {"a": a}, lambda a: a["a"])
    unclear = Objective(sympy.Max(1, sympy.Symbol("x")) ** 2, ("x",))  # no ball rules
    assert np.isinf(tube.tube(unclear, (2,), 0.1, 3).radius).all()
    assert stationary.stationary_points(unclear) == ()
    assert dynamics.classify(unclear, (2,), 0.1).details["stopped_by"] == "no-enclosure"
    assert files(folder) == []


# ------------------------------------------------------------------------------------------- what else may lie there


class Trap:
    """Unpickled, it makes a folder."""

    def __reduce__(self) -> Any:
        return os.mkdir, (os.environ["TRAP"],)


def npz(**arrays: Any) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **{"key": np.array(KEY.encode()), "numbers": np.array([3.0, 4.0])} | arrays)
    return buffer.getvalue()


def compressed() -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, key=np.array(KEY.encode()), numbers=np.array([3.0, 4.0]))
    return buffer.getvalue()


def pickled_whole() -> bytes:
    buffer = io.BytesIO(npz())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("more.npy", pickle.dumps(Trap()))
    return buffer.getvalue()


def huge_header() -> bytes:
    buffer, header = io.BytesIO(npz()), io.BytesIO()
    np.lib.format.write_array_header_1_0(header, {"descr": "<f8", "fortran_order": False, "shape": (2**58,)})
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("more.npy", header.getvalue())
    return buffer.getvalue()


def flipped() -> bytes:
    data = bytearray(npz())
    data[data.index(np.array([3.0]).tobytes())] ^= 1
    return bytes(data)


FOREIGN: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "text": lambda: b"not an archive",
    "torn-at-once": lambda: npz()[:20],
    "torn-late": lambda: npz()[:-30],
    "one-bit-flipped": flipped,
    "another-key": lambda: npz(key=np.array(b"another")),
    "key-of-numbers": lambda: npz(key=np.array([1.0])),
    "other-names": lambda: npz(numbers=np.array(b""), digits=np.zeros(2)),
    "other-shape": lambda: npz(numbers=np.zeros((2, 2))),
    "other-type": lambda: npz(numbers=np.zeros(2, dtype=np.complex128)),
    "objects": lambda: npz(numbers=np.array([Trap(), None])),
    "objects-beside": lambda: npz(more=np.array([Trap()])),
    "a-pickle-beside": pickled_whole,
    "compressed": compressed,
    "too-large": lambda: npz(more=np.zeros(store.LARGEST // 8)),
    "a-header-that-lies": huge_header,
}


def test_what_the_foreign_files_are_changed_from_is_read(folder: Path) -> None:
    folder.mkdir(parents=True)
    place(folder).write_bytes(npz())
    found, computed = keep()
    assert (found.tolist(), computed) == ([3, 4], False)


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("name", FOREIGN)
def test_a_foreign_file_is_ignored_and_written_again(
    name: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = tmp_path / "sprung"
    monkeypatch.setenv("TRAP", str(trap))
    folder.mkdir(parents=True)
    place(folder).write_bytes(FOREIGN[name]())
    found, computed = keep()
    assert (found.tolist(), computed, trap.exists()) == ([1, 2], True, False)
    assert keep()[1] is False


def test_the_trap_would_spring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAP", str(tmp_path / "sprung"))
    with np.load(io.BytesIO(FOREIGN["objects"]()), allow_pickle=True) as loaded:
        loaded["numbers"]
    assert (tmp_path / "sprung").is_dir()


def test_a_result_that_is_too_large_is_not_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LARGEST", 1000)
    assert [keep(np.zeros(200))[1], keep(np.zeros(200))[1]] == [True, True]
    assert files(folder) == []


def test_a_folder_in_the_place_of_a_file_is_no_error(folder: Path) -> None:
    place(folder).mkdir(parents=True)
    assert [keep()[0].tolist(), keep()[0].tolist()] == [[1, 2]] * 2
    assert files(folder) == []  # nor is a part left behind


# ------------------------------------------------------------------------------------------------------- its folder


def test_a_folder_that_cannot_be_written_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")  # root may write anywhere, but not below a file
    monkeypatch.setenv("PENDIENTE_CACHE", str(tmp_path / "file" / "cache"))
    assert [keep()[1], keep()[1]] == [True, True]


def test_an_empty_name_switches_the_store_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENDIENTE_CACHE", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert store.places() == store.Places()
    assert [keep()[1], keep()[1]] == [True, True]
    assert files(tmp_path) == []


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"XDG_CACHE_HOME": "/var/x"}, "/var/x/pendiente"),
        ({"HOME": "/home/ana"}, "/home/ana/.cache/pendiente"),
        ({"HOME": "/home/ana", "XDG_CACHE_HOME": "relative"}, "/home/ana/.cache/pendiente"),
        ({"HOME": "/home/ana", "XDG_CACHE_HOME": "/var/x", "PENDIENTE_CACHE": "/mine"}, "/mine"),
    ],
)
def test_the_folder_is_where_the_system_keeps_caches(
    variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PENDIENTE_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    own = store.places().own
    assert own is not None
    assert own.parent == Path(expected)
    assert own.name.startswith(("python-flint-", "mpmath-"))  # last digits differ from engine to engine


def test_the_oldest_results_go_and_nothing_else(folder: Path) -> None:
    for age in range(6):
        keep(key=f"{KEY}{age}")
        os.utime(place(folder, f"{KEY}{age}"), (10**9 - age, 10**9 - age))
    size = place(folder, f"{KEY}0").stat().st_size
    (folder / "letter.txt").write_text("mine" * size)
    part = folder / ".pendiente-abc.part"  # of a writer that was killed
    part.write_bytes(b"x")
    os.utime(part, (1, 1))
    store.prune(folder, 2 * size + 10)
    assert {path.name for path in files(folder)} == {
        "letter.txt",
        *(place(folder, f"{KEY}{age}").name for age in (0, 1)),
    }


def test_a_folder_never_grows_far_beyond_its_bound(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep()
    size = place(folder).stat().st_size
    monkeypatch.setattr(store, "MOST", 10 * size)
    most = 0
    for number in range(1000):
        keep(key=f"{KEY}{number}")
        most = max(most, len(list(folder.iterdir())))
    assert most < 400


def test_a_given_folder_is_read_first_and_never_written(folder: Path, tmp_path: Path) -> None:
    given = tmp_path / "given"
    with store.filling(given):
        keep([5.0, 6.0])
    assert files(folder) == []
    keep([7.0, 8.0])
    with store.reading(given):
        assert keep()[0].tolist() == [5, 6]
        assert keep(key=KEY + "other")[1]
    assert keep()[0].tolist() == [7, 8]
    assert files(given) == [place(given)]
    assert files(folder) == sorted([place(folder), place(folder, KEY + "other")])


def test_what_a_given_folder_says_is_forgotten_outside(folder: Path, tmp_path: Path) -> None:
    """A student may write anything into the folder beside a notebook; the next notebook's grade must not rest on it."""
    given = tmp_path / "given"
    with store.filling(given):
        right = tube.tube(G, (1, -1), Fraction(1, 10), 3)
    (path,) = files(given)
    with np.load(path, allow_pickle=False) as arrays:
        np.savez(path, **{**arrays, "centre": arrays["centre"] + 1})
    with store.reading(given):
        assert (tube.tube(G, (1, -1), Fraction(1, 10), 3).centre == right.centre + 1).all()
    assert (tube.tube(G, (1, -1), Fraction(1, 10), 3).centre == right.centre).all()


# --------------------------------------------------------------------------------------------------- several at once


def test_processes_write_and_read_the_same_entries_at_once(folder: Path) -> None:
    questions = [(G, (1, -1), Fraction(1, 10), k) for k in (1, 2, 3, 4)]
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        answers = pool.starmap(tube.tube, questions * 12, chunksize=1)
    assert len(files(folder)) == len(questions)
    for question, answer in zip(questions * 12, answers, strict=True):
        own = tube.tube(*question)
        assert (answer.centre == own.centre).all()
        assert (answer.radius == own.radius).all()


def test_threads_write_and_read_the_same_entry_at_once(folder: Path) -> None:
    numbers = np.arange(20_000.0)

    def write_and_read(_: int) -> bool:
        place(folder).unlink(missing_ok=True)
        return bool((keep(numbers)[0] == numbers).all())

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(write_and_read, range(200)))
    assert len(files(folder)) <= 1


# ------------------------------------------------------------------------------------------------------------- keys


def arithmetics() -> Iterator[Arithmetic]:
    yield from (FLOAT64, FLOAT32, central(1e-6), central(1e-7), central(1e-6, about_quotient=True))
    yield replace(FLOAT64, unit_roundoff=2.0**-52)
    yield replace(FLOAT64, largest=1e300)
    yield replace(FLOAT64, smallest=2e-308)


def test_each_ingredient_of_a_tube_has_a_file_of_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renamed = Objective.from_text("z**2/2 + 2*y**2 - z*y", ("z", "y"))
    turned = Objective(G.expression, ("y", "x"))
    asked = [(G, (1, -1), Fraction(1, 10), 3, arithmetic) for arithmetic in arithmetics()]
    asked += [(objective, (1, -1), Fraction(1, 10), 3, FLOAT64) for objective in (F, renamed, turned)]
    asked += [(G, (1, -1), Fraction(1, 10), 4, FLOAT64), (G, (1, -1), 0.1, 3, FLOAT64)]
    asked += [(G, start, Fraction(1, 10), 3, FLOAT64) for start in ((1, 1), (-1, 1), (1, Fraction(-1, 3)))]
    for number, question in enumerate(asked, 1):
        tube.tube(*question)
        assert len(files(folder)) == number, question
    forget()
    monkeypatch.setattr(store, "FORMAT", store.FORMAT + 1)
    tube.tube(*asked[0])
    assert len(files(folder)) == len(asked) + 1


def test_kinds_budgets_and_objectives_have_files_of_their_own(folder: Path) -> None:
    questions = (
        lambda: stationary.stationary_points(F),
        lambda: stationary.stationary_points(G),
        lambda: dynamics.classify(F, (0, 1), Fraction("0.032"), budget_seconds=0.01),
        lambda: dynamics.classify(F, (0, 1), Fraction("0.032"), budget_seconds=0.02),
        lambda: dynamics.classify(F, (0, 1), Fraction("0.032"), budget_seconds=0.01, max_iterations=50),
        lambda: dynamics.classify(F, (1, 0), Fraction("0.032"), budget_seconds=0.01),
        lambda: dynamics.classify(F, (0, 1), Fraction("0.033"), budget_seconds=0.01),
    )
    for number, ask in enumerate(questions, 1):
        ask()
        assert len(files(folder)) == number


def test_a_key_is_the_same_in_every_process() -> None:
    ask = (
        "from grader.reference.objective import Objective; from grader.reference import store;"
        "print(store.key('k', Objective.from_text('exp(x)*y + sin(y)*x**2/3 - x/7 + cos(x*y)', ('x', 'y')), a=(1, 0.1)))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", ask],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_what_cannot_be_spelled_is_no_ingredient() -> None:
    with pytest.raises(TypeError, match="no ingredient"):
        store.key("k", G, a=object())


# ------------------------------------------------------------------------------------------------ what is kept there


def test_a_tube_that_is_read_is_the_tube(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is lost on its way, so that nan and inf are in it."""
    cold = tube.tube(F, (-1, -1), Fraction("0.0205"), 400)
    assert np.isinf(cold.radius).any()
    forget()
    monkeypatch.setattr(tube, "reference_trace", None)
    warm = tube.tube(F, (-1, -1), Fraction("0.0205"), 400)
    assert warm.centre.tobytes() == cold.centre.tobytes()
    assert warm.radius.tobytes() == cold.radius.tobytes()
    assert not warm.centre.flags.writeable
    assert not warm.radius.flags.writeable


@pytest.mark.parametrize("objective", [F, G, Objective.from_text("x + y", ("x", "y"))], ids=["f", "g", "none"])
def test_stationary_points_that_are_read_are_the_points(objective: Objective, monkeypatch: pytest.MonkeyPatch) -> None:
    search = "_of_quadratic" if objective.is_quadratic else "_searched"
    cold = getattr(stationary, search)(objective)
    stationary.stationary_points(objective)
    forget()
    monkeypatch.setattr(stationary, search, None)
    warm = stationary.stationary_points(objective)
    assert [(p.kind, p.point.tolist(), p.radius) for p in warm] == [(p.kind, p.point.tolist(), p.radius) for p in cold]
    assert not any(p.point.flags.writeable for p in warm)


DRIFTING = Objective.from_text("-x**2 + y**2 + cos(x)", ("x", "y"))
FATES = {
    "converges": (F, (0, 1), "0.01"),
    "cycle": (F, (-1, -1), "0.015"),
    "diverges": (F, (-1, -1), "0.029"),
    "along an axis": (DRIFTING, (1, 1), "0.1"),
    "stationary start": (F, (3, 2), "0.01"),
    "undecided": (F, (-1, -1), "0.0205"),
}


@pytest.mark.parametrize("name", FATES)
def test_a_certificate_that_is_read_is_the_certificate(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    objective, start, eta = FATES[name]
    exact = tuple(map(Fraction, start))
    cold = dynamics._Run(objective, exact, Fraction(eta), Work(objective, 0.1), 2000).classify()
    dynamics.classify(objective, start, Fraction(eta), budget_seconds=0.1)
    assert ("axis" in cold.details) == (name == "along an axis")
    forget()
    monkeypatch.setattr(dynamics, "_Run", None)
    warm = dynamics.classify(objective, start, Fraction(eta), budget_seconds=0.1)
    assert repr(asdict(warm)) == repr(asdict(cold))


def test_arrays_that_are_no_such_result_are_computed_again(folder: Path) -> None:
    """Files with the right key and the wrong shapes, made by hand."""
    questions = (
        (lambda: tube.tube(G, (1, -1), Fraction(1, 10), 3).radius.shape, ("centre", "radius")),
        (lambda: stationary.stationary_points(G)[0].point.shape, ("points",)),
    )
    for ask, names in questions:
        before = set(files(folder))
        right = ask()
        (path,) = set(files(folder)) - before
        with np.load(path, allow_pickle=False) as arrays:
            np.savez(path, **{**arrays, **{name: np.zeros((1, 3)) for name in names}})
        forget()
        assert ask() == right
