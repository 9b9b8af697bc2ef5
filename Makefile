# The hub's commands. `make` alone lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PORT := $(or $(PORT),8000)
export PORT
PYTHON := .venv/bin/python
# Which tests: all; .ci/run leaves some out the second time.
UNIT_TESTS := not browser
BROWSER_TESTS := browser
FAST_TESTS := not browser and not slow
STYLE_SHEETS := {home,media,partners,portal}/**/*.css
# KEEP=1: of the commands that measure.
KEEPING = $(if $(KEEP),--keep)
SERVE := DJANGO_SETTINGS_MODULE=portal.settings.demo
step = @printf '\n== %s\n' $(1)
# Several targets at once, one for each core; what each says stays together.
AT_ONCE = $(MAKE) --jobs="$$(nproc)" --output-sync=target

.PHONY: help serve test test-fast test-dates outdated style style-types style-templates style-imports style-code style-layout \
	style-sheets style-sheets-layout checks test-database pytest coverage bench benchevents benchlanguages benchpages benchsearch load lock format screenshots lighthouse clean venv packages port-free \
	dev-packages node-packages chromium other-browsers h2load test-browsers

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: packages port-free ## Set up what is missing and serve the hub on http://127.0.0.1:8000 (another: PORT=8001)
	@$(SERVE) $(PYTHON) manage.py setup
# The three processes end with this one: by Ctrl-C, by SIGTERM, and when the terminal is closed.
	@trap 'kill -TERM $$hub 2>/dev/null' HUP INT TERM; \
	(trap '' HUP; exec env $(SERVE) PYTHONUNBUFFERED=1 $(PYTHON) -m honcho --env /dev/null start --no-prefix) & hub=$$!; \
	wait $$hub; while kill -0 $$hub 2>/dev/null; do wait $$hub; done

test: dev-packages node-packages chromium ## Run every check and test, on DATABASE_URL and REDIS_URL where they are set
	@$(AT_ONCE) $(STYLE) checks test-database
	@$(MAKE) pytest

test-fast: dev-packages node-packages ## Run the style checks and the tests that need no browser and take less than five seconds each
	@$(AT_ONCE) $(STYLE) checks test-database
	$(call step,'Fast tests: pytest')
	@$(PYTHON) -m pytest -n auto --dist worksteal -m '$(FAST_TESTS)'

# Local times of the hub: after January, the evening of the leap day (the next day in UTC), both changes of the clocks in its first night.
TEST_DATES := 2027-02-01T12:00 2028-02-29T20:00 2027-03-14T01:30 2027-11-07T01:30

test-dates: dev-packages ## Run the tests of test-fast as of other days: TEST_DATES, or one of your own (some 10 minutes each)
	@for date in $(TEST_DATES); do printf '\n== Fast tests as of %s: pytest\n' "$$date"; \
	TEST_DATE="$$date" $(PYTHON) -m pytest -n auto --dist worksteal -m '$(FAST_TESTS)' || failed="$$failed $$date"; done; \
	[ -z "$$failed" ] || { echo "Failed as of:$$failed" >&2; exit 1; }

style: dev-packages node-packages
	@$(AT_ONCE) $(STYLE)

# The longest first.
STYLE := style-types style-templates style-imports style-code style-layout style-sheets style-sheets-layout

style-types:
	$(call step,'Types: mypy')
	@.venv/bin/mypy --no-error-summary

style-templates:
	$(call step,'Style of the templates: djlint')
	@.venv/bin/djlint --lint --quiet .

style-imports:
	$(call step,'Imports between packages: lint-imports')
	@.venv/bin/lint-imports --no-logo

style-code:
	$(call step,'Style of the code: ruff check')
	@.venv/bin/ruff check .

style-layout:
	$(call step,'Layout of the code: ruff format')
	@.venv/bin/ruff format --check .

style-sheets:
	$(call step,'Style of the style sheets: stylelint')
	@node_modules/.bin/stylelint '$(STYLE_SHEETS)'

