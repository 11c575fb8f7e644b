from datetime import time, timedelta

import pytest

from graphs.stationery import build_stationery
from knowledge.pack import Pack, load_pack, pack_path
from knowledge.pack.mails import MAILS
from knowledge.pack.success import SUCCESS_MAILS


@pytest.mark.parametrize("name", MAILS)
def test_mail_filled_with_its_values_has_nothing_left_to_fill(pack: Pack, name: str) -> None:
    values = {value: f"<{value}>" for value in MAILS[name]}
    mail = build_stationery(pack).texts[name].filled(values)
    assert "{" not in f"{mail.subject}{mail.body}{mail.calendar}"


@pytest.mark.parametrize("name", SUCCESS_MAILS)
def test_mail_about_a_customer_filled_with_its_values_has_nothing_left_to_fill(name: str) -> None:
    pack = load_pack(pack_path("zenbu"))
    values = {value: f"<{value}>" for value in SUCCESS_MAILS[name]}
    mail = build_stationery(pack).texts[name].filled(values)
    assert "{" not in f"{mail.subject}{mail.body}"
    assert all(value in f"{mail.subject}{mail.body}" for value in values.values())


def test_terms_in_the_confirmation_are_those_of_the_pack(pack: Pack) -> None:
    body = build_stationery(pack).texts["booked"].body
    rules = pack.booking
    assert f"前日の{rules.change.free_until}まで無料" in body
    assert f"{rules.change.fee:,}円の手数料" in body
    assert f"訪問日の{rules.cancel.free_days}日前まで無料" in body


def test_reminders_are_timed_by_the_pack(pack: Pack) -> None:
    times = build_stationery(pack).reminders
    assert (times.prepare_days, times.prepare_at, times.eve_days, times.eve_at) == (3, time(10), 1, time(18))
    assert (times.day_at, times.day_lead) == (time(8), timedelta(hours=2))


def test_names_are_those_of_the_pack(pack: Pack) -> None:
    stationery = build_stationery(pack)
    assert stationery.plans["standard"] == "スタンダードプラン"
    assert stationery.addons["late_night"] == "深夜測定"
    assert (stationery.words["urgent"], stationery.words["refund"]) == ("緊急", "返金のご要望")
