# The commands people type. Each sets up what it needs, from nothing.
#   make run    a sample state, a first release, and the site on http://127.0.0.1:8050
#   make test   linters, types, import contracts and every test
#   make bench  every figure the README claims, as ratios in one run
#   make lint   only the linters, types and import contracts
#   make pictures   the pictures of docs/collection.md, taken while its steps are tested

PYTHON   ?= python3
VENV     ?= .venv
BIN      := $(VENV)/bin
PORT     ?= 8050
EXTRACTS ?= var/sample
RELEASES ?= var/releases
PYTEST_ARGS ?= -n auto

export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test bench lint pictures sample release browser clean
.DELETE_ON_ERROR:

run: release
	DASHBOARD_RELEASES=$(RELEASES) $(BIN)/python -m dashboard serve --port $(PORT)

test: $(VENV)/dev browser lint
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

pictures: $(VENV)/dev browser
	GUIDE_PICTURES=docs/pictures $(BIN)/python -m pytest -q tests/browser/test_guide.py

bench: $(VENV)/dev
	$(BIN)/python -m bench

# A release is built when there is none yet; `make release` again changes nothing.
release: $(RELEASES)/current
$(RELEASES)/current: | $(EXTRACTS)/districts.csv
	$(BIN)/python -m dashboard build $(EXTRACTS) --releases $(RELEASES)

sample: $(EXTRACTS)/districts.csv
$(EXTRACTS)/districts.csv: | $(VENV)/run
	$(BIN)/python -m dashboard sample $(EXTRACTS)

$(VENV)/run: requirements.txt
	scripts/venv $(PYTHON) $(VENV) requirements.txt
	@touch $@

$(VENV)/dev: requirements-dev.txt | $(VENV)/run
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	@touch $@

# The browser tests drive the system's Chromium; where none can be had they skip and say so.
browser:
	@scripts/chromium

clean:
	rm -rf $(VENV) var
