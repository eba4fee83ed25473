"""How the notebooks are written: what each says first and last, where it leads, and what is stored in it."""

from __future__ import annotations

import ast
import json
import re

import nbformat
import pytest

from tests.notebooks.books import FOLDER, NOTEBOOKS, called, code_of, read, words_of

LINES, COLUMNS = 25, 110
"""Most of a cell of code, so that it is read without scrolling."""
CELLS = 30
"""Most of a notebook, which is read and run in about ten minutes."""
FILE, PREVIEW = 1_500_000, 40_000
"""Most bytes of a notebook as it is stored, and of a picture in it."""

NO_WAN_MODEL = re.compile(r"no\s+Wan\s+model|不是\s*Wan\s*模型")
_LINK = re.compile(r"\]\(([^)\s]+)\)")

each = pytest.mark.parametrize("path", NOTEBOOKS, ids=called)
translated = pytest.mark.parametrize("path", [path for path in NOTEBOOKS if path.parent != FOLDER], ids=called)


def links(text):
    """Return the links of a text to files, without the heading that they lead to."""
    return [link.partition("#")[0] for link in _LINK.findall(text) if not re.match("https?:|#", link)]


@each
def test_notebook_is_well_formed(path):
    """A notebook has a name with a number, is valid, names the kernel that everybody has, and every cell its own id."""
    notebook = read(path)

    nbformat.validate(notebook)
    assert re.fullmatch(r"\d\d(-[a-z]+)+", path.stem)
    assert notebook.metadata["kernelspec"]["name"] == "python3"
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells) <= CELLS


@each
def test_first_cell_says_what_it_is(path):
    """A notebook begins with its title, the only one, and soon says that the local service is no Wan model."""
    first = read(path).cells[0]

    assert first.cell_type == "markdown"
    assert re.match(r"# \S[^\n]*\n\n\S", first.source)
    assert [line for text in words_of(path) for line in re.findall("^# .*", text, re.MULTILINE)] == [
        first.source.splitlines()[0]
    ]
    assert NO_WAN_MODEL.search(" ".join(words_of(path)[:2]))


@each
def test_last_cell_leads_on(path):
    """A notebook ends with words, and they lead to the next one in its folder; the last of all leads anywhere."""
    last, beside = read(path).cells[-1], sorted(path.parent.glob("*.ipynb"))
    after = [book.name for book in beside[beside.index(path) + 1 :]][:1]

    assert last.cell_type == "markdown"
    assert links(last.source)
    assert set(after) <= set(links(last.source))


@each
def test_links_lead_to_what_there_is(path):
    """Every link to a file of the repository leads to one."""
    assert [link for text in words_of(path) for link in links(text) if not (path.parent / link).is_file()] == []


@each
def test_code_is_short(path):
    """A cell of code is seen at once, and does not begin or end with empty lines."""
    for cell in code_of(path):
        lines = cell.source.splitlines()
        assert len(lines) <= LINES, cell.id
        assert max(map(len, lines)) <= COLUMNS, cell.id
        assert cell.source == cell.source.strip()


@each
def test_every_cell_is_compared(path):
    """Every cell of code was run, one after the other from the first on, and none is left out of the comparison."""
    cells = code_of(path)

    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not [cell.source for cell in cells if "nbval" in cell.source.lower() or cell.metadata.get("tags")]


@each
def test_no_cell_failed(path):
    """No output is an error, nor a warning or anything else that was said to the stream for errors."""
    outputs = [output for cell in code_of(path) for output in cell.outputs]

    assert [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"] == []


@each
def test_stored_outputs_are_light_and_hold_no_state(path):
    """What is stored is under 1.5 MB, with previews of at most 40 kB and without the state of widgets."""
    notebook = read(path)
    outputs = [output.get("data", {}) for cell in code_of(path) for output in cell.outputs]
    pictures = [data["image/jpeg"] for data in outputs if "image/jpeg" in data]

    assert path.stat().st_size < FILE
    assert "widgets" not in notebook.metadata
    assert pictures
    assert max(len(picture) * 3 // 4 for picture in pictures) <= PREVIEW
    assert not [data for data in outputs if "image/png" in data]


@each
def test_nothing_of_a_machine_or_an_account_is_stored(path):
    """Neither a key, nor anything like one, nor a path of whoever ran it last stands in a notebook."""
    assert not re.search(r"sk-\w|/root/|/home/|/tmp/|C:\\\\Users", json.dumps(read(path)))


@each
def test_notebook_uses_what_is_public(path):
    """No notebook imports the local service by its insides, which those who replay need not have."""
    for cell in code_of(path):
        for node in ast.walk(ast.parse(cell.source if not cell.source.startswith("%") else "")):
            if isinstance(node, ast.ImportFrom):
                assert not node.module.startswith("wanwidgets.service")
            if isinstance(node, ast.Import):
                assert not [alias.name for alias in node.names if alias.name.startswith("wanwidgets.service")]


def shape(cell):
    """Return what a cell is, without its words: the steps of its code, or the headings among its paragraphs."""
    if cell.cell_type == "markdown":
        return [len(marks) for marks in re.findall("^(#+) ", cell.source, re.MULTILINE)]
    if cell.source.startswith("%"):
        return cell.source.splitlines()[0]
    tree = code(cell)
    for text in texts(tree):
        text.value = ""
    return ast.dump(tree)


def code(cell):
    """Return the tree of a cell of code, without the language of its Editors."""
    tree = ast.parse("" if cell.cell_type == "markdown" or cell.source.startswith("%") else cell.source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            node.keywords = [keyword for keyword in node.keywords if keyword.arg != "language"]
    return tree


def texts(tree):
    """Return the texts of a tree, always in the same order."""
    return [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def foreign(text):
    """Return whether a text has Chinese words."""
    return bool(re.search("[\u4e00-\u9fff]", text))


@translated
def test_translation_does_the_same(path):
    """A notebook in another language has the cells of the English one, in order: the same code, names and numbers."""
    chinese, english = read(path).cells, read(FOLDER / path.name).cells

    assert [cell.cell_type for cell in chinese] == [cell.cell_type for cell in english]
    for mine, theirs in zip(chinese, english, strict=True):
        assert shape(mine) == shape(theirs), mine.id
        pairs = zip(texts(code(mine)), texts(code(theirs)), strict=True)
        assert all(foreign(here.value) or here.value == there.value for here, there in pairs), mine.id


def test_three_main_ones_are_in_chinese():
    """The first edit, the boxes and the mask are told in Chinese as well, in every text between the code."""
    chinese = [path for path in NOTEBOOKS if path.parent.name == "zh"]

    assert [path.stem for path in chinese] == ["01-first-edit", "02-boxes", "03-mask"]
    assert all(foreign(text) for path in chinese for text in words_of(path))
