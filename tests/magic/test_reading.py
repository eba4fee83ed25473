"""``%%wan``: what a cell's line means for the edit."""

from __future__ import annotations

import inspect

import numpy as np
import pytest
from IPython.core.error import UsageError
from PIL import Image

import wanwidgets as ww
from tests.magic.variables import names_of
from wanwidgets.magic.given import given_in
from wanwidgets.magic.line import split
from wanwidgets.magic.options import BY_FLAG
from wanwidgets.magic.reading import OWN, arguments, out_of


def read(line, **variables):
    return arguments(given_in(split(line).words, prog="%%wan"), names_of(**variables))


def test_picture_alone_leaves_everything_else_to_the_defaults():
    """Only what the line says is asked of `wanwidgets.edit`."""
    assert read("-i cup.png") == {"images": ["cup.png"]}


def test_every_option_reaches_the_edit():
    """Each option is an argument of `wanwidgets.edit`, under its name there."""
    client, store = ww.connect("local"), ww.RunStore("nowhere")
    line = (
        "-i cup.png --box 1:1,2,3,4 --mask mask.png --drawn -m wan2.6-image -n 2 --size 1K --seed 3"
        " --negative 'too red' -p watermark=true --client who --store kept --mode refresh --take 1 --budget 20"
    )

    assert read(line, who=client, kept=store) == {
        "images": ["cup.png"],
        "boxes": {1: [(1, 2, 3, 4)]},
        "mask": "mask.png",
        "marks": "drawn",
        "model": "wan2.6-image",
        "n": 2,
        "size": "1K",
        "seed": 3,
        "negative_prompt": "too red",
        "watermark": True,
        "client": client,
        "store": store,
        "mode": "refresh",
        "take": 1,
        "budget": 20,
    }


def test_variables_are_the_objects_themselves(photo):
    """Pictures, masks, boxes and numbers can be variables, by name, as `$name`, and as expressions."""
    mask = ww.Mask.read(Image.new("L", (4, 4), 255))
    line = "-i photo -i $photo -i {pair[1]} --mask mask --box 2:box --box 2:$box --box 3:{box} -n $n --size {w}*640"
    found = read(line, photo=photo, pair=("a", photo), mask=mask, box=ww.Box(1, 2, 3, 4), n=3, w=960)

    assert found["images"] == [photo] * 3
    assert found["mask"] is mask
    assert found["boxes"] == {2: [(1, 2, 3, 4)] * 2, 3: [(1, 2, 3, 4)]}
    assert (found["n"], found["size"]) == (3, "960*640")


def test_list_of_pictures_is_several(photo):
    """A variable that holds a list is as many pictures, in its order."""
    assert read("-i first -i all", first="a.png", all=[photo, "b.png"])["images"] == ["a.png", photo, "b.png"]


