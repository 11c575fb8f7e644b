import json
import shutil
from pathlib import Path

import pytest

from knowledge.artifacts import load
from knowledge.build import Built, build
from knowledge.encoder import GuardedEncoder
from knowledge.heads.examples import HEADS
from knowledge.heads.training import Progress
from knowledge.pack import PackError
from knowledge.pack.loader import content_key
from tests.fakes.encoder import HashedEncoder
from tests.unit.knowledge.conftest import FLORIST, FloristBuild


def quiet(step: str, done: int, total: int) -> None:
    del step, done, total


def built_again(root: Path, florist_build: FloristBuild, progress: Progress = quiet) -> Built:
    return build(root, florist_build.data_dir, lambda: florist_build.encoder, progress)


def test_unchanged_pack_is_found_built_at_once(florist_build: FloristBuild) -> None:
    told: list[str] = []
    found = built_again(FLORIST, florist_build, lambda step, *_: told.append(step))
    assert found == Built(florist_build.path, fresh=False)
    assert told == []


def test_pack_in_another_folder_is_the_same_pack(florist_build: FloristBuild, florist: Path) -> None:
    assert built_again(florist, florist_build).path == florist_build.path


def test_reworded_template_is_served_without_training(florist_build: FloristBuild, florist: Path) -> None:
    path = florist / "templates.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("こんにちは", "ようこそ"), encoding="utf-8")
    assert built_again(florist, florist_build) == Built(florist_build.path, fresh=False)
    pack, _ = load(florist_build.path, content_key(florist))
    assert pack.templates["greeting"].startswith("ようこそ")


def test_changed_pack_is_built_encoding_only_what_is_new(florist: Path, tmp_path: Path) -> None:
    inner = HashedEncoder()
    steps: list[str] = []

    def run() -> Built:
        encoder = GuardedEncoder(inner, cache_size=0)
        return build(florist, tmp_path / "data", lambda: encoder, lambda step, *_: steps.append(step))

    first = run()
    path = florist / "utterances/faq/casual.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("値段表みせて", "値段表を見たいな"), encoding="utf-8")
    inner.encoded.clear()
    second = run()
    assert second.fresh
    assert second.path != first.path
    titles_and_questions_and_answers = 6 + 6
    assert len(set(inner.encoded)) == titles_and_questions_and_answers + 1
    assert "値段表を見たいな" in inner.encoded
    assert list(dict.fromkeys(steps)) == ["encoding", "training", "cross-validating", "measuring"]


def test_faulty_pack_is_refused_before_anything_is_written(florist: Path, tmp_path: Path) -> None:
    (florist / "plans.yaml").unlink()
    with pytest.raises(PackError, match="plans is missing"):
        build(florist, tmp_path / "data", lambda: GuardedEncoder(HashedEncoder()), quiet)
    assert not (tmp_path / "data").exists()


def test_build_cut_short_is_made_again(florist_build: FloristBuild, tmp_path: Path) -> None:
    shutil.copytree(florist_build.data_dir, tmp_path / "data")
    path = tmp_path / "data" / florist_build.path.relative_to(florist_build.data_dir)
    (path / "manifest.json").unlink()
    again = build(FLORIST, tmp_path / "data", lambda: florist_build.encoder, quiet)
    assert again == Built(path, fresh=True)
    assert (path / "manifest.json").is_file()


def test_report_covers_everything_learned(florist_build: FloristBuild) -> None:
    report = json.loads((florist_build.path / "report.json").read_text(encoding="utf-8"))
    assert report["examples"]["dialogue/kiku"] == 19
    assert set(report["heads"]) == set(HEADS)
    assert set(report["faq"]["by_writer"]) == {"polite", "casual", "elder"}
    assert report["faq"]["all"]["n"] == 54
    assert report["faq"]["all"]["first"] > 0.8
    assert report["decision"]["out_of_scope"]["n"] == 9
