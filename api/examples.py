"""What the API's documentation shows. Nothing here is served to a customer."""

from typing import Any, Final

CONVERSATION: Final = "c_5f0c2a7b9e1d4c3f8a6b7c01"
MESSAGE: Final = "m_0b9d2f4c6a8e1c3d5f7a9b02"

OPENED: Final = {
    "conversation_id": CONVERSATION,
    "token": "Yk3v1Q0mZl8p6Jt2Wn4xRb7cHd9sFgAeUiOyTqLk5Vw",
    "message": "こんにちは。AIアシスタントです。お気軽にお書きください。",
    "notice": "お書きいただいた内容は、ご相談への回答とご予約のために使います。",
}

REPLY: Final[dict[str, Any]] = {
    "message_id": MESSAGE,
    "conversation_id": CONVERSATION,
    "type": "faq",
    "message": "測定の当日は、騒音計を持った担当者が一人で伺います。",
    "route": "faq",
    "confidence": 0.93,
    "sources": [{"id": "day_visit", "title": "当日の流れ"}],
    "options": [{"label": "予約する", "value": "予約する"}],
    "recommendation": None,
    "booking": None,
    "handover": None,
    "asks": None,
    "sentiment": {"label": "neutral", "target": "none", "intensity": 0},
    "owner": "bot",
}

HANDOVER: Final = {
    "ticket_id": "h_7d1e9c3b5a2f4d68",
    "priority": "normal",
    "trigger": "human_request",
    "promise": "担当の者が、順にお返事します。",
    "status": "open",
    "opened_at": "2026-11-25T10:05:00+09:00",
    "claimed_at": None,
    "closed_at": None,
}

SAID: Final[dict[str, Any]] = {
    "message_id": MESSAGE,
    "seq": 3,
    "role": "bot",
    "text": REPLY["message"],
    "at": "2026-11-25T10:00:00+09:00",
    "reply": REPLY,
    "author": None,
}

TRANSCRIPT: Final = {
    "conversation_id": CONVERSATION,
    "channel": "web",
    "locale": "ja",
    "owner": "bot",
    "handover": None,
    "messages": [{**SAID, "status": "said", "helpful": None}],
    "next": None,
}

REPLY_STREAM: Final = """event: status
data: {"status":"accepted","message_id":"m_4e6a8c0d2b1f3a5c7e9d0b11"}

event: delta
data: {"text":"測定の当日は、騒音計を持った担当者が一人で伺います。"}

event: reply
data: {"message_id":"m_0b9d2f4c6a8e1c3d5f7a9b02","type":"faq","message":"測定の当日は、…","owner":"bot",…}

"""

EVENT_STREAM: Final = """retry: 2000

id: 4
event: message
data: {"message_id":"m_…","seq":4,"role":"staff","text":"担当の佐藤です。","at":"2026-11-25T10:06:00+09:00",…}

event: owner
data: {"owner":"person","handover":{"ticket_id":"h_…","status":"claimed",…}}

event: typing
data: {"role":"staff","until":"2026-11-25T10:06:12+09:00"}

: ping

"""

QUEUE_STREAM: Final = """retry: 2000

id: 5f0c2a7b9e1d4c3f
event: queue
data: {"tickets":[{"ticket_id":"tk_…","priority":"high","due":"2026-11-25T10:15:00+09:00","waiting_seconds":40,…}]}

id: 0b9d2f4c6a8e1c3d
event: ticket
data: {"change":"claimed","ticket":{"ticket_id":"tk_…","claimed_by":{"id":"tanaka","name":"田中"},…}}

id: 4e6a8c0d2b1f3a5c
event: closed
data: {"ticket_id":"tk_…","outcome":"solved"}

: ping

"""

TICKET_STREAM: Final = """retry: 2000

id: 4
event: message
data: {"message_id":"m_…","seq":4,"role":"customer","text":"まだですか","at":"2026-11-25T10:06:00+09:00",…}

event: standing
data: {"owner":"person","ticket":{"ticket_id":"tk_…","status":"claimed",…}}

event: typing
data: {"role":"customer","until":"2026-11-25T10:06:12+09:00"}

: ping

"""
