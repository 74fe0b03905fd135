"""Rosenblatt's rule on the four points of OR: after each example, w ← w + (target − output)·(1, x₁, x₂)."""

from grader.reading.mappings import read_array

EXAMPLES = [((1, 0, 0), 0), ((1, 0, 1), 1), ((1, 1, 0), 1), ((1, 1, 1), 1)]


def expected():
    """The weights after each of the eight updates of two rounds, from (0, 0, 0); the output is 1 where w·x > 0."""
    w, rows = (0, 0, 0), []
    for x, target in EXAMPLES * 2:
        output = int(sum(a * b for a, b in zip(w, x, strict=True)) > 0)
        w = tuple(a + (target - output) * b for a, b in zip(w, x, strict=True))
        rows.append(w)
    return rows


def check(answers, context):
    shape, numbers = read_array(answers["weights"])
    if shape != (8, 3):
        return context.finding(0, "wrong-shape", explanations=("wrong-shape",))
    rows = [tuple(n.exact for n in numbers[i : i + 3]) for i in range(0, 24, 3)]
    right = 0
    for given, wanted in zip(rows, expected(), strict=True):
        if given != wanted:
            break
        right += 1
    return context.finding(right / 8, "short", parameters={"rows": right, "asked": 8})
