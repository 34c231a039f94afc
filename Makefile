# `make` does the main job on the policy in this repository; `make test` passes the tests.
# Both set themselves up: they need Python 3.11 or newer, git and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
USERS := build/synthetic-users.parquet
RECIPIENTS := build/recipients.csv

.DEFAULT_GOAL := demo
.PHONY: demo setup test spark lint format check wheel lock clean

demo: setup
	@echo "== 1. The site ==" && $(BIN)/gazette build
	@echo && echo "== 2. What the draft changes ==" && $(BIN)/gazette diff 1.0.0 draft
	@echo && echo "== 3. Who would have to be told ==" \
	  && $(BIN)/gazette users --rows 10000 --output $(USERS) \
	  && $(BIN)/gazette audience --users $(USERS) --release draft --output $(RECIPIENTS)
	@echo && echo "Results:" \
	  && echo "  site/                 the published site; look at it with: $(BIN)/gazette serve" \
	  && echo "  $(RECIPIENTS)  who would have to be told (synthetic users), with its manifest beside it" \
	  && echo "Next: edit policy/privacy/draft.md, then: $(BIN)/gazette diff 1.0.0 draft"

setup: $(READY)

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Gazette needs Python 3.11 or newer; set PYTHON=" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

test: setup
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

# Spark's package is large, so only who tests on a cluster of it has it; it needs Java.
spark: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.txt

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The wheel, installed alone with its locked dependencies, works in an empty directory elsewhere.
wheel: setup
	rm -rf dist build/wheel
	$(BIN)/python -m build --wheel --no-isolation
	$(PYTHON) -m venv build/wheel/venv
	build/wheel/venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	build/wheel/venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps dist/*.whl
	mkdir -p build/wheel/elsewhere
	cd build/wheel/elsewhere && ../venv/bin/gazette init --organisation "Example Ltd" --site-url https://example.com/privacy/ \
	  && ../venv/bin/gazette build && test -s site/index.html

check: lint test demo wheel

# Locks hold hashes and no index address, so they install from any mirror.
lock: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --quiet --output-file requirements/runtime.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --quiet \
	  --constraints requirements/runtime.txt --output-file requirements/dev.txt
	echo 'pyspark==4.0.*' | $(BIN)/uv pip compile - --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --quiet --output-file requirements/spark.txt

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
