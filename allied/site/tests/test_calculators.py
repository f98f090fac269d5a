"""Calculators: linkable pages that answer in a sentence, and say by the field what cannot be computed."""

import re
import shlex
import subprocess
import sys
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from allied.cli import main
from allied.kernel.people.models import Member
from allied.kernel.testing import make_member
from allied.site.help.calculators.catalogue import CALCULATORS, Calculator
from allied.site.help.calculators.fields import number
from allied.stats import FAMILIES

METHODS = list(CALCULATORS)


@pytest.fixture
def member(db: None) -> Member:
    return make_member(name="Imani Okafor")


@pytest.fixture
def client(member: Member) -> Client:
    found = Client()
    found.force_login(member.user)
    return found


def address(member: Member, method: str, **asked: str) -> str:
    path = reverse("help-calculator", kwargs={"workspace": member.workspace.slug, "method": method})
    return f"{path}?{urlencode(asked)}" if asked else path


def refusal(client: Client, member: Member, method: str, **changed: str) -> tuple[str, str]:
    """The id of the control that the summary leads to, and the sentence, after changing the example."""
    answer = client.get(address(member, method, **CALCULATORS[method].example | changed))
    assert answer.status_code == 422
    page = answer.content.decode()
    found = re.search(r'<li><a href="#([^"]+)">(.*?)</a></li>\s*</ul><p class="sm">', page)
    assert found
    assert f'id="{found[1]}-error"' in page
    assert 'id="answer"' not in page
    return found[1].removeprefix("id_"), found[2]


def test_help_leads_to_the_calculators_and_they_to_each(client: Client, member: Member) -> None:
    index = reverse("help-calculators", kwargs={"workspace": member.workspace.slug})

    assert index in client.get(reverse("help", kwargs={"workspace": member.workspace.slug})).content.decode()
    page = client.get(index).content.decode()
    assert [method for method in METHODS if f'href="{address(member, method)}"' not in page] == []


def test_there_are_fifteen_and_all_are_methods_of_the_library() -> None:
    assert len(METHODS) == 15
    assert set(METHODS) <= {name for methods in FAMILIES.values() for name in methods}


@pytest.mark.parametrize("calculator", CALCULATORS.values(), ids=METHODS)
def test_a_page_asks_first_and_answers_its_example(client: Client, member: Member, calculator: Calculator) -> None:
    asking = client.get(address(member, calculator.method))
    answering = client.get(address(member, calculator.method, **calculator.example))
    page = answering.content.decode()

    assert (asking.status_code, answering.status_code) == (200, 200)
    assert 'id="answer"' not in asking.content.decode()
    assert all(f'name="{name}"' in page for name in calculator.fields)
    assert all(part in page for part in ("Formula", "Not for", "Source", "Data table", "<desc"))
    assert page.index('id="answer"') < page.index('id="inputs"') < page.index('id="method"')
    assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", page)
    assert len(ids := re.findall(r'\sid="([^"]+)"', page)) == len(set(ids))


@pytest.mark.parametrize("calculator", CALCULATORS.values(), ids=METHODS)
def test_each_field_left_empty_is_asked_for_by_its_name(client: Client, member: Member, calculator: Calculator) -> None:
    for name in calculator.example:
        field, sentence = refusal(client, member, calculator.method, **{name: ""})

        assert field == name
        assert str(calculator.fields[name].label) in sentence


@pytest.mark.parametrize("calculator", CALCULATORS.values(), ids=METHODS)
def test_what_is_no_number_is_refused_and_kept(client: Client, member: Member, calculator: Calculator) -> None:
    for name in calculator.example:
        field, sentence = refusal(client, member, calculator.method, **{name: "<b>many</b>"})

        assert field == name
        assert "“&lt;b&gt;many&lt;/b&gt;” is not a" in sentence


@pytest.mark.parametrize("calculator", CALCULATORS.values(), ids=METHODS)
def test_the_command_beside_an_answer_gives_the_same_sentence(
    client: Client, member: Member, calculator: Calculator, capsys: pytest.CaptureFixture[str]
) -> None:
    context = client.get(address(member, calculator.method, **calculator.example)).content.decode()
    shell = re.search(r"The same in a shell: <code>(.*?)</code>", context, re.DOTALL)
    sentence = re.search(r'<p class="xl">(.*?)</p>', context)
    assert shell
    assert sentence
    main.run(shlex.split(shell[1].replace("&#34;", '"').replace("&#39;", "'"))[1:])

    assert capsys.readouterr().out.splitlines()[0] == sentence[1]


