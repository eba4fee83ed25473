"""Whatever is asked of the local engine over HTTP: a picture, or an error document; never a stack trace."""

from __future__ import annotations

import numpy as np
import pytest
import skimage.data

KINDLY = {"InvalidParameter", "NotSupportedByLocalService"}

LANGUAGES = (
    "Supprime le chat de la boîte",
    "Entferne die Tasse aus dem Kasten",
    "Quita el gato de la caja",
    "猫を消してください",
    "고양이를 지워 주세요",
    "Удали кота из рамки",
    "احذف القطة",
)
BEYOND = (
    ("A boy hugs a dog", "picture"),
    ("Show it from the side", "another side"),
    ("Make the cat smile", "model"),
    ("Replace the cup with a lemon", "lemon"),
    ("Make it warmer and cooler", "contradict"),
    ("Make box 1 brighter and darken box 1", "contradict"),
    ("Blur it sharp", "not understand"),
    ("Remove what is in box 7", "box 7"),
    ("Place image 4 in box 1", "image 4"),
    ("Move what is in box 1 to box 2", "box"),
    ("Swap image 1 and the moon", "not understand"),
    ("Write hello in box 1", "quotes"),
    ("删除框9里的东西", "box 9"),
    ("让男孩抱着狗", "模型"),
    ("又亮又暗", "没有读懂"),
)
BOXED = (
    "Remove what is in box 1",
    "Cut out the thing in box 1 on white",
    "Segment the thing in box 1",
    "Blur the background behind box 1",
    "Make the thing in box 1 blue",
    "Pixelate box 1",
    "Write 'Hello' in box 1",
    "Remove the text in box 1",
    "Crop to box 1",
    "Zoom in on box 1",
    "Label box 1 'cup'",
    "Turn box 1 into a watercolour",
    "把框1里的东西变成红色",
)


def grey() -> np.ndarray:
    """A photograph without colour, 384 × 303 pixels."""
    return np.repeat(skimage.data.coins()[:, :, None], 3, axis=2)


def panorama() -> np.ndarray:
    """A photograph eight times as wide as it is high."""
    row = np.hstack([skimage.data.coffee()[:300], skimage.data.coffee()[:300][:, ::-1]] * 2)
    return np.ascontiguousarray(row[:, :2400])


def flat() -> np.ndarray:
    """One colour and nothing else."""
    return np.full((400, 400, 3), (90, 140, 60), np.uint8)


PICTURES = {"grey": grey, "panorama": panorama, "flat": flat}


@pytest.fixture
def ask(api, data_url):
    """Ask for an edit of one picture; return the status and the document."""

    def call(prompt: str, pixels: np.ndarray, boxes: list[list[int]] | None = None):
        document = api.document(prompt)
        document["input"]["messages"][0]["content"][0] = {"image": data_url(pixels)}
        if boxes is not None:
            document["parameters"]["bbox_list"] = [boxes]
        answer = api.call(document)
        return answer.status_code, answer.json()

    return call


def sound(status: int, document: dict) -> None:
    """Hold that an answer is a picture, or a refusal in words that somebody can act on."""
    if status == 200:
        assert document["output"]["choices"][0]["message"]["content"][0]["image"]
        return
    assert status == 400
    assert document["code"] in KINDLY, document
    assert len(document["message"]) > 30
    assert "Traceback" not in document["message"]
    assert document["request_id"]


@pytest.mark.parametrize("prompt", LANGUAGES)
def test_other_languages_are_told_which_two_are_read(ask, prompt):
    """A prompt in another language is refused under our own code, and the refusal names English and Chinese."""
    status, document = ask(prompt, skimage.data.coffee(), [[10, 10, 90, 90]])
    assert (status, document["code"]) == (400, "NotSupportedByLocalService")
    assert "English" in document["message"]
    assert "Chinese" in document["message"]


@pytest.mark.parametrize(("prompt", "spoken"), BEYOND)
def test_what_cannot_be_done_is_refused_in_words(ask, prompt, spoken):
    """What would be invented, contradicts itself or is not there gives no picture, and the message says what it is."""
    status, document = ask(prompt, skimage.data.coffee(), [[10, 10, 90, 90]])
    assert status == 400, document
    sound(status, document)
    assert spoken in document["message"]


@pytest.mark.parametrize("prompt", BOXED)
@pytest.mark.parametrize("picture", PICTURES)
def test_odd_pictures_and_boxes_are_edited_or_refused(ask, prompt, picture):
    """Grey, flat and very wide pictures; a box of one pixel, a line, the whole: no order breaks the service."""
    pixels = PICTURES[picture]()
    height, width = pixels.shape[:2]
    for box in ([5, 5, 6, 6], [0, 7, width, 8], [0, 0, width, height]):
        sound(*ask(prompt, pixels, [box]))


@pytest.mark.parametrize("box", [[20, 20, 20, 60], [60, 20, 20, 60], [600, 20, 700, 60]])
def test_empty_boxes_are_invalid(ask, box):
    """A box without a pixel of the picture in it is refused as the provider refuses a wrong parameter."""
    status, document = ask("Remove what is in box 1", skimage.data.coffee(), [box])
    assert (status, document["code"]) == (400, "InvalidParameter")
