# make demo     Bailey with a sample company, in your browser
# make test     every test but the end-to-end ones, two at a time (PYTEST= for one)
# make e2e      the end-to-end tests, in Chromium and in Microsoft's Agents Playground
# make soak     a thousand processes killed while they deliver, half an hour of it (SOAK= for another number)
# make bench    the measurements of docs/performance.md
# make lint     format, rules and types
# make lock     pin the dependencies anew (needs uv)
# make clean    remove what the others made

VENV := .venv
PYTEST ?= -n 2
PYTHON := $(VENV)/bin/python

.PHONY: demo test e2e soak bench lint lock clean run-environment test-environment
.NOTPARALLEL:

demo: run-environment
	@$(PYTHON) -m adapters.main demo $(DEMO)

test: test-environment
	@$(PYTHON) -m pytest tests --ignore=tests/e2e $(PYTEST)
	@echo "Every test passed."

e2e: test-environment
	@$(PYTHON) -m pytest tests/e2e $(E2E)
	@echo "Every end-to-end test passed."

soak: test-environment
	@$(PYTHON) -m tests.replicas.soak $(SOAK)

bench: test-environment
	@$(PYTHON) -m benchmarks $(BENCH)

lint: test-environment
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@echo "Format, rules and types are in order."

lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --quiet --output-file requirements.lock
	uv pip compile pyproject.toml --extra test --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --quiet --constraint requirements.lock --output-file requirements-test.lock
	@echo "The dependencies are pinned in requirements.lock and requirements-test.lock."

clean:
	rm -rf $(VENV) node_modules build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis bailey-demo.db*
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment is what its lock file says. A copy of that file beside it tells whether it still is.

run-environment:
	@cmp -s requirements.lock $(VENV)/requirements.lock || $(MAKE) -s environment LOCK=requirements.lock

test-environment:
	@cmp -s requirements-test.lock $(VENV)/requirements-test.lock || { \
		$(MAKE) -s environment LOCK=requirements-test.lock && cp requirements.lock $(VENV)/requirements.lock; }

.PHONY: environment
environment:
	@set -e; found=; \
	if ! $(PYTHON) -m pip --version >/dev/null 2>&1; then \
		for name in python3.13 python3.12 python3.11 python3; do \
			if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found=$$name; break; fi; \
		done; \
		if [ -z "$$found" ]; then \
			echo "Bailey needs Python 3.11 or newer, and none was found. Install it from python.org or your system's packages." >&2; \
			exit 1; \
		fi; \
		echo "Making an environment in $(VENV) with $$($$found --version) …"; \
		rm -rf $(VENV); \
		$$found -m venv $(VENV) || { \
			rm -rf $(VENV); \
			echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv" >&2; \
			exit 1; \
		}; \
	fi; \
	echo "Installing what $(LOCK) lists …"; \
	$(PYTHON) -m pip install --disable-pip-version-check --no-input --require-hashes -r $(LOCK); \
	cp $(LOCK) $(VENV)/$(LOCK); \
	echo "The environment is ready."
