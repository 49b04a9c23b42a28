# Two commands: `make demo` and `make test`. What they do stands in bootstrap.py.
PYTHON ?= python3

.PHONY: help demo platform test setup soak wheel sbom lock

help: ## list these words
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: ## install, load real data and demo matter, serve, print address and logins
	@$(PYTHON) bootstrap.py demo

platform: ## the 演示平台 that the demo can report to: see docs/how-to/connect-the-platform.md
	@$(PYTHON) bootstrap.py platform

test: ## install and run every check and test; what has SQL of its own on PostgreSQL too
	@$(PYTHON) bootstrap.py test

setup: ## install into .venv and stop there
	@$(PYTHON) bootstrap.py setup

soak: ## the long kills, fuzzing and full enumerations, and everything on PostgreSQL
	@$(PYTHON) bootstrap.py soak

wheel: ## build a wheel with front end, rulebooks and reference data into dist/
	@$(PYTHON) bootstrap.py wheel

sbom: ## write what an installation is made of into dist/, as CycloneDX
	@$(PYTHON) bootstrap.py sbom

lock: ## resolve the requirements anew
	@$(PYTHON) bootstrap.py lock
