# `make` builds the environment and runs the pipeline; `make help` lists the rest.
SHELL := /bin/sh
.DEFAULT_GOAL := run
# without this environment's own, should it be activated: it is about to be removed
SYSTEM_PATH := $(subst $(CURDIR)/.venv/bin:,,$(PATH))
# the stages' `python` is the environment's, activated or not
export PATH := $(CURDIR)/.venv/bin:$(PATH)
READY := .venv/.ready
GPU_READY := .venv/.ready-gpu
# there where NVIDIA's driver is
DRIVERS := /proc/driver/nvidia/version /dev/dxg
LOCK := uv pip compile --universal --fork-strategy fewest --generate-hashes --python-version 3.11 \
	--group dev --extra s3 pyproject.toml --custom-compile-command "make lock"

.PHONY: driver help setup run compare test check format options lock bench gpu-check clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(if $(GPU),driver) $(READY) $(if $(GPU),$(GPU_READY)) ## make .venv from requirements.lock; GPU=1: with CUDA, too

run: $(READY) ## run the pipeline, all stages that are not up to date (the default)
	@dvc repro

compare: $(READY) ## lay the experiments beside each other: reports/compare.html
	@python -m stages.compare

test: $(READY) ## run the tests, two at a time
	@python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder

check: $(READY) ## lint, formatting and types
	@ruff check .
	@ruff format --check .
	@mypy

format: $(READY) ## mend what ruff can mend
	@ruff check --fix .
	@ruff format .

options: $(READY) ## write new options into docs/options.md, params.yaml and recipes
	@python -m stages.reference

lock: ## pin the newest versions anew (needs uv)
	$(LOCK) -o requirements.lock --upgrade
	$(LOCK) -o requirements-gpu.lock --extra gpu --constraint requirements.lock

bench: $(READY) ## measure, and write the tables of docs/performance.md
	@python -m benchmarks

gpu-check: $(READY) ## compare the GPU with the CPU, and time it; prints a table
	@python -m benchmarks.gpu

clean: ## remove the environment and the caches of the tools
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(READY): requirements.lock
	@PATH="$(SYSTEM_PATH)"; \
	for python in python3 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; \
	  then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "Python 3.11, 3.12 or 3.13 is needed (TensorFlow has none for newer ones); found: $$(python3 --version 2>&1)." >&2; \
	  exit 1; \
	fi; \
	echo "Making .venv with $$($$found --version); the first time takes some minutes."; \
	rm -rf .venv && $$found -m venv .venv && \
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
	echo "$(CURDIR)" > "$$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/wgan-lab.pth"
	@touch $@

driver:
	@if [ -z "$(wildcard $(DRIVERS))" ]; then \
	  echo "No NVIDIA driver here ($(firstword $(DRIVERS)) is missing), so nothing for GPU=1 to use; \`make setup\` is enough." >&2; \
	  exit 1; \
	fi

$(GPU_READY): $(READY) requirements-gpu.lock
	@echo "Adding NVIDIA's libraries, some gigabytes."
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-gpu.lock
	@touch $@
