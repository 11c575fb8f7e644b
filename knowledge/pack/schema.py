"""The shape of a pack. Unknown keys are refused; every value has a type and, where it is a figure, a unit."""

from typing import Annotated, Literal

from pydantic import Field

from domain.labels import Intent, OwnWish, Priority, SafetyKind
from knowledge.pack.account import WishWords
from knowledge.pack.churn import Churn
from knowledge.pack.copilot import Copilot
from knowledge.pack.diagnosis import Diagnosis
from knowledge.pack.handover import Handover
from knowledge.pack.labelled_texts import (
    Dialogues,
    DialogueUtterances,
    FaqUtterances,
    SafetyUtterances,
    ToneExamples,
)
from knowledge.pack.language_model import LanguageModelPart
from knowledge.pack.mails import Mail, ReminderTimes, StaffWords
from knowledge.pack.open_requests import OpenRequests
from knowledge.pack.part import Identifier, Part, Text
from knowledge.pack.recovery import Recovery
from knowledge.pack.site import Proactive, Site
from knowledge.pack.success import Success
from knowledge.pack.tone import Tone
from knowledge.pack.unanswered import Unanswered
from knowledge.pack.units import ClockTime, Count, Days, Digits, Hours, Minutes, Months, Percent, Times, Yen
from knowledge.pack.watch import Watch

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-([0-2]\d|3[01])$")]


class Company(Part):
    """Who speaks."""

    id: Identifier
    name: Text
    service: Text
    assistant: Text
    language: Literal["ja"]
    timezone: Text


class Plan(Part):
    """A plan a private customer can book."""

    name: Text
    called: tuple[Text, ...] = ()
    """Shorter names customers use for it."""
    price: Yen
    measurement: Hours
    includes: Identifier | None = None
    contains: tuple[Text, ...] = ()


class Addon(Part):
    """Something that can be added to a plan."""

    name: Text
    price: Yen
    bookable: bool
    start: ClockTime | None = None


class BusinessPlan(Part):
    """A monthly plan for companies."""

    name: Text
    monthly_price: Yen
    measurements: Count


class BusinessOption(Part):
    """Something a company can add to its monthly plan."""

    name: Text
    monthly_price: Yen
    count: Count | None = None
    only_with: Identifier | None = None


class Discount(Part):
    """A reduction: standing (by itself), offer (the assistant may make it) or staff (only a person may)."""

    name: Text
    kind: Literal["standing", "offer", "staff"]
    percent: Percent | None = None
    amount: Yen | None = None
    count: Count | None = None
    months: Months | None = None
    attempts: Times | None = None
    from_plan: Identifier | None = Field(None, alias="from")
    to_plan: Identifier | None = Field(None, alias="to")


class Computation(Part):
    """A figure that follows from others, rounded down to whole yen."""

    minus: tuple[str, str] | None = None
    divide: tuple[str, str] | None = None
    percent_of: tuple[str, str] | None = None
    percent_off: tuple[str, str] | None = None


class ChangeTerms(Part):
    """What a change of date costs: nothing until `free_until` on the day before, then `fee`."""

    free_until: ClockTime
    fee: Yen


class CancelTerms(Part):
    """What a cancellation costs, by calendar days before the visit, in percent of the plan price."""

    free_days: Days
    fee_percent: Percent
    same_day_percent: Percent


class EmailCodeTerms(Part):
    """The code by which somebody who is not known shows that an e-mail address is theirs."""

    digits: Digits
    minutes: Minutes
    tries: Times
    sends: Times
    """So many codes are mailed in one conversation."""
    sends_a_day: Times
    """So many codes are mailed to one address, from whatever conversation."""


class Payment(Part):
    """How a visit is paid."""

    methods: tuple[Text, ...]
    called: dict[Text, tuple[Text, ...]] = {}
    """Other names customers use for a method."""
    cards: tuple[Text, ...] = ()
    due_days: Days


class Reminders(Part):
    """When a customer is reminded of a visit."""

    prepare_days: Days
    eve_days: Days


class BookingRules(Part):
    """When and where visits take place, and on what terms."""

    starts: tuple[ClockTime, ...] = Field(min_length=1)
    earliest_days: Days
    latest_days: Days
    gap_minutes: Minutes
    hold_minutes: Minutes
    candidates: Count
    areas: tuple[Text, ...]
    places: dict[Text, tuple[Text, ...]] = {}
    """Places by which customers name an area; the short name of a prefecture is understood without."""
    requires: tuple[Identifier, ...]
    change: ChangeTerms
    cancel: CancelTerms
    payment: Payment
    reminders: Reminders


class PeopleHours(Part):
    """When people are there to answer; never on a public holiday."""

    opens: ClockTime
    closes: ClockTime
    weekdays: tuple[Weekday, ...]


class ClosedPeriod(Part):
    """Days of the year on which nobody is there, both ends included."""

    first: MonthDay = Field(alias="from")
    last: MonthDay = Field(alias="to")


class BusinessHours(Part):
    """Business hours."""

    people: PeopleHours
    closed: tuple[ClosedPeriod, ...] = ()


class Promise(Part):
    """How soon a person answers, while somebody is on duty (or at any hour)."""

    minutes: Minutes | None = None
    next_business_day: bool = False
    always: bool = False


class Paging(Part):
    """How long a page to somebody on call waits: for anybody to show up, and for who showed up to claim the ticket."""

    acknowledge: Minutes
    attend: Minutes


class Retention(Part):
    """How long things are kept: by the fact that tells customers so, or in days where no text speaks of it."""

    conversations: Identifier
    bookings: Identifier
    events: Days


class Fact(Part):
    """A single figure texts may state."""

    value: int | str
    unit: str
    assumed: bool = False


