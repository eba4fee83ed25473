"""Pictures as the models take them: upright, flat, eight bits; the user's own bytes where they can be sent."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from wanwidgets.errors import ImageError
from wanwidgets.images import Gap, InputImage


def encoded(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def codes(image):
    return [notice.code for notice in image.notices]


@pytest.mark.parametrize(
    ("kind", "options"),
    [("JPEG", {}), ("PNG", {}), ("WEBP", {}), ("WEBP", {"lossless": True}), ("BMP", {})],
)
def test_plain_bytes_are_kept(photo, kind, options):
    """A plain picture in a format that the models take is sent byte for byte."""
    data = encoded(photo, kind, **options)
    image = InputImage.from_bytes(data)

    assert image.data == data
    assert (image.format, image.notices) == (kind, ())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP"])
def test_grey_bytes_are_kept(photo, kind):
    """A grey picture is sent byte for byte, and hashed like the same grey in RGB."""
    grey = photo.convert("L")
    image = InputImage.from_bytes(encoded(grey, kind))

    assert image.notices == ()
    assert image.pixels == InputImage.from_pil(image.image()).pixels


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_orientation_is_applied(photo, kind, orientation):
    """EXIF orientation is applied before anything is measured, and what is sent has none."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encoded(photo, kind, exif=exif)
    image = InputImage.from_bytes(data)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")

    assert codes(image) == ["rotated"]
    assert image.size == upright.size
    assert np.array_equal(np.asarray(image.image()), np.asarray(upright))
    assert Image.open(io.BytesIO(image.data)).getexif().get(0x0112, 1) == 1
    assert image.pixels == InputImage.from_pil(upright).pixels


