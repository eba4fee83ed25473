"""The documentation site: the pages of docs/, the notebooks with their stored outputs, and the docstrings.

Its source folder is that of the project, so that a link from a page to a notebook is the same on the site and in the
repository. `make docs` builds it strictly; nothing is asked of the network, then or by a reader's browser.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE / "_extensions")]

from wanwidgets.version import __version__  # noqa: E402 - the package is found by the line above

project = "wanwidgets"
author = "The wanwidgets developers"
copyright = author  # noqa: A001 - the name is Sphinx's
version = release = __version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "docstrings",
    "linking",
    "picturing",
    "rooms",
]

root_doc = "docs/index"
include_patterns = ["docs/**", "notebooks/**", "CHANGELOG.md", "CONTRIBUTING.md"]
exclude_patterns = [".*", "build", "dist", "tests", "wanwidgets", "binder", "**/.ipynb_checkpoints", "docs/_extensions"]
# Only these three kinds of file are pages; a script of docs/ is none.
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}

# The stored outputs are what `make notebooks` wrote and the tests compare; a build runs nothing.
nb_execution_mode = "off"
# The page of a reader has no kernel, so it loads no code for widgets.
nb_ipywidgets_js: dict[str, dict[str, str]] = {}
nb_mime_priority_overrides = [("*", "application/vnd.jupyter.widget-view+json", None)]
nb_render_image_options = {"alt": "What the cell above shows"}
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
# An address that is text, such as that of a service, is not a link.
myst_linkify_fuzzy_links = False

# `name` in a docstring is a link where it names something of ours, else code; see linking.py.
default_role = "py:obj"
nitpicky = True
nitpick_ignore_regex = [
    # What others documented is not looked up, since a build asks nobody.
    (r"py:.*", r"(?!wanwidgets\b).*"),
    # A variable of types stands for the class at hand; the canvas is a widget of the Editor, which shows itself.
    (r"py:class", r"wanwidgets\..*\.(_Store|R|Stage)"),
]
autoclass_content = "class"
autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented_params"
autodoc_preserve_defaults = True
napoleon_google_docstring = False
napoleon_use_rtype = True
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88

html_theme = "furo"
html_title = "wanwidgets"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_favicon = "_static/mark.svg"
html_logo = "_static/mark.svg"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
templates_path = ["_templates"]
# The pages stand in docs/, and who opens the folder gets the first of them.
html_additional_pages = {"index": "front.html"}
pygments_style = "tango"
pygments_dark_style = "github-dark"
FONT = (
    "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'Noto Sans', 'Helvetica Neue', Arial, 'Noto Sans CJK SC', "
    "sans-serif"
)
CODE = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
html_theme_options = {
    "light_css_variables": {
        "font-stack": FONT,
        "font-stack--monospace": CODE,
        "color-brand-primary": "#0b6e75",
        "color-api-name": "#0b6e75",
        "color-api-pre-name": "#5c6b70",
        "color-brand-content": "#0b6e75",
        "color-brand-visited": "#0b6e75",
    },
    "dark_css_variables": {
        "color-brand-primary": "#5cc8cf",
        "color-api-name": "#5cc8cf",
        "color-api-pre-name": "#9aa8ad",
        "color-brand-content": "#5cc8cf",
        "color-brand-visited": "#5cc8cf",
    },
}
