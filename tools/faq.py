"""Search of the FAQ, with ids and scores."""

from typing import Annotated

from pydantic import Field

from knowledge.pack.references import render
from tools.context import CustomerCall, StaffCall
from tools.declaration import EVERYBODY, Arguments, Json, Tool


class SearchFaq(Arguments):
    """What is looked for."""

    question: Annotated[str, Field(min_length=1, description="The question, in the customer's words.")]
    limit: Annotated[int, Field(ge=1, le=10, description="Most topics.")] = 3


def search_faq(call: CustomerCall | StaffCall, given: SearchFaq) -> Json:
    """The likeliest topics with their answers, figures in place."""
    pack = call.deps.pack
    hits, answered = call.deps.find_topics(given.question, given.limit)
    topics = [(hit, pack.topics[hit.topic_id]) for hit in hits]
    return {
        "answered": round(answered, 4),
        "topics": [
            {
                "id": topic.id,
                "score": round(hit.score, 4),
                "title": topic.title,
                "question": topic.question,
                "answer": render(pack, topic.answer),
            }
            for hit, topic in topics
        ],
    }


TOOLS = (
    Tool(
        "search_faq",
        "Finds the company's own answers to a question. Returns topics, best first, each with its id, the probability "
        "that it is what was asked about, and the answer to be given word for word; `answered` is the probability that "
        "the first one answers the question. Call it before stating anything about the service, prices or rules.",
        "read",
        EVERYBODY,
        SearchFaq,
        search_faq,
    ),
)
