# Targets of PST Bot; `make help` lists them. Nothing else needs to be installed than python3 (3.11 or 3.12), make and git.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
UV := .tools/bin/uv
PY := .venv/bin/python
export RASA_TELEMETRY_ENABLED := false
# Whole files go to the worker that is free, in the order of collection: what is long comes first (tests/conftest.py).
SIDE_BY_SIDE := -n 2 --dist loadfile --no-loadscope-reorder

.PHONY: help
help: ## List every target
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

.PHONY: setup
setup: .venv/.ready ## Build the environment (.venv) from requirements.txt

$(UV): requirements-tools.txt
	@bash scripts/make_tools $(PYTHON)

.venv/.ready: requirements.txt scripts/link_stand_in scripts/compile_used | $(UV)
	@echo "Menyiapkan lingkungan …"
	@test -x $(PY) || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) pip sync --quiet --python $(PY) requirements.txt
	@bash scripts/link_stand_in
	@bash scripts/compile_used
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.ready
	@$(UV) pip sync --quiet --python $(PY) requirements-dev.txt
	@bash scripts/link_stand_in
	@touch $@ .venv/.ready

.PHONY: run
run: setup ## Train if needed, start everything, print the addresses; Ctrl-C stops
	@exec $(PY) -m bot run

.PHONY: train
train: setup ## Train the assistant if its sources have changed
	@$(PY) -m bot train

.PHONY: backup
backup: setup ## Write an encrypted backup now (PST_BACKUP_KEY); TO=folder
	@$(PY) -m bot backup $(if $(TO),--to "$(TO)")

.PHONY: fmt
fmt: .venv/.dev ## Format the code
	@.tools/bin/ruff format . && .tools/bin/ruff check --fix .

.PHONY: lint
lint: .venv/.dev ## Ruff, mypy, import-linter
	@.tools/bin/ruff format --check . && .tools/bin/ruff check .
	@.tools/bin/mypy --python-executable $(PY) && .tools/bin/lint-imports

.PHONY: check
check: lint ## Fast tier: lint and the tests without Rasa, browsers, processes and PostgreSQL (about 2 minutes)
	@$(PY) -m bot faq check
	@$(PY) -m pytest $(SIDE_BY_SIDE) -m "not rasa and not browser and not acceptance and not long" -k "not postgresql"

.PHONY: test
test: lint ## Everything: lint, all tests (under 15 minutes on two cores)
	@bash scripts/install_chromium
	@$(PY) -m bot faq check
	@$(PY) -m pytest $(SIDE_BY_SIDE)

.PHONY: soak
soak: .venv/.dev ## The channels' acceptance test, longer: TIMES=10
	@SOAK=$(or $(TIMES),10) $(PY) -m pytest -s tests/acceptance/test_channels.py

.PHONY: rasa-test
rasa-test: .venv/.dev train ## Rasa's own `rasa data validate` and `rasa test` over the exported knowledge base
	@bash scripts/rasa_test

.PHONY: evaluate
evaluate: train ## Measure the model: make evaluate FILE=questions.csv OUT=result.json
	@$(PY) -W ignore -m bot.components.evaluate $(FILE) $(OUT) --model models/pst.tar.gz

.PHONY: bench
bench: .venv/.dev train ## Measure speed, memory, accuracy; ONLY=chat,long runs parts
	@$(PY) -m bench $(if $(ONLY),--only $(ONLY))

.PHONY: bench-stock
bench-stock: .venv/.dev ## Install, train and measure the stock Rasa project (long)
	@$(PY) -m bench.stock

.PHONY: pictures
pictures: .venv/.dev ## Take the guides' pictures anew (docs/panduan/gambar); look at each before it is committed
	@bash scripts/install_chromium
	@$(PY) -W ignore -m tests.pictures

.PHONY: lock
lock: $(UV) ## Pin the dependencies again, with hashes and without addresses
	@bash scripts/lock
