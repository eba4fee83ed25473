"""docs/conformity.md says what works, and each of its cells is tried out; run as a program, this file writes it."""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
import itertools
import json
import re
import tempfile
import tokenize
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import requests
from PIL import Image

import wanwidgets as ww
from wanwidgets.catalog import MODELS
from wanwidgets.content import Link, Text
from wanwidgets.errors import InvalidRequest, ServiceError
from wanwidgets.regions import Mask, Stroke
from wanwidgets.request import EditRequest
from wanwidgets.task import Task, TaskStatus

with warnings.catch_warnings():
    # Of the SDK's own imports.
    warnings.simplefilter("ignore", DeprecationWarning)
    import dashscope
    from dashscope import ImageSynthesis
    from dashscope.aigc.image_generation import ImageGeneration

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "conformity.md"
MODES = [(model.name, mode.name) for model in MODELS.values() for mode in model.modes]
COLUMNS = ("code, async", "code, sync", "code, stream", "widget", "local, classical", "local, cards", "official SDK")
DONE, NONE = "yes", "–"
PROMPT = "Make it black and white"
KEY = "sk-local-conformity"
WIDTH, HEIGHT = 640, 520
"""Within the limits of every model."""

pytestmark = [
    pytest.mark.sdk,
    # The SDK leaves its connections to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


def picture() -> Image.Image:
    """Return a picture full of colour, so that one in black and white is told from it."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return Image.fromarray(np.stack([x * 255 // WIDTH, y * 255 // HEIGHT, 255 - x * 255 // WIDTH], -1).astype(np.uint8))


def request(model: str, name: str, **changes) -> EditRequest:
    """Return a small request for a mode, with as many pictures out as it takes to see that they are counted."""
    mode = next(mode for mode in MODELS[model].modes if mode.name == name)
    counted = mode.parameters[mode.counted_by]
    values = {**mode.when, counted.name: int(min(2, counted.range.high))}
    if "size" in mode.parameters:
        values["size"] = "768*768" if mode.sizes.free else mode.sizes.choices[0]
    painted = Stroke(((100.0, 100.0), (500.0, 400.0)), 90.0)
    return EditRequest(
        PROMPT,
        [picture()] * int(mode.images.low),
        model=model,
        mask=Mask((WIDTH, HEIGHT), (painted,)) if mode.mask == "required" else None,
        **{**values, **changes},
    )


_BY_NAME = {"expand", "super_resolution"}
"""Modes whose name says what is done, whatever the prompt."""


class Bench:
    """Both engines of the local service, a client for each, and the SDK pointed at one."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self.cards, self.classical = (
            stack.enter_context(ww.LocalService(engine=engine, api_key=KEY, looks=(0, 0)))
            for engine in ("cards", "classical")
        )
        self.client = self.cards.client()
        self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        self.store = ww.RunStore(self._folder / "runs")
        dashscope.base_http_api_url, dashscope.api_key = self.cards.url, KEY

    def cell(self, model: str, mode: str, column: str) -> str:
        """Try out a cell, and return what the page has to say."""
        kind, _, what = column.partition(", ")
        if kind == "code":
            return self._code(request(model, mode), what)
        if kind == "local":
            return self._classical(request(model, mode)) if what == "classical" else self._cards(request(model, mode))
        return self._widget(request(model, mode)) if kind == "widget" else self._sdk(model, mode)

    def _code(self, wanted: EditRequest, way: str) -> str:
        try:
            if way == "async":
                task = self.client.wait(self.client.submit(wanted))
            elif way == "sync":
                task = self.client.call(wanted)
            else:
                *_, task = self.client.stream(wanted)
        except InvalidRequest as refused:
            return NONE if [problem.code for problem in refused.problems] == ["model.way"] else str(refused)
        assert task.status is TaskStatus.SUCCEEDED
        assert _links(task)
        return DONE

    def _widget(self, wanted: EditRequest) -> str:
        editor = ww.Editor(
            wanted.pictures,
            wanted.prompt,
            model=wanted.model,
            mask=wanted.mask,
            client=self.client,
            store=self.store,
            **wanted.parameters,
        )
        try:
            rows = [name for name, row in wanted.mode.parameters.items() if not row.idle]
            assert list(editor.controls.parameters.fields) == rows
            assert editor.run(60).content
            return f"{DONE}, {len(rows)} controls"
        finally:
            editor.close()

    def _classical(self, wanted: EditRequest) -> str:
        client = self.classical.client()
        # With the same seed both engines draw the same card.
        seeded = wanted.replace(seed=7) if "seed" in wanted.mode.parameters else wanted
        try:
            task = client.wait(client.submit(seeded))
        except ServiceError as refused:
            return _refused(refused.code)
        if task.status is TaskStatus.FAILED:
            return _refused(task.code)
        pixels = _pixels(_links(task)[0])
        card = _pixels(_links(self.client.wait(self.client.submit(seeded)))[0])
        if np.array_equal(pixels, card):
            return "a card"
        if wanted.mode.name in _BY_NAME:
            return "edits"
        height, width, _ = pixels.shape
        edited = pixels[height // 3 : height // 2, width // 3 : width // 2] if wanted.mask else pixels
        assert (edited.max(axis=-1) - edited.min(axis=-1) <= 8).mean() > 0.9
        return "edits"

    def _cards(self, wanted: EditRequest) -> str:
        task = self.client.wait(self.client.submit(wanted))
        links = _links(task)
        assert 1 <= len(links) <= wanted.most_pictures()
        if wanted.mode.counted_by == "n":
            assert len(links) == wanted.most_pictures()
        said = [part for part in task.content if isinstance(part, Text)]
        size = wanted.output_size()
        shapes = {_pixels(link).shape[1::-1] for link in links}
        assert shapes == {size} or "size" not in wanted.mode.parameters
        return f"{DONE}, with text" if said else DONE

    def _created(self, model: str, mode: str) -> object:
        wanted = request(model, mode)
        files = [f"file://{self._file('picture.png', picture())}"] * len(wanted.pictures)
        values = wanted.effective()
        if MODELS[model].form == "messages":
            content = [*({"image": file} for file in files), {"text": wanted.prompt}]
            return ImageGeneration.async_call(model=model, messages=[{"role": "user", "content": content}], **values)
        if MODELS[model].form == "images":
            return ImageSynthesis.async_call(model=model, prompt=wanted.prompt, images=files, **values)
        if wanted.mask:
            values["mask_image_url"] = f"file://{self._file('mask.png', wanted.mask.image().convert('RGB'))}"
        return ImageSynthesis.async_call(
            model=model,
            prompt=wanted.prompt,
            task="image2image",
            base_image_url=files[0],
            **values,
        )

    def _sdk(self, model: str, mode: str) -> str:
        family = ImageGeneration if MODELS[model].form == "messages" else ImageSynthesis
        answer = family.wait(self._created(model, mode))
        assert answer.output.task_status == "SUCCEEDED", answer
        assert answer.usage.image_count >= 1
        return DONE

    def _file(self, name: str, image: Image.Image) -> Path:
        path = self._folder / name
        image.save(path)
        return path


@contextlib.contextmanager
def bench():
    """Yield a bench, and take the SDK back from it."""
    before = dashscope.base_http_api_url, dashscope.api_key
    with contextlib.ExitStack() as stack:
        try:
            yield Bench(stack)
        finally:
            dashscope.base_http_api_url, dashscope.api_key = before


def _refused(code: str) -> str:
    return "refused in words" if code == "NotSupportedByLocalService" else code


def _links(task: Task) -> list[Link]:
    return [part for part in task.content if isinstance(part, Link)]


def _pixels(link: Link) -> np.ndarray:
    file = requests.get(link.url, timeout=30).content
    return np.asarray(Image.open(io.BytesIO(file)).convert("RGB")).astype(int)


def guesses() -> list[str]:
    """Return every guess that the package marks as one: rows of the catalog, and comments in the code."""
    found = []
    for model in MODELS.values():
        if model.timing_source == "guess":
            found.append(f"`{model.name}`: how long it takes.")
        for mode in model.modes:
            found += [
                f"`{model.name}`, {mode.title}: `{row.name}={row.default}` {_WORDS[row.source]}."
                for row in mode.parameters.values()
                if row.source in _WORDS
            ]
    for path in sorted((ROOT / "wanwidgets").rglob("*.py")):
        name = path.relative_to(ROOT / "wanwidgets").as_posix()
        text = path.read_text(encoding="utf-8")
        words = [*_comments(text), *_docstrings(text)]
        found += [f"`{name}`: {sentence}" for word in words for sentence in _guessed(word)]
    return found


_WORDS = {
    "guess": "is a guess",
    "ours": "is a default of our own, since the documents contradict each other or theirs costs more",
}
_GUESS = re.compile(r"guess:|\ba guess\b|\(guess\)|\bguesses\b")


def _comments(text: str) -> Iterator[str]:
    """Yield comments: several lines of them as one, and one beside code together with that code."""
    block: list[str] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            before = token.line[: token.start[1]].strip()
            if before:
                yield f"`{before}` {token.string.lstrip('# ')}"
            else:
                block.append(token.string.lstrip("# "))
        elif token.type != tokenize.NL and block:
            yield " ".join(block)
            block = []


def _docstrings(text: str) -> Iterator[str]:
    """Yield every paragraph, and every item of a list, of every text that stands by itself."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines = inspect.cleandoc(node.value.value).splitlines()
            for _, block in itertools.groupby(lines, lambda line: (not line, len(line) - len(line.lstrip()))):
                yield " ".join(line.strip() for line in block)


def _guessed(words: str) -> Iterator[str]:
    """Yield the sentences that mark a guess, each with the one that it goes on from."""
    sentences = re.split(r"(?<=[.])\s+(?=[A-Zg`])", words.strip().replace("``", "`"))
    for before, sentence in itertools.pairwise(["", *sentences]):
        if _GUESS.search(sentence):
            yield f"{before} {sentence}".strip() if sentence.startswith("guess:") else sentence


def bad_requests() -> list[str]:
    """Return the rows of the table that says how the answers to bad requests are known."""
    lines = []
    for model in MODELS:
        cases = json.loads((ROOT / "tests" / "bad" / f"{model}.json").read_text(encoding="utf-8"))["cases"]
        known = Counter(case["evidence"] for case in cases if case["service"] != "-")
        lines.append(f"| `{model}` | {len(cases)} | {known['D']} | {known['M']} | {known['G']} |")
    return lines


def page(cells: dict[tuple[str, str, str], str]) -> str:
    """Return the page."""
    head = ["model", "mode", *COLUMNS]
    table = [
        f"| `{model}` | {next(mode.title for mode in MODELS[model].modes if mode.name == name)} | "
        + " | ".join(cells[model, name, column] for column in COLUMNS)
        + " |"
        for model, name in MODES
    ]
    return "\n".join(
        [
            *_INTRODUCTION,
            f"| {' | '.join(head)} |",
            "|" + "---|" * len(head),
            *table,
            *_BAD_REQUESTS,
            *bad_requests(),
            *_GUESSES,
            *(f"- {guess}" for guess in guesses()),
            "",
        ],
    )


_INTRODUCTION = """\
# What works, tried out

`python tests/test_conformity.py` wrote this page and `tests/test_conformity.py` tries each cell again, so that it
cannot say what is not so. All of it runs against the local service; nothing was sent to Model Studio.

- **code**: `Client.submit` and `wait`, `Client.call`, `Client.stream`, each against the local service with cards.
  "–" stands where the provider documents no such endpoint, and the client refuses the request before it is sent.
- **widget**: an editor without a browser has one control for each parameter of the mode, and its Edit button gives a
  picture.
- **local, classical**: what the default engine does with "Make it black and white". "edits": the input picture is
  edited, and is black and white where the prompt counts. "a card": a plainly labelled picture that says what was asked
  for. "refused in words": the code `NotSupportedByLocalService`, with a message that says what is possible.
- **local, cards**: `LocalService(engine="cards")` gives as many pictures as asked for, in the size foreseen.
- **official SDK**: `dashscope`, unmodified, uploads the pictures, creates the task and waits for it. `tests/sdk` holds
  the guide's own samples, and every other way of calling.

""".splitlines()
_BAD_REQUESTS = """
## Bad requests

How the local service answers, and how that answer is known. "Documented": a document has this code or behaviour for
this fault; whether it comes at once or with the task is documented for hardly any. What is left of the first number has
no form that could be sent. The tables are `tests/bad/*.json`.

| model | bad requests | documented | measured by somebody | guessed |
|---|---|---|---|---|""".splitlines()
_GUESSES = """
## What is a guess

No document says these, or documents contradict each other. The lines are those of the catalog and of the code.

""".splitlines()


@pytest.fixture(scope="module")
def tried():
    """Return a bench for all cells."""
    with bench() as found:
        yield found


def _cells_of(text: str) -> dict[tuple[str, str, str], str]:
    names = {(model.name, mode.title): mode.name for model in MODELS.values() for mode in model.modes}
    cells = {}
    for line in text.splitlines():
        parts = [part.strip().strip("`") for part in line.strip("|").split("|")]
        if len(parts) == 2 + len(COLUMNS) and (parts[0], parts[1]) in names:
            key = parts[0], names[parts[0], parts[1]]
            cells.update({(*key, column): cell for column, cell in zip(COLUMNS, parts[2:], strict=True)})
    return cells


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize(("model", "mode"), MODES)
def test_each_cell_is_so(tried, model, mode, column):
    """What the page says in a cell is what comes when it is tried."""
    assert _cells_of(PAGE.read_text(encoding="utf-8"))[model, mode, column] == tried.cell(model, mode, column)


def test_page_is_up_to_date():
    """The page is what the catalog, the tables of bad requests and the marks of guesses give."""
    written = PAGE.read_text(encoding="utf-8")
    cells = _cells_of(written)

    assert set(cells) == {(*mode, column) for mode in MODES for column in COLUMNS}
    assert page(cells) == written


if __name__ == "__main__":
    with bench() as everything:
        PAGE.write_text(
            page({(*mode, column): everything.cell(*mode, column) for mode in MODES for column in COLUMNS}),
            encoding="utf-8",
        )
    print(f"wrote {PAGE.relative_to(ROOT)}")
