"""The picture of the README, taken from the running thing (`make picture` puts it into the docs)."""

import pytest

pytestmark = pytest.mark.browser

EDITOR = """
import skimage.data, wanwidgets as ww
editor = ww.Editor(
    images=[skimage.data.rocket()],
    prompt="Remove what is in box 1",
    size="1K",
    client=ww.connect("local"),
    store=ww.RunStore.temporary(),
)
editor
"""


def test_picture_of_the_readme(open_notebook, artifacts):
    """The editor shows a rocket in a box, and below it the photograph with and without the rocket."""
    notebook = open_notebook(EDITOR, width=1480, height=1300, scale=1.5)
    notebook.show()
    box = notebook.drag((292, 58), (353, 397))
    notebook.until_boxes([box])
    notebook.edit.click()
    notebook.finished("done")
    notebook.pictured()
    notebook.page.get_by_role("button", name="Before / after").click()
    notebook.editor.locator(".wanwidgets-compare canvas").first.wait_for()
    notebook.page.wait_for_timeout(1000)
    notebook.shot()
    (artifacts / f"{notebook.title}.png").replace(artifacts / "editor.png")
    assert box[0] < 300
    assert box[2] > 340
