# 连心桥 LianXinQiao. `make help` says what there is. Needs python3 (3.11 or newer), python3-venv and make; nothing else.

.DEFAULT_GOAL := help
.PHONY: help build build-dev demo test drills bench check lock translate draw clean

PYTHON ?= python3
PORT ?= 8000
LAN ?=
VENV := .venv/bin
export PYTHONUTF8 := 1

help: ## say what there is
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "  %-16s %s\n", $$1, $$2}'

build:
	@$(PYTHON) tools/build.py core

build-dev:
	@$(PYTHON) tools/build.py dev

demo: build ## build everything, make the demo city, start it (PORT=8000; LAN=1 opens it to phones on this network)
	@$(VENV)/lxq demo --port $(PORT) $(if $(filter 1 yes true,$(LAN)),--lan)

test: build-dev ## all tests: SQLite, PostgreSQL where there is one, a browser where there is one
	@$(VENV)/python tools/suite.py

drills: build-dev ## the long counts: kills, races, seeds, fuzz
	@LXQ_DRILLS=long $(VENV)/python -m pytest -m drill

bench: build-dev ## repeatable measurements; writes bench/results and bench/README.md
	@for each in intake demo siting readme; do echo "bench.$$each"; $(VENV)/python -m bench.$$each || exit 1; done

check: build-dev ## contracts, types, lint, form, migrations, translations, drawings
	@$(VENV)/python tools/check.py

lock: build ## choose versions anew and pin them with hashes
	@$(PYTHON) tools/build.py lock

translate: build-dev ## collect the words of the pages into locale/, draft traditional Chinese, compile
	@$(VENV)/python tools/translate.py

draw: build-dev ## draw docs/flows, docs/rights.md and the floors of docs/map.md from the tables
	@$(VENV)/python tools/draw.py

clean: ## remove what was built; the installation in var/ stays
	@rm -rf .venv .boot build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis reports
	@find . -name __pycache__ -type d -prune -exec rm -rf {} + ; find locale -name '*.mo' -delete 2>/dev/null || true
