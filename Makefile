# The project's verbs. Each does all of its own set-up, says what it installs, and may be run again at any time.
#
#   PACKAGES=nuget|compat   force the package mode (default: ask the feed; docs/decisions/0001-package-modes.md)
#   CONFIGURATION=Debug     build for debugging (default: Release)
#   ONLY="NAME NAME"        benchmarks to run (default: all); for chaos a pattern of the faults' names
#   SEED=N, PLACES=N        chaos: what is left to chance (default 1), and runs at a time (default one more than processors)
#   QUICK=1               bench-retention: its short form (ONLY is a pattern of method names)
#   BROKER_PORT, BLOB_PORT  where make services listens (default: 5672 and 10000)

PACKAGES ?=
CONFIGURATION ?= Release
ONLY ?=
QUICK ?=
SEED ?=
PLACES ?=
BROKER_PORT ?= 5672
BLOB_PORT ?= 10000
export PACKAGES CONFIGURATION ONLY SEED PLACES

.DEFAULT_GOAL := help
.PHONY: help setup build quickstart quickstart-services services test check chaos format bench bench-retention samples clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /  make \1|/p' $(MAKEFILE_LIST) | column -t -s '|'

setup: ## Find the package mode and install what the build needs
	@build/packages.sh
	@build/setup.sh

build: setup ## Build everything
	@build/build.sh FedK8s.sln

quickstart: setup ## Eight clients fine-tune a small language model together, on this machine
	@build/build.sh src/Cli
	@build/fedk8s.sh run k8s/samples/quickstart.yaml

quickstart-services: setup ## The same as separate processes, with RabbitMQ and Azurite between them
	@build/rabbitmq.sh install
	@build/azurite.sh install
	@build/build.sh src/Cli
	@build/quickstart-services.sh

services: ## Run RabbitMQ and Azurite on this machine until Ctrl-C, for services to meet on
	@build/rabbitmq.sh install
	@build/azurite.sh install
	@build/services.sh run artifacts/services $(BROKER_PORT) $(BLOB_PORT)

test: build ## Run every test; the last line is "N passed, M failed"
	@build/azurite.sh install
	@build/rabbitmq.sh install
	@build/test.sh

check: build ## test, and format and analyzers besides
	@build/azurite.sh install
	@build/rabbitmq.sh install
	@build/format.sh --verify-no-changes
	@build/test.sh

chaos: build ## Kill, halt, cut and fill everything a run stands on, some 250 times; the table goes to docs/results/chaos.md
	@build/azurite.sh install
	@build/rabbitmq.sh install
	@build/chaos.sh

format: setup ## Put the sources into the project's format
	@build/format.sh

bench: setup ## Run the benchmarks, or ONLY=NAME; tables on screen, JSON in artifacts/bench
	@build/build.sh bench/Bench
	@build/bench.sh

bench-retention: setup ## What methods keep of the base model, and what they take: hours, or ten minutes with QUICK=1
	@build/build.sh bench/RetentionBench
	@bench/retention $(if $(QUICK),--quick) $(if $(ONLY),--only '$(ONLY)')

samples: setup ## Make the sample data and base checkpoints anew, as they are committed
	@build/build.sh src/Cli
	@build/samples.sh

clean: ## Remove what was built and the package mode; runs/ stays
	rm -rf artifacts packages.local.props
