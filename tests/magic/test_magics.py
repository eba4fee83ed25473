"""``%%wan`` and ``%wan`` in an IPython."""

from __future__ import annotations

import pytest
from IPython.core.error import UsageError

import wanwidgets as ww
from wanwidgets.errors import ImageError, InvalidRequest, NotRemembered, TaskFailed
from wanwidgets.magic.magics import continued
from wanwidgets.result import RunState


def wan(shell, line, cell=None):
    """Run a magic as a cell does."""
    if cell is None:
        return shell.run_line_magic("wan", line)
    return shell.run_cell_magic("wan", line, cell)


def test_cell_edits_with_its_text_as_prompt(shell, photo, tmp_path):
    """`%%wan` takes variables and paths as pictures, boxes by number, and returns the run."""
    path = tmp_path / "a b.png"
    photo.save(path)
    shell.user_ns |= {"photo": photo, "box": ww.Box(50, 50, 200, 200)}
    run = wan(
        shell, f"-i photo -i '{path}' --box 2:$box --size 1K --seed 3 --local", "Blur what is in box 1 of image 2\n"
    )

    assert run.state is RunState.SUCCEEDED
    assert run.request.prompt == "Blur what is in box 1 of image 2"
    assert run.request.boxes == {2: (ww.Box(50, 50, 200, 200),)}
    assert run.request.parameters == {"size": "1K", "seed": 3}


def test_line_with_two_files_and_a_box(shell, photo, tmp_path, monkeypatch):
    """Files by their names, a box on the second, a count and a size are one line, and the local service answers."""
    monkeypatch.chdir(tmp_path)
    for name in ("car.png", "paint.png"):
        photo.resize((1200, 900)).save(name)
    cell = "%%wan -i car.png -i paint.png --box 2:989,515,1138,681 -n 2 --size 2K\nPlace image 1 in box 1 of image 2"
    run = shell.run_cell(cell).result

    assert [image.size for image in run.images] == [(2365, 1774)] * 2
    assert run.request.boxes == {2: (ww.Box(989, 515, 1138, 681),)}


def test_run_can_be_kept_and_used_as_the_next_picture(shell, photo):
    """`-o` puts the run into a variable instead of showing it, and an expression takes its picture from there."""
    shell.user_ns["photo"] = photo
    assert wan(shell, "-i photo --size 960*720 --local -o first", "Make it warmer") is None

    first = shell.user_ns["first"]
    second = wan(shell, "-i {first.images[0]} --size 960*720 --local", "Make it black and white")
    assert second.request.pictures[0].image.pixels == first.saved[0].pixels


def test_line_of_a_cell_is_not_changed_by_ipython(shell, photo):
    """IPython fills in no variable of the line before the magic sees it, so that a picture stays a picture."""
    shell.user_ns |= {"photo": photo, "n": 2}
    (output,) = shell.run_cell("%%wan -i $photo -n {n} --size 960*720 --local\nMake it warmer").result.images[:1]

    assert output.size == (960, 720)


def test_braces_of_a_prompt_are_braces(shell, photo):
    """A prompt is taken as it is written; only `--fill` fills it in."""
    shell.user_ns |= {"photo": photo, "what": "warmer"}
    line = "-i photo --size 960*720 --local --mode offline"

    with pytest.raises(NotRemembered):
        wan(shell, line, "Make it {what}")
    run = wan(shell, "-i photo --size 960*720 --local --fill", "Make it {what}\n")
    assert run.request.prompt == "Make it warmer"


def test_line_goes_on_behind_a_backslash():
    """A line that ends with a backslash goes on in the next line, and the prompt begins after that."""
    assert continued("-i a \\ ", " -n 2 \\  \n --local\nMake it\nblue") == ("-i a  -n 2  --local", "Make it\nblue")
    assert continued("-i a", "Make it \\\nblue") == ("-i a", "Make it \\\nblue")
    assert continued("-i a \\", "") == ("-i a", "")


@pytest.mark.parametrize(
    ("asked", "kind", "said"),
    [
        (("-i photo --size 7K", "Blur it"), InvalidRequest, "size: '7K' is not a size"),
        (("-i photo -m wan9", "Blur it"), InvalidRequest, "wan9"),
        (("-i photo", "\n"), InvalidRequest, "prompt: it is empty"),
        (("-i photo --box 2:1,2,3,4", "Blur it"), InvalidRequest, "2"),
        (("-i photo --box 1:$corners", "Blur it"), TypeError, "A box is .* four whole numbers"),
        (("-i gone.png", "Blur it"), ImageError, "Image 1 .*there is no such file"),
        (("-i photo --mode sometimes", "Blur it"), ValueError, "mode: 'sometimes' is no mode"),
        (("-i photo --region beijing", "Blur it"), ValueError, "There is no API key"),
        (("-i photo --local --size 1K", "a boy hugs a dog"), TaskFailed, "NotSupportedByLocalService"),
    ],
)
def test_errors_are_those_of_the_api(shell, photo, asked, kind, said):
    """What `wanwidgets.edit` raises goes on as it is, and is written without its traceback."""
    shell.user_ns |= {"photo": photo, "corners": (1, 2, 3)}
    with pytest.raises(kind, match=said) as caught:
        wan(shell, *asked)

    assert caught.value._render_traceback_() == [f"{type(caught.value).__name__}: {caught.value}"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("photo", "'photo' stands alone. Write -i before a picture"),
        ("-i 'photo", "the quotation mark ' is not closed"),
        ("--nonsense", "no option '--nonsense'"),
        ("-i photo -o 3x", "'3x' is no name of a variable"),
    ],
)
def test_line_that_cannot_be_read_is_an_error_of_the_cell(shell, line, said):
    """Wrong options are a UsageError that says what is wrong; nothing is sent."""
    with pytest.raises(UsageError, match=said):
        wan(shell, line, "Make it warmer")


