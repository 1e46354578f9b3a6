# Every target installs what it needs by itself; `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
DEMO := demo
DATA ?= $(or $(CYNOSURE_DATA),../shared/data)

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test check train bench docs lock clean

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)$$/  make \1\t\2/' | expand -t 16

demo: $(VENV)/core.stamp ## A year of an invented company's demand, and the report on it
	$(BIN)/cynosure demo --out $(DEMO)

test: check ## Everything that has to hold: checks, then every test, slow ones too
	$(BIN)/python -m pytest -n 2 --dist loadgroup -rfEs

check: $(VENV)/dev.stamp ## Format, lint, types, layers, generated docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check

train: $(VENV)/dev.stamp ## Train the shipped model of nature and cause, and write its card
	$(BIN)/python -m cynosure.nature.training --data $(DATA)/labelled/labelled.csv \
	  --gold $(DATA)/gold/gold.csv --further training/labels.csv \
	  --invented training/invented.csv --twice training/twice.csv --made-on $$(date +%F)
	$(BIN)/python docs/generate.py

bench: $(VENV)/dev.stamp ## Time and memory of each stage, beside named peers
	$(BIN)/python -m benchmarks

docs: $(VENV)/dev.stamp ## Write the generated reference pages
	$(BIN)/python docs/generate.py

lock: $(VENV)/dev.stamp ## Lock the dependencies anew
	$(BIN)/pip install -q uv
	for set in "pyproject.toml core" "requirements/build.in build" "pyproject.toml dev --all-extras --group dev"; do \
	  read -r from name rest <<< "$$set"; \
	  $(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-header -q $$from $$rest -o requirements/$$name.txt; \
	done

clean: ## Remove what make made
	rm -rf $(VENV) $(DEMO) dist build

$(BIN)/python:
	.ci/make-venv $(VENV)

$(VENV)/core.stamp: $(BIN)/python requirements/core.txt requirements/build.txt pyproject.toml
	$(BIN)/pip install -q --require-hashes -r requirements/build.txt -r requirements/core.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/dev.stamp: $(VENV)/core.stamp requirements/dev.txt
	$(BIN)/pip install -q --require-hashes -r requirements/build.txt -r requirements/dev.txt
	.ci/system-packages
	touch $@
