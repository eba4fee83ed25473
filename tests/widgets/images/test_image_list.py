"""The list of pictures without a browser."""

from __future__ import annotations

import io
from datetime import datetime, timezone

import ipywidgets
import numpy as np
import pytest
from PIL import Image

import wanwidgets as ww
from wanwidgets.content import SavedImage
from wanwidgets.errors import FetchError
from wanwidgets.images import InputImage
from wanwidgets.preview import THUMBNAIL_BYTES
from wanwidgets.request import EditRequest
from wanwidgets.running.runner import Runner
from wanwidgets.session.sources import Source

SMALL = "wan2.5-i2i-preview"  # it takes no side below 384 pixels


@pytest.fixture
def work():
    """Return a list of what was to be done on threads."""
    return []


@pytest.fixture
def show(open_editor, tmp_path, work):
    """Return a function that shows a draft; threads work at once, or wait in `work` where `later` is asked for."""

    def make(*images, later=False, language="en", **draft):
        spawn = work.append if later else (lambda each: each())
        runner = Runner(ww.Client("sk-unused", region="beijing"), ww.RunStore(tmp_path / "runs"))
        session = ww.EditSession(runner, EditRequest("x", images, **draft), spawn=spawn)
        return open_editor(session=session, language=language)

    return make


def do(work):
    while work:
        work.pop(0)()


def png(size=(600, 500), color="teal"):
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


def sizes(editor):
    return [picture.size for picture in editor.session.draft.pictures]


def text(row):
    return row._about.value + row._notes.value


def offered(row):
    return [button.description for button in row.actions if button.layout.display != "none"]


def test_path_is_added_and_removed(show, tmp_path, photo):
    """A path in the field is added and shown; the remove button takes a picture away."""
    photo.save(tmp_path / "new.png")
    editor = show(png(), png((480, 640)))
    editor.images.add.source.value = str(tmp_path / "new.png")
    assert len(editor.images.rows) == 3
    assert (editor.images.chosen, editor.images.add.source.value) == (3, "")

    editor.images.rows[0].remove.click()
    assert sizes(editor) == [(480, 640), (400, 300)]
    assert editor.images.chosen == 2


def test_several_in_the_field_are_added_in_order(show, tmp_path):
    """Paths between commas and patterns are added in order, and the picture that was shown stays so."""
    for number, color in enumerate(("red", "lime", "blue"), start=1):
        (tmp_path / f"{number}.png").write_bytes(png(color=color))
    editor = show(png())
    editor.images.add.source.value = f"{tmp_path / '3.png'}, {tmp_path / '[12].png'}"

    names = [picture.image.name for picture in editor.session.draft.pictures]
    assert names[1:] == ["3.png", "1.png", "2.png"]


def test_what_is_read_is_shown_by_its_name(show, work, tmp_path):
    """While a picture is read its row says so and can be removed; several leave the picture that is shown."""
    for name in "ab":
        (tmp_path / f"{name}.png").write_bytes(png())
    editor = show(png(), later=True)
    do(work)
    editor.images.add.source.value = f"{tmp_path / 'a.png'}, {tmp_path / 'b.png'}, {tmp_path / 'a.png'}"
    rows = editor.images.arrivals
    assert len(rows) == 3
    assert "reading" in rows[0]._about.value
    assert "a.png" in rows[0]._about.value
    assert "a.png" in rows[0].drop.tooltip
    assert rows[0]._buttons.layout.display == "none"

    rows[2].drop.click()
    assert len(editor.images.arrivals) == 2
    do(work)
    assert editor.images.arrivals == ()
    assert sizes(editor) == [(600, 500)] * 3
    assert editor.images.chosen == 1


def test_bad_file_is_told_in_its_row(show, tmp_path):
    """A file that cannot be read is told escaped, with what to do, and tried again by its button."""
    editor = show(png())
    path = tmp_path / "<b>no</b>.png"
    editor.images.add.source.value = str(path)
    (row,) = editor.images.arrivals
    assert "no such file" in row._about.value
    assert "<b>no" not in row._about.value
    assert "&lt;b&gt;no" in row._about.value
    assert editor.images.add.source.value == ""
    assert sizes(editor) == [(600, 500)]

    path.parent.mkdir()
    path.write_bytes(png((640, 640)))
    row.again.click()
    assert sizes(editor) == [(600, 500), (640, 640)]
    assert editor.images.arrivals == ()


def test_data_url_is_taken(show):
    """A data URL that is pasted into the field is a picture."""
    editor = show()
    editor.images.add.source.value = InputImage.from_bytes(png()).data_url()

    assert sizes(editor) == [(600, 500)]
    assert "data URL" in text(editor.images.rows[0])


