"""Short mails that show every value they are given."""

from datetime import time, timedelta
from typing import Final

from domain.labels import PRIORITIES, TRIGGERS
from domain.mails import MailText, ReminderTimes, Stationery

_VISIT: Final = "{name}\n{booking_id} {start} {plan} {total}\n{addons}\n{address}\n{payment}"
_TICKET: Final = "{ticket_id} {priority} {trigger}\n{promise}\n{due}"

STATIONERY: Final = Stationery(
    company="花たより株式会社",
    texts={
        "code": MailText("確認コード", "コード：{code}"),
        "booked": MailText("予約 {start}", _VISIT, "訪問 {plan}"),
        "moved": MailText("変更 {start}", f"{_VISIT}\n変更前 {{before}}\n手数料 {{fee}}", "訪問 {plan}"),
        "cancelled": MailText("取消 {start}", f"{_VISIT}\nキャンセル料 {{fee}}", "訪問 {plan}"),
        "reminder_three_days": MailText("準備 {start}", _VISIT),
        "reminder_one_day": MailText("明日 {start}", _VISIT),
        "reminder_set_out": MailText("本日 {time}", _VISIT),
        "handover_opened": MailText("引き継ぎ {priority}", _TICKET),
        "handover_raised": MailText("変更 {priority}", _TICKET),
        "handover_requeued": MailText("再度 {priority}", _TICKET),
        "handover_unanswered": MailText("督促 {priority}", f"{_TICKET}\n{{by}}"),
        "page": MailText("呼び出し {priority}", f"{_TICKET}\n{{step}}回目"),
        "turn_failed": MailText("要確認", "{conversation_id} {message_id}"),
        "health_red": MailText("赤 {customer}", "{customer_id} {score} {before}\n{moved}\n{advice}"),
        "churn_critical": MailText("解約 {customer}", "{customer_id} {churn} {before}\n{score}\n{renewal}"),
        "upsell": MailText("提案 {customer}", "{customer_id} {offer}\n{reason}\n{text}\n{timing} {weight}"),
        "campaign_reengagement": MailText("ご案内", "{customer}さま"),
    },
    plans={"standard": "スタンダード"},
    addons={"late_night": "深夜"},
    words={
        **dict(zip(PRIORITIES, ("緊急", "高", "中", "低"), strict=True)),
        **{trigger: f"<{trigger}>" for trigger in TRIGGERS},
        **{part: f"<{part}>" for part in ("usage", "engagement", "support", "payment")},
    },
    reminders=ReminderTimes(3, time(10), 1, time(18), time(8), timedelta(hours=2)),
)
