"""Links of the site: a name in a docstring finds where it is documented, and a link to a file finds its page."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.addnodes import download_reference, pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

# The front page of the repository is that of the site.
_FRONT = "README.md"
# What a name means outside of the module of engines, which has one of the same name.
_MEANT = {"Job": "wanwidgets.running.job.Job"}
_NAMES = re.compile(r"\w+(?:\.\w+)*(?:, \w+(?:\.\w+)*)+")


def resolve(app: Sphinx, env: BuildEnvironment, node: pending_xref, inside: nodes.Element) -> nodes.Node | None:
    """Link a Python name that its domain did not find: `Run` is documented as `wanwidgets.Run`, wherever it lives.

    A name in backticks that is nothing of ours is code. Several names of errors that end a call the same way are a
    link each.
    """
    if node.get("refdomain") != "py":
        return None
    target = str(node["reftarget"])
    if _NAMES.fullmatch(target):
        told: list[nodes.Node] = []
        for name in target.split(", "):
            told += [nodes.Text(", "), _linked(app, env, node, name) or nodes.literal(name, name)]
        return nodes.inline("", "", *told[1:])
    found = _linked(app, env, node, target, inside)
    if found is None and node.get("reftype") == "obj":
        return inside
    return found


def _linked(
    app: Sphinx,
    env: BuildEnvironment,
    node: pending_xref,
    target: str,
    inside: nodes.Element | None = None,
) -> nodes.Node | None:
    domain: Any = env.get_domain("py")
    name = target.removesuffix("()")
    # Inside a class its own names come first; a full name of a module gives way to where it is public.
    ends = [f".{part}" for part in (f"{node.get('py:class')}.{name}", name, ".".join(name.split(".")[-2:]))]
    if name.startswith("wanwidgets."):
        ends.append(f".{name.rpartition('.')[2]}")
    for end in ends:
        full = sorted(known for known in domain.objects if known.endswith(end))
        if len(full) == 1:
            content = nodes.literal(name, name.rpartition(".")[2]) if inside is None else inside
            kind = node.get("reftype", "obj")
            made = pending_xref("", reftype=kind, refdomain="py", reftarget=full[0], refdoc=node["refdoc"])
            return domain.resolve_xref(env, node["refdoc"], app.builder, "obj", full[0], made, content)
    return None


def front(app: Sphinx, page: nodes.document) -> None:
    """Lead a link to the README to the front page of the site."""
    here = app.env.docname
    for link in list(page.findall(download_reference)):
        if str(link["reftarget"]).rpartition("/")[2] == _FRONT:
            made = pending_xref(
                "",
                *link.children,
                refdomain="std",
                reftype="doc",
                reftarget=f"/{app.config.root_doc}",
                refdoc=here,
                refexplicit=True,
                refwarn=True,
            )
            link.replace_self(made)


def settle(_app: Sphinx, page: nodes.document) -> None:
    """Say which of two values of the same name is meant."""
    for link in page.findall(pending_xref):
        meant = _MEANT.get(str(link.get("reftarget")))
        if meant and link.get("refdomain") == "py" and link.get("py:module") != "wanwidgets.engines":
            link["reftarget"] = meant


def setup(app: Sphinx) -> dict[str, bool]:
    """Join the build."""
    app.connect("missing-reference", resolve)
    app.connect("doctree-read", front)
    app.connect("doctree-read", settle)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
