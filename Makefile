# Everything starts from Python >= 3.11 alone: the first target called builds .venv, the next ones reuse it.
# `make demo PORT=8001`, `make test args="tests/core -k slug"`, `make manage cmd="showmigrations"`.

PYTHON ?= python3
export PYTHON
export EMILE_ARGS = $(args)
export EMILE_CMD = $(cmd)
export EMILE_N = $(n)
export EMILE_YES = $(yes)
export EMILE_ONLY = $(only)
RUN = @command -v "$(PYTHON)" >/dev/null 2>&1 || { echo "Python est introuvable ($(PYTHON)) : installez Python 3.11 ou plus récent."; exit 1; }; \
	exec "$(PYTHON)" emile/tools/devstack/bootstrap.py

# HOST is read on make's command line only: some shells and tools export a HOST of their own.
ifeq ($(origin HOST),command line)
export EMILE_HOST := $(HOST)
endif

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow test-clock test-mutants bench screenshots manage shell-db stop requirements clean test-lifecycle

help: ## Affiche cette aide
	@echo "Émile — commandes :"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 24

demo: ## Démarre tout (base, tâches, site) avec des données inventées : http://127.0.0.1:8000  [PORT=… HOST=…]
	$(RUN) demo

test: ## Lance toutes les vérifications  [args="tests/… -k …" pour pytest seul]
	$(RUN) test

test-slow: ## Lance les longues vérifications, celles que « make test » laisse de côté
	@$(MAKE) --no-print-directory test args="-m slow"

test-clock: ## Relance les essais qui lisent une date à bien des instants, puis à minuit  [only="29 février"]
	$(RUN) test-clock

test-mutants: ## Mesure la force des essais : de petites fautes tirées au sort, lesquelles passent inaperçues  [seed=7 n=60 area=placements near=1 · file=… only=115 · known=1 only=… · remap=1]
	$(RUN) test-mutants $(foreach name,seed n area file only near known remap,$(if $($(name)),"$(name)=$($(name))")) $(args)

bench: ## Mesure la vitesse des pages sur un grand nombre de ménages  [n=100000 only=pages]
	$(RUN) bench

screenshots: ## Photographie les écrans (démo en cours, ou démarrée pour l'occasion)
	$(RUN) screenshots

manage: ## Lance une commande Django sur la démo en cours  [cmd="showmigrations"]
	$(RUN) manage

shell-db: ## Ouvre psql sur la base de la démo en cours
	$(RUN) shell-db

stop: ## Arrête la démo lancée dans un autre terminal
	$(RUN) stop

requirements: ## Recalcule les dépendances figées à partir de requirements*.in (demande uv)
	$(RUN) requirements

clean: ## Efface .venv et var/ après confirmation  [yes=1]
	$(RUN) clean

test-lifecycle: ## Essai lent, sur un clone neuf : démarrages, Ctrl-C, kill -9 (root et compte ordinaire)
	@exec "$(PYTHON)" tests/devstack/lifecycle.py
