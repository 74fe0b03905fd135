"""A sweep over the reader: values of every kind, replies mangled, texts of JSON cut and garbled.

`python -m tests.benchmarks.fuzz [COUNT]` (100,000 where left out): each value is sent by the probe and read in every way; then the
reply is mangled, and its text garbled, and read again. Exit code 1 where anything but ReadingError escapes.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
import warnings

from grader.execution.client import LONGEST_REPLY, parsed
from tests.support.fuzz import answers, counted, read_all, size

#: One value in so many has its calls counted.
EVERY = 25


def main(count: int = 100_000) -> int:
    """Print what was met; 1 where something escaped."""
    warnings.simplefilter("ignore")
    escaped, read, replies, worst, longest = 0, 0, 0, (0.0, 0), 0
    began = time.process_time()
    for seed in range(count):
        try:
            for reply in answers(seed):
                replies += 1
                if seed % EVERY:
                    read += read_all(reply) > 0
                    continue
                calls, nodes = counted(lambda reply=reply: read_all(reply)), size(reply)  # type: ignore[misc]
                worst = max(worst, (calls / (nodes + 100), seed))
                longest = max(longest, len(json.dumps(reply)))
        except Exception:
            escaped += 1
            sys.stdout.write(f"seed {seed}:\n{traceback.format_exc()}\n")
    refused = parsed("[" + "0," * LONGEST_REPLY + "0]") is None
    out = sys.stdout.write
    out(
        f"{count} values, {replies} replies, {read} of them read in at least one way; exceptions that escaped: {escaped}\n"
    )
    out(
        f"most calls for each node and character of a reply: {worst[0]:.0f} (seed {worst[1]}); longest reply: {longest} characters\n"
    )
    out(f"a reply of more than {LONGEST_REPLY} characters is {'refused' if refused else 'PARSED'}\n")
    out(f"CPU time a value: {1e3 * (time.process_time() - began) / count:.1f} ms\n")
    return int(escaped > 0 or not refused)


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:2])))
