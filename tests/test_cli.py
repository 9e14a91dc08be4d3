"""The command line, over real pages and over what is none."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from reportedly.cli import app
from reportedly.errors import ModelError

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
WIRE = EXAMPLES / "wire.jsonl"
SCHEMA = Draft202012Validator(
    json.loads((files("reportedly.exchange") / "reading.schema.json").read_text("utf-8"))
)
SAID = "Berit Oldam, the harbour master, said on Monday that 120 boats would stay in port."
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4

COMMAND = (sys.executable, "-m", "reportedly")
posix = pytest.mark.skipif(os.name != "posix", reason="signals and terminals as POSIX has them")


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    """The command in this process, where the model is loaded once."""
    return CliRunner().invoke(app, [str(each) for each in arguments], input=stdin)


def objects(result: Result) -> list[dict[str, Any]]:
    values = [json.loads(line) for line in result.stdout.splitlines()]
    for value in values:
        SCHEMA.validate(value)
    return values


def jsonl(*texts: str) -> str:
    lines = (json.dumps({"id": f"n{i}", "text": text}) for i, text in enumerate(texts, start=1))
    return "".join(f"{line}\n" for line in lines)


# ── Reading ──────────────────────────────────────────────────────────────────────────────


def test_the_examples_are_set_for_a_person() -> None:
    result = run("read", EXAMPLES)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "\x1b" not in result.stdout  # not a terminal
    for origin in ("harbour-volunteers.txt", "reservoir.html", "wire.jsonl:3"):
        assert origin in result.stdout
    assert "By Nela Quist" in result.stdout
    assert "Tobias Rennick" in result.stdout
    assert "how firmly" in result.stdout
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


def test_columns_set_the_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(len, run("read", EXAMPLES).stdout.splitlines())) <= 60


def test_json_is_one_valid_reading_a_line_in_order() -> None:
    result = run("read", "--json", EXAMPLES, WIRE)
    assert (result.exit_code, result.stderr) == (0, "")
    names = [Path(each["page"]["origin"]).name for each in objects(result)]
    wire = ["wire.jsonl:1", "wire.jsonl:2", "wire.jsonl:3"]
    assert names == ["harbour-volunteers.txt", "reservoir.html", *wire, *wire]


def test_all_shows_the_articles_own_voice() -> None:
    assert "the headline" not in run("read", WIRE).stdout
    assert "the headline" in run("read", WIRE, "--all").stdout


def test_standard_input_is_a_page() -> None:
    page = (EXAMPLES / "reservoir.html").read_bytes()
    (reading,) = objects(run("read", "-", "--json", stdin=page))
    (by_name,) = objects(run("read", EXAMPLES / "reservoir.html", "--json"))
    assert reading["page"].pop("origin") == "-"
    assert by_name["page"].pop("origin")
    assert reading == by_name


def test_ready_text_is_taken_as_it_stands_and_keeps_its_id(tmp_path: Path) -> None:
    text = f"  {SAID}\r\n\r\n\ufeffcafÃ© \ud800 {SAID}  "
    file = tmp_path / "held.jsonl"
    file.write_text(json.dumps({"body": text, "key": 7}) + "\n", encoding="utf-8")
    result = run("read", file, "--text-field", "body", "--id-field", "key", "--json")
    (reading,) = objects(result)
    assert (reading["id"], reading["article"]["text"]) == ("7", text)
    start, end = reading["attributions"][0]["source"]
    assert "Oldam" in text[start:end]


def test_scrapes_in_lines_have_their_furniture_taken_away(tmp_path: Path) -> None:
    file = tmp_path / "held.jsonl"
    page = (EXAMPLES / "harbour-volunteers.txt").read_text("utf-8")
    file.write_text(jsonl(page), encoding="utf-8")
    (ready,) = objects(run("read", file, "--json"))
    (scraped,) = objects(run("read", file, "--json", "--scrape"))
    assert "bloggers like this" in ready["article"]["text"]
    assert "bloggers like this" not in scraped["article"]["text"]
    assert scraped["article"]["byline"] == ["Nela Quist"]


def test_the_module_runs_under_the_name_of_the_command() -> None:
    done = subprocess.run([*COMMAND, "read", "--help"], capture_output=True, text=True, check=True)
    assert "Usage: reportedly read" in done.stdout


# ── What cannot be read ──────────────────────────────────────────────────────────────────


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Four kinds of trouble and, last by name, one good page."""
    (tmp_path / "1-empty.html").write_bytes(b"")
    (tmp_path / "2-garbage.html").write_bytes(random.Random(1).randbytes(20_000_000))
    (tmp_path / "3-picture.html").write_bytes(PNG)
    (tmp_path / "4-missing.html").symlink_to(tmp_path / "nowhere")
    (tmp_path / "5-good.txt").write_text(f"{SAID} She said they would wait.\n" * 3)
    return tmp_path