@pytest.mark.parametrize("shape", ["seven", "eight"])
def test_upload_is_added_whatever_ipywidgets_calls_it(show, photo, shape, monkeypatch):
    """An upload is added from the value of ipywidgets 8, a tuple, and of 7, a dict; a bad file keeps no other out."""
    out = io.BytesIO()
    photo.save(out, "PNG")
    files = [("bad.png", b"nothing"), ("good.png", out.getvalue())]
    editor = show(png())
    add = editor.images.add
    if shape == "eight":
        if isinstance(add.upload.value, dict):
            pytest.skip("this is ipywidgets 7, whose upload cannot be given the other's value")
        add.upload.value = tuple(
            {
                "name": name,
                "type": "image/png",
                "size": len(data),
                "content": memoryview(data),
                "last_modified": datetime.now(timezone.utc),
            }
            for name, data in files
        )
        assert add.upload.value == ()
    else:
        values = {name: {"metadata": {"name": name}, "content": data} for name, data in files}
        monkeypatch.setattr(type(add.upload), "value", values, raising=False)
        monkeypatch.setattr(add, "_forget", lambda: None)
        add._take()
    assert [picture.image.name for picture in editor.session.draft.pictures[1:]] == ["good.png"]
    (row,) = editor.images.arrivals
    assert "bad.png" in row._about.value
    assert row._buttons.layout.display == "none"


def test_limit_of_uploads_is_written_beside_them(show):
    """The limit of uploads stands beside the button, and the field for paths comes first; each has a name."""
    add = show().images.add
    first, _, limit = add.children

    assert add.source in first.children
    assert "10 MiB" in limit.value
    assert "10 MiB" in getattr(add.upload, "tooltip", "") or add.upload.description_tooltip


def test_lost_upload_is_forgotten(show):
    """The button of an upload that got lost is a new one after the next picture was added by path."""
    editor = show()
    before = editor.images.add.upload
    editor.images.add.source.value = "nowhere.png"

    assert editor.images.add.upload is not before
    assert editor.images.add.upload in editor.images.add.children
    assert before.comm is None


def test_what_is_wrong_has_a_button_that_mends_it(show, photo):
    """A picture too small says so and offers to be enlarged; the click mends it, with boxes, and undo takes it back."""
    editor = show(photo, model=SMALL, boxes={1: [(100, 75, 200, 150)]}, marks="drawn")
    row = editor.images.rows[0]
    assert "300 px high; this model needs 384" in text(row)
    assert offered(row) == ["Enlarge to 512×384"]
    assert "stays in place" in row.actions[0].tooltip

    row.actions[0].click()
    assert sizes(editor) == [(512, 384)]
    assert editor.session.draft.boxes == {1: ((128, 96, 256, 192),)}
    assert offered(row) == []
    assert "ww-bad" not in text(row)
    editor.session.undo()
    assert offered(row) == ["Enlarge to 512×384"]
    assert row is editor.images.rows[0]


def test_mending_is_told_while_it_goes_on(show, work, photo):
    """While a picture is mended its row says so, with a clock, and its buttons wait."""
    editor = show(photo, model=SMALL, later=True)
    do(work)
    row = editor.images.rows[0]
    row.actions[0].click()
    assert "mending" in text(row)
    assert "ww-clock" in text(row)
    assert row.actions[0].disabled

    do(work)
    assert "ww-clock" not in text(row)
    assert "512×384" in text(row)


def test_address_that_hangs_is_told_and_removed(show, work):
    """An address says that it is fetched, other rows work meanwhile, and it can be removed."""
    editor = show("https://example.com/slow.png", png(), later=True)
    row = editor.images.rows[0]
    assert "fetching" in text(row)
    assert "ww-clock" in text(row)
    assert "slow.png" in text(row)
    assert offered(row) == []
    editor.images.rows[1].up.click()
    assert "fetching" in text(editor.images.rows[1])

    editor.images.rows[1].remove.click()
    assert len(editor.images.rows) == 1
    editor.session._runner.fetch = lambda _: InputImage.from_bytes(png())
    do(work)
    assert sizes(editor) == [(600, 500)]


def test_address_that_fails_says_why_and_is_tried_again(show, work):
    """An address that could not be fetched says why in its row, and has a button to try it again."""

    def fail(address):
        raise FetchError("its address answered HTTP 404. Open it in a browser.", name=address.name)

    editor = show("https://example.com/x.png", later=True)
    editor.session._runner.fetch = fail
    do(work)
    row = editor.images.rows[0]
    assert "HTTP 404" in text(row)
    assert offered(row) == ["Try again"]

    editor.session._runner.fetch = lambda _: InputImage.from_bytes(png())
    row.actions[0].click()
    assert "fetching" in text(row)
    do(work)
    assert "600×500" in text(row)
    assert offered(row) == []


def test_last_picture_sets_the_ratio(show):
    """The last picture says in words that it sets the ratio, with the output's size; no other does."""
    editor = show(png(), png((640, 480)), size="1K")
    first, last = editor.images.rows
    assert "sets the ratio" not in text(first)
    assert "sets the ratio: output about 1182×887" in text(last)

    last.up.click()
    assert "sets the ratio: output about 1122×935" in text(last)
    editor.session.edit(size="1024*1024")
    assert "sets the ratio" not in text(last)


