"""How long the server takes for a page, and how much it sends: p50, p95 and bytes, on one database.

Goals: p95 at most 100 ms and at most 150 kB a page; trace and path p95 at most 200 ms and at most three times a
breadth-first recursive query with the same limit; the strength of a claim with 1,000 atoms at most 20 ms after one
change.
"""

from __future__ import annotations

import gzip
import random
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter, process_time

from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from allied.domains.feedback.actions import add_feedback
from allied.kernel.membership.tokens import make_access_token
from allied.kernel.nodes.models import Node
from allied.kernel.thread import actions as thread
from allied.kernel.thread.reach import id_list
from allied.kernel.thread.walk import NEAREST, path, trace
from bench.world import World

RUNS, OK = 40, 200
GOAL_MS, GOAL_BYTES, WALK_MS, STRENGTH_MS = 100.0, 150_000, 200.0, 20.0
# Beside it: as many found as a trace finds and counts, and as many read as it reads. It meets some of them twice.
RECURSIVE = """
WITH RECURSIVE walk(id, depth) AS (
    SELECT CAST(%s AS varchar(40)), 0
    UNION
    SELECT CASE WHEN l.source_id = walk.id THEN l.target_id ELSE l.source_id END, walk.depth + 1
    FROM walk JOIN thread_link l ON l.source_id = walk.id OR l.target_id = walk.id
    WHERE walk.depth < 6
)
SELECT id FROM walk LIMIT 1000
"""


@dataclass(frozen=True)
class Times:
    """Milliseconds of each run, sorted; ``cpu`` is the median of this process's own work, not its waiting."""

    wall: list[float]
    cpu: float

    @property
    def p50(self) -> float:
        return statistics.median(self.wall)

    @property
    def p95(self) -> float:
        return self.wall[min(len(self.wall) - 1, round(0.95 * len(self.wall)))]


@dataclass(frozen=True)
class Row:
    what: str
    times: Times
    size: int = 0
    packed: int = 0
    goal: float = GOAL_MS
    note: str = ""

    @property
    def p95(self) -> float:
        return self.times.p95

    @property
    def is_met(self) -> bool:
        return self.p95 <= self.goal and self.size <= GOAL_BYTES

    def line(self) -> str:
        size = f"{self.size / 1000:7.1f} kB ({self.packed / 1000:.1f} gz)" if self.size else " " * 19
        met = "met" if self.is_met else "MISSED"
        spent = f"p50 {self.times.p50:7.1f}  p95 {self.p95:7.1f}  cpu {self.times.cpu:7.1f} ms"
        return f"{self.what:<34} {spent}  {size:<22} {met} {self.note}"


def times(work: Callable[[int], object], runs: int = RUNS, warm: int = 3) -> Times:
    """Run ``work`` a few times uncounted, then ``runs`` times."""
    for turn in range(warm):
        work(turn)
    wall, cpu = [], []
    for turn in range(runs):
        began, worked = perf_counter(), process_time()
        work(warm + turn)
        wall.append((perf_counter() - began) * 1_000)
        cpu.append((process_time() - worked) * 1_000)
    return Times(sorted(wall), statistics.median(cpu))


def page(world: World, what: str, place: Callable[[int], str], **headers: str) -> Row:
    client = Client(HTTP_HOST="localhost", **headers)
    client.force_login(world.member.user)
    biggest = b""

    def ask(turn: int) -> None:
        nonlocal biggest
        answer = client.get(place(turn))
        assert answer.status_code == 200, (what, answer.status_code)
        biggest = max(biggest, answer.content, key=len)

    found = times(ask)
    return Row(what, found, len(biggest), len(gzip.compress(biggest)))


