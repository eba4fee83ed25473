"""Every parameter of every mode has its control, both ways in step with the draft."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import wanwidgets as ww
from wanwidgets import catalog
from wanwidgets.catalog import MODELS
from wanwidgets.facts import Parameter, rows
from wanwidgets.sizes import SizeRules, Span
from wanwidgets.widgets.controls.fields.palette import even_shares

MODES = [(model.name, mode.name) for model in MODELS.values() for mode in model.modes]


def mode_of(model, name):
    return next(mode for mode in MODELS[model].modes if mode.name == name)


def draft_of(model, name, photo):
    mode = mode_of(model, name)
    return {"model": model, "images": [photo] * int(mode.images.low), **mode.when}


def given_by(editor):
    return editor.session.draft.parameters


@pytest.mark.parametrize(("model", "name"), MODES)
def test_every_mode_has_a_field_for_each_parameter(open_editor, photo, model, name):
    """A mode has a field for each parameter that has an effect, and for no other."""
    mode = mode_of(model, name)
    editor = open_editor(**draft_of(model, name, photo))

    assert editor.session.draft.mode is mode
    assert set(editor.controls.parameters.fields) == {row.name for row in mode.parameters.values() if not row.idle}
    assert set(editor.controls.parameters.children) == set(editor.controls.parameters.fields.values())


@pytest.mark.parametrize(("model", "name"), MODES)
def test_fields_of_a_fresh_draft_show_the_defaults(open_editor, photo, model, name):
    """Showing a draft changes nothing in it, and no field has anything to complain of."""
    values = draft_of(model, name, photo)
    editor = open_editor(**values)

    assert given_by(editor) == dict(mode_of(model, name).when)
    assert [field.row.name for field in editor.controls.parameters.fields.values() if field._problem.value] == []


def test_size_without_a_default_can_follow_the_image(open_editor, photo):
    """Where the size has no default, the menu offers none; a size of one's own can be typed, and given up again."""
    size = open_editor(images=[photo], model="wan2.5-i2i-preview").controls.parameters.fields["size"]
    editor_values = [value for _, value in size.menu.options]
    assert editor_values == ["natural", ""]
    assert size.menu.value == "natural"


def test_size_is_chosen_typed_and_given_up(open_editor, photo):
    """The menu and the field beside it set the size; the entry for none takes it out of the draft."""
    editor = open_editor(images=[photo], model="wan2.5-i2i-preview")
    size = editor.controls.parameters.fields["size"]
    size.menu.value = ""
    size.custom.value = "1280*960"
    assert given_by(editor) == {"size": "1280*960"}
    size.custom.value = "64*64"
    assert "64×64" in size._problem.value
    size.menu.value = "natural"

    assert given_by(editor) == {}
    assert size.custom.disabled
    assert size._problem.value == ""


def test_fixed_sizes_are_all_there_is(open_editor, photo):
    """Where only some sizes are taken there is no field for others; a wrong one from code is shown and told."""
    editor = open_editor(images=[photo], model="wanx-x-painting")
    size = editor.controls.parameters.fields["size"]
    assert [value for _, value in size.menu.options] == ["1024*1024", "720*1280", "1280*720"]
    assert size.custom not in size.children[1].children

    editor.session.edit(size="800*800")
    assert size.menu.value == "800*800"
    assert "800*800" in size._problem.value
    editor.session.edit(size=[])
    assert size.menu.label == "[]"
    assert editor.session.notice is None
    size.menu.value = "720*1280"
    assert given_by(editor) == {"size": "720*1280"}


def test_sizes_of_a_mode_are_offered_only_there(open_editor, photo):
    """4K is offered by the larger model while there is no picture."""
    editor = open_editor(model="wan2.7-image-pro")
    assert "4K" in dict(editor.controls.parameters.fields["size"].menu.options)

    editor.session.edit(size="4K")
    editor.session.add_image(photo)
    size = editor.controls.parameters.fields["size"]
    assert "4K" not in dict(size.menu.options)
    assert "does not belong to editing" in size._problem.value


def test_numbers_outside_their_range_are_shown_and_told(open_editor, photo):
    """A number that code put outside its range is shown as it is, and told beside its field."""
    editor = open_editor(images=[photo])
    field = editor.controls.parameters.fields["n"]
    editor.session.edit(n=9)
    assert field.number.value == 9
    assert "9 is not allowed" in field._problem.value

    field.number.value = 2
    assert given_by(editor) == {"n": 2}
    assert (field.number.max, field._problem.value) == (4, "")


