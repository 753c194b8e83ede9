# Two commands do everything: `make run` and `make test`. Only Python 3.11+, make and git are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test test-world bench lint format messages audit sbom browser clean

run: $(VENV)/run.stamp
	@$(BIN)/statuspage demo

test: $(VENV)/test.stamp browser lint
	$(BIN)/pytest -m "not world" --numprocesses 3 --dist loadfile

test-world: $(VENV)/test.stamp browser
	$(BIN)/pytest -m world --numprocesses 2 --dist loadfile

bench: $(VENV)/test.stamp
	$(BIN)/python -m bench

lint: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/test.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The catalogues of the page's languages: after this, translate what it says is missing.
messages: $(VENV)/test.stamp
	$(BIN)/python -m statuspage.language.refresh

# What is known against the packages that constraints.txt pins: fails as well where that can't be learnt.
audit: $(VENV)/audit.stamp
	$(VENV)/audit/bin/pip-audit --requirement constraints.txt --no-deps --disable-pip --strict

# A bill of them, CycloneDX; nobody is asked.
sbom: $(VENV)/audit.stamp
	@mkdir -p build
	$(VENV)/audit/bin/cyclonedx-py requirements constraints.txt --output-file build/sbom.json

$(VENV)/audit.stamp: $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/pip install --quiet --disable-pip-version-check pip-audit cyclonedx-bom
	@touch $@

# Browser tests need a Chromium. Where it can't be had they are skipped, and pytest names them.
browser:
	@command -v chromium >/dev/null 2>&1 || { \
	  if command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
	    echo "installing chromium"; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } \
	      >/dev/null 2>&1 || echo "chromium could not be installed: browser tests are skipped"; \
	  else \
	    echo "chromium is missing and can't be installed here: browser tests are skipped"; \
	  fi; }

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) --editable .
	@touch $@

$(VENV)/test.stamp: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) --editable '.[test]'
	@touch $@ $(VENV)/run.stamp

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
