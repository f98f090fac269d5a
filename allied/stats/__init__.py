"""Statistics for UX research and product work: one function per question, one frozen dataclass per answer.

Usable on its own (numpy and scipy, no Django)::

    >>> from allied.stats import nps_ci, words
    >>> answer = nps_ci(promoters=40, passives=30, detractors=30)
    >>> words(answer)
    'NPS 10.0 (−6.3 to 25.7, n = 100).'

Conventions everywhere: rates, levels and powers are shares from 0 to 1, NPS is points from -100 to 100, times are
seconds. Every estimate carries its interval or the reason why it has none; what cannot be computed is refused with a
``StatsError`` that says what is allowed. Nothing is coerced.

Names resolve when first used, so that importing this package costs nothing until a figure is asked for.
"""

from importlib import import_module
from typing import Any

# Family (module) -> the methods it offers. A method's parameters and its result's fields are the public contract.
FAMILIES: dict[str, tuple[str, ...]] = {
    "nps": ("nps_score", "nps_ci", "nps_compare"),
    #
    "task_success": (
        "completion_rate_ci",
        "completion_rate_point_estimate",
        "completion_rate_vs_benchmark",
    ),
    #
    "two_proportions": ("two_proportion_compare",),
    #
    "time_on_task": ("time_on_task_ci", "time_on_task_compare"),
    #
    "means": ("mean_ci", "welch_t_test", "paired_t_test", "welch_from_summary"),
    #
    "questionnaires": (
        "sus_score",
        "sus_grade",
        "umux_score",
        "umux_lite_score",
        "nasa_tlx",
        "suprq_score",
        "ueq_s_score",
        "top_box",
        "cronbach_alpha",
    ),
    #
    "problem_discovery": (
        "problem_discovery_probability",
        "problem_discovery_sample_size",
        "problem_discovery_adjusted_p",
    ),
    #
    "precision": ("sample_size_proportion_margin", "sample_size_mean_margin", "rule_of_three"),
    #
    "power": ("sample_size_two_proportions", "sample_size_two_means", "power_two_means"),
    #
    "experiments": ("cuped", "sample_ratio_mismatch", "multiple_testing"),
    #
    "sequential": (
        "normal_mixture_boundary",
        "normal_mixture_log_martingale",
        "msprt_normal",
        "asymptotic_confidence_sequence",
    ),
    #
    "bayesian": ("bayesian_binomial_lognormal", "bayesian_ab_gaussian", "bayesian_ab_binomial_exact"),
    #
    "retention": ("retention_cohort", "kaplan_meier"),
    #
    "evidence": ("beta_binomial_posterior", "effective_sample_size", "design_effect", "recency_weight"),
    #
    "adoption": ("adoption_rate",),
    #
    "trends": ("trend", "change_point"),
    #
    "forecasts": ("brier_score", "interval_hit_rate"),
    #
    "agreement": (
        "cohen_kappa",
        "fleiss_kappa",
        "krippendorff_alpha",
        "any_two_agreement",
        "kendall_w",
        "rank_biased_overlap",
        "rank_correlation",
    ),
    #
    "kano": ("kano_classify", "kano_coefficients", "kano_continuous", "kano_category"),
    #
    "maxdiff": ("maxdiff_counts", "maxdiff_logit"),
    #
    "information_architecture": (
        "card_sort_similarity",
        "card_sort_stability",
        "cophenetic_correlation",
        "tree_test",
    ),
    #
    "prioritisation": (
        "rice",
        "ice",
        "rice_lognormal",
        "rice_probability_better",
        "rice_range",
        "opportunity_score",
        "wsjf",
        "cost_of_delay_sequence",
    ),
    #
    "moscow": ("moscow_aggregate",),
    #
    "voting": ("borda", "condorcet_winner", "schulze"),
    #
    "portfolio": ("portfolio_select", "portfolio_regret"),
}

# Names that are not methods.
_FRAME: dict[str, tuple[str, ...]] = {
    "adapter": ("run",),
    "wording": ("words",),
    "handbook": ("reference", "Reference"),
    "results": ("Result", "Estimate", "Series"),
    "errors": (
        "StatsError",
        "EmptySample",
        "NotEnough",
        "OutOfRange",
        "WrongKind",
        "Inconsistent",
        "UnknownOption",
        "UnknownMethod",
        "UnknownInput",
        "Undefined",
    ),
}

_HOME = {name: module for table in (FAMILIES, _FRAME) for module, names in table.items() for name in names}

__all__ = sorted([*_HOME, "FAMILIES"])


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
