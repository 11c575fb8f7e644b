"""What can be wrong with a company's page and its offers of help."""

from pathlib import Path

import pytest

from knowledge.pack import check_pack
from tests.unit.knowledge.pack.conftest import Change

SITE = """\
site:
  description: 花屋です。
  headline: 花を贈る
  lead: 季節の花をお届けします。
  assurances: [いつでもどうぞ]
  button: diagnose
  worries: {title: 迷ったら, items: [何を贈るか]}
  steps: {title: 流れ, items: [{title: 選ぶ, text: 選びます。}]}
  plans: {title: 料金, lead: 税込です。, fits: {small: 気軽な贈り物に}}
  hours: {title: 時間, items: [{title: 店, text: "{hours.people.opens}から"}]}
  questions: {title: ご質問, topics: [payment]}
  closing: {title: どうぞ, text: お待ちしています。}
"""
HELP = """\
proactive:
  greeting: 何かお困りですか？
  idle_seconds: 20
  back_and_forth: 3
  back_and_forth_minutes: 5
  form_errors: 2
  script_errors: 1
  topics:
    plans: {title: 料金, topics: [payment], buttons: [recommend]}
"""


@pytest.fixture(autouse=True)
def page(florist: Path) -> None:
    plan = next(iter(check_pack(florist).plans))
    (florist / "site.yaml").write_text(SITE.replace("small", plan), encoding="utf-8")
    (florist / "proactive.yaml").write_text(HELP, encoding="utf-8")
    check_pack(florist)


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("site.yaml", "topics: [payment]", "topics: [paymant]", "no topic has the id 'paymant'"),
        ("site.yaml", "button: diagnose", "button: dianose", "there is no button 'dianose'"),
        ("site.yaml", "fits: {", "fits: {grande: 大きな贈り物に, ", "there is no 'grande'"),
        ("site.yaml", "title: 料金, lead", "title: 料金, addons: {ribbon: 飾り}, lead", "there is no 'ribbon'"),
        ("site.yaml", "税込です。", "8800円からです。", "the figure '8800' is written by hand"),
        ("site.yaml", "{hours.people.opens}", "{hours.people.open}", "{hours.people.open} leads nowhere"),
        ("site.yaml", "選びます。", "3日で届きます。", "the figure '3' is written by hand"),
        ("proactive.yaml", "topics: [payment]", "topics: [paymant]", "no topic has the id 'paymant'"),
        ("proactive.yaml", "buttons: [recommend]", "buttons: [recomend]", "there is no button 'recomend'"),
        ("proactive.yaml", "title: 料金", "title: 3つの料金", "the figure '3' is written by hand"),
        ("proactive.yaml", "idle_seconds: 20", "idle_seconds: 0", "proactive.idle_seconds: "),
    ],
)
def test_fault_of_the_page_is_found_where_it_stands(
    fault_after: Change, file: str, old: str, new: str, what: str
) -> None:
    fault = fault_after(file, old, new)
    assert fault.file == file
    assert fault.what.startswith(what)
    assert fault.line > 1
