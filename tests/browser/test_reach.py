"""The editor for everyone: names for screen readers, the keyboard alone, and text that can be read in any theme."""

import re

import pytest

from wanwidgets.catalog import MODELS

pytestmark = pytest.mark.browser

EDITOR = """
import skimage.data, wanwidgets as ww
editor = ww.Editor(images=[skimage.data.coffee(), skimage.data.astronaut()], boxes={1: [(150, 60, 420, 330)]},
                   client=ww.connect("local"), size="1K", store=ww.RunStore.temporary()MORE)
editor
"""

EMPTY = """
import skimage.io, skimage.data, wanwidgets as ww
skimage.io.imsave("coffee.png", skimage.data.coffee())
editor = ww.Editor(client=ww.connect("local"), size="1K", store=ww.RunStore.temporary())
editor
"""

# What can be operated and has no name. A name is a label, words of its own, or a title; "null" is none. The swatch of a
# colour picker can have none; its text field, which has one, does the same.
NAMELESS = """editor => {
  const named = part => {
    const label = part.labels ? [...part.labels].map(label => label.textContent).join(' ') : '';
    const own = part.matches('button, a, summary') ? part.textContent : '';
    const words = [part.getAttribute('aria-label'), label, own, part.title].map(text => (text || '').trim());
    return words.some(text => text && text !== 'null');
  };
  return [...editor.querySelectorAll('input:not([type=color]), button, select, textarea, canvas, summary, a')]
    .filter(part => part.checkVisibility({visibilityProperty: true}) && !named(part))
    .map(part => part.outerHTML.slice(0, 160));
}"""

# Text, and placeholders, whose contrast to what lies behind them is below that of WCAG AA. What is disabled is exempt.
PALE = """editor => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', {willReadFrequently: true});
  const mix = colours => {
    context.clearRect(0, 0, 1, 1);
    for (const colour of colours) { context.fillStyle = colour; context.fillRect(0, 0, 1, 1); }
    return [...context.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = part => {
    const found = [];
    for (let each = part; each; each = each.parentElement) found.unshift(getComputedStyle(each).backgroundColor);
    return ['#fff', ...found];
  };
  const pale = [];
  const check = (part, colour, size, bold, text) => {
    const back = behind(part);
    const [one, two] = [light(mix([...back, colour])), light(mix(back))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (two + 0.05);
    const needed = size >= 24 || (size >= 18.66 && bold) ? 3 : 4.5;
    if (ratio < needed) pale.push([text.trim().slice(0, 40), ratio.toFixed(2), part.className]);
    if (size < 12) pale.push([text.trim().slice(0, 40), `${size} px`, part.className]);
  };
  const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const part = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || part.closest('style, option, :disabled, [hidden]')) continue;
    if (!part.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const style = getComputedStyle(part);
    check(part, style.color, parseFloat(style.fontSize), style.fontWeight >= 600, walker.currentNode.textContent);
  }
  for (const part of editor.querySelectorAll('input:enabled, textarea:enabled, select:enabled')) {
    if (!part.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const style = getComputedStyle(part);
    check(part, style.color, parseFloat(style.fontSize), false, part.value || '-');
    const hint = getComputedStyle(part, '::placeholder');
    if (part.placeholder) check(part, hint.color, parseFloat(hint.fontSize), false, part.placeholder);
  }
  return pale;
}"""

STATES = {
    "boxes": "",
    "palette": ', color_palette=[{"hex": "#1f3a5f", "ratio": "60.00%"}, {"hex": "#ffffff", "ratio": "30.00%"}]',
    "mask": ', model="wanx-x-painting"',
    "chinese": ', language="zh", model="wan2.6-image", enable_interleave=True',
}


def theme(notebook, name):
    """Choose a theme of JupyterLab, and wait until it is there."""
    notebook.page.evaluate(
        "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", f"JupyterLab {name}"
    )
    light = str(name == "Light").lower()
    notebook.page.wait_for_selector(f"body[data-jp-theme-light='{light}']", state="attached")


def nameless(notebook):
    return notebook.editor.evaluate(NAMELESS)


def pale(notebook):
    return notebook.editor.evaluate(PALE)


@pytest.mark.parametrize("state", STATES)
def test_every_control_has_a_name_and_every_word_can_be_read(open_notebook, state):
    """Whatever can be operated has a name, and text has the contrast of WCAG AA in the light and the dark theme."""
    notebook = open_notebook(EDITOR.replace("MORE", STATES[state]))
    notebook.show()
    notebook.until("len(editor.session.arrivals)", 0)
    assert nameless(notebook) == []
    try:
        for name in ("Dark", "Light"):
            theme(notebook, name)
            assert pale(notebook) == []
            notebook.shot(name.lower())
        if state == "boxes":
            notebook.write_prompt("Blur what is in box 1 of image 1")
            notebook.page.locator(".wanwidgets-go:enabled").click()
            notebook.finished("done")
            notebook.pictured()
            assert nameless(notebook) == []
            assert pale(notebook) == []
            theme(notebook, "Dark")
            assert pale(notebook) == []
            notebook.shot("dark-result")
            notebook.write_prompt("what nobody understands")
            notebook.page.locator(".wanwidgets-go:enabled").click()
            notebook.finished("failed|refused")
            assert pale(notebook) == []
            assert nameless(notebook) == []
            notebook.shot("dark-failed")
    finally:
        theme(notebook, "Light")