def test_other_numbers_have_their_range_as_well(open_editor, photo):
    """A number that is not whole is set in its range, and the draft has it as it was typed."""
    editor = open_editor(images=[photo], model="wanx2.1-imageedit", function="expand")
    field = editor.controls.parameters.fields["top_scale"]
    field.number.value = 1.25
    assert given_by(editor) == {"function": "expand", "top_scale": 1.25}

    field.number.value = 7.5
    assert given_by(editor)["top_scale"] == 2
    editor.session.edit(top_scale=float("nan"))
    assert field.number.value == 2
    assert "not a number" in field._problem.value


def test_number_without_a_choice_hides_until_it_is_wrong(open_editor):
    """Where a number has one value only there is nothing to show, unless code gave another one."""
    editor = open_editor(model="wan2.6-image", enable_interleave=True)
    field = editor.controls.parameters.fields["n"]
    assert "wanwidgets-hidden" in field._dom_classes

    editor.session.edit(n=3)
    assert "wanwidgets-hidden" not in field._dom_classes
    assert "3 is not allowed" in field._problem.value
    field.number.value = 1
    assert "wanwidgets-hidden" in field._dom_classes


def test_text_has_a_counter(open_editor, photo):
    """A text counts its characters against the limit, and an empty one is left out."""
    editor = open_editor(images=[photo], model="wan2.6-image")
    field = editor.controls.parameters.fields["negative_prompt"]
    field.area.value = "模糊"
    assert given_by(editor) == {"negative_prompt": "模糊"}
    assert "2/500" in field._label.value

    field.area.value = "x" * 501
    assert "ww-bad" in field._label.value
    assert "501 characters" in field._problem.value
    field.area.value = ""
    assert given_by(editor) == {}


def test_choice_is_a_menu_by_names(open_editor, photo):
    """A choice is a menu with names; what code gave beyond it is shown and told."""
    editor = open_editor(images=[photo], model="wanx-x-painting", language="zh")
    menu = editor.controls.parameters.fields["style"].menu
    assert ("动漫", "<anime>") in menu.options
    menu.value = "<anime>"
    assert given_by(editor) == {"style": "<anime>"}

    editor.session.edit(style="<cubism>")
    assert menu.value == "<cubism>"
    assert "<cubism>" not in editor.controls.parameters.fields["style"]._problem.value
    assert "&lt;cubism&gt;" in editor.controls.parameters.fields["style"]._problem.value


def test_colours_are_written_as_a_list(open_editor, photo):
    """Colours of a mask are a list in hexadecimal; what is no colour is kept and told."""
    editor = open_editor(images=[photo], model="wanx-x-painting")
    field = editor.controls.parameters.fields["mask_color"]
    field.text.value = "#ffffff; 00ff00"
    assert given_by(editor) == {"mask_color": [[255, 255, 255], [0, 255, 0]]}
    assert field.text.value == "#ffffff; 00ff00"

    editor.session.edit(mask_color=[[1, 2, 3]])
    assert field.text.value == "#010203"
    field.text.value = "white"
    assert given_by(editor) == {"mask_color": "white"}
    assert "white" in field._problem.value
    field.text.value = ""
    assert given_by(editor) == {}


def test_check_and_way(open_editor):
    """A parameter that only says how the request is sent is a check like any other."""
    editor = open_editor(model="wan2.6-image", enable_interleave=True)
    editor.controls.parameters.fields["stream"].check.value = True

    assert editor.session.draft.stream
    assert "stream" not in editor.session.draft.effective()


@given(st.integers(1, 400))
def test_even_shares_make_exactly_the_whole(count):
    """Even shares make exactly 100 in two decimals, and differ by a hundredth at most."""
    shares = [Decimal(f"{share:.2f}") for share in even_shares(count)]

    assert sum(shares) == 100
    assert max(shares) - min(shares) <= Decimal("0.01")


def test_palette_begins_valid_and_grows(open_editor, photo):
    """A palette begins with as many colours as needed and even shares; colours come and go, and the sum is shown."""
    editor = open_editor(images=[photo], prompt="Recolour")
    field = editor.controls.parameters.fields["color_palette"]
    field.add.click()
    assert [entry["ratio"] for entry in given_by(editor)["color_palette"]] == ["33.34%", "33.33%", "33.33%"]
    assert editor.session.problems() == ()

    field.add.click()
    assert given_by(editor)["color_palette"][3]["ratio"] == "0.00%"
    field.rows[0].share.value = 33.0
    assert "99.66" in field._label.value
    assert "ww-bad" in field._label.value
    assert "99.66%" in field._problem.value
    field.even.click()
    assert [row.share.value for row in field.rows] == [25.0] * 4
    assert field._problem.value == ""

    for _ in range(6):
        field.add.click()
    assert field.add.disabled
    field.rows[0].remove.click()
    assert len(given_by(editor)["color_palette"]) == len(field.rows) == 9
    for _ in range(9):
        field.rows[0].remove.click()
    assert given_by(editor) == {}


