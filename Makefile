# Two commands do everything: `make demo` grades an example class, `make test` proves the house in order.
# Both install what they need into .venv first; a second run finds it there and starts at once.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench install sandbox browser clean

BIN := .venv/bin
READY := .venv/.ready
# The first interpreter that runs and is new enough; `make PYTHON=/path/to/python3.12 demo` takes another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 /usr/bin/python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

demo: $(READY) sandbox  ## grade the bundled example class and say where to look
	@$(BIN)/grader demo

test: $(READY) sandbox browser  ## style, types, import contracts and every test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p grader
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(READY)  ## style, types and import contracts only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p grader
	$(BIN)/lint-imports

format: $(READY)  ## rewrite the sources in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: export PENDIENTE_CACHE =
bench: $(READY) sandbox  ## what grading costs, and the long sweeps: gap, credit, step sizes, corpus, fuzz (about an hour)
	$(BIN)/python -m tests.benchmarks.run
	$(BIN)/python -m tests.benchmarks.engine
	$(BIN)/python -m tests.benchmarks.alike
	$(BIN)/python -m tests.benchmarks.checks
	$(BIN)/python -m tests.benchmarks.pages
	$(BIN)/python -m tests.benchmarks.credit_table
	$(BIN)/python -m tests.benchmarks.eta_grid
	$(BIN)/python -m tests.benchmarks.gap_table
	$(BIN)/python -m tests.benchmarks.ten_thousand
	$(BIN)/python -m tests.benchmarks.killed
	$(BIN)/python -m tests.benchmarks.many
	$(BIN)/python -m tests.benchmarks.corpus
	$(BIN)/python -m tests.benchmarks.agreement
	$(BIN)/python -m tests.benchmarks.reading
	$(BIN)/python -m tests.benchmarks.fuzz

install: $(READY)  ## .venv with everything, nothing run

clean:  ## forget .venv and what was built
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# Root may install what Debian keeps in a package of its own; anybody else is told the command.
root_installs = if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	echo "Installing $(1) …"; (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(1)) >/dev/null 2>&1; else false; fi

$(READY): pyproject.toml constraints.txt
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11 or newer is needed, and was not found. Install it, or name one: make PYTHON=/path/to/python3 $(MAKECMDGOALS)" >&2; exit 1; fi
	@if [ ! -x $(BIN)/pip ]; then \
		if ! $(PYTHON) -c 'import ensurepip' 2>/dev/null; then \
			$(call root_installs,python3-venv) || { echo "This Python cannot make virtual environments. Run: sudo apt-get install python3-venv" >&2; exit 1; }; \
		fi; \
		echo "Making .venv with $$($(PYTHON) --version) …"; rm -rf .venv; $(PYTHON) -m venv .venv; \
	fi
	@echo "Installing packages into .venv (a few minutes the first time) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

# Without bubblewrap notebooks still run, unsealed: the demo says so, and the tests of the sandbox skip.
sandbox:
	@if ! command -v bwrap >/dev/null; then \
		$(call root_installs,bubblewrap) || echo "bubblewrap is missing: notebooks will run without a sandbox. Better: sudo apt-get install bubblewrap" >&2; \
	fi

# The tests look at the reports in a browser; without one those tests skip, and say so.
browser:
	@if ! command -v chromium >/dev/null; then \
		$(call root_installs,chromium) || echo "chromium is missing: the reports are not looked at in a browser. Better: sudo apt-get install chromium" >&2; \
	fi