def test_chosen_picture_is_told_in_words(show):
    """The chosen picture is marked by a word, not by colour alone."""
    editor = show(png(), png())
    first, second = editor.images.rows
    assert ["ww-shown" in text(row) for row in (first, second)] == [True, False]

    second.choose.click()
    assert ["ww-shown" in text(row) for row in (first, second)] == [False, True]


def test_removed_picture_that_comes_back_is_chosen(show):
    """Undo of a removal shows the picture that came back."""
    editor = show(png(), png((640, 480)), png((500, 500)))
    editor.images.choose(2)
    editor.images.rows[1].remove.click()
    editor.images.choose(1)
    editor.session.undo()

    assert editor.images.chosen == 2


def test_mask_is_told_with_its_picture(show, photo):
    """The picture that has the mask says what moving it means, where it could be moved."""
    editor = show(photo, photo.rotate(180), mask=photo.convert("L"))
    first, second = editor.images.rows
    assert "has the mask" in text(first)
    assert "has the mask" not in text(second)

    first.down.click()
    assert "has the mask" not in text(first)
    assert "Undo brings both back" in editor.notice.value


def test_names_are_escaped_and_shortened(show):
    """A name with tags stays text, and a long one is cut in the middle with all of it to be pointed at."""
    editor = show(later=False)
    long = f"{'a' * 60}{'z' * 60}.png"
    editor.session.add_images([Source(png(), "<img src=x onerror=alert(1)>.png"), Source(png(), long)])
    first, second = map(text, editor.images.rows)

    assert "<img" not in first
    assert "&lt;img" in first
    assert f'title="{long}"' in second
    assert f">{long}<" not in second
    assert "zz.png</div>" in second


def test_rows_are_used_again(show, photo):
    """There are as many rows as pictures; what is added, moved and removed makes no more widgets than rows."""
    editor = show(photo, photo.rotate(180))
    registry = getattr(ipywidgets.widgets.widget, "_instances", None)
    registry = ipywidgets.Widget.widgets if registry is None else registry
    rows, counts = editor.images.rows, []
    for _ in range(5):
        editor.images.rows[1].up.click()
        editor.session.add_images([Source(png(), "x")])
        editor.images.rows[2].remove.click()
        editor.session.add_images([Source(b"nothing", "x")])
        editor.images.arrivals[0].drop.click()
        counts.append(len(registry))

    assert editor.images.rows == rows
    # What other parts of the editor make for the first picture they keep.
    assert len(set(counts)) == 1
    assert editor.images.arrivals == ()


def test_empty_list_says_what_to_do(show):
    """Without a picture the list says what to do first; with one it does not."""
    editor = show(model=SMALL)
    assert "upload one" in editor.images._empty.value
    editor.session.edit(model="wan2.7-image")
    assert "prompt alone" in editor.images._empty.value
    editor.session.add_images([Source(png(), "x")])

    assert editor.images._empty.value == ""
    assert editor.images._empty.layout.display == "none"


def test_thumbnails_are_small_and_made_beside(show, work):
    """The thumbnail of a photograph is made on the thread, and none has more than 6 kB."""
    noise = np.random.default_rng(3).integers(0, 255, (1200, 900, 3), dtype=np.uint8)
    editor = show(Image.fromarray(noise), Image.fromarray(noise[:300]), later=True)
    large, small = editor.images.rows
    assert large._thumb.value == b""
    assert 0 < len(small._thumb.value) <= THUMBNAIL_BYTES

    do(work)
    assert 0 < len(large._thumb.value) <= THUMBNAIL_BYTES
    assert Image.open(io.BytesIO(large._thumb.value)).size == (108, 144)


def test_thumbnail_of_what_was_removed_is_not_shown(show, work):
    """A picture that was removed while its thumbnail was made leaves nothing behind."""
    noise = np.random.default_rng(3).integers(0, 255, (900, 900, 3), dtype=np.uint8)
    editor = show(Image.fromarray(noise), png(), later=True)
    editor.images.rows[0].remove.click()
    do(work)

    assert sizes(editor) == [(600, 500)]
    assert Image.open(io.BytesIO(editor.images.rows[0]._thumb.value)).size == (144, 120)


def test_result_becomes_a_picture(show, tmp_path, work):
    """A result is read beside and comes as the last picture, which is shown."""
    path = tmp_path / "red.png"
    path.write_bytes(png((640, 640), "red"))
    editor = show(png(), later=True)
    do(work)
    editor.session.use_result(SavedImage(path, "0" * 64, 640, 640, ""))
    assert "red.png" in editor.images.arrivals[0]._about.value

    do(work)
    assert sizes(editor) == [(600, 500), (640, 640)]
    assert editor.images.chosen == 2


def test_chinese_rows(show, photo):
    """Rows speak Chinese where the editor does."""
    editor = show(photo, model=SMALL, language="zh")
    editor.images.add.source.value = "nowhere.png"

    assert "高 300 像素" in text(editor.images.rows[0])
    assert offered(editor.images.rows[0]) == ["放大到 512×384"]
    assert "找不到文件" in editor.images.arrivals[0]._about.value
