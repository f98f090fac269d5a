"""Standard questionnaires: scores of one person's answers, shares of top answers, and consistency of a scale.

``satisfaction`` holds those about the product (SUS, UMUX, UMUX-Lite, UEQ-S, SUPR-Q), ``workload`` NASA-TLX, ``scales``
what works for any rating scale. A person's score has no interval; ``mean_ci`` of all persons' scores has.
"""

from allied.stats.questionnaires.satisfaction import (
    SusGrade,
    SusScore,
    sus_grade,
    sus_score,
    umux_lite_score,
    umux_score,
)
from allied.stats.questionnaires.scales import CronbachAlpha, TopBox, cronbach_alpha, top_box
from allied.stats.questionnaires.subscales import suprq_score, ueq_s_score
from allied.stats.questionnaires.workload import TlxScore, nasa_tlx

__all__ = [
    "CronbachAlpha",
    "SusGrade",
    "SusScore",
    "TlxScore",
    "TopBox",
    "cronbach_alpha",
    "nasa_tlx",
    "suprq_score",
    "sus_grade",
    "sus_score",
    "top_box",
    "ueq_s_score",
    "umux_lite_score",
    "umux_score",
]