style-sheets-layout:
	$(call step,'Layout of the style sheets: prettier --check')
	@node_modules/.bin/prettier --log-level warn --check '$(STYLE_SHEETS)'

# A run of the tests would make it as well, on one core.
test-database: dev-packages
	$(call step,'The database of the tests: tests.tools.prepare_database')
	@$(PYTHON) -m tests.tools.prepare_database

checks: dev-packages
	$(call step,'Every model has its migration: makemigrations --check')
	@DJANGO_SETTINGS_MODULE=portal.settings.test $(PYTHON) manage.py makemigrations --check --dry-run
	$(call step,'Production settings are safe: check --deploy')
	@# In English alone: of other languages it warns until a person has signed their catalogues, which is no setting.
	@DJANGO_SETTINGS_MODULE=portal.settings.production LANGUAGES=en ALLOWED_HOSTS=hub.example.org BASE_URL=https://hub.example.org \
	SECRET_KEY="$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	$(PYTHON) manage.py check --deploy --fail-level WARNING

pytest: dev-packages node-packages chromium
	$(call step,'Unit tests: pytest')
	@$(PYTHON) -m pytest -n auto --dist worksteal -m '$(UNIT_TESTS)' --ignore tests/browser
	$(call step,'Browser tests: pytest')
	@$(PYTHON) -m pytest -n auto --dist worksteal -m '$(BROWSER_TESTS)' tests/browser

test-browsers: dev-packages other-browsers ## Read, search, fill in, post and leave in Firefox, in WebKit and with the screen reader Orca
	$(call step,'Firefox$(comma) WebKit and Orca: pytest')
	@xvfb-run --auto-servernum $(PYTHON) -m pytest tests/other_browsers -n 2 --dist loadgroup

coverage: dev-packages ## Measure how much of the code the fast tests run, in percent (`.venv/bin/coverage report` says what they leave out)
	@failed=; $(PYTHON) -m pytest -n auto --dist worksteal -m '$(FAST_TESTS)' --cov --cov-report= || failed=1; \
	printf 'Lines and branches that the fast tests run: %s %%\n' "$$(.venv/bin/coverage report --format=total)"; [ -z "$$failed" ]

bench: packages h2load ## Measure each type of page (PAGES="Home,Event"), cached and not, against a bare response; KEEP=1 writes docs/performance.md
	@$(PYTHON) -m tests.bench $(if $(PAGES),--pages '$(PAGES)') $(if $(SECONDS),--seconds $(SECONDS)) $(KEEPING)

benchevents: packages ## Measure readers' and staff's pages with 100 and with 10,000 events
	@$(PYTHON) -m tests.bench.events $(KEEPING)

benchlanguages: packages ## Measure pages in one language and in four
	@$(PYTHON) -m tests.bench.languages $(KEEPING)

benchpages: packages ## Measure pages with 50 and with 5,000 pages more
	@$(PYTHON) -m tests.bench.page_count $(KEEPING)

benchsearch: packages ## Measure the search with 500 and with 20,000 pages
	@$(PYTHON) -m tests.bench.search $(KEEPING)

load: packages ## Let readers, members and approvers use a hub for five minutes (SECONDS=60: one)
	@$(PYTHON) -m tests.bench.load $(if $(SECONDS),--seconds $(SECONDS)) $(KEEPING)

outdated: dev-packages ## List newer versions of what requirements*.in names
	@$(PYTHON) -m pip list --outdated --not-required

lock: ## Write requirements*.txt anew from requirements*.in (needs uv)
	@command -v uv >/dev/null || { echo "uv is missing. Install it with: pipx install uv" >&2; exit 1; }
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	requirements.in --output-file requirements.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	--constraints requirements.txt requirements-dev.in --output-file requirements-dev.txt

format: dev-packages node-packages ## Put the code into its layout
	@.venv/bin/ruff check --fix --quiet .
	@.venv/bin/ruff format --quiet .
	@node_modules/.bin/stylelint --fix '$(STYLE_SHEETS)'
	@node_modules/.bin/prettier --log-level warn --write '$(STYLE_SHEETS)'

