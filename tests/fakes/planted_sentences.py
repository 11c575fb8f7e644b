"""The sentences planted into replies, and the replies they are planted into."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from domain.dialogue import DialogueState
from domain.plan import Fact, ReplyPlan
from domain.verification import CompanyWords, Heard, Verification, verify_wording
from domain.verification.sentences import PLACEHOLDER

DATA = Path(__file__).parents[1] / "data" / "verification"
THANKS = "ありがとうございます。"
COMPANY = CompanyWords(
    frozenset(
        {
            "ライト",
            "スタンダード",
            "プレミアム",
            "AI仲裁",
            "深夜測定",
            "スターター",
            "ビジネス",
            "エンタープライズ",
            "ZENBU",
        }
    ),
    ("法的根拠", "法的効力", "必ず解決"),
)


def read(name: str) -> Any:
    return yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))


_PLANS: dict[str, dict[str, Any]] = read("plans")


def plan(name: str) -> ReplyPlan:
    facts = tuple(Fact(text) for text in _PLANS[name]["facts"])
    return ReplyPlan("conversation", "faq", 1.0, DialogueState(), facts=facts, closing=_PLANS[name]["closing"])


def heard(name: str) -> Heard:
    return Heard(_PLANS[name]["customer"], ("田中",))


def answer(name: str, sentence: str) -> Verification:
    """The reply whose draft holds every fact, and the sentence after them unless it holds a placeholder itself."""
    if not PLACEHOLDER.search(sentence):
        facts = "\n".join(f"{{F{number + 1}}}" for number in range(len(plan(name).facts)))
        sentence = f"{THANKS}\n{facts}\n{sentence}"
    return verify_wording(sentence, plan(name), COMPANY, heard(name))


def got_through(sentence: str, result: Verification) -> bool:
    """Whether any of the planted words go out."""
    planted = [part.strip("。 「」　") for part in PLACEHOLDER.split(sentence)[::2]]
    kept = [kept.text.strip("。 ") for kept in result.kept if kept.text != THANKS]
    return any(part and text and (part in text or text in part) for part in planted for text in kept)


def sentences(name: str, part: str) -> Iterator[tuple[str, str]]:
    """Plan and sentence, in the order of the file."""
    for plan_name, kinds in read(name)[part].items():
        for texts in kinds.values():
            yield from ((plan_name, text) for text in texts)
