# `make help` says what there is. Needs Python 3.11 or newer, make and git; nothing else.

PYTHON ?= python3
CORPORA ?= ../shared/data

BIN := .venv/bin
CHECKED := $(wildcard src tests training benchmarks)

# Installs exactly the pinned files: every download is checked against its hash, and what
# is not listed is not installed. Python compiles what it imports when it first does, and keeps
# that also where the environment says not to: a process would take a second more to start.
PINNED := -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --no-compile
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup run test tests lint format bench train constraints clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.linked ## make .venv and install into it (again only when a pin changes)

.venv/.pinned: constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Reportedly needs Python 3.11 or newer; name one: make setup PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@echo "Installing what Reportedly needs into .venv (about a minute) ..."
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python $(PINNED) -r constraints.txt
	@touch $@

.venv/.linked: .venv/.pinned pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps \
		--no-build-isolation --editable .
	@$(BIN)/reportedly read examples > /dev/null
	@touch $@

run: setup ## read the example pages, keep them in a ledger and search it
	@$(BIN)/reportedly read examples
	@mkdir -p build
	@$(BIN)/reportedly add examples --ledger build/examples.db
	@$(BIN)/reportedly search harbour --ledger build/examples.db

test: setup ## lint and all tests, side by side
	@$(MAKE) --no-print-directory --jobs 2 lint tests

tests: setup
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile

lint: setup ## ruff and mypy
	@$(BIN)/ruff check $(CHECKED)
	@$(BIN)/ruff format --check --quiet $(CHECKED)
	@$(BIN)/mypy $(CHECKED)

format: setup ## lay the code out as `make lint` wants it
	@$(BIN)/ruff check --fix $(CHECKED)
	@$(BIN)/ruff format $(CHECKED)

bench: .venv-bench/.pinned ## measure all beside the peers, write docs/benchmarks.md (RECORD=1 keeps the scores)
	@PYTHONPATH=src .venv-bench/bin/python -m benchmarks --write $(if $(RECORD),--record)

train: .venv-train/.torch ## train the shipped models again: make train CORPORA=folder
	@PYTHONPATH=src .venv-train/bin/python -m training training/tagger.toml --corpora "$(CORPORA)"

.venv-%/.pinned: constraints-%.txt
	@echo "Installing the extra '$*' into .venv-$* ..."
	@$(PYTHON) -m venv --clear .venv-$*
	@.venv-$*/bin/python $(PINNED) -r $<
	@touch $@

# By version without a hash: whether it is the file for CPUs or for CUDA depends on the machine.
.venv-train/.torch: .venv-train/.pinned
	@.venv-train/bin/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	@touch $@

# With --universal one file serves every platform and every Python from 3.11 on.
LOCK = .venv-lock/bin/uv pip compile pyproject.toml --quiet --upgrade --universal \
	--python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header
constraints: ## pin the dependencies anew, with the hash of every file
	@$(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
	@$(LOCK) --extra dev -o constraints.txt
	@$(LOCK) --extra bench -c constraints.txt -o constraints-bench.txt
	@$(LOCK) --extra train -c constraints.txt -o constraints-train.txt --no-emit-package torch

clean: ## remove environments, caches and build results
	rm -rf .venv .venv-* build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
