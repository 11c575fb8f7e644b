"""Customers and staff who talk to each other through the API at once, and what went wrong between them.

Whoever is cut off comes back: messages are repeated under their own ids, streams go on behind the last event.
"""

import asyncio
import json
import random
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import httpx

CALL: Final = "人と話したい"
ROUNDS: Final = 3
"""Messages of a customer that a person answers, before they end it."""

AWHILE: Final = 120.0
"""Seconds after which somebody complains that nothing happens."""

TIRED: Final = 0.05
"""Seconds until a call is repeated that came to nothing."""

Notice = Callable[[str, str], str]
"""What customers are told, by its name and the member's."""


@dataclass
class Seen:
    """What everybody saw.

    Attributes:
        faults: What must not be.
        turns: Seconds from a message to the bot's reply.
        called: When a ticket was called for, by its id.
        visible: When each listening member saw a ticket, by its id.
        episodes: Handovers from call to end.
        exchanged: Messages of customers that a person answered.
    """

    faults: list[str] = field(default_factory=list)
    turns: list[float] = field(default_factory=list)
    called: dict[str, float] = field(default_factory=dict)
    visible: dict[str, list[float]] = field(default_factory=dict)
    episodes: int = 0
    exchanged: int = 0

    def delays(self) -> list[float]:
        """Seconds from the customer's word to each open queue that shows the ticket."""
        return [
            at - self.called[ticket] for ticket, seen in self.visible.items() for at in seen if ticket in self.called
        ]


class Refused(Exception):
    """A call was answered as it should not be."""


class Client:
    """Calls whichever server is up."""

    def __init__(self, http: httpx.AsyncClient, addresses: Sequence[str], seen: Seen, token: str = "") -> None:
        self.http, self.addresses, self.seen = http, addresses, seen
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    async def call(
        self, method: str, path: str, body: Any = None, fine: Sequence[int] = (200, 201, 204)
    ) -> httpx.Response:
        """Calls until it is answered; what is neither fine nor passing is refused."""
        until = time.monotonic() + AWHILE
        while time.monotonic() < until:
            try:
                answer = await self.http.request(
                    method, f"{random.choice(self.addresses)}{path}", json=body, headers=self.headers
                )
            except httpx.TransportError:
                await asyncio.sleep(TIRED)
                continue
            if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
                await asyncio.sleep(TIRED)
                continue
            if answer.status_code not in fine:
                raise Refused(f"{method} {path}: {answer.status_code} {answer.text[:200]}")
            return answer
        raise TimeoutError(f"{method} {path} is not answered")

    async def events(self, path: str, after: str = "0") -> AsyncGenerator[tuple[str, Any, str]]:
        """The events of a stream, one after another through any number of connections: name, data, id."""
        last = after
        while True:
            try:
                address = random.choice(self.addresses)
                headers = {**self.headers, "Last-Event-ID": last} if last else self.headers
                async with self.http.stream("GET", f"{address}{path}", headers=headers, timeout=60) as stream:
                    if stream.status_code != httpx.codes.OK:
                        await asyncio.sleep(TIRED)
                        continue
                    block: dict[str, str] = {}
                    async for line in stream.aiter_lines():
                        if line:
                            name, _, value = line.partition(": ")
                            block[name] = value
                            continue
                        if "event" in block:
                            last = block.get("id", last)
                            yield block["event"], json.loads(block["data"]), block.get("id", "")
                        block = {}
            except httpx.TransportError:
                pass
            await asyncio.sleep(TIRED)