def tab_to(notebook, selector):
    """Press Tab until something has the focus, and return how often."""
    for count in range(1, 60):
        notebook.page.keyboard.press("Tab")
        if notebook.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            shown = notebook.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
            assert shown != "none", f"{selector} has the focus, and nobody sees it"
            return count
    raise AssertionError(f"Tab never comes to {selector}.")


def test_the_keyboard_alone_does_a_whole_edit(open_notebook):
    """Without a mouse a picture is added by its path, a box is typed, a prompt is written and the edit is made."""
    notebook = open_notebook(EMPTY)
    notebook.show()
    keyboard = notebook.page.keyboard
    notebook.says(notebook.page.locator(".ww-reason"), "Next: write the prompt")
    notebook.page.locator(".wanwidgets-choice select").focus()
    tab_to(notebook, ".wanwidgets-add input[type=text]")
    keyboard.type("coffee.png")
    keyboard.press("Enter")
    notebook.until("len(editor.session.draft.pictures)", 1)
    tab_to(notebook, ".wanwidgets-boxes input[type=text]:not(:disabled), .wanwidgets-box input:not(:disabled)")
    keyboard.type("150, 60, 420, 330")
    keyboard.press("Enter")
    notebook.until_boxes([[150, 60, 420, 330]])
    tab_to(notebook, ".wanwidgets-prompt textarea")
    keyboard.type("Blur what is in")
    notebook.until("editor.session.draft.prompt", "Blur what is in")
    tab_to(notebook, ".wanwidgets-inserts button[title*='box 1']")
    keyboard.press("Enter")
    notebook.until("editor.session.draft.prompt", "Blur what is in box 1")
    # The prompt has the focus again, and the caret stands at its end.
    notebook.page.wait_for_function("() => document.activeElement.matches('.wanwidgets-prompt textarea')")
    keyboard.type(".")
    notebook.until("editor.session.draft.prompt", "Blur what is in box 1.")
    notebook.page.locator(".wanwidgets-go:enabled").wait_for()
    tab_to(notebook, ".wanwidgets-go")
    keyboard.press("Enter")
    notebook.finished("done")
    notebook.pictured()
    notebook.shot()


def test_a_prompt_of_100000_characters(open_notebook):
    """A prompt far too long is counted, refused beside it, and freezes nothing."""
    notebook = open_notebook(EDITOR.replace("MORE", ""))
    notebook.show()
    notebook.prompt.fill("a lighthouse " * 7693)
    notebook.says(notebook.page.locator(".wanwidgets-prompt"), r"100,009/5,000")
    notebook.says(notebook.page.locator(".ww-reason"), "Prompt: Shorten it")
    assert notebook.edit.is_disabled()
    notebook.prompt.press("End")
    notebook.page.keyboard.type("!!")
    notebook.page.keyboard.press("Tab")
    notebook.until("len(editor.session.draft.prompt)", 100_011)
    notebook.shot()
    # So long a text is heard when the field is left.
    notebook.prompt.fill("short")
    notebook.page.keyboard.press("Tab")
    notebook.page.locator(".wanwidgets-go:enabled").wait_for()
    assert notebook.ask("editor.session.notice") is None


# What stays as it is in any language: names of models, kinds of files, units, keys, and letters of coordinates.
PLAIN = re.compile(
    r"wan|pro|image|preview|painting|wanx|imageedit|png|jpe?g|webp|exif|json|python|curl"
    r"|photos|https?|url|px|mi?b|k|s|cny|esc|ctrl|alt|shift|delete|tab|[a-z]\d?"
)
PARAMETERS = {name for model in MODELS.values() for name in model.parameters}


def test_no_english_is_left_in_a_chinese_editor(open_notebook):
    """In Chinese no English word is on the screen, in no title and in no placeholder, before and after a run."""
    notebook = open_notebook(EDITOR.replace("MORE", ', language="zh"'))
    notebook.show()

    def english():
        texts = notebook.editor.evaluate(
            """editor => [...editor.querySelectorAll('*')]
              .filter(part => part.tagName !== 'STYLE' && part.checkVisibility())
              .flatMap(part => [part.title, part.placeholder, ...[...part.childNodes]
                .filter(node => node.nodeType === 3).map(node => node.textContent)]).filter(Boolean)""",
        )
        # Where the pointer rests on a label, the provider's own name of the parameter is shown.
        said = [text for text in texts if text not in PARAMETERS]
        words = {word.lower() for text in said for word in re.findall(r"[A-Za-z]+\d?", text)}
        return sorted(word for word in words if not PLAIN.fullmatch(word))

    assert english() == []
    notebook.write_prompt("模糊图1的框1")
    notebook.page.locator(".wanwidgets-go:enabled").click()
    notebook.finished("完成")
    notebook.pictured()
    notebook.shot()
    assert english() == []
