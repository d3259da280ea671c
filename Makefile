# make site: the example sites. make test: the tests. make help: the rest.
PYTHON ?= python3
BIN := .venv/bin
export NO_MKDOCS_2_WARNING = 1

.PHONY: help site test test-all lint format record gallery review docs docs-site dist template bench bench-nation bench-import lock sbom lighthouse programs clean

help:  ## Say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# Pages in site/ are for a web server: a browser that opens one from the disk finds no page behind a link. The ZIPs are for that.
site: .venv/installed  ## Build the example sites, and say where they are
	$(BIN)/rolecall build --zip
	@rm -rf .rolecall/from-disk
	@for zip in site/*.zip; do $(BIN)/python -m zipfile -e "$$zip" .rolecall/from-disk; done
	@echo "To look at them in a browser, with no web server:"
	@cd .rolecall/from-disk && for pcn in *; do echo "    file://$(CURDIR)/.rolecall/from-disk/$$pcn/index.html"; done
	@echo "To edit one and see it change: $(BIN)/rolecall serve riverside"

test: .venv/installed-dev programs tests/node_modules/installed  ## Run the tests
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not slow"

test-all: .venv/installed-dev programs tests/node_modules/installed  ## Run the tests and the long ones, and say which branches of the code no test takes
	mkdir -p .rolecall/coverage
	$(BIN)/python -m coverage erase
	HYPOTHESIS_PROFILE=long $(BIN)/python -m coverage run -m pytest
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report

lint: .venv/installed-dev  ## Check style, types, and the workflows: ours and those that a workspace gets
	$(BIN)/ruff check generator tests docs
	$(BIN)/ruff format --check generator tests docs
	$(BIN)/mypy
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml docs/template/.github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.gitlab-ci docs/template/.gitlab-ci.yml
	$(BIN)/zizmor --offline --quiet --no-progress --persona pedantic .github docs/template/.github

format: .venv/installed-dev  ## Put the code into its form
	$(BIN)/ruff format generator tests docs
	$(BIN)/ruff check --fix generator tests docs

record: .venv/installed-dev  ## Write what the tests in folders expect anew. Read the difference before you commit it
	RECORD=1 $(BIN)/python -m pytest tests/test_problems.py tests/test_cases.py

lighthouse: .venv/installed-dev programs  ## Score each kind of page with Lighthouse
	npm install --prefix .rolecall/lighthouse --no-package-lock --no-audit --no-fund --silent lighthouse@12.8.2
	$(BIN)/python tests/lighthouse.py

gallery: .venv/installed-dev  ## Write every component with its examples onto one page
	$(BIN)/python tests/gallery.py

review: .venv/installed-dev programs  ## Say what changed on the example sites and in the gallery since a commit (BASE=main)
	$(BIN)/python tests/review.py $(or $(BASE),main)

docs-site: .venv/installed-dev  ## Make a website of docs/, for managers
	$(BIN)/mkdocs build --strict -f docs/site/mkdocs.yml
	@echo "file://$(CURDIR)/.rolecall/docs-site/index.html"
	@echo "With its search: $(BIN)/mkdocs serve -f docs/site/mkdocs.yml"

docs: .venv/installed-dev  ## Write the lists of fields and commands anew
	$(BIN)/python docs/make.py

dist: .venv/installed-dev  ## Build the wheel and the sdist in 2 places, compare, and put them into dist
	$(BIN)/python tests/dist.py

template: .venv/installed  ## Write a repository to begin with into dist/template, and the same as a ZIP
	rm -rf dist/template dist/template.zip
	$(BIN)/rolecall init dist/template --name "Our Primary Care Network" --ods U00000
	cd dist/template && $(CURDIR)/$(BIN)/python -m zipfile -c ../template.zip .
	@echo "To let others begin from it: push dist/template to GitHub, and tick Settings > Template repository"

# RUNS= rounds, PCNS= PCNs, JSON= a file for every figure
BENCH = PYTHONPATH=tests $(BIN)/python -m bench $(if $(RUNS),--rounds $(RUNS)) $(if $(PCNS),--pcns $(PCNS)) $(if $(JSON),--json $(JSON))

bench: .venv/installed-bench  ## Compare with MkDocs and Hugo, 50 PCNs in turns (RUNS=3 PCNS=50 JSON=file)
	$(BENCH)

bench-nation: .venv/installed-dev  ## Measure Rolecall with 1,300 PCNs (6.5 GB of disk for a while; RUNS=1 PCNS=1300 JSON=file)
	$(BENCH) --nation

bench-import: .venv/installed-dev  ## Measure what it takes to import 10,000 services
	PYTHONPATH=tests $(BIN)/python -m bench.imports

lock: .venv/installed-dev  ## Write the locks: what is in them stays, unless you delete one first
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra publishing -c requirements.lock pyproject.toml -o requirements-publishing.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group release -c requirements.lock -o requirements-release.lock
	$(MAKE) sbom

# In an environment of its own, since it lists what is installed there.
sbom: .venv/bin/python  ## List the locked packages with their licences, for the wheel (CycloneDX)
	$(BIN)/pip install --quiet uv
	$(BIN)/uv venv --quiet --clear --python $(BIN)/python .rolecall/sbom
	$(BIN)/uv pip install --quiet --python .rolecall/sbom/bin/python --require-hashes -r requirements.lock
	$(BIN)/uv tool run --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py environment --pyproject pyproject.toml --mc-type library --short-PURLs --output-reproducible --output-file rolecall.cdx.json .rolecall/sbom/bin/python

# What the tests run that pip cannot install: Chromium, Java for the HTML checker, jq as in GitHub's own program, and
# LibreOffice, which opens the workbook as a manager does; zbar, which reads QR codes; poppler, which draws PDFs;
# OpenSSL, which makes a certificate that nobody trusts; and 2 web servers.
programs:
	@missing=; command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing="$$missing chromium"; \
	  command -v java >/dev/null || missing="$$missing default-jre-headless"; \
	  command -v npm >/dev/null || missing="$$missing npm"; \
	  command -v jq >/dev/null || missing="$$missing jq"; \
	  command -v soffice >/dev/null || missing="$$missing libreoffice-calc-nogui"; \
	  command -v zbarimg >/dev/null || missing="$$missing zbar-tools"; \
	  command -v pdftoppm >/dev/null || missing="$$missing poppler-utils"; \
	  command -v openssl >/dev/null || missing="$$missing openssl"; \
	  PATH="$$PATH:/usr/sbin"; command -v nginx >/dev/null || missing="$$missing nginx"; \
	  command -v apache2 >/dev/null || missing="$$missing apache2-bin"; \
	  if [ -n "$$missing" ]; then \
	    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then echo "Installing$$missing"; \
	      apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y install $$missing >/dev/null; \
	    else echo "The tests need more programs. Install them with: sudo apt-get install$$missing"; exit 1; fi; fi

tests/node_modules/installed: tests/package.json
	npm install --prefix tests --no-package-lock --no-audit --no-fund --silent
	@touch $@

clean:  ## Delete what was built and installed
	rm -rf .venv site .rolecall dist

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Rolecall needs Python 3.11 or newer. Name yours: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

.venv/installed-bench: .venv/installed-dev pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