class Customer:
    """Somebody who asks the bot, calls a person, talks to them, and goes on with the bot."""

    def __init__(self, client: Client, name: str) -> None:
        self.client, self.name = client, name
        self.seen = client.seen
        self.heard: list[dict[str, Any]] = []
        self.said: list[str] = []
        self.owner = "bot"
        self._news = asyncio.Event()
        self.path = ""

    async def live(self, until: float, episodes: int) -> None:
        """Talks until the time is over or enough was said; an episode that was begun is ended."""
        opened = (await self.client.call("POST", "/v1/conversations")).json()
        self.path = f"/v1/conversations/{opened['conversation_id']}"
        self.client.headers = {"Authorization": f"Bearer {opened['token']}"}
        listening = asyncio.create_task(self._listen())
        try:
            count = 0
            while count < episodes and (count == 0 or time.monotonic() < until):
                await self._episode(count)
                count += 1
            transcript = await self._transcript()
            await self._until(lambda: len(self.heard) >= len(transcript), "all messages")
            self._compare(transcript)
        except (TimeoutError, Refused) as hindrance:
            self.seen.faults.append(f"{self.name}: {hindrance}")
        finally:
            listening.cancel()

    async def _episode(self, number: int) -> None:
        await self._ask(f"料金はいくらですか {self.name}-{number}")
        began = time.monotonic()
        reply = await self._ask(CALL, f"{self.name}-{number}-call")
        card = reply["handover"]
        if card is None:
            self.seen.faults.append(f"{self.name}: no person was called: {reply['message'][:60]}")
            return
        self.seen.called[card["ticket_id"]] = began
        await self._until(lambda: self.owner == "person", "a person")
        for turn in range(ROUNDS):
            text = f"{self.name}-{number}-{turn} お願いします"
            await self.client.call("POST", f"{self.path}/typing")
            reply = await self._ask(text)
            if reply["message"] and reply["owner"] == "person":
                self.seen.faults.append(f"{self.name}: the bot answered beside a person")
            await self._until(partial(self._is_answered, text), f"an answer to {text}")
            self.seen.exchanged += 1
        await self._until(lambda: self.owner == "bot", "the end")
        self.seen.episodes += 1

    async def _ask(self, text: str, name: str | None = None) -> dict[str, Any]:
        began = time.monotonic()
        self.said.append(text)
        body = {"text": text, "client_message_id": name or text}
        reply: dict[str, Any] = (await self.client.call("POST", f"{self.path}/messages", body)).json()
        if reply.get("owner") == "bot":
            self.seen.turns.append(time.monotonic() - began)
        return reply

    async def _listen(self) -> None:
        async for name, data, _ in self.client.events(f"{self.path}/events"):
            if name == "message":
                self.heard.append(data)
            elif name == "owner":
                self.owner = data["owner"]
            self._news.set()

    async def _until(self, holds: Callable[[], bool], what: str) -> None:
        try:
            async with asyncio.timeout(AWHILE):
                while not holds():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise TimeoutError(f"waited in vain for {what}; heard {len(self.heard)} messages") from None

    def _is_answered(self, text: str) -> bool:
        return any(message["text"] == f"re: {text}" for message in self.heard if message["role"] == "staff")

    async def _transcript(self) -> list[dict[str, Any]]:
        said: list[dict[str, Any]] = []
        after: int | None = 0
        while after is not None:
            page = (await self.client.call("GET", f"{self.path}?after={after}&limit=500")).json()
            said += page["messages"]
            after = page["next"]
        return said

    def _compare(self, transcript: Sequence[Mapping[str, Any]]) -> None:
        """Nothing lost, doubled or out of order: neither on the way in nor on the way out."""
        if [m["seq"] for m in self.heard] != [m["seq"] for m in transcript]:
            self.seen.faults.append(f"{self.name} heard {[m['seq'] for m in self.heard]}, not what was said")
        mine = [m["text"] for m in transcript if m["role"] == "customer"]
        if mine != self.said:
            self.seen.faults.append(f"{self.name} said {self.said}, kept was {mine}")
        answers = [m["text"] for m in transcript if m["role"] == "staff"]
        wanted = [f"re: {text}" for text in mine if text.endswith("お願いします")]
        if answers != wanted:
            self.seen.faults.append(f"{self.name} was answered {answers}")


