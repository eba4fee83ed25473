"""A request as code: whoever runs it makes the same request again."""

from __future__ import annotations

import ast
import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

import wanwidgets as ww
from tests.exporting.drafts import BASE, MODES, PICTURES, drafts
from wanwidgets.exporting.python import EDIT, EDITOR, as_python
from wanwidgets.images import Gap
from wanwidgets.regions import Stroke


class Asked:
    """What stands in the place of the package while the code runs: it keeps what was asked for."""

    EditRequest, Mask, RunStore = ww.EditRequest, ww.Mask, ww.RunStore

    def __init__(self):
        self.places = []

    def connect(self, *args, **options):
        self.places.append((*args, *options.items()))
        return self

    def edit(self, prompt, *, client, store, mode=None, budget=None, **options):
        self.store, self.mode, self.budget = store, mode, budget
        return ww.EditRequest(prompt, **options)

    def Editor(self, *, prompt, **options):  # noqa: N802 - a class of the package
        return self.edit(prompt, **options)


def run(code):
    """Run the code with that in the place of the package, and return what it asked for."""
    asked = Asked()
    space = {"ww": asked}
    body = ast.parse(code)
    body.body = [node for node in body.body if ast.unparse(node) != "import wanwidgets as ww"]
    exec(compile(body, "cell", "exec"), space)  # noqa: S102 - that it runs is what is tested
    return space["run" if "run" in space else "editor"], asked


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Return a function that keeps the files of a request below the current folder, as a store does."""
    monkeypatch.chdir(tmp_path)

    def keep(*images):
        kept = {}
        for image in images:
            path = Path("runs") / "files" / f"{image.digest}.{image.format.lower()}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(image.data)
            assert hashlib.sha256(image.data).hexdigest() == image.digest
            kept[image.digest] = path.as_posix()
        return lambda image: kept[image.digest]

    return keep


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Return a function that gives the path of any picture that drafts are made of."""
    folder = tmp_path_factory.mktemp("pictures")
    for image in (*PICTURES, BASE):
        (folder / f"{image.digest}.png").write_bytes(image.data)
    return lambda image: (folder / f"{image.digest}.png").as_posix()


def code_of(request, files=lambda _: "none", engine="local/1", **options):
    return as_python(request, engine=engine, store="runs", file=files, **options)


def test_code_asks_for_the_same(files, photo):
    """The code that comes of a request with everything in it makes the same request again."""
    request = ww.EditRequest(
        'Put "box 1"\nof image 2 \\ into 图1 ü',
        [photo, photo.rotate(90), photo.rotate(180)],
        boxes={2: [(1, 2, 30, 40), (5, 6, 70, 80)], 3: [(0, 0, 9, 9)]},
        marks="drawn",
        take=2,
        size="1K",
        n=2,
        seed=7,
        watermark=False,
        color_palette=[{"hex": "#112233", "ratio": "50%"}],
    )
    made, asked = run(code_of(request, files(*(picture.image for picture in request.pictures))))

    assert made == request
    assert made.fingerprint("local/1") == request.fingerprint("local/1")
    assert asked.places == [("local",)]
    assert asked.store.folder == Path("runs").absolute()


@pytest.mark.parametrize("based", [False, True])
@pytest.mark.parametrize("painted", [False, True])
def test_masks(files, photo, based, painted):
    """A mask comes back pixel by pixel: painted, given as a picture, or both."""
    base = ww.InputImage.from_pil(Image.fromarray(np.eye(photo.height, photo.width, dtype=bool)).convert("L"))
    strokes = (Stroke(((10.5, 20.0), (30.0, 40.25)), 7.5), Stroke(((12.0, 22.0),), 3, erase=True))
    mask = ww.Mask(photo.size, strokes if painted else (), base if based else None)
    request = ww.EditRequest("x", [photo], mask=mask, model="wanx2.1-imageedit")
    made, _ = run(code_of(request, files(request.pictures[0].image, base)))

    assert made.mask.pixels == mask.pixels
    assert made.fingerprint("e") == request.fingerprint("e")


