from __future__ import annotations

import functools
import subprocess
import sys

import pytest

from wanwidgets.service.engines.naming import name_of, version_of

TABLE = """
STRENGTH = {strength}
def helper(value):
    return value {sign} 1
def engine(job, more={more}):
    kinds = {{"a", "b", "c"}}
    def inner(x):
        return helper(x) * STRENGTH + more
    return inner(job) if job in {{"x", "y", "z"}} else kinds
"""


def made(strength=2, sign="+", more=3):
    names = {"__name__": "made"}
    exec(TABLE.format(strength=strength, sign=sign, more=more), names)  # noqa: S102 - a function as a notebook has it
    return names["engine"]


class Engine:
    def __call__(self, job):
        return job.pictures[0]

    def answer(self, job):
        return job.pictures[0]


def test_a_name_is_the_one_it_was_defined_with():
    """A function's, a class's, a method's, or the attribute where there is one."""
    given = Engine()
    given.name = "best"
    assert [name_of(one) for one in (made(), Engine(), Engine().answer, given)] == [
        "engine",
        "Engine",
        "answer",
        "best",
    ]


@pytest.mark.parametrize("name", ["", "two words", "7", "a/b", "a-b", "ü", "x" * 65])
def test_a_name_that_cannot_be_used_is_refused(name):
    """It is part of one word that files and documents hold."""
    engine = made()
    engine.name = name
    with pytest.raises(ValueError, match="name has letters"):
        name_of(engine)


def test_the_version_is_the_same_for_the_same_code():
    """Also for another function object, and in another process with other hashes of texts."""
    assert version_of(made()) == version_of(made())
    code = (
        "from tests_made import made\n"
        "from wanwidgets.service.engines.naming import version_of\n"
        "print(version_of(made()))"
    )
    start = f"import sys, types\nm = types.ModuleType('tests_made')\nTABLE = {TABLE!r}\n"
    define = (
        "def made():\n    names = {'__name__': 'made'}\n"
        "    exec(TABLE.format(strength=2, sign='+', more=3), names)\n    return names['engine']\n"
        "m.made = made\nsys.modules['tests_made'] = m\n"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", start + define + code],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(filter(None, sys.path))},
        )
        assert done.stdout.strip() == version_of(made())


@pytest.mark.parametrize("change", [{"strength": 4}, {"sign": "-"}, {"more": 9}])
def test_the_version_changes_with_what_is_used(change):
    """The function's own code, that of a function it calls, a value of the module, a default."""
    assert version_of(made(**change)) != version_of(made())


def test_the_version_changes_with_what_is_enclosed():
    """A function made by another one differs by what it was made with; one that calls itself has an end."""

    def engine(strength):
        def inner(job):
            return inner(job) * strength

        return inner

    assert version_of(engine(1)) == version_of(engine(1)) != version_of(engine(2))


def test_an_object_has_the_version_of_its_call():
    """Its class's function is seen, and a method's own."""
    assert version_of(Engine()) == version_of(Engine())
    assert version_of(Engine().answer) != version_of(made())


def test_a_version_that_is_told_counts():
    """Whatever the code is."""
    one, other = made(), made(strength=9)
    one.version, other.version = 2, "2"
    assert version_of(one) == version_of(other) == "2"
    one.version = "two words"
    with pytest.raises(ValueError, match=r"version has letters.*'two words'"):
        version_of(one)


def test_code_that_cannot_be_seen_needs_a_version():
    """It says how to give it."""
    hidden = functools.partial(made())
    with pytest.raises(ValueError, match=r'The code of the engine partial cannot be seen.*engine\.version = "1"'):
        version_of(hidden)
    hidden.version = "1"
    assert version_of(hidden) == "1"