class Member:
    """Somebody of the staff who claims what waits and answers every word."""

    def __init__(self, client: Client, name: str, notice: Notice, capacity: int = 12) -> None:
        self.client, self.name, self.seen = client, name, client.seen
        self._notice, self._capacity = notice, capacity
        self._serving: dict[str, asyncio.Task[None]] = {}
        self._known: set[str] = set()
        self._open: set[str] = set()

    async def work(self) -> None:
        """Watches the queue for as long as nobody stops them."""
        try:
            async for name, data, _ in self.client.events("/v1/staff/events", ""):
                if name == "queue":
                    self._open.clear()
                for ticket in data["tickets"] if name == "queue" else [data["ticket"]] if name == "ticket" else []:
                    self._see(ticket)
                if name == "closed":
                    self._open.discard(data["ticket_id"])
                self._take()
        finally:
            self._capacity = 0
            for task in self._serving.values():
                task.cancel()

    def _see(self, ticket: Mapping[str, Any]) -> None:
        ticket_id = ticket["ticket_id"]
        if ticket_id not in self._known:
            self._known.add(ticket_id)
            self.seen.visible.setdefault(ticket_id, []).append(time.monotonic())
        (self._open.add if ticket["status"] == "open" else self._open.discard)(ticket_id)

    def _take(self) -> None:
        """Takes what waits, as far as there is room; anything of it, so that not all are after the same."""
        free = sorted(self._open - self._serving.keys())
        random.shuffle(free)
        for ticket_id in free[: self._capacity - len(self._serving)]:
            self._serving[ticket_id] = asyncio.create_task(self._serve(ticket_id))

    async def _serve(self, ticket_id: str) -> None:
        try:
            if await self._claimed(ticket_id):
                await self._answer(ticket_id)
        except (TimeoutError, Refused) as hindrance:
            self.seen.faults.append(f"{self.name}: {hindrance}")
        finally:
            del self._serving[ticket_id]
            self._open.discard(ticket_id)
            self._take()

    async def _claimed(self, ticket_id: str) -> bool:
        await asyncio.sleep(random.uniform(0, 0.2))  # so that colleagues are sometimes faster
        answer = await self.client.call("POST", f"/v1/staff/tickets/{ticket_id}/claim", fine=(204, 409))
        return answer.status_code == httpx.codes.NO_CONTENT

    async def _answer(self, ticket_id: str) -> None:
        path = f"/v1/staff/tickets/{ticket_id}"
        packet = (await self.client.call("GET", path)).json()
        hello = self._notice("staff_claimed", self.name)
        place = max(message["seq"] for message in packet["messages"] if message["text"] == hello)
        answered = 0
        async with aclosing(self.client.events(f"{path}/events", str(place))) as events:
            async for name, data, _ in events:
                if name != "message":
                    continue
                if data["role"] == "bot":
                    self.seen.faults.append(f"{ticket_id}: the bot spoke after the claim: {data['text'][:60]}")
                elif data["role"] == "customer":
                    await self.client.call("POST", f"{path}/typing", fine=(204, 409))
                    body = {"text": f"re: {data['text']}", "client_message_id": f"{ticket_id}-{data['seq']}"}
                    await self.client.call("POST", f"{path}/reply", body)
                    answered += 1
                    if answered == ROUNDS:
                        break
        end, body = random.choice(_ENDS)
        # Cut off, it is repeated, and then refused: it was done already.
        await self.client.call("POST", f"{path}/{end}", body, fine=(204, 409))


_ENDS: Final[tuple[tuple[str, Any], ...]] = (
    ("close", {"outcome": "solved"}),
    ("return", {"note": "ok", "agreed": ["ご案内は以上です。"], "do_not_offer": True}),
)


async def play(
    addresses: Sequence[str],
    tokens: Mapping[str, str],
    notice: Notice,
    *,
    customers: int,
    episodes: int,
    seconds: float = 0.0,
) -> Seen:
    """Lets customers and staff talk, and returns what they saw.

    Args:
        addresses: Of the servers.
        tokens: Of the staff, by name.
        notice: What customers are told when somebody claims.
        customers: How many talk at once.
        episodes: Handovers of each customer at most.
        seconds: How long new episodes begin; each customer has at least one.
    """
    seen = Seen()
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(timeout=httpx.Timeout(30), limits=limits) as http:
        staff = [Member(Client(http, addresses, seen, token), name, notice) for name, token in tokens.items()]
        working = [asyncio.create_task(member.work()) for member in staff]
        until = time.monotonic() + seconds
        crowd = [Customer(Client(http, addresses, seen), f"客{n}") for n in range(customers)]
        try:
            await asyncio.gather(*(customer.live(until, episodes) for customer in crowd))
        finally:
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)
    return seen