def test_palette_takes_colours_as_they_are_written(open_editor, photo):
    """A colour may be picked or written in any way that the picker takes; what has no number is refused by name."""
    editor = open_editor(images=[photo])
    field = editor.controls.parameters.fields["color_palette"]
    field.add.click()
    field.rows[0].color.value = "red"
    assert given_by(editor)["color_palette"][0]["hex"] == "#ff0000"
    assert field.rows[0].color.value == "red"
    field.rows[1].color.value = "#abc"
    assert given_by(editor)["color_palette"][1]["hex"] == "#aabbcc"

    editor.session.edit(color_palette=[{"hex": "#zzzzzz", "ratio": "100.00%"}, 5, {"hex": "#000000"}])
    assert "is not a colour" in field._problem.value


def test_what_is_no_colour_stays_in_the_rows(open_editor, photo):
    """An entry that is no colour is shown as it is written, and what is done to others leaves it alone."""
    editor = open_editor(images=[photo])
    field = editor.controls.parameters.fields["color_palette"]
    editor.session.edit(color_palette=[{"hex": "<zzz>", "ratio": "40.00%"}, 5, {"hex": "#000000", "ratio": "9.00%"}])
    assert [row.entry for row in field.rows] == [("<zzz>", 40.0), ("5", 0.0), ("#000000", 9.0)]
    assert "&lt;zzz&gt;" in field.rows[0]._strange.value
    assert field.rows[0].color.layout.display == "none"

    field.rows[2].share.value = 60
    assert given_by(editor)["color_palette"][0] == {"hex": "<zzz>", "ratio": "40.00%"}
    field.rows[0].remove.click()
    assert [row.entry for row in field.rows] == [("5", 0.0), ("#000000", 60.0)]
    assert field.rows[1].color.layout.display is None


def test_changing_a_switch_keeps_what_fits(open_editor):
    """A parameter that chooses the mode brings its fields; what does not fit is left out and told, the rest stays."""
    editor = open_editor(seed=7, thinking_mode=False, n=2)
    seed = editor.controls.parameters.fields["seed"]
    editor.controls.parameters.fields["enable_sequential"].check.value = True

    assert editor.session.draft.mode.name == "set"
    assert given_by(editor) == {"enable_sequential": True, "seed": 7, "n": 2}
    assert "Thinking" in editor.notice.value
    assert editor.controls.parameters.fields["seed"] is seed
    assert editor.controls.parameters.fields["n"].number.max == 12

    editor.controls.parameters.fields["n"].number.value = 12
    editor.controls.parameters.fields["enable_sequential"].check.value = False
    assert given_by(editor) == {"enable_sequential": False, "seed": 7}
    assert "Pictures" in editor.notice.value


def test_changing_the_model_keeps_what_fits(open_editor, photo):
    """Another model keeps what it takes; a default that was only spelled out is not worth a word."""
    editor = open_editor(images=[photo], seed=3, size="1K", watermark=False, enable_sequential=False, language="zh")
    editor.model.value = "wan2.5-i2i-preview"
    assert given_by(editor) == {"seed": 3, "watermark": False}
    assert "尺寸" in editor.notice.value
    assert "组图" not in editor.notice.value

    editor.model.value = "wan2.6-image"
    assert editor.notice.value == ""


def invented():
    """Return a model that nobody has heard of, with a parameter of each kind."""
    base = MODELS["wan2.5-i2i-preview"]
    parameters = rows(
        Parameter("size", "size", "S", "test"),
        Parameter("glow", "number", 0.5, "test", range=Span(0, 3)),
        Parameter("repeats", "integer", 2, "test", range=Span(1, 9)),
        Parameter("lucky", "integer", None, "test"),
        Parameter("mirror", "boolean", default=True, source="test"),
        Parameter("caption", "text", None, "test", length=12),
        Parameter("mood", "choice", "calm", "test", choices=("calm", "wild")),
        Parameter("tints", "palette", None, "test", range=Span(2, 4)),
        Parameter("keys", "colors", None, "test"),
        Parameter("unused", "boolean", default=False, source="test", idle=True),
    )
    mode = dataclasses.replace(
        base.modes[0],
        name="shine",
        title="shining",
        sizes=SizeRules("test", choices=("64*64", "128*128")),
        parameters=parameters,
        counted_by="repeats",
        mask="optional",
        when=MappingProxyType({"mood": "calm"}),
    )
    wild = dataclasses.replace(mode, name="wilder", title="wild shining", when=MappingProxyType({"mood": "wild"}))
    return dataclasses.replace(base, name="shine-1", title="Shine", modes=(mode, wild))


