"""Which plan: from what is known already, or by asking."""

from agents.context import Turn
from agents.diagnosis import Diagnosing
from agents.faq import answer_faq
from domain.plan import ReplyPlan


def recommend_plan(turn: Turn, diagnosing: Diagnosing) -> ReplyPlan:
    """Recommends by the diagnosis. A question about plans or prices that the FAQ answers is answered from there."""
    topics = turn.perception.topics
    priced = {topic.id for file in turn.desk.pack.faq if file.category in ("pricing", "plans") for topic in file.topics}
    if turn.perception.decision == "answer" and topics[0].id in priced - {"which-plan"} and not turn.perception.slots:
        return answer_faq(turn)
    return diagnosing.diagnose(turn)
