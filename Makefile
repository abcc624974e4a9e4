# The whole interface of the project: make site, make serve, make test, make check. Nothing else needs to be remembered.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
# The theme prints advice about another product; silence is part of a clean log.
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help site serve test check lint format reference matrix bench clean

help: ## say what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1	/' | expand -t 18

site: $(VENV)/site.stamp ## build the site of this repository into site/
	$(BIN)/mkdocs build --quiet --strict
	@echo "The site is in site/. Open site/index.html in a browser, or run: make serve"

serve: $(VENV)/site.stamp ## serve the site with live reload
	$(BIN)/mkdocs serve

test: $(VENV)/dev.stamp ## run the tests
	@mkdir -p .cache/tests
	$(BIN)/python -m pytest --junitxml=.cache/tests/junit.xml $(ARGS)

check: lint test ## everything that guards main
	$(BIN)/mkdocs build --quiet --strict
	$(BIN)/qms-site check --fail-on warning --junit .cache/tests/junit.xml --results-commit HEAD

lint: $(VENV)/dev.stamp
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(VENV)/dev.stamp ## format the code
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

reference: $(VENV)/dev.stamp ## write the generated reference pages
	$(BIN)/python tools/write_reference.py

matrix: $(VENV)/dev.stamp ## write the rows of the trace matrix from the requirements that tests name
	$(BIN)/python tools/matrix_rows.py

bench: $(VENV)/dev.stamp ## measure 1,000 and 10,000 requirements, and 100,000 commits
	$(BIN)/python tools/bench.py $(ARGS)

clean: ## remove what was built, not the environment
	rm -rf site .cache build dist

# Debian's pip is older than dependency groups. A stamp is set only when all of it worked: a machine without the venv
# module leaves half an environment behind, which the next try must not take for a whole one.
$(VENV)/pip.stamp:
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	@touch $@

# Editable, so that make site shows the work tree's own code.
$(VENV)/site.stamp: $(VENV)/pip.stamp pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/pip.stamp pyproject.toml
	$(BIN)/python -m pip install --quiet --editable '.[terminal]' --group dev
	@touch $@ $(VENV)/site.stamp