def test_normal_orientation_changes_nothing(photo):
    """Orientation 1, and one that does not exist, leave the bytes as they are."""
    for orientation in (1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        assert InputImage.from_bytes(encoded(photo, "JPEG", exif=exif)).notices == ()


def test_alpha_is_flattened_on_white(photo):
    """Transparent pixels become white, half-transparent ones half white, with a notice."""
    rgba = photo.convert("RGBA")
    rgba.putpixel((0, 0), (10, 20, 30, 0))
    rgba.putpixel((1, 0), (0, 0, 0, 128))
    image = InputImage.from_bytes(encoded(rgba, "PNG"))

    assert codes(image) == ["alpha"]
    assert image.image().getpixel((0, 0)) == (255, 255, 255)
    assert image.image().getpixel((1, 0)) == (127, 127, 127)
    assert Image.open(io.BytesIO(image.data)).mode == "RGB"


CONVERTED = {
    "CMYK": (lambda photo: encoded(photo.convert("CMYK"), "JPEG"), ["cmyk"]),
    "palette": (lambda photo: encoded(photo.quantize(64), "PNG"), ["palette"]),
    "one bit": (lambda photo: encoded(photo.convert("1"), "PNG"), ["mode"]),
    "grey alpha": (lambda photo: encoded(photo.convert("LA"), "PNG"), ["alpha"]),
    "GIF": (lambda photo: encoded(photo.quantize(64), "GIF"), ["format", "palette"]),
    "TIFF": (lambda photo: encoded(photo, "TIFF"), ["format"]),
    "animated GIF": (
        lambda photo: encoded(photo.quantize(64), "GIF", save_all=True, append_images=[photo.rotate(90).quantize(64)]),
        ["format", "animated", "palette"],
    ),
    "animated WEBP": (
        lambda photo: encoded(photo, "WEBP", save_all=True, append_images=[photo.rotate(90)]),
        ["animated"],
    ),
}


@pytest.mark.parametrize(("make", "said"), CONVERTED.values(), ids=CONVERTED)
def test_other_kinds_are_converted_with_a_notice(make, said, photo):
    """CMYK, palettes, odd modes, animations and foreign formats become plain RGB that can be sent, and it is said."""
    image = InputImage.from_bytes(make(photo), name="p")

    assert set(said) <= set(codes(image))
    assert image.size == (400, 300)
    assert Image.open(io.BytesIO(image.data)).mode in {"RGB", "L"}
    assert image.format in {"JPEG", "PNG", "WEBP", "BMP"}
    assert not getattr(Image.open(io.BytesIO(image.data)), "is_animated", False)
    assert all(str(notice).startswith("p: ") for notice in image.notices)


def test_transparent_palette_is_flattened(photo):
    """A palette with a transparent colour is flattened on white."""
    palette = photo.quantize(8)
    palette.info["transparency"] = palette.getpixel((0, 0))
    image = InputImage.from_bytes(encoded(palette, "PNG", transparency=palette.info["transparency"]))

    assert "alpha" in codes(image)
    assert image.image().getpixel((0, 0)) == (255, 255, 255)


def test_sixteen_bit_grey_is_scaled():
    """16-bit grey is scaled to 8 bits, not clipped."""
    values = np.linspace(0, 65535, 300 * 400).astype(np.uint16).reshape(300, 400)
    image = InputImage.from_bytes(encoded(Image.fromarray(values), "PNG"))
    shown = np.asarray(image.image())[:, :, 0]

    assert codes(image) == ["depth"]
    assert np.abs(shown.astype(float) - values / 257).max() <= 1


def test_sixteen_bit_colour_is_told():
    """A 16-bit colour PNG, whose low bytes are lost, is sent as 8 bits with a notice."""
    cv2 = pytest.importorskip("cv2")
    values = np.random.default_rng(1).integers(0, 65535, (300, 400, 3), dtype=np.uint16)
    image = InputImage.from_bytes(cv2.imencode(".png", values)[1].tobytes())

    assert codes(image) == ["depth"]
    assert Image.open(io.BytesIO(image.data)).mode == "RGB"


def test_floating_tiff_from_zero_to_one_is_scaled_and_another_refused():
    """A floating TIFF is read from 0 to 1; other values are refused with their range."""
    values = np.linspace(0, 1, 300 * 400, dtype=np.float32).reshape(300, 400)
    image = InputImage.from_bytes(encoded(Image.fromarray(values), "TIFF"))

    assert np.asarray(image.image())[-1, -1, 0] == 255
    with pytest.raises(ImageError, match="from 0 to 500"):
        InputImage.from_bytes(encoded(Image.fromarray(values * 500), "TIFF"))


def test_what_is_hashed_is_what_is_sent(photo):
    """Whatever was done to a picture, decoding what is sent gives the pixels that were hashed."""
    exif = Image.Exif()
    exif[0x0112] = 6
    large = photo.resize((2600, 1950))
    for data in (
        encoded(photo, "JPEG"),
        encoded(photo, "JPEG", exif=exif),
        encoded(large, "JPEG", exif=exif),
        encoded(photo.convert("CMYK"), "JPEG"),
        encoded(photo.convert("RGBA"), "PNG"),
        encoded(photo.quantize(16), "GIF"),
    ):
        image = InputImage.from_bytes(data)
        assert InputImage.from_bytes(image.data).pixels == image.pixels
        assert InputImage.from_bytes(image.data).data == image.data


def test_large_rotated_photograph_stays_small_enough_to_send():
    """A large photograph that must be turned is a JPEG again, small enough to send, and it is said."""
    noise = np.random.default_rng(3).integers(0, 255, (300, 400, 3), dtype=np.uint8)
    exif = Image.Exif()
    exif[0x0112] = 8
    image = InputImage.from_bytes(encoded(Image.fromarray(noise).resize((5000, 3750)), "JPEG", exif=exif))

    assert codes(image) == ["rotated", "reencoded"]
    assert (image.format, image.size) == ("JPEG", (3750, 5000))
    assert len(image.data) < 20_000_000


def test_mpo_is_sent_as_the_jpeg_it_is(photo):
    """A telephone's MPO file is taken as the JPEG that it is, without a word about animation."""
    data = encoded(photo, "MPO", save_all=True, append_images=[photo])
    image = InputImage.from_bytes(data)

    assert (image.format, image.notices, image.data) == ("JPEG", (), data)


def test_user_image_is_not_changed(photo):
    """A PIL image that the user gave keeps its mode, size and pixels."""
    rgba = photo.convert("RGBA")
    before = rgba.tobytes()
    InputImage.from_pil(rgba)

    assert (rgba.mode, rgba.tobytes()) == ("RGBA", before)


def test_round_trip_through_a_dict(photo):
    """A picture comes back from its document, embedded or found by its hash."""
    image = InputImage.from_pil(photo, name="x")

    assert InputImage.from_dict(image.to_dict(embed=True)) == image
    assert InputImage.from_dict(image.to_dict(embed=False), {image.digest: image.data}.get) == image
    with pytest.raises(ValueError, match="find="):
        InputImage.from_dict(image.to_dict(embed=False))


def test_gap_is_known_by_its_hashes(photo):
    """A picture that is missing is known by its pixels, or else by its file, and shows the begin of a hash."""
    image = InputImage.from_pil(photo)
    other = InputImage.from_pil(photo.rotate(180))

    for gap in (Gap.of(image.digest, image.pixels, image.size), Gap.of(image.digest), Gap.of("", image.pixels)):
        assert [gap.fits(image), gap.fits(other)] == [True, False]
        assert gap.url.startswith("https://gone.invalid/")
        assert repr(gap) == f"Gap('{(gap.digest or gap.pixels)[:8]}…')"
    assert not Gap.of("").fits(image)


def test_repr_holds_no_bytes(photo):
    """The repr is short."""
    assert repr(InputImage.from_pil(photo, name="cup")) == "<InputImage 'cup' 400×300 PNG>"
