# The two that matter: `make demo` and `make test`. `make check` is what CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 5
QUICK := -m "not soak and not machine"
# What was compiled is kept, so that no worker has to do it again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: install demo check lint format types layers test test-full soak bench bench-wire bench-news bench-posts bench-cpu bench-start bench-terminal bench-ssh bench-slrn bench-kiosk constraints dictionary messages clean

install: $(VENV)/installed

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: install
	@$(BIN)/tuigroup demo

lint: install
	$(BIN)/ruff format --check src server tests tools
	$(BIN)/ruff check src server tests tools

format: install
	$(BIN)/ruff check --fix src server tests tools
	$(BIN)/ruff format src server tests tools

types: install
	$(BIN)/mypy

layers: install
	$(BIN)/lint-imports

test: install
	@mkdir -p build
	@$(BIN)/python -m pytest --collect-only $(QUICK) > build/collected 2>&1 || (cat build/collected; exit 1)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(QUICK)

test-full: install
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not soak" --strict-skips

soak: install
	$(BIN)/python -m pytest -m "soak"

check: lint types layers test

# Figures, not tests: each prints name, value, unit, limit and ok or over, and keeps the same under build/bench/.
bench: bench-wire bench-news bench-posts bench-cpu bench-start bench-terminal bench-ssh bench-slrn bench-kiosk

bench-wire bench-news bench-posts bench-cpu bench-start bench-terminal bench-ssh bench-slrn bench-kiosk: bench-%: install
	@$(BIN)/python -m tests.bench.$*

constraints:
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --quiet -o constraints.txt

# What members read, for translators: src/tuigroup/locale.
messages: install
	$(BIN)/python tools/messages.py

dictionary: install
	$(BIN)/python tools/build_dictionary.py

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis
