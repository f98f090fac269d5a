import json
from decimal import Decimal
from pathlib import Path

import pytest

from allied.cli import main
from allied.cli.output import as_json
from allied.domains.feedback.models import Feedback
from allied.kernel.custom_fields.definitions import add_field
from allied.kernel.custom_fields.models import FieldValue
from allied.kernel.importing.models import Import
from allied.kernel.membership import command_line
from allied.kernel.nodes.models import Node
from allied.kernel.people.models import Member, Product, Workspace
from allied.kernel.testing import make_workspace

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = """key,written,who,said,mood
Z1,2026-07-03,jo@mail.example,The lift is out,bad
Z2,2026-07-04,al@mail.example,Thank you,good
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "desk-2026.csv"
    path.write_text(ROWS)
    return str(path)


def run(*given: str) -> int:
    if "--json" in given:
        as_json.set(True)
    return main.run(["import-feedback", *given])


def test_an_empty_installation_gets_workspace_product_and_member(file: str, capsys: pytest.CaptureFixture[str]):
    assert run(file, "--product", "Borrow", "--map", "text=said,source_id=key,date=written,author=who") == 0

    assert "2 of 2 rows stored" in capsys.readouterr().out
    assert (Workspace.objects.get().slug, Product.objects.get().name) == ("borrow", "Borrow")
    member = Member.objects.get()
    assert (member.name, member.role, member.user) == ("Command line", "owner", None)
    assert set(Feedback.objects.values_list("source_id", "text", "author")) == {
        ("Z1", "The lift is out", ""),
        ("Z2", "Thank you", ""),
    }


def test_again_adds_nothing_and_makes_nothing(file: str, capsys: pytest.CaptureFixture[str]):
    run(file, "--product", "Borrow")
    capsys.readouterr()

    assert run(file, "--product", "borrow", "--json") == 0

    said = json.loads(capsys.readouterr().out)
    assert (said["stored"], said["already_here"], said["left_out"], said["state"]) == (0, 2, 0, "done")
    assert (Workspace.objects.count(), Product.objects.count(), Member.objects.count()) == (1, 1, 1)


def test_of_several_workspaces_one_is_named(file: str, capsys: pytest.CaptureFixture[str]):
    first, second = make_workspace(), make_workspace()

    assert run(file, "--product", "Borrow") == 2
    assert first.slug in capsys.readouterr().err
    assert run(file, "--product", "Borrow", "--workspace", second.slug) == 0
    assert Import.objects.get().workspace == second


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["--workspace", "nowhere"], "no workspace"),
        (["--map", "text=nothing"], "no column “nothing”"),
        (["--map", "mood=said"], "is no meaning"),
        (["--map", "text"], "needs a column"),
        (["--map", "raw=said"], "No column holds the text"),
    ],
)
def test_what_cannot_be_used_is_code_2_with_a_sentence(
    given: list[str], sentence: str, file: str, capsys: pytest.CaptureFixture[str]
):
    assert run(file, "--product", "Borrow", *given) == 2
    assert sentence in capsys.readouterr().err
    assert not Feedback.objects.exists()


def test_an_empty_file_is_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "empty.csv").write_text("")

    assert run(str(tmp_path / "empty.csv"), "--product", "Borrow") == 2
    assert "The file is empty" in capsys.readouterr().err


def test_personal_details_are_hidden_unless_told_to_keep(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("text\nWrite to jo@mail.example\nThank you\n")

    run(str(path), "--product", "Borrow", "--source", "one")
    run(str(path), "--product", "Borrow", "--source", "two", "--keep-personal")

    assert set(Feedback.objects.filter(row=2).values_list("text", flat=True)) == {
        "Write to [e-mail address hidden]",
        "Write to jo@mail.example",
    }


PLAN = """Issue key,Summary,Status
B-1,Show a date,In Progress
B-2,Text messages,Backlog
"""


def test_any_kind_of_object_comes_in_by_the_general_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "plan.csv"
    path.write_text(PLAN)
    as_json.set(True)

    assert main.run(["import", str(path), "--product", "Borrow", "--as", "item", "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    path.write_text(PLAN.replace("Show a date", "Show the day"))
    assert main.run(["import", str(path), "--product", "Borrow", "--as", "item", "--json"]) == 0
    second = json.loads(capsys.readouterr().out)

    assert (first["as"], first["stored"], first["columns"][1]) == (
        "item",
        2,
        {"name": "Summary", "outcome": "mapped", "kept": 2},
    )
    assert (second["stored"], second["updated"], second["already_here"]) == (0, 1, 1)
    assert set(Node.objects.filter(kind="item").values_list("title", flat=True)) == {"Show the day", "Text messages"}


def test_existing_rows_can_be_kept_as_they_are(file: str):
    run(file, "--product", "Borrow")
    Path(file).write_text(ROWS.replace("Thank you", "Thanks"))

    run(file, "--product", "Borrow", "--keep-existing")

    assert set(Feedback.objects.values_list("text", flat=True)) == {"The lift is out", "Thank you"}


def test_a_column_becomes_a_custom_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "plan.csv"
    path.write_text("key,title,effort\nA-1,Show a date,3.5\n")
    member, __ = command_line.enter(slug="", product_name="Borrow")
    add_field("item", name="Weeks", type="number", actor=member)

    given = ["import", str(path), "--product", "Borrow", "--as", "item", "--map"]
    assert main.run([*given, "fields.months=effort"]) == 2
    assert "fields.weeks" in capsys.readouterr().err
    assert main.run([*given, "fields.weeks=effort"]) == 0
    assert FieldValue.objects.get().number == Decimal("3.5")


def test_a_kind_that_does_not_exist_is_code_2_and_makes_nothing(file: str, capsys: pytest.CaptureFixture[str]):
    assert main.run(["import", file, "--product", "Borrow", "--as", "sticker"]) == 2
    assert "feedback, company, insight, opportunity, item" in capsys.readouterr().err
    assert not Workspace.objects.exists()
