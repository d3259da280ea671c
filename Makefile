# make site: the example sites. make test: all tests. make help: the rest.
PYTHON ?= python3
BIN := .venv/bin
export NO_MKDOCS_2_WARNING = 1

.PHONY: help site test test-all lint format record gallery bench lock browser clean

help:  ## Say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

site: .venv/installed  ## Build the example sites, and say where they are
	$(BIN)/rolecall build
	@for pcn in site/*/; do echo "file://$(CURDIR)/$${pcn}index.html"; done
	@echo "To edit one and see it change: $(BIN)/rolecall serve riverside"

test: .venv/installed-dev browser  ## Run the tests (under 10 minutes)
	$(BIN)/python -m pytest -m "not slow"

test-all: .venv/installed-dev browser  ## Run the tests, and the long ones
	HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest

lint: .venv/installed-dev  ## Check style and types
	$(BIN)/ruff check generator tests
	$(BIN)/ruff format --check generator tests
	$(BIN)/mypy

format: .venv/installed-dev  ## Put the code into its form
	$(BIN)/ruff format generator tests
	$(BIN)/ruff check --fix generator tests

record: .venv/installed-dev  ## Write what the tests in folders expect anew. Read the difference before you commit it
	RECORD=1 $(BIN)/python -m pytest tests/test_problems.py tests/test_cases.py

gallery: .venv/installed-dev  ## Write every component with its examples onto one page
	$(BIN)/python tests/gallery.py

bench: .venv/installed-dev  ## Compare speeds, as ratios within one run
	$(BIN)/python tests/bench.py

lock: .venv/installed-dev  ## Choose the versions of all packages anew
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

browser:
	@if ! command -v chromium >/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Chromium for the tests"; apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install chromium >/dev/null; \
	  else echo "The tests need Chromium. Install it with: sudo apt-get install chromium"; exit 1; fi; fi

clean:  ## Delete what was built and installed
	rm -rf .venv site .rolecall dist

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Rolecall needs Python 3.11 or newer. Name yours: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