@pytest.mark.parametrize(
    ("engine", "place"),
    [
        ("local/3", ("local",)),
        ("model-studio/singapore", ("singapore",)),
        ("custom/wan.example.org", (("base_url", "https://wan.example.org/api/v1"),)),
    ],
)
def test_who_answers(engine, place):
    """The code asks where the run was asked, and names no key."""
    code = code_of(ww.EditRequest("x"), engine=engine)

    assert run(code)[1].places == [place]
    assert "key" not in code


def test_signed_address_is_cut():
    """Of an address with a query, which may be signed, the query is not written; the code runs all the same."""
    code = code_of(
        ww.EditRequest("x", ["https://a.example/1.png?Signature=secret", "https://a.example/2,#.png"]),
    )
    made, _ = run(code)

    assert "secret" not in code
    assert [picture.image.url for picture in made.pictures] == ["https://a.example/1.png", "https://a.example/2,#.png"]


def test_gap_is_told():
    """In the place of a picture whose file is not here stands what to do; the code is Python all the same."""
    code = code_of(ww.EditRequest("x", [Gap.of("a" * 64), "https://a.example/1.png"]))

    assert "# its file is not here: put a path in its place" in code
    assert len(run(code)[0].pictures) == 2


def test_nothing_but_a_prompt():
    """A request without pictures has short code."""
    assert code_of(ww.EditRequest("A red cup", size="1K")) == (
        "import wanwidgets as ww\n\nrun = ww.edit(\n    'A red cup',\n    model='wan2.7-image',\n    size='1K',\n"
        "    client=ww.connect(\"local\"),\n    store=ww.RunStore('runs'),\n)\nrun"
    )


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=20))
def test_any_prompt(prompt, negative):
    """Whatever the prompt, the code is Python and says the same."""
    request = ww.EditRequest(prompt, negative_prompt=negative)

    assert run(code_of(request))[0] == request


@pytest.mark.parametrize("cell", [EDIT, EDITOR], ids=["edit", "editor"])
@pytest.mark.parametrize(("model", "mode"), MODES)
@settings(derandomize=True, max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_draft(kept, model, mode, cell, data):
    """Whatever the mode and its parameters, the cell makes the same draft again."""
    draft = data.draw(drafts(model, mode))
    made, _ = run(code_of(draft, kept, cell=cell))

    assert made.meaning("e") == draft.meaning("e")
    assert made.parameters == draft.parameters
    assert [picture.boxes for picture in made.pictures] == [picture.boxes for picture in draft.pictures]


def test_editor_has_its_mode_and_its_budget():
    """The mode and the budget of a session are those of the editor that the cell opens; the usual ones are not said."""
    _, asked = run(code_of(ww.EditRequest("x"), cell=EDITOR, mode="offline", budget=12))
    assert (asked.mode, asked.budget) == ("offline", 12)
    assert asked.places == [("local", ("mode", "offline"))], "offline no key is needed"

    assert "mode" not in code_of(ww.EditRequest("x", model="wan2.6-image"), cell=EDITOR).replace("model", "")


def test_parameter_that_nothing_can_name():
    """A parameter that is no name of Python, or that of something else, is left out and told."""
    draft = ww.EditRequest("x", **{"no name": 1, "client": 2, "lambda": 3, "zoom": [float("inf")]})
    code = code_of(draft)

    assert run(code)[0].parameters == {"zoom": [float("inf")]}
    assert code.count("# Left out") == len(draft.parameters) - 1


def test_code_runs_as_it_is(files, photo, tmp_path):
    """Carried out by the local service, the code makes the very same picture as the run that it came of."""
    with ww.LocalService() as service:
        store = ww.RunStore(tmp_path / "runs")
        first = ww.edit("Blur image 1", images=[photo], size="1K", client=service.client(), store=store)
        image = first.request.pictures[0].image
        (path,) = (tmp_path / "runs" / "files").rglob(f"{image.digest}.*")
        code = as_python(
            first.request,
            engine=first.engine,
            store="runs",
            file=lambda _: path.relative_to(tmp_path).as_posix(),
        )
        space = {}
        exec(code.replace('ww.connect("local")', "client"), {"client": service.client()}, space)  # noqa: S102 - tested
    again = space["run"]

    assert again.saved[0].digest == first.saved[0].digest
    assert again.request == first.request
