# Two commands: `make run` starts the site with the demo, `make test` runs the tests. Both install what they need.
SHELL := /bin/bash
PYTHON ?= $(firstword $(shell command -v python3.11) $(shell command -v python3))
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8000
export PORT

.PHONY: run test install install-test messages texts lock page-weight screenshots

run: install
	@$(PY) -m config.local

test: install-test
	@$(PY) -m ruff check .
	@$(PY) -m pytest -n 2 -m "not postgres and not worker and not browser" $(ARGS)
	@echo "Deselected here: the suites marked postgres, worker and browser. .ci/run installs what they need and runs them."

install: $(VENV)/installed var/fonts-installed messages

install-test: $(VENV)/installed-test var/standards/fetched var/fonts-installed messages

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed."; exit 1; }
	@echo "Making the virtual environment ..."
	@$(PYTHON) -m venv $(VENV) || { echo "On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/installed: $(VENV)/bin/python requirements.lock
	@echo "Installing libraries (half a minute the first time) ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/installed-test: $(VENV)/installed requirements-test.lock
	@echo "Installing what the tests need ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@

# The standard's own schema of a badge, out of the source archive of the library that judges ours. Without it one test is skipped.
var/standards/fetched: requirements-test.lock $(VENV)/installed
	@mkdir -p $(@D)
	@$(PY) -m pip download --quiet --disable-pip-version-check --no-deps --no-binary openbadgeslib --dest $(@D) "$$(grep -o '^openbadgeslib==[0-9.]*' requirements-test.lock)" && touch $@ || echo "The schema of Open Badges could not be fetched; one test is skipped."

var/fonts-installed: package-lock.json config/fetch_fonts.py $(VENV)/installed
	@mkdir -p var
	@$(PY) -m config.fetch_fonts
	@touch $@

messages: $(VENV)/installed
	@$(PY) -m config.compile_messages

# Collects the interface's texts for translation; needs gettext. In alphabetical order, so that two people's changes merge.
texts: $(VENV)/installed
	@cd config && for code in $$(ls locale); do \
	  (cd .. && $(PY) manage.py makemessages -l $$code --ignore '.venv/*' --ignore 'node_modules/*' --ignore 'tests/*' --no-location --no-wrap) \
	  && msgattrib --no-obsolete --no-wrap --sort-output locale/$$code/LC_MESSAGES/django.po -o locale/$$code/LC_MESSAGES/django.po; done

# For who changes dependencies; needs uv. The files hold hashes and no addresses.
lock:
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-annotate -q pyproject.toml -o requirements.lock
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-annotate -q pyproject.toml --group test -c requirements.lock -o requirements-test.lock


# What every learner's page weighs, and how long a lesson takes on a cheap phone; against a running demo (SITE=http://127.0.0.1:8000).
page-weight: install-test
	@$(PY) -m tests.performance.measure_page_weight

# The pictures of the README, of a running demo (SITE=http://127.0.0.1:8000).
screenshots: install-test
	@$(PY) -m tests.browser.take_screenshots
