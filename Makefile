# The two commands: `make run` goes on air in rehearsal, `make test` tests.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check
DAY    ?= 2025-10-01
SEEDS  ?= 0-19

.PHONY: run install test lint format soak bench clean lock

run: install  ## the sample day, on air in rehearsal
	@$(BIN)/broadcaster check
	@$(BIN)/broadcaster approve --all --by "Người duyệt thử" --rehearsal
	@$(BIN)/broadcaster run --rehearse $(DAY)

install: $(VENV)/run.installed  ## everything the program needs, in .venv

test: $(VENV)/dev.installed  ## all tests; four side by side, since many wait for real time
	$(BIN)/python -m pytest -n 4 --dist loadfile -m "not alone"
	$(BIN)/python -m pytest -m alone

lint: $(VENV)/dev.installed  ## format, lint, types, import rules
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: $(VENV)/dev.installed
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

soak: $(VENV)/dev.installed  ## the long torture: many campaigns, ten thousand damaged files; SEEDS=0-19
	PYTHONPATH=tests $(BIN)/python -m torture --seeds $(SEEDS)

bench: $(VENV)/dev.installed  ## every figure we claim, beside a peer
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .hypothesis audio/cache audio/programmes audio/heard records/rehearsal
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

lock:  ## new versions within the ranges of pyproject.toml; needs uv
	uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml \
	  --group build -o requirements/run.lock
	uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml \
	  --extra piper --group build --group test --group lint -o requirements/dev.lock

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Chưa có Python. Cài bằng lệnh: sudo apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "Cần Python 3.11, 3.12 hoặc 3.13; máy này có $$($(PYTHON) --version). Chỉ bản khác bằng: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Thiếu gói python3-venv. Cài bằng lệnh: sudo apt install python3-venv"; exit 1; }
	@echo "Tạo môi trường $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.installed: requirements/run.lock pyproject.toml | $(BIN)/python
	@echo "Cài các thư viện (lần đầu mất khoảng một phút) …"
	@$(PIP) --require-hashes -r requirements/run.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.installed: requirements/dev.lock $(VENV)/run.installed
	@echo "Cài các thư viện để kiểm thử …"
	@$(PIP) --require-hashes -r requirements/dev.lock
	@touch $@