screenshots: dev-packages chromium ## Make the pictures of README.md and docs/ anew
	@$(PYTHON) -m tests.tools.screenshots

lighthouse: packages node-packages chromium ## Measure every kind of page with Lighthouse, or PAGES="home,event" (HUB_URL: of a hub that runs)
	@$(if $(PAGES),PAGES="$(PAGES)") DJANGO_SETTINGS_MODULE=portal.settings.test $(PYTHON) -m tests.tools.lighthouse

clean: ## Remove what the commands made, but not what the hub holds (var/)
	@rm -rf .venv node_modules .ruff_cache .pytest_cache .mypy_cache .import_linter_cache .coverage htmlcov
	@find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

# --- What the commands above need: each is looked for, and installed only when it is missing or has changed ---------
venv:
	@[ -f .venv/bin/activate ] && $(PYTHON) -c '' 2>/dev/null || { \
	for python in python3 python3.14 python3.13 python3.12 python3.11; do \
		$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && found=$$python && break; \
	done; \
	[ -n "$$found" ] || { echo "Python 3.11 or newer is missing. Install it with: sudo apt-get install python3 python3-venv" >&2; exit 1; }; \
	$$found -c 'import ensurepip, venv' 2>/dev/null || { echo "python3-venv is missing. Install it with: sudo apt-get install python3-venv" >&2; exit 1; }; \
	echo "Making .venv with $$($$found --version) …"; \
	$$found -m venv --clear .venv; }

# requirements-dev.txt holds all of requirements.txt, so either will do.
packages: venv
	@cmp -s requirements.txt .venv/installed.txt || cmp -s requirements-dev.txt .venv/installed-dev.txt || { \
	echo "Installing the locked requirements (once; about half a minute) …"; \
	$(PYTHON) -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.txt \
	&& cp requirements.txt .venv/installed.txt; }

dev-packages: venv ## Install what the tests need (Python)
	@cmp -s requirements-dev.txt .venv/installed-dev.txt || { \
	echo "Installing the locked requirements for tests (once; about half a minute) …"; \
	$(PYTHON) -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt \
	&& cp requirements-dev.txt .venv/installed-dev.txt; }

node-packages: ## Install the checks of HTML and CSS
	@command -v npm >/dev/null || $(call apt,npm,nodejs npm)
	@cmp -s package-lock.json node_modules/installed.json || { \
	echo "Installing the checks of HTML and CSS …"; \
	npm ci --silent --no-audit --no-fund && cp package-lock.json node_modules/installed.json; }

h2load:
	@command -v h2load >/dev/null || $(call apt,h2load,nghttp2-client)

chromium: ## Install Chromium, if it is missing
	@command -v chromium >/dev/null || $(call apt,Chromium,chromium fonts-liberation)

# WebKit uses GLib for HTTPS and GStreamer for videos, and needs a screen. Orca reads the window that has the focus, which a window manager gives.
other-browsers: ## Install Firefox, WebKit and the screen reader Orca with what they need, if they are missing
	@{ command -v firefox-esr && command -v WebKitWebDriver && command -v xvfb-run && command -v orca && command -v metacity && command -v xdotool; } >/dev/null \
	|| $(call apt,Firefox or WebKit or Orca,firefox-esr webkit2gtk-driver glib-networking gstreamer1.0-plugins-good xvfb xauth fonts-liberation orca at-spi2-core dbus libglib2.0-bin metacity xdotool)

# apt: install Debian's packages as root, or say the command that does.
apt = { [ "$$(id -u)" = 0 ] || { echo "$(1) is missing. Install it with: sudo apt-get install $(2)" >&2; exit 1; }; \
	echo "Installing $(1) from Debian's packages …"; \
	apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2) >/dev/null; }

port-free: venv
	@$(PYTHON) -c 'import socket, sys; s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); s.bind(("127.0.0.1", int(sys.argv[1])))' "$(PORT)" 2>/dev/null \
	|| { echo "Port $(PORT) cannot be used: something else uses it, or it is no port. Choose another: make serve PORT=8001" >&2; exit 1; }