def test_the_rest_of_a_folder_is_read(folder: Path) -> None:
    result = run("read", folder)
    assert result.exit_code == 3
    assert "Berit Oldam" in result.stdout
    complaints = result.stderr.splitlines()
    assert len(complaints) == 4
    for number, complaint in enumerate(complaints, start=1):
        assert complaint.startswith(f"reportedly: {folder}{os.sep}{number}-")
        assert complaint.count(": ") >= 2
    assert "Traceback" not in result.output


def test_failures_stand_in_their_place_in_json(folder: Path) -> None:
    result = run("read", "--json", folder)
    assert result.exit_code == 3
    values = objects(result)
    assert [value.get("error", {}).get("kind") for value in values] == [
        "empty",
        "binary",
        "binary",
        "unreadable",
        None,
    ]
    assert result.stderr == "reportedly: 4 of 5 pages could not be read\n"


def test_a_bad_line_keeps_its_id_and_its_place() -> None:
    lines = jsonl(SAID, " ", SAID).replace("n3", "n4") + '{"id": "n5", "text": 8}\n{oops\n'
    result = run("read", "-", "--text-field", "text", "--json", stdin=lines)
    assert result.exit_code == 3
    values = objects(result)
    assert [value["id"] for value in values] == ["n1", "n2", "n4", "n5", None]
    assert ["error" in value for value in values] == [False, True, False, True, True]


def test_a_message_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    result = run("read", tmp_path / "no\x1b[2Jsuch\nfile.html")
    assert result.exit_code == 3
    assert "\x1b" not in result.stderr
    assert result.stderr.count("\n") == 1


# ── Wrong use ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("read",),
        ("read", "--jsn", "x.html"),
        ("write", "x.html"),
        ("read", "x.jsonl", "--text-field"),
    ],
)
def test_wrong_use_is_status_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Usage: " in result.output or result.output.startswith("Error: ")
    assert "Traceback" not in result.output


def test_an_address_without_a_cluster_is_not_passed_over() -> None:
    result = run("read", WIRE, "--address", "ray://host:10001")
    assert result.exit_code == 2
    assert "add --engine ray" in result.stderr


def test_a_model_is_chosen_by_name() -> None:
    told: list[str] = []
    for name in ("default", "accurate"):
        result = run("read", WIRE, "--model", name, "--json")
        assert result.exit_code == 0
        told.append(json.dumps([one["attributions"] for one in objects(result)]))
    assert told[0] != told[1]  # each gives confidences of its own


def test_an_unknown_model_is_status_2_and_told_which_there_are() -> None:
    result = run("read", WIRE, "--model", "huge")
    assert result.exit_code == 2
    assert result.stderr == "reportedly: huge: no such model; there are default and accurate\n"


