"""The plan: all that leaves for the sandbox. Cells, then questions; never an expected value."""

from __future__ import annotations

from grader.examine import KINDS
from grader.model import Cell, Plan, Probe
from grader.spec import Assignment

#: The random generators of every notebook start from this seed, warm or fresh.
SEED = 20160


def plan(assignment: Assignment, cells: tuple[Cell, ...], sha256: str) -> Plan:
    """The cells, then every answer's value, then what each check kind asks: what runs code stands last, since it may change things.

    `sha256` is the notebook's digest in hex: hidden inputs are drawn from it.
    """
    values = [Probe(f"value:{name}", "value", {"names": list(names)}) for name, names in assignment.names.items()]
    asked = [probe for check in assignment.checks for probe in KINDS[check.kind].probes(check, assignment, sha256)]
    asked.sort(key=lambda probe: {"candidates": 0, "figures": 0, "again": 2}.get(probe.kind, 1))
    probes = {probe.id: probe for probe in (*values, *asked)}
    return Plan(cells, tuple(probes.values()), assignment.limits, SEED)
