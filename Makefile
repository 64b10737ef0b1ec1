# Everything here works from a bare checkout with Python 3.11 or newer and make.
.DEFAULT_GOAL := help
# Some container images forbid Python to keep what it compiled; each process would compile it all anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help demo serve test test-postgres check bench vendor lock clean .venv

PORT ?= 8000
PYTHON_OF_VENV := .venv/bin/python
# Values that are safe to check production settings with; the key is made anew each time.
PRODUCTION := set -a; . ./.env.example; DJANGO_SETTINGS_MODULE=config.settings.prod; \
	SECRET_KEY=$$($(PYTHON_OF_VENV) -c "import secrets; print(secrets.token_urlsafe(64))"); set +a

help: ## Show this list
	@grep -E '^[a-z.-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

demo: .venv/.runtime ## Make the demonstration council and serve it (PORT=8000)
	$(PYTHON_OF_VENV) manage.py demo --port $(PORT)

serve: .venv/.runtime ## Serve what the database holds, with the worker for imports (PORT=8000)
	$(PYTHON_OF_VENV) manage.py serve --port $(PORT)

test: .venv/.dev ## Run all tests on SQLite
	$(PYTHON_OF_VENV) -m pytest -n auto --dist worksteal $(ARGS)

test-postgres: .venv/.dev ## Run the tests with a database on PostgreSQL, started for the purpose
	TEST_DB=postgres $(PYTHON_OF_VENV) -m pytest -n auto --dist worksteal $(ARGS)

check: .venv/.dev ## Check format, types, migrations, production settings and lock files
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy .
	$(PYTHON_OF_VENV) manage.py makemigrations --check --dry-run
	$(PRODUCTION); $(PYTHON_OF_VENV) manage.py check --deploy --fail-level WARNING
	! grep -n '://' requirements*.lock

bench: .venv/.bench ## Measure cost beside plain alternatives (ARGS=--large for a million concerns)
	$(PYTHON_OF_VENV) -m benchmarks.run $(ARGS)

vendor: .venv/.runtime ## Fetch the third-party static files again
	$(PYTHON_OF_VENV) scripts/vendor_assets.py

lock: ## Resolve the dependencies anew (needs uv)
	uv pip compile $(RESOLVE) --extra postgres -o requirements.lock
	uv pip compile $(RESOLVE) --extra postgres --extra dev -o requirements-dev.lock
	uv pip compile $(RESOLVE) --extra postgres --extra dev --extra bench -o requirements-bench.lock
RESOLVE := pyproject.toml --generate-hashes --no-strip-extras --universal --no-header --no-annotate --python-version 3.11 --quiet

clean: ## Remove what was built; the database and uploaded files stay
	rm -rf .venv staticfiles htmlcov .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv: .venv/.runtime ## Build the environment that the commands run in

.venv/.runtime: requirements.lock scripts/make_venv.sh
	./scripts/make_venv.sh requirements.lock && touch $@

.venv/.dev: requirements-dev.lock scripts/make_venv.sh
	./scripts/make_venv.sh requirements-dev.lock && touch $@ .venv/.runtime

.venv/.bench: requirements-bench.lock scripts/make_venv.sh
	./scripts/make_venv.sh requirements-bench.lock && touch $@ .venv/.dev .venv/.runtime
