"""What a company offers when something went wrong, with figures tests compute by hand."""

from domain.recovery import Authority, Cause, Kind, RecoveryTerms
from domain.success.conditions import FigureCondition

TERMS = RecoveryTerms(
    ceilings={"slight": 1_000, "moderate": 3_000, "serious": 10_000, "grave": 50_000},
    causes={
        "slow": Cause("遅れ", "slight"),
        "late": Cause("遅刻", "moderate"),
        "missed": Cause("不履行", "serious"),
        "damage": Cause("破損", "grave"),
    },
    kinds={
        "coupon": Kind("クーポン", (500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000, 50_000)),
        "letter": Kind("手紙", (500,)),
        "mediation": Kind("仲裁", (8_000,), when=(FigureCondition("has_mediation", (False,)),)),
        "gift": Kind("品", (1_000, 2_500), liked_when=(FigureCondition("nps", at_least=9),)),
    },
    levels={"cs": "staff", "csm": "staff", "senior": "senior", "manager": "manager", "admin": "manager"},
    authority={
        "staff": Authority(3_000, 30_000),
        "senior": Authority(10_000, 100_000),
        "manager": Authority(50_000, 500_000),
    },
    shares=((0, 0.6), (30_000, 0.8), (300_000, 1.0)),
    unknown_share=0.6,
    again=0.1,
    before=0.2,
    least=0.3,
    liked=1.5,
    days=180,
)