def test_pattern_is_all_files_that_it_names(photo, tmp_path, monkeypatch):
    """A pattern brings its files by name, and one that names none says so."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pictures").mkdir()
    for name in ("b.png", "a.png"):
        photo.save(tmp_path / "pictures" / name)
    (tmp_path / "pictures" / "note.txt").touch()

    assert read("-i pictures/*.png")["images"] == ["pictures/a.png", "pictures/b.png"]
    with pytest.raises(UsageError, match=r"no file has a name like 'pictures/\*.jpg'"):
        read("-i pictures/*.jpg")


@pytest.mark.parametrize(
    "boxes",
    [
        [ww.Box(1, 2, 3, 4), ww.Box(5, 6, 7, 8)],
        [[1, 2, 3, 4], [5, 6, 7, 8]],
        np.array([[1, 2, 3, 4], [5, 6, 7, 8]]),
        ((1, 2, 3, 4), (5, 6, 7, 8)),
    ],
)
def test_several_boxes_come_from_one_variable(boxes):
    """A list of boxes, or an array with one a row, is several boxes of that picture."""
    found = read("--box 1:boxes --box 1:9,9,12,12", boxes=boxes)["boxes"]

    assert [[int(edge) for edge in box] for box in found[1]] == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 9, 12, 12]]


def test_mapping_has_the_numbers_itself():
    """A variable that holds what `boxes=` takes needs no number."""
    assert read("--box all --box 2:5,6,7,8 --box 3:none", all={1: (1, 2, 3, 4), 2: []}, none=[])["boxes"] == {
        1: [(1, 2, 3, 4)],
        2: [(5, 6, 7, 8)],
        3: [],
    }


def test_parameters_of_any_model_can_be_given():
    """A parameter is JSON where it can be read as such, a variable where that is said, and a text otherwise."""
    line = (
        "-p function=expand -p top_scale=1.5 -p mask_color=[[1,2,3]] -p enable_sequential=true -p style=$style"
        " -p watermark=False"
        """ -p color_palette=[{"hex": "#C2D1E6"}]"""
    )

    assert read(line, style="<anime>") == {
        "function": "expand",
        "top_scale": 1.5,
        "mask_color": [[1, 2, 3]],
        "enable_sequential": True,
        "watermark": False,
        "style": "<anime>",
        "color_palette": [{"hex": "#C2D1E6"}],
    }


def test_store_is_a_variable_or_a_folder(tmp_path):
    """`--store` takes a RunStore by its variable, or the path of its folder."""
    assert read(f"--store {tmp_path}")["store"].folder == tmp_path
    assert read("--store {folder}", folder=tmp_path)["store"].folder == tmp_path


def test_who_answers_can_be_said(monkeypatch):
    """`--local` and `--region` make a client, which asks nobody where the mode is offline."""
    assert read("--local")["client"].engine.startswith("local/")
    assert read("--local --mode offline")["client"].offline
    monkeypatch.setenv("DASHSCOPE_API_KEY", "sk-1")
    assert read("--region singapore")["client"].region == "singapore"
    with pytest.raises(ValueError, match="There is no region 'mars'"):
        read("--region mars")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("-p size=2K", "size has an option of its own: --size"),
        ("-p model=x", "model has an option of its own: -m"),
        ("-p marks=drawn", "marks has an option of its own: --drawn"),
        ("-p prompt=x", "prompt has an option of its own: the text of the cell"),
        ("-p negative_prompt=x", "negative_prompt has an option of its own: --negative"),
        ("-p watermark", "is no parameter"),
        ("-p watermark=true -p watermark=false", "watermark is given twice"),
        ("-p 3=4", "is no parameter"),
        ("-p watermark=$gone", "no variable 'gone'"),
        ("--box 1,2,3", "'1,2,3' is not a box; write it like 2:989,515,1138,681"),
        ("--box 2:1,2,x,4", "is not a box"),
        ("--box 2:gone", "'2:gone' is not a box, and no variable has this name"),
        ("--box 2:{7}", "7 is not a box"),
        ("--box gone", "'gone' is not a box; write it like .* or 2:NAME"),
        ("--box box", "'box' does not say on which picture it is. Write 1:box"),
        ("--box 1:mapping", "'mapping' is a dict, which has the numbers itself. Write --box mapping"),
        ("--box 1:{b'1234'}", "b'1234' is not a box"),
        ("--box {{1:7}}", "7 is not a box"),
        ("-n two", "-n: 'two' is no whole number. Write one"),
        ("-n box", "-n: 'box' is no whole number. Write \\$box"),
        ("--store box", "--store needs a folder, or a variable that holds a RunStore; box is a Box"),
        ("--store pixels", "pixels is a ndarray. Write ./NAME"),
        ("--store ''", "--store: there is nothing after it"),
        ("--client gone", "no variable has this name"),
        ("--client text", "this is a str"),
        ("--seed 1.5", "--seed: '1.5' is no whole number"),
        ("--local --region beijing", "--local and --region do not go together"),
        ("--client box", "--client needs the name of a variable that holds a client.* this is a Box"),
    ],
)
def test_wrong_lines_say_what_is_wrong(line, said):
    """A line that cannot be read is an error of the cell that says why."""
    with pytest.raises(UsageError, match=said):
        read(line, box=ww.Box(1, 2, 3, 4), mapping={1: [], 2: [], 9: [], 8: []}, pixels=np.zeros((2, 2)), text="a")


def test_key_in_the_place_of_a_client_is_not_shown():
    """Whoever writes a key where a client is meant does not find it in the error."""
    with pytest.raises(UsageError) as caught:
        read("--client sk-secret")

    assert "secret" not in str(caught.value)


def test_name_for_the_run_must_be_one():
    """`-o` takes what can be a variable, and says so otherwise."""
    assert out_of(given_in(("-o", "mine"))) == "mine"
    for name in ("3x", "class", ""):
        with pytest.raises(UsageError, match=f"'{name}' is no name of a variable"):
            out_of(given_in(("-o", name)))


def test_every_argument_of_the_edit_has_its_option():
    """What `wanwidgets.edit` takes by a name of its own cannot be given by `-p` as well, and has an option instead."""
    named = {
        name
        for name, parameter in inspect.signature(ww.edit).parameters.items()
        if parameter.kind is not inspect.Parameter.VAR_KEYWORD
    }

    assert named <= set(OWN)
    assert {flag for name, flag in OWN.items() if name != "prompt"} <= set(BY_FLAG)
