"""R as a referee, where it is installed. It never takes part at run time."""

import shutil
import subprocess

import pytest

from allied.stats import (
    completion_rate_ci,
    kaplan_meier,
    multiple_testing,
    paired_t_test,
    sample_size_two_proportions,
    welch_t_test,
)

RSCRIPT = shutil.which("Rscript")
pytestmark = pytest.mark.skipif(not RSCRIPT, reason="R is not installed here; its printed outputs are worked examples.")

SLEEP_1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2.0]
SLEEP_2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
ROWS = f"a <- c({', '.join(map(str, SLEEP_1))}); b <- c({', '.join(map(str, SLEEP_2))});"


def r(expression):
    """The numbers an R expression gives, at full precision."""
    script = f"{ROWS} cat(format(c({expression}), digits = 15), sep = '\\n')"
    done = subprocess.run([RSCRIPT, "-e", script], capture_output=True, text=True, check=True)
    return tuple(float(line) for line in done.stdout.split())


def test_exact_interval_agrees_with_binom_test():
    answer = completion_rate_ci(682, 925, method="exact")

    assert (answer.lower, answer.upper) == pytest.approx(r("binom.test(682, 925)$conf.int"), rel=1e-9)


def test_t_tests_agree_with_t_test():
    welch, paired = welch_t_test(SLEEP_1, SLEEP_2), paired_t_test(SLEEP_1, SLEEP_2)

    assert (welch.lower, welch.upper, welch.p_value) == pytest.approx(r("t.test(a, b)$conf.int, t.test(a, b)$p.value"))
    assert paired.p_value == pytest.approx(r("t.test(a, b, paired = TRUE)$p.value")[0])


def test_two_proportions_agree_with_power_prop_test():
    answer = sample_size_two_proportions(0.5, 0.75, power=0.9)

    # R stops its search at about four digits.
    referee = r("power.prop.test(p1 = .50, p2 = .75, power = .90)$n")
    assert answer.n_per_group == pytest.approx(referee[0], rel=1e-4)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("holm", "holm"), ("hochberg", "hochberg"), ("benjamini_hochberg", "BH"), ("benjamini_yekutieli", "BY")],
)
def test_corrections_agree_with_p_adjust(ours, theirs):
    p_values = [0.04, 0.001, 0.02, 0.3, 0.011]

    adjusted = multiple_testing(p_values, method=ours).adjusted
    assert adjusted == pytest.approx(r(f"p.adjust(c({', '.join(map(str, p_values))}), '{theirs}')"))


def test_survival_agrees_with_survfit():
    answer = kaplan_meier([9, 13, 13, 18, 23], [1, 1, 0, 1, 1])

    fitted = "summary(survival::survfit(survival::Surv(c(9,13,13,18,23), c(1,1,0,1,1)) ~ 1, conf.type = 'log-log'))"
    assert answer.survival == pytest.approx(r(f"{fitted}$surv"))
    assert answer.lower[:-1] == pytest.approx(r(f"{fitted}$lower")[:-1])
