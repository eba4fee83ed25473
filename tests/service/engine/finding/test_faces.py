from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image
from skimage import data

from wanwidgets.service.engine.finding.faces import faces
from wanwidgets.service.engine.finding.veil import veil


@pytest.fixture(scope="session")
def astronaut() -> np.ndarray:
    return np.ascontiguousarray(data.astronaut())


def overlap(one, other) -> float:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    both = max(across, 0) * max(down, 0)
    return both / (sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)) - both)


@pytest.mark.parametrize("side", [300, 512, 1400])
def test_a_face_is_found_at_any_size(astronaut, side):
    """The one face of a portrait is found, where it is, whatever the size of the picture."""
    picture = np.asarray(Image.fromarray(astronaut).resize((side, side)))

    (found,) = faces(picture)
    own = tuple(edge * side / 512 for edge in (175, 65, 272, 165))
    assert overlap(found, own) > 0.6


@pytest.mark.parametrize("name", ["coffee", "chelsea", "rocket", "grass", "gravel", "brick", "coins", "moon"])
def test_no_face_is_seen_where_there_is_none(name):
    """Photographs and textures without a face have none."""
    picture = getattr(data, name)()

    assert faces(picture if picture.ndim == 3 else np.repeat(picture[:, :, None], 3, axis=2)) == ()


def test_most_faces_of_a_crowd_are_found():
    """Of 24 small portraits in rows at least 20 are found, and nothing else."""
    portraits = (data.lfw_subset()[:24] * 255).astype(np.uint8)
    wall = np.full((720, 1080, 3), 120, np.uint8)
    places = []
    for number, portrait in enumerate(portraits):
        y, x = 50 + number // 6 * 170, 40 + number % 6 * 170
        wall[y : y + 90, x : x + 90] = np.asarray(Image.fromarray(portrait).resize((90, 90)))[:, :, None]
        places.append((x, y, x + 90, y + 90))

    found = faces(wall)

    hits = [box for box in found if any(overlap(box, place) > 0.5 for place in places)]
    assert len(hits) == len(found)
    assert len(hits) >= 20


@pytest.mark.parametrize("shape", [(1, 1), (10, 900), (23, 23), (100, 3000)])
def test_small_and_long_pictures_have_no_face(shape):
    """A pixel, a strip and a panorama are looked at without harm."""
    assert faces(np.full((*shape, 3), 90, np.uint8)) == ()


def test_a_grey_picture_has_the_same_face(astronaut):
    """Without colours the face is found in the same place."""
    grey = np.repeat(np.asarray(Image.fromarray(astronaut).convert("L"))[:, :, None], 3, axis=2)

    (face,) = faces(astronaut)

    assert any(overlap(box, face) > 0.8 for box in faces(grey))


def test_several_threads_find_the_same(astronaut):
    """Pictures that are looked at in parallel have the faces that they have one by one."""
    with ThreadPoolExecutor(2) as pool:
        found = set(pool.map(faces, [astronaut] * 4))

    assert found == {faces(astronaut)}


@pytest.mark.parametrize("how", ["blur", "pixelate"])
def test_a_veiled_face_is_none_any_more(astronaut, how):
    """After a blur or a mosaic no face is found, fine detail is gone, and around the head nothing changed."""
    (face,) = faces(astronaut)

    out = veil(astronaut, [face], how, np.random.default_rng(3))

    assert faces(out) == ()
    x1, y1, x2, y2 = face
    middle = (slice(y1 + 25, y2 - 25), slice(x1 + 25, x2 - 25))
    fine = [np.mean(np.abs(np.diff(picture[middle].astype(float), n=2, axis=1))) for picture in (astronaut, out)]
    assert fine[1] < 0.75 * fine[0]
    outside = np.ones(astronaut.shape[:2], bool)
    outside[y1 - 20 : y2 + 20, x1 - 20 : x2 + 20] = False
    assert (out[outside] == astronaut[outside]).all()
