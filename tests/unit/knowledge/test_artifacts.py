from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge import artifacts
from knowledge.artifacts import NotBuilt, artifact_dir, is_built, is_trained
from knowledge.heads import Features
from knowledge.pack.loader import content_key, training_key
from tests.unit.knowledge.conftest import FloristBuild

KEY = "content"


@pytest.fixture
def copy(florist_build: FloristBuild, tmp_path: Path) -> Path:
    """A build of the florist's pack under another content key."""
    pack, learned = florist_build.load()
    artifacts.save(tmp_path / "copy", learned)
    artifacts.save_pack(tmp_path / "copy", pack, KEY)
    return tmp_path / "copy"


def change(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), encoding="utf-8")


def test_build_that_was_never_made_is_not_built(tmp_path: Path) -> None:
    with pytest.raises(NotBuilt, match="zenbu knowledge build"):
        artifacts.load(tmp_path / "nothing", KEY)


def test_build_cut_short_is_not_a_build(
    florist_build: FloristBuild, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack, learned = florist_build.load()
    artifacts.save_pack(tmp_path, pack, KEY)
    write_text = Path.write_text

    def full_disk(path: Path, text: str, encoding: str) -> int:
        if path.name.startswith("manifest"):
            write_text(path, text[:10], encoding)
            raise OSError("No space left on device")
        return write_text(path, text, encoding)

    monkeypatch.setattr(Path, "write_text", full_disk)
    with pytest.raises(OSError, match="No space left"):
        artifacts.save(tmp_path, learned)
    assert not is_trained(tmp_path)
    assert not is_built(tmp_path, KEY)


def test_stored_build_is_read_back(florist_build: FloristBuild, copy: Path) -> None:
    pack, learned = florist_build.load()
    again, relearned = artifacts.load(copy, KEY)
    assert again == pack
    assert relearned.weights == learned.weights
    assert relearned.report == learned.report
    assert list(relearned.calibrators) == list(learned.calibrators)
    for name in ("anchors", "alphas", "lexical", "bias"):
        np.testing.assert_array_equal(getattr(relearned.model, name), getattr(learned.model, name))


def test_served_model_scores_like_the_trained_one(florist_build: FloristBuild, copy: Path) -> None:
    _, learned = florist_build.load()
    message = Features(
        np.asarray(learned.model.anchors[3]), np.array([0, 5], np.int32), np.array([0.6, 0.3], np.float32)
    )
    trained = replace(learned.model, served=None).scores([message])
    made, kept = (artifacts.load(copy, KEY)[1].model.scores([message]) for _ in range(2))
    np.testing.assert_allclose(made, trained, atol=0.01)
    np.testing.assert_array_equal(made, kept)


def test_pack_that_has_changed_since_is_not_built(copy: Path) -> None:
    assert is_built(copy, KEY)
    with pytest.raises(NotBuilt):
        artifacts.load(copy, "other content")


def test_stored_pack_is_whole_but_for_training_texts(florist_build: FloristBuild) -> None:
    pack, _ = florist_build.load()
    assert len(pack.topics) == 6
    assert not any((pack.faq_utterances, pack.dialogue_utterances, pack.safety_utterances, pack.dialogues))


def test_discarded_build_is_gone(copy: Path) -> None:
    artifacts.discard(copy)
    assert not is_trained(copy)


@pytest.mark.parametrize(("texts", "encoder"), [("other", "encoder"), ("texts", "other")])
def test_other_texts_or_encoder_lie_elsewhere(tmp_path: Path, texts: str, encoder: str) -> None:
    assert artifact_dir(tmp_path, texts, encoder) != artifact_dir(tmp_path, "texts", "encoder")


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("utterances/faq/casual.yaml", "値段表みせて", "値段表を見せて"),
        ("utterances/dialogue/kiku.yaml", "お金を返していただきたい", "返金を願います"),
        ("utterances/safety/a.yaml", "もう死にたいです", "もう死んでしまいたいです"),
        ("faq/shop.yaml", "送料を含みます", "送料は別です"),
        ("plans.yaml", "price: 3300", "price: 3400"),
        ("policies.yaml", "free_days: 2", "free_days: 3"),
        ("facts.yaml", "value: 7", "value: 8"),
    ],
)
def test_changed_training_text_or_figure_changes_both_keys(florist: Path, name: str, old: str, new: str) -> None:
    before = training_key(florist), content_key(florist)
    change(florist, name, old, new)
    after = training_key(florist), content_key(florist)
    assert all(key != changed for key, changed in zip(before, after, strict=True))


def test_reworded_template_needs_no_training(florist: Path) -> None:
    trained, content = training_key(florist), content_key(florist)
    change(florist, "templates.yaml", "こんにちは", "ようこそ")
    assert training_key(florist) == trained
    assert content_key(florist) != content


def test_renamed_file_changes_the_key(florist: Path) -> None:
    before = content_key(florist)
    (florist / "faq/shop.yaml").rename(florist / "faq/store.yaml")
    assert content_key(florist) != before


def test_file_times_and_place_do_not_change_the_key(florist: Path, tmp_path: Path) -> None:
    before = content_key(florist), training_key(florist)
    (florist / "plans.yaml").touch()
    florist = florist.rename(tmp_path / "moved")
    assert (content_key(florist), training_key(florist)) == before