class LiteralText(Part):
    """Digits that may stand in a text as they are."""

    text: Text
    why: Text


class Claim(Part):
    """A claim about results. Shown to customers only when publishable, with its evidence."""

    text: Text
    value: int
    unit: str
    evidence: str | None
    period: str | None
    n: int | None
    publishable: bool


class Button(Part):
    """A named button: its label is shown and posted, its intent is what it means."""

    label: Text
    intent: Intent


class Links(Part):
    """Which topics the skills refer to. A pack without such a topic leaves it out.

    Attributes:
        how_to: What is answered to somebody whose bookings are not known here, by what they wanted.
        after_booking: What is offered to read once a visit is booked.
        after_result: What is offered to read to somebody who is not sure about the recommended plan.
        plan_categories: Files of topics that answer somebody who asks about plans, instead of a recommendation.
        asks_for_advice: Topics of these that a recommendation answers better.
        own: Topics to whose answers a customer's own record is added: the fee of a cancellation or a change of their
            visit now, when their visit is, or what their account says (use, invoices, API, contract).
    """

    how_to: dict[Literal["change_booking", "cancel_booking", "my_booking"], Identifier] = {}
    after_booking: tuple[Identifier, ...] = ()
    after_result: tuple[Identifier, ...] = ()
    plan_categories: tuple[Identifier, ...] = ()
    asks_for_advice: tuple[Identifier, ...] = ()
    own: dict[Identifier, Literal["cancel", "change", "visit", "usage", "invoice", "api", "contract"]] = {}


class Topic(Part):
    """One FAQ topic."""

    id: Identifier
    title: Text
    question: Text
    answer: Text
    related: tuple[Identifier, ...] = ()
    buttons: tuple[Identifier, ...] = ()


class TopicFile(Part):
    """One file of topics."""

    category: Identifier
    title: Text
    topics: tuple[Topic, ...] = Field(min_length=1)


class SafetyHelp(Part):
    """Where somebody in danger finds help."""

    name: Text
    number: Text
    note: str = ""
    verified_on: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class SafetyRule(Part):
    """Patterns that mean danger of one kind. `unless` holds idioms that look alike and mean none."""

    kind: SafetyKind
    patterns: tuple[str, ...] = Field(min_length=1)
    unless: tuple[str, ...] = ()


class Safety(Part):
    """How danger is read without any model, and what is said then."""

    helps: dict[Identifier, SafetyHelp]
    replies: dict[SafetyKind, Text]
    rules: tuple[SafetyRule, ...]


class Guard(Part):
    """Messages that try to make the assistant do what it must not."""

    injection: tuple[str, ...] = ()
    others_data: tuple[str, ...] = ()


class Thresholds(Part):
    """Where the local brain's calibrated probabilities turn into decisions."""

    answer: float = Field(ge=0, le=1)
    ask_back: float = Field(ge=0, le=1)
    choices: int = Field(3, ge=2, le=5)
    choice_floor: float = Field(0.05, ge=0, le=1)
    handover: float = Field(ge=0, le=1)
    handover_rising: float = Field(ge=0, le=1)
    safety: float = Field(ge=0, le=1)
    second_wish: float = Field(0.35, ge=0, le=1)
    stalled_turns: int = Field(3, ge=2)
    uncovered_turns: int = Field(2, ge=1)


class Technician(Part):
    """Somebody who visits customers."""

    name: Text
    areas: tuple[Text, ...] = Field(min_length=1)
    days_off: tuple[Weekday, ...] = ()


class Pack(Part):
    """A whole pack, validated and with every reference checked."""

    company: Company
    plans: dict[Identifier, Plan] = Field(min_length=1)
    addons: dict[Identifier, Addon] = {}
    business_plans: dict[Identifier, BusinessPlan] = {}
    business_options: dict[Identifier, BusinessOption] = {}
    discounts: dict[Identifier, Discount] = {}
    computed: dict[Identifier, Computation] = {}
    booking: BookingRules
    email_code: EmailCodeTerms
    hours: BusinessHours
    promises: dict[Priority, Promise]
    paging: Paging
    unanswered: Unanswered
    retention: Retention
    facts: dict[Identifier, Fact] = {}
    literals: tuple[LiteralText, ...] = ()
    claims: dict[Identifier, Claim] = {}
    forbidden: tuple[Text, ...] = ()
    buttons: dict[Identifier, Button]
    links: Links = Links()
    templates: dict[Identifier, Text]
    mails: dict[Identifier, Mail]
    reminder_times: ReminderTimes
    staff_words: StaffWords
    site: Site | None = None
    proactive: Proactive | None = None
    diagnosis: Diagnosis
    safety: Safety
    guard: Guard
    account: dict[OwnWish, WishWords] = {}
    thresholds: Thresholds
    technicians: dict[Identifier, Technician] = {}
    churn: Churn | None = None
    success: Success | None = None
    recovery: Recovery | None = None
    handover: Handover | None = None
    copilot: Copilot | None = None
    tone: Tone | None = None
    watch: Watch = Watch()
    language_model: LanguageModelPart | None = None
    open_requests: OpenRequests | None = None
    faq: tuple[TopicFile, ...] = Field(min_length=1)
    faq_utterances: tuple[FaqUtterances, ...] = ()
    dialogue_utterances: tuple[DialogueUtterances, ...] = ()
    safety_utterances: tuple[SafetyUtterances, ...] = ()
    dialogues: tuple[Dialogues, ...] = ()
    tone_examples: tuple[ToneExamples, ...] = ()

    @property
    def topics(self) -> dict[str, Topic]:
        """All topics by id, in the order of the files."""
        return {topic.id: topic for file in self.faq for topic in file.topics}