def test_a_model_that_cannot_be_used_is_status_2(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> None:
        raise ModelError("damaged; reinstall reportedly", about="model.onnx")

    monkeypatch.setattr("reportedly.encoder.load", load)
    result = run("read", WIRE)
    assert result.exit_code == 2
    assert result.stderr == "reportedly: model.onnx: damaged; reinstall reportedly\n"


def test_a_setting_that_cannot_be_used_is_status_2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTEDLY_MAX_PAGE_BYTES", "many")
    result = run("read", WIRE)
    assert result.exit_code == 2
    assert result.stderr.startswith("reportedly: REPORTEDLY_MAX_PAGE_BYTES: must be")


def test_limits_are_the_users_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTEDLY_MAX_PAGE_BYTES", "100")
    (failure,) = objects(run("read", EXAMPLES / "reservoir.html", "--json"))
    assert failure["error"]["kind"] == "too-large"


def test_help_lays_examples_out_as_they_are_typed() -> None:
    for command in ("read", "add", "watch", "search", "export", "import", "group", "serve"):
        text = run(command, "--help").stdout
        assert f"\n    reportedly {command} " in text, command


def test_help_names_every_option() -> None:
    assert "read" in run("--help").stdout
    text = run("read", "--help").stdout
    for option in ("--json", "--all", "--scrape", "--text-field", "--id-field"):
        assert option in text


# ── As a process among others ────────────────────────────────────────────────────────────


def test_help_is_quick_because_it_loads_no_stage() -> None:
    script = (
        "import sys; sys.argv = ['reportedly', '--help']\n"
        "from reportedly.cli import main\n"
        "try: main()\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    heavy = {"onnxruntime", "numpy", "trafilatura", "lxml", "tokenizers", "htmldate", "rich"}
    assert not heavy & set(done.stderr.split())


def test_utf_8_is_written_whatever_the_locale() -> None:
    environment = os.environ | {
        "LC_ALL": "C",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": "latin-1",
    }
    text = SAID.replace("Oldam", "Öldåm Жук")
    done = subprocess.run(
        [*COMMAND, "read", "-", "--text-field", "text"],
        input=jsonl(text).encode(),
        env=environment,
        capture_output=True,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Öldåm Жук".encode() in done.stdout


@contextmanager
def running(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """The command with pipes all round, ended after a minute if it does not end by itself.

    It hears Ctrl-C under a background shell, too, which has it ignored. No `preexec_fn` sees to
    that: between fork and exec it may wait for ever for a lock that another thread held.
    """
    heard = "import signal as s; s.signal(s.SIGINT, s.default_int_handler)"
    command = [sys.executable, "-c", f"{heard}\nfrom reportedly.cli import main; main()"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*command, *map(str, arguments)], stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        alarm = threading.Timer(60, end)
        alarm.start()
        try:
            yield process
        finally:
            alarm.cancel()
            if late.is_set():
                pytest.fail("it hung: still running after a minute, and ended from outside")


def interrupted(process: subprocess.Popen[str]) -> int:
    """The exit status after Ctrl-C, pressed again where it came in the moment between Python's
    look for signals and the read that it then waits in; no program of Python hears that one."""
    while True:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return process.wait(timeout=15)


@posix
def test_ctrl_c_is_quiet_and_readings_come_line_by_line() -> None:
    with running("read", "-", "--text-field", "text", "--json") as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(jsonl(SAID))
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == "n1"  # while the input is open
        assert interrupted(process) == 130
        assert process.stderr.read() == ""


@posix
def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text(jsonl(*[f"{SAID} " * 20] * 30))
    with running("read", file, "--json") as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=60) == 141
        assert process.stderr.read() == ""


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no disk that is always full")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "reportedly", "read", str(EXAMPLES), "--json"]
        told = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert (told.returncode, told.stderr) == (2, "reportedly: No space left on device\n")


@posix
def test_progress_is_shown_to_a_person_and_to_nobody_else() -> None:
    import pty

    ours, theirs = pty.openpty()
    pages = [EXAMPLES / "reservoir.html"] * 3
    done = subprocess.run(
        [*COMMAND, "read", *pages, "--json"], stdout=subprocess.PIPE, stderr=theirs
    )
    os.close(theirs)
    seen = b""
    try:
        while chunk := os.read(ours, 4096):
            seen += chunk
    except OSError:  # Linux says so when the other side is closed
        pass
    finally:
        os.close(ours)
    assert b"2 of 3 pages" in seen
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()]
