"""The kinds of sheets that are taken in: their columns, under which headings they are known, and what a row must be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticUndefined

from domain.labels import EmotionLabel, Target
from domain.success.customer_360 import CustomerType
from domain.success.history import InteractionChannel, InteractionKind, InvoiceStatus, UsageKind
from services.customers.importing import words
from services.customers.importing.cells import (
    Count,
    Day,
    Flag,
    Hours,
    Id,
    Mail,
    Moment,
    Names,
    Number,
    Text,
    plain,
    worded,
)
from store import models

Kind = Literal["customers", "contracts", "usage", "tickets", "surveys", "invoices", "interactions"]


def column(*headings: str, default: Any = PydanticUndefined) -> Any:
    """A column: other headings it goes by, and what an empty or missing cell means; required without."""
    return Field(default, json_schema_extra={"headings": list(headings)})


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: Id


class CustomerRow(_Row):
    """A customer."""

    id: Id = column("customer_id", "顧客id", "顧客番号", "顧客コード", "お客様番号")
    name: Text = column("顧客名", "氏名", "会社名", "お客様名", "名前")
    type: Annotated[CustomerType, worded(words.CUSTOMER_TYPES)] = column("種別", "顧客種別", "区分", default="b2c")
    since: Day | None = column("登録日", "利用開始日", "開始日", default=None)
    prefecture: Text | None = column("都道府県", default=None)
    address: Text | None = column("住所", default=None)
    phone: Text | None = column("電話", "電話番号", default=None)
    email: Mail | None = column("メール", "メールアドレス", "e-mail", "mail", default=None)
    csm_id: Id | None = column("csm", "担当者id", "担当", default=None)
    noise_hours: Hours = column("騒音時間", default=[])


class _Owned(_Row):
    customer_id: Id = column("顧客id", "顧客番号", "顧客コード", "お客様番号")


class ContractRow(_Owned):
    """One term of a contract."""

    id: Id = column("contract_id", "契約id", "契約番号")
    plan: Text = column("プラン", "契約プラン")
    mrr: Count = column("月額", "月額料金")
    starts_on: Day = column("契約開始日", "開始日")
    ends_on: Day | None = column("契約終了日", "契約満了日", "満了日", "終了日", default=None)
    notice_on: Day | None = column("解約申出日", "解約通知日", default=None)
    ended_on: Day | None = column("解約日", "終了した日", default=None)
    monthly_limit: Count | None = column("月間上限", "月間測定数", "測定上限", default=None)
    properties_total: Count | None = column("管理物件数", "総物件数", default=None)
    properties_covered: Count | None = column("対象物件数", default=None)
    has_api: Flag = column("api連携", "api", default=False)
    features: Names | None = column("機能", "利用可能機能", default=None)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for name, day in (("ends_on", self.ends_on), ("ended_on", self.ended_on)):
            if day is not None and day < self.starts_on:
                raise ValueError(f"{name} {day} is before starts_on {self.starts_on}")
        return self


class UsageRow(_Owned):
    """Something a customer did."""

    id: Id = column("usage_id", "event_id", "利用id", "イベントid")
    kind: Annotated[
        UsageKind,
        worded(words.USAGE),
    ] = column("種類", "イベント", "利用種別")
    at: Moment = column("日時", "利用日時", "発生日時")
    name: Text | None = column("名称", "対象", "レポートid", "機能名", default=None)
    quantity: Annotated[Count, Field(ge=1)] = column("数量", "件数", default=1)
    hours: Number | None = column("時間", "測定時間", default=None)


class TicketRow(_Owned):
    """A request for help that came in elsewhere than in the chat."""

    id: Id = column("ticket_id", "case_id", "チケットid", "問い合わせ番号", "お問い合わせ番号")
    opened_at: Moment = column("受付日時", "起票日時", "受付日")
    resolved_at: Moment | None = column("解決日時", "完了日時", "解決日", default=None)
    escalated_at: Moment | None = column("エスカレーション日時", "エスカレ日時", default=None)
    category: Text | None = column("カテゴリ", "分類", "種別", default=None)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for name, moment in (("resolved_at", self.resolved_at), ("escalated_at", self.escalated_at)):
            if moment is not None and moment < self.opened_at:
                raise ValueError(f"{name} is before opened_at")
        return self


class SurveyRow(_Owned):
    """An answer to a survey."""

    id: Id = column("survey_id", "answer_id", "回答id", "アンケートid")
    at: Moment = column("回答日時", "回答日", "日時")
    nps: Annotated[Count, Field(le=10)] | None = column("推奨度", default=None)
    csat: Annotated[Number, Field(ge=1, le=5)] | None = column("満足度", default=None)
    ces: Annotated[Number, Field(ge=1, le=5)] | None = column("努力度", default=None)
    comment: Text | None = column("コメント", "自由記述", "自由回答", default=None)
    channel: Text = column("チャネル", "経路", default="other")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.nps is None and self.csat is None and self.ces is None and self.comment is None:
            raise ValueError("nothing was answered: one of nps, csat, ces, comment must be there")
        return self


class InvoiceRow(_Owned):
    """An invoice. Without a status it is paid where it has a day of payment."""

    id: Id = column("invoice_id", "請求書id", "請求書番号", "請求番号")
    amount: Count = column("金額", "請求額", "請求金額")
    issued_on: Day = column("発行日", "請求日")
    due_on: Day = column("支払期限", "支払期日", "期日", "期限")
    paid_on: Day | None = column("入金日", "支払日", default=None)
    discount: Count = column("割引", "割引額", "値引", default=0)
    status: (
        Annotated[
            InvoiceStatus,
            worded(words.INVOICES),
        ]
        | None
    ) = column("状態", "ステータス", default=None)

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.due_on < self.issued_on:
            raise ValueError(f"due_on {self.due_on} is before issued_on {self.issued_on}")
        if self.status is None:
            self.status = "paid" if self.paid_on else "open"
        if (self.status == "paid") != (self.paid_on is not None) and self.status != "void":
            raise ValueError(f"status is {self.status}, but paid_on is {self.paid_on or 'empty'}")
        return self


class InteractionRow(_Owned):
    """A call, a mail, a meeting."""

    id: Id = column("interaction_id", "対応id", "対応履歴id")
    at: Moment = column("対応日時", "日時")
    channel: Annotated[
        InteractionChannel,
        worded(words.CHANNELS),
    ] = column("チャネル", "経路", "手段")
    kind: Annotated[
        InteractionKind,
        worded(words.SUBJECTS),
    ] = column("種類", "内容種別", default="message")
    label: (
        Annotated[
            EmotionLabel,
            worded(words.EMOTIONS),
        ]
        | None
    ) = column("感情", default=None)
    target: Annotated[Target, worded(words.TARGETS)] | None = column("感情の対象", "対象", default=None)
    intensity: Annotated[Count, Field(le=3)] | None = column("強さ", default=None)
    quote: Text | None = column("発言", "内容", "本文", default=None)


@dataclass(frozen=True)
class Sheet:
    """A kind of sheet: what a row must be, and the table it goes to. `follows`: columns that are told by others."""

    kind: Kind
    row: type[_Row]
    model: type[models.Base]
    follows: Mapping[str, str] = field(default_factory=dict)

    @property
    def required(self) -> frozenset[str]:
        """Columns without which nothing can be taken in."""
        return frozenset(name for name, cell in self.row.model_fields.items() if cell.is_required())

    def changed(self, named: Iterable[str]) -> set[str]:
        """What a file that names some columns changes in a row that is there."""
        changed = set(named) - {"id"}
        return changed | {told for column, told in self.follows.items() if column in changed}

    def columns_of(self, header: list[str]) -> dict[int, str]:
        """Which place of a header is which column; headings that are none are left out."""
        known = {
            plain(heading).casefold(): name
            for name, cell in reversed(self.row.model_fields.items())
            for heading in (name, *_headings(cell.json_schema_extra))
        }
        return {place: known[text] for place, cell in enumerate(header) if (text := plain(cell).casefold()) in known}


_SHEETS: Final = (
    Sheet("customers", CustomerRow, models.Customer),
    Sheet("contracts", ContractRow, models.Contract),
    Sheet("usage", UsageRow, models.UsageEvent),
    Sheet("tickets", TicketRow, models.SupportCase),
    Sheet("surveys", SurveyRow, models.SurveyAnswer),
    Sheet("invoices", InvoiceRow, models.Invoice, {"paid_on": "status"}),
    Sheet("interactions", InteractionRow, models.Interaction),
)

SHEETS: Final[Mapping[Kind, Sheet]] = {sheet.kind: sheet for sheet in _SHEETS}
"""In the order in which they can be taken in: customers first."""


def _headings(extra: Any) -> list[str]:
    return list(extra["headings"]) if isinstance(extra, dict) else []
