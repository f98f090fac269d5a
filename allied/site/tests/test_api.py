import json

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError

from allied.kernel.activity.models import Activity
from allied.kernel.custom_fields.definitions import add_field
from allied.kernel.jobs import runner
from allied.kernel.membership.tokens import make_access_token, revoke_access_token
from allied.kernel.nodes.models import Node
from allied.kernel.people.catalogue import Discipline
from allied.kernel.talk import telling
from allied.kernel.talk.actions import add_comment
from allied.kernel.testing import make_member
from allied.web.api import guard

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


class Program:
    """Asks the API as one member would."""

    def __init__(self, client, member, scope="write"):
        self.client, self.member = client, member
        self.token, secret = make_access_token(name="Nightly export", scope=scope, days=30, actor=member)
        self.headers = {"Authorization": f"Bearer {secret}"}

    def ask(self, method, path, body=None, headers=None):
        data = b"" if body is None else json.dumps(body)
        kind = {"content_type": "application/json"}
        address = path if path.startswith(V1) else V1 + path
        return self.client.generic(method, address, data, headers={**self.headers, **(headers or {})}, **kind)

    def get(self, path, **headers):
        return self.ask("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def made(self, path, **body):
        answer = self.ask("POST", path, body)
        assert answer.status_code == 201, answer.content
        return answer.json()


@pytest.fixture(autouse=True)
def _no_count():
    cache.clear()


@pytest.fixture
def program(client):
    return Program(client, make_member("editor"))


def feedback(program, text="I waited three weeks", **more):
    return program.made("/feedback", text=text, product="borrow", **more)


def insight(program, claim="People leave when the wait is unknown", **more):
    return program.made("/insights", claim=claim, **more)


def test_an_answer_without_a_token_names_the_scheme(client):
    answer = client.get(f"{V1}/me")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 401


def test_a_session_is_no_way_in(client):
    client.force_login(make_member("owner").user)

    assert client.get(f"{V1}/me").status_code == 401


def test_a_revoked_token_ends_at_once(program):
    revoke_access_token(program.token.pk, actor=program.member)

    assert program.get("/me").status_code == 401


def test_a_token_that_may_read_writes_nothing(client):
    reader = Program(client, make_member("owner"), scope="read")

    answer = reader.ask("POST", "/insights", {"claim": "People leave"})

    assert answer.status_code == 403
    assert "may only read" in answer.json()["detail"]


def test_me_says_whom_the_token_speaks_for(program):
    said = program.get("/me").json()

    assert said["role"] == "editor"
    assert said["side"] == "ux"
    assert "insight:publish" in said["permissions"]
    assert said["token"]["scope"] == "write"


def test_too_many_requests_are_told_when_to_go_on(program, monkeypatch):
    monkeypatch.setattr(guard, "REQUESTS_A_MINUTE", 2)

    answers = [program.get("/me") for _ in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60


def test_guessing_tokens_is_slowed_down(client, monkeypatch):
    monkeypatch.setattr(guard, "FAILURES_A_MINUTE", 1)

    guesses = [client.get(f"{V1}/me", headers={"Authorization": "Bearer allied_guess"}) for _ in range(2)]

    assert [one.status_code for one in guesses] == [401, 429]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"claim": NaN}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[1]", "application/json", 422),
        (b'{"claim": "\\u0000"}', "application/json", 422),
        (b'{"claim": "\\ud800"}', "application/json", 422),
        (b'{"claim": 7}', "application/json", 422),
        (b"{}", "application/json", 422),
        (b"", "application/json", 422),
        (b"claim=x", "application/x-www-form-urlencoded", 415),
        (b'{"claim": "' + b"x" * 5_000_000 + b'"}', "application/json", 413),
    ],
)
def test_a_body_that_cannot_be_used_is_a_problem(program, body, kind, status):
    answer = program.client.generic("POST", f"{V1}/insights", body, content_type=kind, headers=program.headers)

    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert Activity.objects.filter(verb="insight.drafted").count() == 0


def test_unknown_fields_are_refused_by_name(program):
    answer = program.ask("POST", "/insights", {"claim": "x", "clam": "y"})

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["clam"]


def test_unknown_filters_are_refused_by_name(program):
    answer = program.get("/insights?stat=draft")

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["stat"]


def test_an_act_without_a_body_takes_none(program):
    made = insight(program)

    assert program.ask("POST", f"{made['href']}/publication", {"reason": "x"}).status_code == 422


def test_an_unknown_address_is_a_problem(program):
    assert program.get("/nothing").headers["Content-Type"] == "application/problem+json"
    assert program.get("/insights/INS-99").status_code == 404
    assert program.get("/insights/INS-99999999999999999999").status_code == 404
    assert program.get("/imports/99999999999999999999").status_code == 404


def test_a_method_that_is_not_offered_names_those_that_are(program):
    answer = program.ask("DELETE", "/me")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET"


def test_a_failure_keeps_its_inside_to_itself(program, monkeypatch, caplog):
    def broken(**_):
        raise OperationalError("secret_table is missing")

    monkeypatch.setattr("allied.flows.asking.search.find", broken)

    answer = program.get("/search?q=lift")

    assert answer.status_code == 500
    assert "secret_table" not in answer.content.decode()
    assert "secret_table" in caplog.text


def test_head_answers_as_get_without_the_body(program):
    answer = program.ask("HEAD", "/me")

    assert answer.status_code == 200
    assert answer.headers["ETag"] == program.get("/me").headers["ETag"]


def test_pages_hold_still_while_rows_come_in(program):
    for number in range(5):
        feedback(program, f"Item {number}")
    first = program.get("/feedback?limit=2").json()
    feedback(program, "Just now")

    second = program.get(first["next"]).json()
    third = program.get(second["next"]).json()

    said = [one["text"] for page in (first, second, third) for one in page["data"]]
    assert said == ["Item 4", "Item 3", "Item 2", "Item 1", "Item 0"]
    assert third["next"] is None


@pytest.mark.parametrize("sort", ["newest", "oldest", "added", "changed"])
def test_every_order_reaches_every_row_once(program, sort):
    made = {feedback(program, f"Item {number}")["reference"] for number in range(5)}
    page, met = program.get(f"/feedback?limit=2&sort={sort}").json(), []

    while page["data"]:
        met += [one["reference"] for one in page["data"]]
        page = program.get(page["next"]).json() if page["next"] else {"data": []}

    assert sorted(met) == sorted(made)


def test_a_page_names_the_next_in_its_header(program):
    feedback(program), feedback(program, "Twice")

    answer = program.get("/feedback?limit=1")

    assert answer.headers["Link"] == f'<{answer.json()["next"]}>; rel="next"'


@pytest.mark.parametrize("query", ["cursor=abc", "limit=0", "limit=201", "limit=x", "sort=best"])
def test_a_page_that_cannot_be_is_refused(program, query):
    assert program.get(f"/feedback?{query}").status_code == 422


def test_a_cursor_is_good_for_its_own_list_alone(program):
    feedback(program), feedback(program, "Twice")
    cursor = program.get("/feedback?limit=1").json()["cursor"]

    assert program.get(f"/feedback?state=new&cursor={cursor}").status_code == 422
    assert program.get(f"/insights?cursor={cursor}").status_code == 422


def test_what_is_unchanged_is_not_sent_again(program):
    made = insight(program)
    etag = program.get(made["href"]).headers["ETag"]

    answer = program.get(made["href"], If_None_Match=etag)

    assert answer.status_code == 304
    assert answer.content == b""


def test_a_write_over_a_newer_state_is_refused_and_says_what_changed(program):
    made = insight(program)
    etag = program.get(made["href"]).headers["ETag"]
    program.ask("PATCH", made["href"], {"scope": "Weekend readers"})

    answer = program.ask("PATCH", made["href"], {"scope": "All"}, headers={"If-Match": etag})

    assert answer.status_code == 412
    assert answer.json()["changed"]["scope"] == "Weekend readers"
    assert program.get(made["href"]).json()["scope"] == "Weekend readers"


def test_strength_that_moved_is_no_newer_state(program):
    made = insight(program)
    etag = program.get(made["href"]).headers["ETag"]
    program.made("/links", source=feedback(program)["id"], relation="supports", target=made["id"])

    answer = program.ask("PATCH", made["href"], {"scope": "All"}, headers={"If-Match": etag})

    assert answer.status_code == 200


def test_put_takes_back_what_get_gave(program):
    made = program.get(insight(program, product="borrow")["href"]).json()

    answer = program.ask("PUT", made["href"], {**made, "summary": "Nine of ten said so."})

    assert answer.status_code == 200
    assert answer.json()["summary"] == "Nine of ten said so."


def test_put_refuses_a_read_only_field_with_the_address_that_changes_it(program):
    made = program.get(insight(program)["href"]).json()

    answer = program.ask("PUT", made["href"], {**made, "state": "published", "reference": "INS-7", "nix": 1})

    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {"state", "reference", "nix"}
    assert "publication" in answer.json()["errors"]["state"]


def test_put_with_a_part_alone_is_refused(program):
    made = insight(program, summary="Keep me")

    answer = program.ask("PUT", made["href"], {"claim": "Another"})

    assert answer.status_code == 422
    assert "summary" in answer.json()["errors"]


def test_both_names_lead_to_the_same_object(program):
    made = insight(program)

    assert program.get(f"/insights/{made['id']}").json() == program.get("/insights/ins-1").json()
    assert program.get(f"/opportunities/{made['id']}").status_code == 404


def test_an_insight_goes_from_draft_to_retired_and_back(program):
    made = insight(program)
    refused = program.ask("POST", f"{made['href']}/publication")
    program.made("/links", source=feedback(program)["id"], relation="supports", target=made["id"])
    published = program.ask("POST", f"{made['href']}/publication").json()
    retired = program.ask("POST", f"{made['href']}/retirement", {"reason": "The loans desk closed."}).json()
    back = program.ask("DELETE", f"{made['href']}/retirement").json()

    assert refused.status_code == 409
    assert [one["state"] for one in (published, retired, back)] == ["published", "retired", "published"]
    assert retired["end_reason"] == "The loans desk closed."
    assert published["strength"]["level"] == "anecdotal"
    assert published["strength"]["words"].startswith("Anecdotal: 1 person")


def test_one_insight_succeeds_another(program):
    old, new = insight(program), insight(program, "Another")
    for made in (old, new):
        program.made("/links", source=feedback(program, made["claim"])["id"], relation="supports", target=made["id"])
        program.ask("POST", f"{made['href']}/publication")

    unknown = program.ask("POST", f"{old['href']}/succession", {"successor": "INS-99"})
    ended = program.ask("POST", f"{old['href']}/succession", {"successor": new["reference"]})

    assert list(unknown.json()["errors"]) == ["successor"]
    assert ended.json()["state"] == "superseded"


def test_a_claim_may_be_told_not_to_age(program):
    made = insight(program)

    assert program.ask("PUT", f"{made['href']}/half-life", {"months": None}).json()["half_life_months"] is None
    assert program.ask("PUT", f"{made['href']}/half-life", {"months": 0}).status_code == 422


def test_an_opportunity_finds_its_place(program):
    parent, part = program.made("/opportunities", title="Plan"), program.made("/opportunities", title="Know the wait")

    placed = program.ask("PUT", f"{part['href']}/place", {"part_of": parent["reference"]})
    links = program.get(f"/links?relation=part_of&target={parent['id']}").json()["data"]
    program.ask("DELETE", f"{part['href']}/place")

    assert placed.status_code == 200
    assert [one["source"]["reference"] for one in links] == [part["reference"]]
    assert program.get("/links?relation=part_of").json()["data"] == []


def test_an_item_is_proposed_owned_committed_and_dropped(program):
    product_side = make_member("editor", like=program.member, discipline=Discipline.PRODUCT)
    made = program.made("/items", title="Show the wait", problem="Nobody knows.", outcome="Half as many calls.")
    program.ask("POST", f"{made['href']}/proposal")
    too_early = program.ask("POST", f"{made['href']}/commitment")
    owners = {"ux_owner": program.member.pk, "product_owner": product_side.pk}
    program.ask("PUT", f"{made['href']}/owners", owners)
    committed = program.ask("POST", f"{made['href']}/commitment").json()
    back = program.ask("DELETE", f"{made['href']}/commitment?reason=Too%20early").json()
    dropped = program.ask("POST", f"{made['href']}/drop", {"reason": "Solved otherwise."}).json()

    assert too_early.status_code == 409
    assert [one["state"] for one in (committed, back, dropped)] == ["committed", "proposed", "dropped"]
    assert committed["ux_owner"]["id"] == program.member.pk


def test_items_move_between_horizons(program):
    first, second = program.made("/items", title="First"), program.made("/items", title="Second")
    program.ask("PUT", f"{first['href']}/position", {"horizon": "now"})

    moved = program.ask("PUT", f"{second['href']}/position", {"horizon": "now", "before": first["reference"]})
    both = program.ask("PUT", f"{second['href']}/position", {"horizon": "now", "before": "ITM-1", "after": "ITM-1"})

    assert moved.json()["horizon"] == "now"
    assert both.status_code == 422


def test_an_item_shows_the_strength_of_its_problem(program):
    item, opportunity = program.made("/items", title="Show"), program.made("/opportunities", title="Plan")
    program.made("/links", source=item["id"], relation="addresses", target=opportunity["id"])

    problem = program.get(item["href"]).json()["problem_strength"]

    assert problem["opportunity"]["reference"] == "OPP-1"
    assert problem["strength"]["level"] == "assumption"


def test_linking_twice_is_the_same_as_once(program):
    ends = {"source": feedback(program)["id"], "relation": "supports", "target": insight(program)["id"]}

    once, twice = program.made("/links", **ends), program.made("/links", **ends)
    gone = program.ask("DELETE", once["href"])

    assert once == twice
    assert gone.status_code == 204
    assert program.get(once["href"]).status_code == 404


def test_succession_is_no_plain_link(program):
    one, other = insight(program), insight(program, "Another")

    answer = program.ask("POST", "/links", {"source": one["id"], "relation": "supersedes", "target": other["id"]})

    assert answer.status_code == 422


def test_a_program_walks_the_thread(program):
    said, claim = feedback(program), insight(program)
    program.made("/links", source=said["id"], relation="supports", target=claim["id"])

    thread = program.get(f"/nodes/{claim['id']}/thread?direction=up").json()
    way = program.get(f"/nodes/{claim['reference']}/path?to={said['reference']}").json()
    nowhere = program.get(f"/nodes/{claim['id']}/path?to={insight(program, 'Apart')['id']}").json()

    assert [one["node"]["reference"] for one in thread["places"]] == ["FBK-1"]
    assert [one["words"] for one in way["places"]] == ["is supported by"]
    assert nowhere["places"] is None


def test_gaps_and_search_answer(program):
    insight(program)

    gaps = {one["name"]: one for one in program.get("/gaps").json()["data"]}
    listed = program.get("/gaps/insight_without_evidence").json()["data"]
    found = program.get("/search?q=wait%20unkn&kind=insight").json()["data"]

    assert gaps["insight_without_evidence"]["count"] == 1
    assert [one["reference"] for one in listed] == [one["reference"] for one in found] == ["INS-1"]


def test_feedback_sent_again_is_the_stored_item(program):
    first = feedback(program, source="Desk", source_id="ZD-1")

    again = program.ask(
        "POST", "/feedback", {"text": "Other", "product": "borrow", "source": "Desk", "source_id": "ZD-1"}
    )

    assert again.status_code == 200
    assert again.json() == first


def test_feedback_is_corrected_and_set_aside(program):
    made = feedback(program)

    corrected = program.ask("PATCH", made["href"], {"segments": {"branch": "Ramsbury"}}).json()
    aside = program.ask("POST", f"{made['href']}/dismissal").json()
    back = program.ask("DELETE", f"{made['href']}/dismissal").json()

    assert corrected["segments"] == {"branch": "Ramsbury"}
    assert [one["state"] for one in (aside, back)] == ["not_useful", "new"]


def upload(program, **fields):
    file = SimpleUploadedFile("desk.csv", b"id,when,words\n1,2026-05-01,The lift is out\n2,2026-05-02,Late again\n")
    body = {"product": "borrow", "file": file, **fields}
    return program.client.post(f"{V1}/imports", body, headers=program.headers)


def test_a_file_comes_in_with_its_mapping(program):
    answer = upload(program, mapping='{"text": "words", "raw": ["when"]}', source="Desk")

    made = answer.json()
    assert answer.status_code == 201
    assert made["state"] == "running"
    assert made["source"] == "Desk"
    assert {one["name"]: one["meaning"] for one in made["columns"]}["when"] == "raw"
    assert program.get(f"{made['href']}/rows").json()["data"] == []


def test_a_file_comes_in_as_items(program):
    file = SimpleUploadedFile("plan.csv", b"key,title,status\nA-1,Show a date,Now\nA-2,Text messages,Later\n")

    answer = program.client.post(
        f"{V1}/imports", {"product": "borrow", "target": "item", "file": file}, headers=program.headers
    )
    runner.run_all()

    done = program.get(answer.json()["href"]).json()
    assert (done["target"], done["state"], done["stored"]) == ("item", "done", 2)
    assert {one["title"] for one in program.get("/items").json()["data"]} == {"Show a date", "Text messages"}


def test_a_column_comes_in_as_a_custom_field(client):
    program = Program(client, make_member("administrator"))
    add_field("item", name="Weeks", type="number", actor=program.member)
    file = SimpleUploadedFile("plan.csv", b"key,title,effort\nA-1,Show a date,3.5\nA-2,Text messages,many\n")
    body = {"product": "borrow", "target": "item", "file": file, "mapping": '{"fields.weeks": "effort"}'}

    made = program.client.post(f"{V1}/imports", body, headers=program.headers).json()
    runner.run_all()

    done = program.get(made["href"]).json()
    effort = done["columns"][2]
    assert (effort["meaning"], effort["outcome"], effort["kept"]) == ("fields.weeks", "mapped", 1)
    assert "“many” is not a number" in program.get(f"{made['href']}/rows").json()["data"][0]["sentence"]
    assert [one["fields"] for one in program.get("/items").json()["data"]].count({"weeks": 3.5}) == 1


def test_a_mapping_that_fits_nothing_leaves_a_draft_to_mend(program):
    refused = upload(program, mapping='{"text": "comment"}')

    mended = program.ask("PUT", "/imports/1/mapping", {"mapping": {"text": "words"}})
    started = program.ask("POST", "/imports/1/run")

    assert refused.status_code == 422
    assert "has no column “comment”" in refused.json()["errors"]["mapping"]
    assert mended.json()["state"] == "draft"
    assert started.json()["state"] == "running"


def test_the_reference_page_and_the_document_are_open_to_all(client):
    page, document = client.get(f"{V1}/docs"), client.get(f"{V1}/openapi.json")

    assert b"<script" not in page.content.split(b"<body>")[1]
    assert document.json()["openapi"].startswith("3.1")


def test_an_object_that_was_merged_reads_as_the_one_that_remains(program):
    first, second, third = (feedback(program, text) for text in ("It waits", "It waits long", "It waits longer"))
    for one, into in ((first, second), (second, third)):
        answer = program.ask("POST", f"/nodes/{one['reference']}/merger", {"into": into["reference"]})
        assert answer.json()["reference"] == into["reference"]

    for name in (first["reference"], first["id"]):
        answer = program.get(f"/nodes/{name}")
        assert answer.status_code == 200
        assert answer.json()["reference"] == third["reference"]
        assert answer.headers["Content-Location"] == f"{V1}/nodes/{third['reference']}"
    assert program.ask("POST", f"/nodes/{first['id']}/archiving").status_code == 404

    program.ask("DELETE", f"/nodes/{first['id']}/merger")
    assert program.get(f"/nodes/{first['id']}").json()["reference"] == first["reference"]


