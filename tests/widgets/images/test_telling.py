"""What is said of a picture in its row."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from wanwidgets import provenance
from wanwidgets.catalog import MODELS
from wanwidgets.errors import ImageError
from wanwidgets.images import InputImage
from wanwidgets.mending import mends_for
from wanwidgets.problems import picture_problems
from wanwidgets.reading import read_image
from wanwidgets.recovering import _unreadable
from wanwidgets.request import EditRequest
from wanwidgets.widgets.images.telling import Said, mend_words, output_words, said_html, shortened, wrong_words
from wanwidgets.widgets.text import Words
from wanwidgets.widgets.text.reasons import REASONS_ZH, reason


def said(size, model, language="en", **more):
    draft = EditRequest("x", [InputImage.from_pil(Image.new("L", size))], model=model, **more)
    words = Words(language)
    found = picture_problems(draft.entry, draft.pictures[0], 1, draft.marks)
    lines = [wrong_words(problem, size, draft.entry.images, words).text for problem in found]
    return lines, [mend_words(mend, words) for mend in mends_for(draft, 1)]


@pytest.mark.parametrize(
    ("size", "model", "wrong", "mend"),
    [
        ((400, 300), "wan2.5-i2i-preview", "300 px high; this model needs 384", "Enlarge to 512×384"),
        ((200, 400), "wan2.6-image", "200 px wide; this model needs 240", "Enlarge to 240×480"),
        ((100, 90), "wan2.7-image", "100×90 px; this model needs 240 on each side", "Enlarge to 267×240"),
        ((5001, 2000), "wan2.5-i2i-preview", "5001 px wide; this model takes up to 5000", "Reduce to 5000×2000"),
        (
            (4100, 4200),
            "wanx2.1-imageedit",
            "4100×4200 px; this model takes up to 4096 on each side",
            "Reduce to 3998×4096",
        ),
        (
            (2000, 400),
            "wan2.5-i2i-preview",
            "5 times as wide as high; this model takes up to 4",
            "Pad to 2000×500",
        ),
        (
            (400, 1601),
            "wan2.5-i2i-preview",
            "4.003 times as high as wide; this model takes up to 4",
            "Pad to 401×1601",
        ),
    ],
)
def test_wrong_in_plain_words(size, model, wrong, mend):
    """What is wrong is said by its number and by what the model needs, with a button that says what comes of it."""
    assert said(size, model) == ([wrong], [mend])


def test_wrong_in_chinese():
    """The same in Chinese."""
    assert said((400, 300), "wan2.5-i2i-preview", "zh") == (["高 300 像素；该模型要求至少 384"], ["放大到 512×384"])


def test_format_and_boxes():
    """A format is named with those that are taken; what is wrong with boxes is said as elsewhere."""
    out = InputImage.from_pil(Image.new("RGB", (400, 300)))
    draft = EditRequest("x", [out], model="wan2.6-image", boxes={1: [(0, 0, 9, 9)]})
    (problem,) = picture_problems(draft.entry, draft.pictures[0], 1)
    line = wrong_words(problem, out.size, draft.entry.images, Words("en"))

    assert line.bad
    assert "takes no list of boxes" in line.text
    webp = InputImage(out.data, "WEBP", *out.size, out.hashes)
    found = picture_problems(MODELS["wanx-x-painting"], EditRequest("x", [webp]).pictures[0], 1)
    line = wrong_words(next(iter(found)), out.size, MODELS["wanx-x-painting"].images, Words("en"))
    assert line.text == "a WEBP file; this model takes JPEG, PNG, BMP"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"size": "1K"}, "sets the ratio: output about 1182×887"),
        ({"size": "1024*768"}, ""),
        ({"model": "wanx2.1-imageedit"}, "sets the ratio: output about 400×300"),
        ({"model": "wan9"}, "sets the ratio"),
    ],
)
def test_output_is_predicted_beside_the_last_picture(options, words):
    """The last picture sets the ratio, unless width and height are given."""
    draft = EditRequest("x", [Image.new("RGB", (400, 300))], **options)

    assert output_words(draft, Words("en")) == words


@given(st.text(), st.integers(5, 60))
def test_name_is_shortened_in_the_middle(name, longest):
    """A long name keeps its beginning and its end, on one line, and is never longer than it may be."""
    short, line = shortened(name, longest), " ".join(name.split())

    assert len(short) <= longest
    if len(line) > longest:
        begin, end = short.split("…")[0], short.rpartition("…")[2]
        assert line.startswith(begin)
        assert line.endswith(end)
    else:
        assert short == line


class Reader(HTMLParser):
    """Reads tags and text as a browser does."""

    def __init__(self):
        super().__init__()
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        assert {name for name, _ in attrs} <= {"class", "title"}

    def handle_data(self, data):
        self.text += data


@given(st.text(), st.text())
def test_nothing_said_is_taken_for_a_tag(text, title):
    """Names and reasons stay text, whatever is in them."""
    reader = Reader()
    reader.feed(said_html([Said(text, bad=True, title=title)]))
    reader.close()

    assert reader.tags == ["div"]
    assert html.unescape(html.escape(text)) == text


def test_reasons_in_chinese(tmp_path):
    """Why a picture could not be read is told in Chinese, where a person would have caused it."""
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "text.png").write_text("hello")
    (tmp_path / "noise.png").write_bytes(bytes(range(256)))
    sources = [tmp_path, tmp_path / "none.png", *sorted(tmp_path.glob("*.png")), "data:x", "oss://x", "data:;base64,a"]
    for source in sources:
        with pytest.raises(ImageError) as caught:
            read_image(source)
        assert re.search(r"[\u4e00-\u9fff]", reason(caught.value.reason, "zh")), caught.value.reason
        assert reason(caught.value.reason, "en")[0].isupper()
    assert reason("something new.", "zh") == "Something new."
    assert all(re.compile(english) for english in REASONS_ZH)


def test_why_a_file_brings_nothing_back_in_chinese():
    """All that can be wrong with what a file tells of its request is told in Chinese."""
    folder = Path(provenance.__file__).parent
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    whys = [re.sub(r"\{[^}]+\}", "12", why) for why in re.findall(r'Misread\(f?"(.+?)"\)', source)]
    assert len(whys) > 15
    for why in whys:
        told = Words("zh").remark(str(_unreadable(why, "edit-1.png")))
        assert told.startswith("图片（edit-1.png）：文件中记录的请求无法读取：")
        assert not re.search(r"[a-z]{3,}", re.sub("edit-1.png|wanwidgets", "", told)), told
