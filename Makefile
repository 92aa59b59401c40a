# Needs python3 (3.11 or later), pip and make. The first use makes .venv and installs into it.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: verify test lint report clean

verify: $(READY)
	$(BIN)/python -m verify all

test: $(READY)
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy

report: $(READY)
	$(BIN)/python -m verify report

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache

$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@