def pages(world: World) -> list[Row]:
    chance = random.Random(1)
    base = f"/w/{world.workspace.slug}"

    def one(kind: str) -> Callable[[int], str]:
        folder = {"feedback": "feedback", "insight": "insights", "opportunity": "opportunities", "item": "items"}[kind]
        return lambda _: f"{base}/{folder}/{chance.choice(world.nodes[kind]).reference}"

    def thread_of(kind: str) -> Callable[[int], str]:
        return lambda _: f"{base}/thread/{chance.choice(world.nodes[kind]).reference}"

    rows = [
        page(world, "home", lambda _: f"{base}/"),
        page(world, "list: feedback", lambda _: f"{base}/feedback"),
        page(world, "list: feedback, page 200", lambda _: f"{base}/feedback?page=200"),
        page(world, "list: insights", lambda _: f"{base}/insights"),
        page(world, "list: insights by people", lambda _: f"{base}/insights?sort=-people"),
        page(world, "list: opportunities", lambda _: f"{base}/opportunities"),
        page(world, "board: roadmap", lambda _: f"{base}/items"),
        page(world, "table: roadmap", lambda _: f"{base}/items/table"),
        *(page(world, f"record: {kind}", one(kind)) for kind in world.nodes),
        page(world, "record: insight that is a hub", lambda turn: f"{base}/insights/{world.hubs[turn % 20].reference}"),
        *(page(world, f"explorer: {kind}", thread_of(kind)) for kind in world.nodes),
        page(world, "explorer: insight that is a hub", lambda turn: f"{base}/thread/{world.hubs[turn % 20].reference}"),
        page(world, "why: roadmap item", lambda turn: f"{thread_of('item')(turn)}/why"),
        page(world, "why: insight that is a hub", lambda turn: f"{base}/thread/{world.hubs[turn % 20].reference}/why"),
        page(world, "coverage", lambda _: f"{base}/coverage"),
        page(world, "search: one word", lambda turn: f"{base}/search?q={['queue', 'renew', 'carer'][turn % 3]}"),
        page(world, "palette: opened", lambda _: f"{base}/palette"),
        page(world, "palette: words", lambda turn: f"{base}/palette/found?q={['queue', 'renew', 'carer'][turn % 3]}"),
        page(world, "search: three words", lambda _: f"{base}/search?q=queue+renew+carer"),
        page(world, "search: beginning of a word", lambda _: f"{base}/search?q=que"),
    ]
    _, secret = make_access_token(name="bench", scope="read", days=1, actor=world.member)
    bearer = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
    for noun in ("feedback", "insights", "items"):
        rows.append(page(world, f"API list: {noun}", lambda _, noun=noun: f"/api/v1/{noun}", **bearer))  # type: ignore[misc]
    return rows


def others(world: World) -> Iterator[Row]:
    """Every other page that needs no object in its address, so that no part of the product is left out."""
    client = Client(HTTP_HOST="localhost")
    client.force_login(world.member.user)
    base = f"/w/{world.workspace.slug}"
    named = {
        "/",
        "/feedback",
        "/insights",
        "/opportunities",
        "/items",
        "/items/table",
        "/coverage",
        "/search",
        "/palette",
    }
    places = {f"{base}{place}" for place in named}
    for place in sorted(one for one in set(_addresses(world.workspace.slug)) - places if "." not in one):
        answer = client.get(place)
        if answer.status_code == OK and not answer.streaming and "html" in answer.headers["Content-Type"]:
            yield page(world, f"page: {place.removeprefix(base)}", lambda _, place=place: place)  # type: ignore[misc]


def _addresses(slug: str) -> Iterator[str]:
    """The addresses of all pages of members that take the workspace alone."""
    for name, found in _walk(get_resolver()):
        if getattr(found.callback, "requires_member", False):
            try:
                yield reverse(name, kwargs={"workspace": slug})
            except NoReverseMatch:
                continue  # it names an object


def _walk(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _walk(one, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name:
            yield f"{space}{one.name}", one


def walks(world: World) -> list[Row]:
    chance = random.Random(2)
    everything = [node for layer in world.nodes.values() for node in layer]
    picked = [chance.choice(everything) for _ in range(60)] + world.hubs
    pairs = [(chance.choice(everything), chance.choice(everything)) for _ in range(80)]

    def recursive(turn: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(RECURSIVE, [picked[turn % len(picked)].pk])
            ids = [row[0] for row in cursor.fetchall()]
            sql, parameter = id_list(ids[:NEAREST])
            cursor.execute(f"SELECT * FROM nodes_node WHERE id IN ({sql})", [parameter])
            cursor.fetchall()

    ours = times(lambda turn: trace(picked[turn % len(picked)], actor=world.member))
    sql = times(recursive)
    ways = times(lambda turn: path(*pairs[turn % len(pairs)], actor=world.member))
    ratio = ours.p95 / sql.p95
    return [
        Row("trace both ways, nearest 500", ours, goal=WALK_MS, note=f"{ratio:.2f} × recursive SQL"),
        Row("recursive SQL beside it", sql, goal=float("inf"), note=f"load {load()}"),
        Row("shortest path", ways, goal=WALK_MS),
    ]


def strength_after_a_change(world: World) -> Row:
    """One more piece of evidence for a claim that 1,000 atoms support and that nothing rests on."""
    claim = _claim_of_a_thousand(world)
    extra = [
        add_feedback(text=f"One more {turn}", product=world.product, actor=world.member, person=f"extra {turn}").node
        for turn in range(RUNS + 3)
    ]
    found = times(lambda turn: thread.link(extra[turn], "supports", claim, actor=world.member))
    return Row("link and strength, 1,000 atoms", found, goal=STRENGTH_MS)


def _claim_of_a_thousand(world: World) -> Node:
    from allied.domains.insights.actions import Wording, draft_insight  # noqa: PLC0415

    claim = draft_insight(Wording("A claim with a thousand atoms"), actor=world.member, product=world.product).node
    thread.link_many(world.nodes["feedback"][:1_000], "supports", [claim], actor=world.member)
    return claim


def load() -> str:
    with open("/proc/loadavg") as file:
        return file.read().split()[0]
