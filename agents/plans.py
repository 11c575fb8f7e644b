"""Which plan: from what is known already, or by asking."""

from agents.context import Turn
from agents.diagnosis import Diagnosing
from agents.faq import answer_faq
from domain.plan import ReplyPlan


def recommend_plan(turn: Turn, diagnosing: Diagnosing) -> ReplyPlan:
    """Recommends by the diagnosis. A question about plans or prices that the FAQ answers is answered from there."""
    pack, perception = turn.desk.pack, turn.perception
    answering = {t.id for file in pack.faq if file.category in pack.links.plan_categories for t in file.topics}
    answering -= set(pack.links.asks_for_advice)
    if perception.decision == "answer" and perception.topics[0].id in answering and not perception.slots:
        return answer_faq(turn)
    return diagnosing.diagnose(turn)
