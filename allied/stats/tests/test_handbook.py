"""The reference of every method is whole, and its examples are true."""

import doctest
from importlib import import_module

import pytest

import allied.stats
from allied.stats import reference, wording
from allied.stats.adapter import HOME, method
from allied.stats.errors import UnknownMethod


def test_reference_reads_every_section():
    page = reference("time_on_task_ci")

    assert page.family == "time_on_task"
    assert page.answers.startswith("How long the task typically takes")
    assert page.not_for.startswith("times of failed or abandoned attempts")
    assert page.formula.startswith("log_t is exp of the t interval")
    assert page.source.startswith("Sauro & Lewis (2010)")
    assert page.example.splitlines()[0] == (
        ">>> answer = time_on_task_ci([94, 95, 96, 113, 121, 132, 190, 193, 255, 298])"
    )


def test_reference_lists_arguments_with_their_defaults():
    times, confidence, option = reference("time_on_task_ci").arguments

    assert (times.names, times.default) == (("times",), "")
    assert confidence.default == "0.95"
    assert option.text == '"log_t" or "median_binomial".'


def test_reference_keeps_arguments_that_are_documented_together():
    together = reference("nps_ci").arguments[0]

    assert together.names == ("promoters", "passives", "detractors")


def test_reference_lists_refusals():
    assert reference("nps_ci").refusals[0] == ("EmptySample", "all three counts are 0.")


def test_reference_of_what_is_not_there_is_refused():
    with pytest.raises(UnknownMethod, match="no method 'guess'"):
        reference("guess")


@pytest.mark.parametrize("name", HOME)
def test_reference_is_whole(name):
    page = reference(name)

    assert all([page.answers, page.not_for, page.formula, page.arguments, page.refusals, page.source, page.example])
    documented = {each for argument in page.arguments for each in argument.names}
    assert documented == set(method(name).__annotations__) - {"return"}


@pytest.mark.parametrize("name", HOME)
def test_example_is_true(name):
    compute = method(name)
    names = vars(import_module(f"allied.stats.{HOME[name]}"))

    finder, runner = doctest.DocTestFinder(recurse=False), doctest.DocTestRunner(verbose=False)
    for example in finder.find(compute, name, globs=dict(names)):
        assert runner.run(example).attempted > 0
    assert runner.failures == 0


@pytest.mark.parametrize("module", [allied.stats, wording])
def test_examples_of_the_frame_are_true(module):
    assert doctest.testmod(module).failed == 0
