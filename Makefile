# The verbs, for people and for CI alike. `make demo` and `make test` need nothing but python3, pip and make.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin

QUIETLY := --quiet --disable-pip-version-check
# Uploads above 10 MiB are dropped by a Jupyter server unless it is told otherwise.
LAB    := --ServerApp.root_dir='$(CURDIR)' --ServerApp.tornado_settings='{"websocket_max_message_size": 134217728}' $(if $(filter 0,$(shell id -u)),--allow-root)

.PHONY: help demo lab test check kernels oldest wheel docs bench notebooks pack binder pins picture sheet clean

help:
	@echo "make demo       edit a photograph without a key and say where the result is"
	@echo "make lab        open JupyterLab on the first notebook"
	@echo "make test       check style and types, run every test and every notebook"
	@echo "make check      style and types alone"
	@echo "make kernels    make an environment with ipykernel 6 beside, for the browser tests that want one"
	@echo "make oldest     run the tests without a browser on the oldest versions that are allowed (PYTHON=python3.10)"
	@echo "make wheel      build what a release ships into dist/, and run tests on the installed wheel alone"
	@echo "make docs       build the documentation site into build/site, strictly"
	@echo "make bench      measure"
	@echo "make notebooks  run the notebooks again, from their pack, and store their outputs"
	@echo "make pack       ask the local service for all that the notebooks show, and pack it for those who ask nobody"
	@echo "make binder     run the notebooks in exactly the environment that Binder has (BINDER_PYTHON=python3.12)"
	@echo "make pins       choose the versions of that environment anew"
	@echo "make picture    take the picture of the README again"
	@echo "make sheet      draw the contact sheet of the local engine again"

# An environment with one extra of pyproject.toml, such as .venv/.test, beside those that are there already.
$(VENV)/.%: pyproject.toml
	@sh .ci/venv $(PYTHON) $(VENV)
	@echo "Installing wanwidgets[$*] into $(VENV) ..."
	@$(BIN)/python -m pip install $(QUIETLY) -e ".[$*]"
	@touch $@

$(VENV)/.bench: $(VENV)/.test

# A kernel of its own; the server and the browser stay those of the tests.
$(VENV)-ipykernel6/.kernel: pyproject.toml
	@sh .ci/venv $(PYTHON) $(VENV)-ipykernel6
	@echo "Installing a kernel with ipykernel 6 into $(VENV)-ipykernel6 ..."
	@$(VENV)-ipykernel6/bin/python -m pip install $(QUIETLY) "ipykernel<7" -e ".[local]"
	@touch $@

kernels: $(VENV)-ipykernel6/.kernel

demo: $(VENV)/.local
	@$(BIN)/python -m wanwidgets.demo demo-output

lab: $(VENV)/.lab
	$(BIN)/jupyter lab $(LAB) notebooks/01-first-edit.ipynb

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: check kernels
	@sh .ci/browser
	$(BIN)/python -m pytest --ignore=tests/browser
	@sh .ci/wheel $(PYTHON) $(BIN) $(VENV)-wheel
	@# A server, a kernel and a browser on a busy machine can miss a deadline: what fails is said, and run once more alone.
	export WANWIDGETS_IPYKERNEL6=$(VENV)-ipykernel6/bin/python; \
	$(BIN)/python -m pytest tests/browser || { \
		echo "Once more, alone, what failed above; it must pass now."; \
		$(BIN)/python -m pytest tests/browser --last-failed --last-failed-no-failures none; }

# The oldest versions that pyproject.toml allows (ipywidgets 7.7 is what Colab ships), without a browser.
oldest:
	@sh .ci/venv $(PYTHON) $(VENV)-oldest
	$(VENV)-oldest/bin/python -m pip install $(QUIETLY) -c tests/oldest.txt -e ".[local]" pytest pytest-timeout hypothesis
	$(VENV)-oldest/bin/python -m pytest -p no:cacheprovider $(filter-out tests/test_conformity.py tests/test_site.py,$(wildcard tests/test_*.py)) tests/http tests/protocol tests/regions tests/store tests/pacing tests/running tests/session tests/widgets tests/service tests/exporting tests/lineage tests/magic tests/provenance

# From nothing each time, so that no page is an old one; -n: every name of ours that is linked must be there.
docs: $(VENV)/.docs
	@rm -rf build/site
	$(BIN)/python -m sphinx -b html -c docs -E -n -W --keep-going -q . build/site
	@echo "The site: build/site/index.html"

wheel: $(VENV)/.test
	@sh .ci/wheel $(PYTHON) $(BIN) $(VENV)-wheel

bench: $(VENV)/.bench
	@sh .ci/browser
	$(BIN)/python -m pytest tests/benchmarks -o python_files="bench_*.py" -s -q

# Their outputs are compared twice by tests/notebooks: from the pack, asking nobody, and from the local service.
notebooks: $(VENV)/.test
	@sh .ci/notebooks $(BIN)

# After a change of the engine or of what a notebook asks; `make notebooks` comes next.
pack: $(VENV)/.test
	@sh .ci/pack $(BIN)

# The Python that binder/runtime.txt names; python3.12 where that says python-3.12.
BINDER_PYTHON ?= $(subst -,,$(shell cat binder/runtime.txt))

binder: $(VENV)/.test
	@sh .ci/binder $(BINDER_PYTHON) $(BIN)

pins:
	@sh .ci/pins $(BINDER_PYTHON)

picture: $(VENV)/.test
	$(BIN)/python -m pytest tests/browser/test_picture.py -q
	$(BIN)/python -c 'from PIL import Image; Image.open("test-artifacts/editor.png").convert("RGB").save("docs/editor.jpg", quality=90, subsampling=0, optimize=True)'

sheet: $(VENV)/.test
	$(BIN)/python tests/benchmarks/sheet.py docs/families.jpg

clean:
	rm -rf $(VENV) $(VENV)-oldest $(VENV)-ipykernel6 $(VENV)-wheel build dist demo-output test-artifacts .mypy_cache .pytest_cache .ruff_cache
