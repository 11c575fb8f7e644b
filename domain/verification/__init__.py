"""What a model wrote around facts: harmless sentences are kept, claims are dropped, facts go in verbatim."""

from domain.verification.judgement import Judgement, judge
from domain.verification.release import Release
from domain.verification.wording import Dropped, Kept, Verification, verify_wording
from domain.verification.words import CompanyWords, Heard

__all__ = [
    "CompanyWords",
    "Dropped",
    "Heard",
    "Judgement",
    "Kept",
    "Release",
    "Verification",
    "judge",
    "verify_wording",
]