@pytest.mark.parametrize(
    ("method", "changed", "field", "sentence"),
    [
        ("completion_rate_ci", {"successes": "11"}, "successes",
         "“People who completed” cannot exceed “People who tried”; 11 is more than 10."),
        ("completion_rate_ci", {"n": "0", "successes": "0"}, "n",
         "“People who tried” is 0, so there is nothing to measure; give at least 1."),
        ("completion_rate_ci", {"n": "2.5"}, "n", "“2.5” is not a whole number. Give one such as 12."),
        ("completion_rate_ci", {"confidence": "2"}, "confidence",
         "Choose one of the options for “Confidence of the interval”."),
        ("nps_ci", {"promoters": "0", "passives": "0", "detractors": "0"}, "promoters",
         "There are no answers: “Promoters”, “Passives” and “Detractors” are all 0."),
        ("nps_compare", {"b.promoters": "-1"}, "b.promoters",
         "“Group B, promoters” must be a whole number of at least 0; it is -1."),
        ("welch_t_test", {"b": "1"}, "b", "“Values of group B” needs at least 2 numbers; there is 1."),
        ("welch_t_test", {"a": "1 1", "b": "2 2"}, "a",
         "Neither group varies, so there is no spread to judge the difference by."),
        ("rice_lognormal", {"reach": "2000 to 500"}, "reach", "Give the lower value first: 500 to 2000."),
        ("rice_lognormal", {"confidence": "0.5 to 1.9"}, "confidence",
         "“Confidence” must lie from 0 to 1; it is 1.9."),
        ("rice_lognormal", {"impact": "high"}, "impact", "“high” is not a range. Give one such as 500 to 2000."),
        ("cohen_kappa", {"table": "1 2 3\n1 2 3"}, "table",
         "“Counts” must have as many columns as rows; it has 2 rows and 3 columns."),
        ("cohen_kappa", {"table": "1 2\n1"}, "table", "“Counts” must be rows of equal length."),
        ("sample_ratio_mismatch", {"expected_ratio": "1"}, "observed",
         "“People in each arm” and “Planned ratio” must match; they have 2 and 1 arms."),
        ("sample_size_proportion_margin", {"p": "half"}, "p",
         "“half” is not a share. Give one such as 25% or 0.25."),
        ("sus_score", {"responses": "1 2 3"}, "responses",
         "“Answers” must hold 10 answers, one per item; there are 3."),
    ],
)  # fmt: skip
def test_a_refusal_of_the_library_stands_by_its_field_in_the_words_of_the_page(
    client: Client, member: Member, method: str, changed: dict[str, str], field: str, sentence: str
) -> None:
    assert refusal(client, member, method, **changed) == (field, sentence)


def test_an_address_may_leave_out_what_has_a_default(client: Client, member: Member) -> None:
    page = client.get(address(member, "completion_rate_ci", successes="9", n="10")).content.decode()

    assert "9 of 10 completed: 90% (57 to 100%)." in page
    assert '<option value="0.95" selected>' in page


def test_shares_and_thousands_are_read_as_people_write_them(client: Client, member: Member) -> None:
    plan = client.get(address(member, "sample_size_proportion_margin", p="0.5", margin="10%")).content.decode()
    rate = client.get(address(member, "completion_rate_ci", successes="1,246", n="2 000")).content.decode()

    assert "Plan 93 people" in plan
    assert "1246 of 2000" in rate or "1,246 of 2,000" in rate


def test_a_single_value_of_a_range_is_known(client: Client, member: Member) -> None:
    known = dict.fromkeys(("reach", "impact", "confidence", "effort"), "1")

    assert client.get(address(member, "rice_lognormal", **known)).status_code == 200


def test_numbers_are_read_strictly() -> None:
    assert [number(text) for text in ("9", "−2.5", ".5", "1e3")] == [9, -2.5, 0.5, 1000.0]
    assert [number(text) for text in ("", "nan", "inf", "1_000", "٣", "9" * 41, "1e9999")] == [None] * 7


def test_words_that_name_a_method_lead_to_its_calculator(client: Client, member: Member) -> None:
    page = client.get(address(member, "mean_ci")).content.decode()

    assert f'<a href="{address(member, "time_on_task_ci")}">Time on task</a>' in page


def test_an_unknown_calculator_is_not_there(client: Client, member: Member) -> None:
    assert client.get(address(member, "schulze")).status_code == 404


def test_pages_of_the_site_start_without_numpy_and_scipy() -> None:
    code = (
        "import django, sys; django.setup(); import allied.site.urls; "
        "print(sorted({'numpy', 'scipy'} & set(sys.modules)))"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "allied.settings.test", "PATH": ""}

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.ROOT, env=environment, capture_output=True, text=True
    )

    assert done.stdout == "[]\n", done.stderr
