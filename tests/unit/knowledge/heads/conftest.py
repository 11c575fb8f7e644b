import pytest

from knowledge.encoder import GuardedEncoder
from knowledge.heads import Features, FeatureSpace
from knowledge.heads.examples import Example
from knowledge.heads.training import Trainer
from knowledge.lexical import Analyzer
from tests.fakes.encoder import HashedEncoder

TEXTS = {
    "price": ["花束の値段はいくら", "値段を教えて", "料金はいくらですか", "値段の一覧が見たい", "料金を知りたい"],
    "area": ["京都まで配達できますか", "配達の地域は", "大津へ届けて", "どこまで配達しますか", "届けてもらえる地域"],
    "care": ["水はいつ替えますか", "枯れない手入れ", "茎を切るのですか", "花の水の替え方", "手入れを教えて"],
}
CALM = {
    "intent": "question",
    "emotion": "neutral",
    "target": "none",
    "intensity": "0",
    "trigger": "none",
    "safety": "none",
}


@pytest.fixture(scope="package")
def data() -> list[Example]:
    return [
        Example(text, f"writer-{number}", "faq", {**CALM, "topic": topic})
        for topic, texts in TEXTS.items()
        for number, text in enumerate(texts)
    ]


@pytest.fixture(scope="package")
def encoder() -> GuardedEncoder:
    return GuardedEncoder(HashedEncoder())


@pytest.fixture(scope="package")
def space(data: list[Example], encoder: GuardedEncoder, analyzer: Analyzer) -> FeatureSpace:
    texts = [example.text for example in data]
    return FeatureSpace.fit(encoder.encode_queries(texts), texts, analyzer)


@pytest.fixture(scope="package")
def features(data: list[Example], space: FeatureSpace, encoder: GuardedEncoder, analyzer: Analyzer) -> list[Features]:
    return [space.read(e.text, encoder.encode_queries([e.text])[0], analyzer) for e in data]


@pytest.fixture(scope="package")
def trainer(data: list[Example], features: list[Features], space: FeatureSpace) -> Trainer:
    return Trainer(data, features, space, list(TEXTS))
