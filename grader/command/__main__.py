"""The console entry, which imports nothing before it can be interrupted: Ctrl-C while the rest loads is no traceback either."""

import os
import signal
import sys


def main() -> None:
    """Run the command line, ending the process with its exit code."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by a shell (`>&-`): nothing else may stand under its number
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
    # A machine that shuts down, a terminal that is closed: put in order as after Ctrl-C.
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _interrupt)
    try:
        from grader.command.main import main as command_line

        command_line()
    except KeyboardInterrupt:
        sys.stderr.write("grader: interrupted.\n")
        sys.exit(130)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done: while Python ends, there is nothing to interrupt


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