@pytest.mark.parametrize("cell", ["%%wan --help", "%%wan -h\nany", "%wan help", "%wan -h", "%wan models --help"])
def test_help_is_printed(shell, capsys, cell):
    """Help can be asked for in several ways, and sends nothing."""
    assert shell.run_cell(cell).result is None
    assert "-i, --image PICTURE" in capsys.readouterr().out


@pytest.mark.parametrize(("name", "said"), [("%%wan", "-i, --image PICTURE"), ("%wan", "models [MODEL]")])
def test_question_mark_shows_the_help(shell, name, said):
    """`%%wan?` and `%wan?` each find their own docstring."""
    assert said in shell.object_inspect(name)["docstring"]


def test_cell_without_a_text_says_what_is_missing(shell, photo):
    """A cell that ends after its line is told by the API like any other empty prompt."""
    shell.user_ns["photo"] = photo

    assert "prompt: it is empty" in str(shell.run_cell("%%wan -i photo").error_in_exec)


def test_terminal_waits_for_the_prompt(shell):
    """Behind the first line a terminal goes on, as for any cell, and does not run it with nothing below."""
    for cell in ("%%wan -i photo", "%%wan -i photo\nBlur it"):
        assert shell.check_complete(cell)[0] == "incomplete"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nothing", "'nothing' is nothing to be told; allowed are status, spend, models, runs, help"),
        ("spend all", "%wan spend: 'all' is too much"),
        ("runs many", "'many' is no number of runs"),
        ("runs 0", "'0' is no number of runs"),
        ("runs 99999999999999999999", "is no number of runs"),
        ("--size 2K", "--size is an option of %%wan"),
        ("-i photo", "-i is an option of %%wan"),
    ],
)
def test_wrong_line_magics_say_what_is_right(shell, line, said):
    """What `%wan` cannot tell is an error that says what it can."""
    with pytest.raises(UsageError, match=said):
        wan(shell, line)


def test_model_that_is_not_there_is_the_error_of_a_request(shell):
    """`%wan models` names an unknown model as a request does."""
    with pytest.raises(InvalidRequest, match="'wan9'") as caught:
        wan(shell, "models wan9")

    (problem,) = caught.value.problems
    assert problem == ww.EditRequest("x", model="wan9").problems()[0]


def test_line_magic_takes_the_same_client_and_store(shell, tmp_path):
    """`%wan` tells of the client and the store that are named, by variable or as they are."""
    shell.user_ns |= {"mine": ww.RunStore(tmp_path / "runs"), "who": ww.Client("sk-1", region="singapore")}
    told = dict(wan(shell, "--client who --store mine").rows)

    assert told["answers"] == "Model Studio in Singapore"
    assert told["store"] == str(tmp_path / "runs")


def test_other_variables_of_the_shell_are_seen(shell, photo, monkeypatch):
    """Where an embedded IPython is opened again, its new variables count, and those of the module beside them."""
    local = {"before": photo}
    monkeypatch.setattr(shell, "user_ns", local)
    monkeypatch.setattr(shell.user_module, "behind", photo, raising=False)
    wan(shell, "-i before -i behind --size 960*720 --local -o run", "Make image 1 warmer")

    assert len(local["run"].request.pictures) == 2


def test_unloading_takes_everything_back(shell):
    """After `%unload_ext` there is no magic, no completion and no change of cells; loading twice is loading once."""
    shell.run_line_magic("unload_ext", "wanwidgets")
    before = [len(shell.Completer.custom_matchers), len(shell.Completer.magic_arg_matchers)]
    transformers = list(shell.input_transformers_cleanup)
    assert shell.find_line_magic("wan") is None
    assert shell.find_cell_magic("wan") is None

    for _ in range(2):
        ww.load_ipython_extension(shell)
    assert len(shell.input_transformers_cleanup) == len(transformers) + 1
    ww.unload_ipython_extension(shell)
    assert [len(shell.Completer.custom_matchers), len(shell.Completer.magic_arg_matchers)] == before
    assert shell.input_transformers_cleanup == transformers