def test_a_file_goes_up_and_comes_down_as_it_was(program):
    made = insight(program)
    upload = {"file": SimpleUploadedFile("notes.txt", b"One, two."), "description": "What we saw"}
    answer = program.client.post(f"{V1}/nodes/{made['reference']}/attachments", upload, headers=program.headers)

    assert answer.status_code == 201, answer.content
    shown = answer.json()
    assert (shown["name"], shown["size"], shown["description"]) == ("notes.txt", 9, "What we saw")
    down = program.get(shown["content"])
    assert down.getvalue() == b"One, two."
    assert "sandbox" in down.headers["Content-Security-Policy"]
    assert program.ask("DELETE", shown["href"]).json()["removed_at"]
    assert program.get(shown["content"]).status_code == 404
    assert program.ask("POST", f"{shown['href']}/restoration").status_code == 200


def test_notifications_are_ones_own_to_read_and_to_keep_waiting(program):
    made = insight(program)
    program.ask("PUT", f"/nodes/{made['reference']}/follow")
    assert program.get(f"/nodes/{made['reference']}/follow").json()["is_on"] is True
    colleague = make_member("editor", like=program.member, name="Joe")
    node = Node.objects.get(pk=made["id"])
    add_comment(node, "Who says so?", actor=colleague)
    telling.tell(Activity.objects.filter(verb="comment.added").latest("pk").pk)

    (waiting,) = program.get("/notifications?unread=true").json()["data"]
    number = waiting["number"]
    assert (waiting["by"]["name"], waiting["happening"], waiting["node"]["id"]) == ("Joe", "comment", node.pk)
    assert program.ask("POST", "/notifications/reading", {"numbers": [number, 999]}).json() == {"numbers": [number]}
    assert program.get("/notifications?unread=true").json()["data"] == []
    assert program.ask("DELETE", f"/notifications/reading?number={number}").json() == {"numbers": [number]}
    assert program.get("/notifications").json()["data"][0]["read_at"] is None


def test_a_move_names_a_product_and_feedback_needs_one(program):
    said, claim = feedback(program), insight(program, product="borrow")

    assert program.ask("PUT", f"/nodes/{claim['id']}/product", {"product": None}).json()["product"] is None
    refused = program.ask("PUT", f"/nodes/{said['id']}/product", {"product": None})
    assert refused.status_code == 409
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert program.ask("PUT", f"/nodes/{claim['id']}/product", {"product": "no"}).status_code == 422


def test_labels_on_an_object_are_given_whole(program):
    made = insight(program)
    label = program.made("/labels", name="Waiting", tone="warn")

    shown = program.ask("PUT", f"/nodes/{made['id']}/labels", {"labels": [label["number"]]}).json()["data"]
    assert [one["name"] for one in shown] == ["Waiting"]
    assert program.ask("PUT", f"/nodes/{made['id']}/labels", {"labels": [999]}).status_code == 422
    assert program.ask("PUT", f"/nodes/{made['id']}/labels", {"labels": []}).json()["data"] == []


def test_what_was_seen_otherwise_is_not_put_into_the_trash(program):
    made = insight(program)
    stale = program.ask("DELETE", f"/nodes/{made['id']}", headers={"If-Match": '"old"'})
    assert stale.status_code == 412

    etag = program.get(f"/nodes/{made['id']}").headers["ETag"]
    assert program.ask("DELETE", f"/nodes/{made['id']}", headers={"If-Match": etag}).status_code == 200
    assert program.get("/trash").json()["data"][0]["node"]["id"] == made["id"]
    assert program.ask("POST", f"/nodes/{made['reference']}/restoration").status_code == 200
