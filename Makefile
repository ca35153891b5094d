# Sales Desk: every command a developer needs. `make help` lists them.
# Options are given as make variables, e.g. make run WORKERS=2 PORT=8080
SHELL := /bin/bash
HOUSE := scripts/house.sh
export PORT WORKERS HTTP_INTERFACE DETACH ARGS ONLY REFRESH
.DEFAULT_GOAL := help
.PHONY: help setup run stop reset test test-core lint bench bench-dedup bridge i18n docs clean

help: ## Show this list
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Fetch Odoo, build the environment and the private PostgreSQL (REFRESH=1 looks for a newer package)
	@$(HOUSE) setup $(if $(REFRESH),--refresh)

run: ## Start the demo and print its logins (PORT=, HTTP_INTERFACE=, WORKERS=2 behind nginx, DETACH=1)
	@$(HOUSE) run

stop: ## Stop the demo and its PostgreSQL; data stays
	@$(HOUSE) stop

reset: ## Delete the demo's data; the next make run starts over
	@$(HOUSE) reset

test: ## Run all tests; ARGS="addons/crm_lead_dedup -k phone" narrows them
	@$(HOUSE) test $(ARGS)

test-core: ## Run Odoo's own tests with and without the suite and compare
	@$(HOUSE) test-core

lint: ## Run every linter
	@$(HOUSE) lint

bench: ## Run the benchmarks and print their table (ONLY=name for one)
	@$(HOUSE) bench $(if $(ONLY),--only $(ONLY))

bench-dedup: ## Measure the search for duplicates beside its rivals (SIZES="10k 100k" SEEDS="1 2 3")
	@$(HOUSE) bench-dedup $(if $(SIZES),--sizes $(SIZES)) $(if $(SEEDS),--seeds $(SEEDS))

bridge: ## Build the telephony bridge as one file: dist/crm-telephony-bridge.pyz
	@$(HOUSE) bridge

i18n: ## Export the terms and merge them into the translations (ARGS=--check only checks)
	@$(HOUSE) i18n $(ARGS)

docs: ## Make the pictures and pages of the documentation
	@$(HOUSE) docs $(ARGS)

clean: ## Delete everything fetched and made here, the demo's data included
	@$(HOUSE) clean
