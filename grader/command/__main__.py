"""The console entry, which imports nothing before it can be interrupted: Ctrl-C while the rest loads is no traceback either."""

import signal
import sys


def main() -> None:
    """Run the command line, ending the process with its exit code."""
    try:
        from grader.command.main import main as command_line

        command_line()
    except KeyboardInterrupt:
        sys.stderr.write("grader: interrupted.\n")
        sys.exit(130)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done: while Python ends, there is nothing to interrupt


if __name__ == "__main__":
    main()
