# `make` builds the environment and runs the pipeline; `make help` lists the rest.
SHELL := /bin/sh
.DEFAULT_GOAL := run
# without this environment's own, should it be activated: it is about to be removed
SYSTEM_PATH := $(subst $(CURDIR)/.venv/bin:,,$(PATH))
# the stages' `python` is the environment's, activated or not; what make starts itself it may look up elsewhere
export PATH := $(CURDIR)/.venv/bin:$(PATH)
BIN := .venv/bin
# a copy of the lock that was installed
READY := .venv/.ready
GPU_READY := .venv/.ready-gpu
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# there where NVIDIA's driver is
DRIVERS := /proc/driver/nvidia/version /dev/dxg
LOCK := uv pip compile --universal --fork-strategy fewest --generate-hashes --python-version 3.11 \
	--group dev --extra s3 pyproject.toml --custom-compile-command "make lock"

# `make -j clean setup` is clean, then setup
.NOTPARALLEL:
.PHONY: driver help setup run compare test check format options lock bench gpu-check clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(if $(GPU),driver) $(READY) $(if $(GPU),$(GPU_READY)) ## make .venv from requirements.lock; GPU=1: with CUDA, too

run: $(READY) ## run the pipeline, all stages that are not up to date (the default)
	@$(BIN)/dvc repro

compare: $(READY) ## lay the experiments beside each other: reports/compare.html
	@$(BIN)/python -m stages.compare

test: $(READY) ## run the tests, two at a time
	@$(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder

check: $(READY) ## lint, formatting and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(READY) ## mend what ruff can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

options: $(READY) ## write new options into docs/options.md, params.yaml and recipes
	@$(BIN)/python -m stages.reference

lock: ## pin the newest versions anew (needs uv)
	$(LOCK) -o requirements.lock --upgrade
	$(LOCK) -o requirements-gpu.lock --upgrade --extra gpu --constraint requirements.lock

bench: $(READY) ## measure, and write the tables of docs/performance.md
	@$(BIN)/python -m benchmarks

gpu-check: $(READY) ## compare the GPU with the CPU, and time it; prints a table
	@$(BIN)/python -m benchmarks.gpu

clean: ## remove the environment and the caches of the tools
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(READY): requirements.lock
	@if cmp -s requirements.lock $@; then touch $@; exit; fi; \
	PATH="$(SYSTEM_PATH)"; lock=requirements.lock; \
	if [ -e $(GPU_READY) ]; then lock=requirements-gpu.lock; fi; \
	for python in python3 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; \
	  then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Python 3.11, 3.12 or 3.13 is needed (TensorFlow has none for newer ones), with its venv (Debian, Ubuntu: python3-venv); found: $$(python3 --version 2>&1)." >&2; \
	  exit 1; \
	fi; \
	echo "Making .venv with $$($$found --version); the first time takes some minutes."; \
	rm -rf .venv && $$found -m venv .venv && \
	awk '/^[^ #]/ { tool = /^(packaging|setuptools|wheel)==/ } tool' requirements.lock | $(PIP) -r /dev/stdin && \
	$(PIP) --no-build-isolation -r $$lock && \
	echo "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/wgan-lab.pth" && \
	if [ $$lock != requirements.lock ]; then touch $(GPU_READY); fi && \
	cp requirements.lock $@

driver:
	@if [ -z "$(wildcard $(DRIVERS))" ]; then \
	  echo "No NVIDIA driver here ($(firstword $(DRIVERS)) is missing), so nothing for GPU=1 to use; \`make setup\` is enough." >&2; \
	  exit 1; \
	fi

$(GPU_READY): $(READY) requirements-gpu.lock
	@echo "Adding NVIDIA's libraries, some gigabytes."
	@$(PIP) --no-build-isolation -r requirements-gpu.lock
	@touch $@