def test_invented_model_gets_its_controls(open_editor, photo, monkeypatch):
    """A model that is only an entry of the catalog has its controls, its mode in words and its tools."""
    monkeypatch.setitem(catalog._TABLE, "shine-1", invented())
    editor = open_editor(images=[photo.resize((800, 600))], prompt="x", language="zh")
    editor.model.value = "shine-1"
    fields = editor.controls.parameters.fields
    assert list(fields) == ["size", "glow", "repeats", "lucky", "mirror", "caption", "mood", "tints", "keys"]
    assert "shining" in editor.children[1].children[0].children[1].value
    assert editor.canvas.tool == "brush"

    fields["glow"].number.value = 1.5
    fields["repeats"].number.value = 9
    fields["lucky"].text.value = "13"
    fields["mirror"].check.value = False
    fields["caption"].area.value = "hello"
    fields["tints"].add.click()
    fields["keys"].text.value = "#010203"
    fields["size"].menu.value = "128*128"
    fields["mood"].menu.value = "wild"
    assert editor.session.draft.mode.name == "wilder"
    assert editor.session.problems() == ()
    assert given_by(editor)["tints"] == [
        {"hex": entry["hex"], "ratio": "50.00%"} for entry in given_by(editor)["tints"]
    ]
    assert editor.session.cost().pictures == 9


ANY_TEXT = st.text(max_size=40) | st.sampled_from(
    ["1280*720", "0*0", "#ffffff", "-1", "1e9", "9" * 30, "<b>", "\ud800"]
)


@st.composite
def deeds(draw):
    """Return what a user does to a field: the number of the field and of the input in it, and a value for each kind."""
    return (
        draw(st.integers(0, 30)),
        draw(st.integers(0, 6)),
        draw(ANY_TEXT),
        draw(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e6, max_value=1e6)),
        draw(st.booleans()),
        draw(st.integers(0, 40)),
    )


def inputs(widget):
    """Return what can be operated inside a widget."""
    if hasattr(widget, "click") or (hasattr(widget, "value") and type(widget).__name__ != "HTML"):
        yield widget
    for child in getattr(widget, "children", ()):
        yield from inputs(child)


def operate(widget, text, number, yes, which):
    kind = type(widget).__name__
    if hasattr(widget, "click"):
        if not widget.disabled:
            widget.click()
    elif kind in {"Text", "Textarea"}:
        widget.value = text
    elif kind == "Checkbox":
        widget.value = yes
    elif kind == "Dropdown":
        widget.value = widget.options[which % len(widget.options)][1]
    elif kind == "ColorPicker":
        widget.value = ["red", "#abc", "#a1b2c3", "transparent", "rgb(1,2,3)"][which % 5]
    else:
        widget.value = int(number) if kind == "BoundedIntText" else number


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(list(MODELS)), st.integers(0, 2), st.lists(deeds(), max_size=12))
def test_no_deed_in_the_fields_fails(open_editor, photo, model, images, done):
    """Whatever is typed, chosen or pressed in the fields raises nothing, and what is wrong is told by its problem."""
    editor = open_editor(model=model, images=[photo] * images, prompt="x")
    try:
        for field, part, *value in done:
            fields = list(editor.controls.parameters.fields.values())
            parts = list(inputs(fields[field % len(fields)]))
            operate(parts[part % len(parts)], *value)
            notice = editor.session.notice
            assert notice is None or notice.left_out, notice
            assert all(problem.text for problem in editor.session.problems())
    finally:
        editor.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(list(MODELS)),
    st.dictionaries(
        st.sampled_from(sorted({name for model in MODELS.values() for name in model.parameters})),
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | ANY_TEXT
        | st.lists(st.integers() | st.lists(st.integers(0, 300), max_size=4), max_size=3)
        | st.lists(st.fixed_dictionaries({"hex": ANY_TEXT, "ratio": ANY_TEXT}), max_size=3),
        max_size=6,
    ),
)
def test_whatever_code_puts_into_a_draft_can_be_shown(open_editor, photo, model, values):
    """A draft with parameters of any kind is shown, and showing it does not change it."""
    editor = open_editor(model=model, images=[photo])
    try:
        before = editor.session.edit(**values)
        assert editor.session.notice is None, editor.session.notice
        # A NaN is not equal to itself.
        assert repr(editor.session.draft) == repr(before)
    finally:
        editor.close()


def test_words_of_the_fields_are_escaped(open_editor, photo):
    """What code put into a draft is text on screen, never markup."""
    editor = open_editor(images=[photo], model="wan2.6-image", negative_prompt="<b>" * 200, size="<i>")
    shown = "".join(field._problem.value + field._label.value for field in editor.controls.parameters.fields.values())

    assert "<b>" not in shown
    assert "<i>" not in shown
    assert isinstance(editor, ww.Editor)
