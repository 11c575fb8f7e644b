"""A small catalogue, with thresholds of help that a test can reach."""

from domain.catalogue import AddonOffer, Catalogue, CompanyNames, HelpTopic, PlanOffer, ProactiveHelp
from domain.reply import Option

CATALOGUE = Catalogue(
    company=CompanyNames("試験株式会社", "試験サービス", "試験サポート"),
    plans=(
        PlanOffer("light", "ライトプラン", 8800, 1, ("簡易レポート",), None, "まず知りたい方に"),
        PlanOffer("standard", "スタンダードプラン", 12800, 2, ("詳細レポート",), None, None),
    ),
    addons=(AddonOffer("late_night", "深夜測定", 3000, "夜の訪問です。"),),
    urgencies={"low": "低め", "medium": "中くらい", "high": "高め"},
    site=None,
    proactive=ProactiveHelp(
        greeting="何かお困りですか？",
        idle_seconds=1,
        back_and_forth=2,
        back_and_forth_minutes=5,
        form_errors=2,
        script_errors=1,
        topics={"plans": HelpTopic("料金", (Option("プランの違い", "プランの違いを教えてください"),))},
    ),
)
