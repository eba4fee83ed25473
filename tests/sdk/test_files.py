"""Local files that the SDK uploads by itself, and what it does with them that it should not."""

from __future__ import annotations

from http import HTTPStatus

import pytest
from dashscope import ImageSynthesis
from dashscope.aigc.image_generation import ImageGeneration
from dashscope.common.error import InvalidInput, UploadFileException

MODEL = "wan2.7-image"


def ask(*images, **more):
    content = [{"text": "Make it warmer"}, *({"image": str(image)} for image in images)]
    return ImageGeneration.call(
        model=MODEL, messages=[{"role": "user", "content": content}], n=1, size="768*768", **more
    )


def test_a_file_address(serve, photo, pictures):
    """A `file://` address is uploaded, and the service resolves what comes of it."""
    serve()
    assert pictures(ask(f"file://{photo('coffee')}"))[0].shape == (768, 768, 3)


def test_a_bare_path(serve, photo, pictures):
    """So is a path without a scheme, which no document mentions."""
    serve()
    assert len(pictures(ask(photo("coffee")))) == 1


def test_a_relative_path(serve, photo, pictures, monkeypatch, tmp_path):
    """The guide's relative form is read from the working folder."""
    serve()
    photo("cat", "cat.png")
    monkeypatch.chdir(tmp_path)
    assert len(pictures(ask("file://./cat.png"))) == 1


def test_two_files(serve, photo, pictures):
    """Two files of different names go up in one call."""
    serve()
    assert len(pictures(ask(f"file://{photo('coffee')}", f"file://{photo('cat')}"))) == 1


def test_two_files_of_one_name(serve, photo):
    """Two files of the same base name fail by the SDK's own defect: it gives both the same place, and none is kept."""
    serve()
    first, second = photo("coffee", "a/same.png"), photo("cat", "b/same.png")
    with pytest.raises(UploadFileException, match="FileAlreadyExists"):
        ask(f"file://{first}", f"file://{second}")


def test_an_uploaded_address(serve, photo, uploaded, pictures):
    """An `oss://` address of an earlier upload is taken with the header that resolves it."""
    serve()
    address = uploaded(photo("coffee"), MODEL)
    assert address.startswith("oss://dashscope-instant/")
    assert len(pictures(ask(address))) == 1


def test_an_upload_for_another_model(serve, photo, uploaded):
    """An upload belongs to the model that it was made for."""
    serve()
    answer = ask(uploaded(photo("coffee"), "wan2.6-image"))
    assert answer.status_code == HTTPStatus.BAD_REQUEST


def test_a_missing_path_is_sent_as_it_is(serve):
    """A path where no file is goes to the service word for word, which says that it is no address."""
    serve()
    answer = ask("no/such/picture.png")
    assert (answer.status_code, answer.code) == (HTTPStatus.BAD_REQUEST, "InvalidParameter")


def test_a_missing_file_address_is_not_sent(serve):
    """A `file://` address where no file is fails in the SDK."""
    serve()
    with pytest.raises(InvalidInput, match="is not exists"):
        ask("file:///no/such/picture.png")


def test_files_of_the_older_family(serve, photo, pictures):
    """wan2.5 takes local files as well."""
    serve()
    answer = ImageSynthesis.call(
        model="wan2.5-i2i-preview",
        prompt="Make it warmer",
        images=[f"file://{photo('coffee')}", f"file://{photo('rocket')}"],
        n=1,
        size="768*768",
    )
    assert pictures(answer)[0].shape == (768, 768, 3)


def test_files_of_inpainting(serve, photo, pictures):
    """wanx-x-painting takes files as arguments of their own."""
    serve()
    answer = ImageSynthesis.call(
        model="wanx-x-painting",
        prompt="A dog wearing red glasses",
        task="image2image",
        base_image_url=f"file://{photo('astronaut')}",
        mask_image_url=f"file://{photo('astronaut', 'mask.png')}",
        n=1,
    )
    assert len(pictures(answer)) == 1


def test_a_file_in_extra_input_is_not_uploaded(serve, photo):
    """A file where the reference's sample has addresses is sent as it stands: the SDK's defect no. 5, still open."""
    serve()
    address = f"file://{photo('astronaut')}"
    answer = ImageSynthesis.async_call(
        model="wanx-x-painting",
        prompt="A dog wearing red glasses",
        task="image2image",
        extra_input={"base_image_url": address, "mask_image_url": address},
    )
    if answer.status_code == HTTPStatus.OK:
        answer = ImageSynthesis.wait(answer)
        assert (answer.output.task_status, answer.output["code"]) == ("FAILED", "InvalidParameter")
    else:
        assert answer.code == "InvalidParameter"
