"""What a person reads when a command cannot do what it was asked: plain words in both languages, and an exit code."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from registry.cli import COMMANDS, main
from registry.ledger import note
from registry.ledger.entry import parse
from registry.seeds import make_seed
from tests.cli.commands import free_port
from tests.imports.verra_files import write_samples
from tests.world import Author, World

HAN = re.compile("[\u3400-\u9fff]")
FORBIDDEN = {"flask", "sqlalchemy", "marshmallow", "werkzeug", "alembic", "waitress"}
NAME = "R-00000011"


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("REGISTRY_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    values = {
        "REGISTRY_SECRET": "s" * 40,
        "REGISTRY_ORIGIN": "registry.example/log",
        "REGISTRY_DIRECTORY": str(tmp_path / "data"),
        "REGISTRY_DATABASE": f"sqlite:///{tmp_path / 'registry.sqlite'}",
    }
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "data").mkdir()
    return tmp_path


@pytest.fixture
def entry(tmp_path: Path) -> Path:
    """Return the file of an unsigned entry."""
    path = tmp_path / "entry.txt"
    path.write_bytes(note.parse(World(Author()).transfer(11, 12, units=5)).text)
    return path


@pytest.fixture
def key(tmp_path: Path) -> Path:
    make_seed(tmp_path / "key")
    return tmp_path / "key"


def said(capsys: pytest.CaptureFixture[str], code: int, *words: object) -> str:
    """Run a command that must end with this code, and return what it says on standard error, in both languages."""
    assert main([str(word) for word in words]) == code
    text = capsys.readouterr().err
    assert HAN.search(text), text
    assert re.search("[a-z]{3}", text), text
    assert "Traceback" not in text
    return text


@pytest.mark.parametrize(
    "words", ["verify x", "keys make {key} --name R-00000011", "sign {entry} --key {old} --name R-00000011 --yes"]
)
def test_the_offline_commands_load_neither_web_nor_database(words: str, tmp_path: Path, entry: Path) -> None:
    make_seed(tmp_path / "old")
    filled = words.format(key=tmp_path / "new", entry=entry, old=tmp_path / "old").split()
    script = (
        "import sys; from registry.cli import main; code = main(sys.argv[1:]);"
        f"print('loaded', sorted(set({sorted(FORBIDDEN)}) & sys.modules.keys()), code)"
    )
    done = subprocess.run([sys.executable, "-c", script, *filled], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == f"loaded [] {2 if words.startswith('verify') else 0}", done


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_readable_in_both_languages(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help"])
    text = capsys.readouterr().out
    assert ended.value.code == 0
    assert max(map(len, text.splitlines())) <= 120
    if not command:
        assert all(re.search(rf"^    {name}\b", text, re.MULTILINE) for name in COMMANDS)
        assert HAN.search(text)


@pytest.mark.parametrize(
    "words", ["init --prepare x", "serve", "sequencer", "worker", "upgrade", "people add a --name b"]
)
def test_a_real_registry_needs_its_settings(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "REGISTRY_ORIGIN" in said(capsys, 2, *words.split())


@pytest.mark.parametrize("words", ["serve", "sequencer", "worker", "people add a --name b"])
def test_nothing_runs_before_the_founding(words: str, settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "registry init" in said(capsys, 2, *words.split())


def test_init_wants_one_of_its_two_steps(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--prepare" in said(capsys, 2, "init")
    assert "--prepare" in said(capsys, 2, "init", "--prepare", "a", "--genesis", "b")


def test_a_weak_secret_is_named(
    settings: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGISTRY_SECRET", "short")
    assert "REGISTRY_SECRET" in said(capsys, 1, "serve")


@pytest.mark.parametrize(
    ("given", "code", "word"),
    [
        ("no json", 2, "JSON"),
        ("[]", 2, "founders"),
        ('{"founders": [], "witnesses": ["quorum none"]}', 1, "founders"),
        ('{"founders": [{"participant": 1}], "witnesses": ["quorum none"]}', 1, ""),
        ('{"founders": [], "witnesses": ["quorum nobody"]}', 1, ""),
    ],
)
def test_a_wrong_list_of_founders_is_refused_before_anybody_signs(
    given: str, code: int, word: str, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (settings / "founders.json").write_text(given, encoding="utf-8")
    output = settings / "genesis"
    assert word in said(capsys, code, "init", "--prepare", settings / "founders.json", "--output", output)
    assert not output.exists()


def test_a_missing_file_is_named(settings: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ("init", "--prepare", settings / "none"),
        ("init", "--genesis", settings / "none"),
        ("sign", settings / "none", "--key", key, "--name", NAME),
        ("submit", settings / "none", "--url", "http://127.0.0.1:1"),
        ("keys", "show", settings / "none", "--name", NAME),
        ("import", "verra", settings / "none"),
    ):
        assert main([str(word) for word in words]) == 2
        assert "none" in capsys.readouterr().err


def test_a_key_is_never_overwritten(key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = key.read_bytes()
    said(capsys, 1, "keys", "make", key, "--name", NAME)
    assert key.read_bytes() == before
    assert main(["keys", "show", str(key), "--name", NAME]) == 0
    assert "fingerprint" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["", "zz", "00" * 31])
def test_a_file_without_a_seed_signs_nothing(
    text: str, tmp_path: Path, entry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad").write_text(text, encoding="utf-8")
    assert "bad" in said(capsys, 2, "sign", entry, "--key", tmp_path / "bad", "--name", NAME, "--yes")


def test_a_name_that_is_no_representative_is_not_understood(key: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["keys", "show", str(key), "--name", "somebody"])
    assert ended.value.code == 2


def test_signing_shows_the_sentence_and_asks(entry: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["sign", str(entry), "--key", str(key), "--name", NAME]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builtins.input", lambda _: "no")
        assert main(words) == 1
    assert not entry.with_suffix(".note").exists()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builtins.input", lambda _: "yes")
        assert main(words) == 0
    text = capsys.readouterr().out
    assert "allowances.transfer" in text
    assert HAN.search(text)
    signed = note.parse(entry.with_suffix(".note").read_bytes())
    assert parse(signed.text).kind == "allowances.transfer"
    assert [one.name for one in signed.signatures] == [NAME]


def test_nobody_signs_twice_or_what_is_no_entry(entry: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sign", str(entry), "--key", str(key), "--name", NAME, "--yes"]) == 0
    capsys.readouterr()
    envelope = entry.with_suffix(".note")
    assert "duplicate_signature" in said(capsys, 1, "sign", envelope, "--key", key, "--name", NAME, "--yes")
    entry.write_bytes(b"something else\n")
    said(capsys, 1, "sign", entry, "--key", key, "--name", NAME, "--yes")


def test_an_address_that_answers_nothing_is_said(entry: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, 2, "submit", entry, "--url", f"http://127.0.0.1:{free_port()}")
    said(capsys, 2, "submit", entry, "--url", "registry.example")


def test_a_witness_cosigns_only_named_logs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("witness", "--name", "witness.example/one", "--directory", tmp_path / "witness")
    assert "--log" in said(capsys, 2, *words)
    assert main([*map(str, words), "--show-key", "--url", "https://witness.example"]) == 0
    line = capsys.readouterr().out.split()
    assert (line[0], line[1], line[3]) == ("witness", "one", "https://witness.example")


def test_a_list_with_problems_is_reported_by_line_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_samples(tmp_path / "list.csv", 3)
    path.write_text(path.read_text(encoding="utf-8-sig").replace("2018-01-01", "2018-1-1"), encoding="utf-8")
    assert "line 2  Vintage Start  cell_date" in said(capsys, 1, "import", "verra", path)


def test_an_import_needs_a_registry_and_in_a_real_one_accounts(
    tmp_path: Path, settings: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_samples(tmp_path / "list.csv", 3)
    assert "--issuer" in said(capsys, 2, "import", "verra", path)
    assert main(["import", "verra", str(path), "--check"]) == 0
    assert "tCO2e" in capsys.readouterr().out
    monkeypatch.delenv("REGISTRY_SECRET")
    assert "registry demo" in said(capsys, 2, "import", "verra", path, "--directory", tmp_path / "nowhere")
