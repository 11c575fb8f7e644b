"""Which plan: from what is known already, or by asking."""

from agents.context import Turn
from agents.diagnosis import Diagnosing
from agents.faq import answer_faq
from agents.weighing import weigh, weighs_plans
from domain.plan import ReplyPlan


def recommend_plan(turn: Turn, diagnosing: Diagnosing) -> ReplyPlan:
    """Recommends by the diagnosis; what was recommended already is weighed.

    A question about plans or prices that the FAQ answers is answered from there.
    """
    pack, perception = turn.desk.pack, turn.perception
    weighed = weigh(turn) if weighs_plans(perception, turn.state) else None
    if weighed is not None:
        return weighed
    answering = {t.id for file in pack.faq if file.category in pack.links.plan_categories for t in file.topics}
    answering -= set(pack.links.asks_for_advice)
    if perception.decision == "answer" and perception.topics[0].id in answering and not perception.slots:
        return answer_faq(turn)
    return diagnosing.diagnose(turn)
