import numpy as np
import pytest

from allied.synthesis import communities, discovery, granularity, identity, middles, names, neighbours, phrases
from allied.synthesis.quotes import representative
from allied.synthesis.reading import reading
from allied.synthesis.remarks import remark
from allied.synthesis.steering import FREE, Former, fit
from allied.synthesis.wording import stem


@pytest.fixture
def clouds():
    """Six clouds of 60 unit vectors each, and which vector is of which cloud."""
    random = np.random.default_rng(3)
    points = np.repeat(random.normal(size=(6, 32)), 60, axis=0) + 0.45 * random.normal(size=(360, 32))
    unit = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    return unit, np.repeat(np.arange(6), 60)


def tied(vectors):
    return communities.graph(neighbours.nearest(vectors, neighbours.how_many(len(vectors))))


@pytest.mark.parametrize("n", [3, 40, 1_700])
def test_neighbours_are_those_of_all_pairs(n):
    random = np.random.default_rng(n)
    vectors = random.normal(size=(n, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    k = min(7, n - 1)

    found = neighbours.nearest(vectors, k)

    every = vectors @ vectors.T
    np.fill_diagonal(every, -9)
    assert np.allclose(found.nearness, -np.sort(-every, axis=1)[:, :k], atol=1e-5)
    assert not (found.places == np.arange(n)[:, None]).any()


def test_parts_of_the_neighbours_join_to_the_whole():
    vectors = np.eye(50, dtype=np.float32)[np.arange(120) % 50]
    whole = neighbours.nearest(vectors, 5)

    parts = neighbours.joined([neighbours.nearest(vectors, 5, start=at, stop=at + 50) for at in (0, 50, 100)], 5)

    assert (parts.places == whole.places).all()


def test_clouds_are_found_again_and_alike_each_time(clouds):
    vectors, truth = clouds

    first, again = (communities.agreed(tied(vectors), 1.0) for _ in range(2))

    assert (first.labels == again.labels).all()
    assert all(len(set(first.labels[truth == cloud])) == 1 for cloud in range(6))
    assert first.agreement > 0.9


def test_finer_never_means_fewer(clouds):
    steps = granularity.ladder(tied(clouds[0]), smallest=3)

    assert list(steps.counts) == sorted(steps.counts)
    assert len(steps.counts) == granularity.STOPS
    assert [granularity.stop_of(granularity.granularity_of(stop)) for stop in range(11)] == list(range(11))


def test_a_text_far_from_every_theme_is_not_themed(clouds):
    vectors, truth = clouds
    stranger = -vectors[:300].sum(axis=0)
    vectors = np.vstack([vectors, stranger / np.linalg.norm(stranger)]).astype(np.float32)

    _, placed = middles.settle(vectors, np.append(truth, 0))

    assert placed.labels[-1] == -1
    assert (placed.labels[:-1] == -1).mean() < 0.05


def test_a_name_is_what_a_theme_says_and_the_others_do_not():
    texts = ["the refund is late"] * 6 + ["the parking lot is late"] * 6 + ["my password is late"] * 6
    found = names.names(phrases.phrases(texts), np.repeat([0, 1, 2], 6))

    assert [name.split()[0].strip(",") for name in found.of_themes] == ["Refund", "Parking", "Password"]


def test_names_are_all_different_even_where_texts_are_alike():
    found = names.names(phrases.phrases(["same words here"] * 12), np.repeat([0, 1, 2], 4))

    assert len(set(found.of_themes)) == 3


def test_quotes_are_central_and_unlike_each_other(clouds):
    vectors, truth = clouds
    cloud = vectors[truth == 0]
    texts = [f"this is what person {at} said" for at in range(60)]
    middle = middles.centres(vectors, np.where(truth == 0, 0, -1))[0]

    found = representative(cloud, middle, [*texts[:30], *texts[:30]], 5)

    assert found[0] == int(np.argmax(cloud @ middle))
    assert len({texts[at % 30] for at in found}) == 5


def test_themes_keep_who_they_are_by_the_texts_they_share():
    before = np.array([0, 0, 0, 1, 1, 1, 2, 2, -1])
    now = np.array([1, 1, 1, 0, 0, 2, 2, 2, 2])

    found = identity.same_themes(before, now)

    assert {at: same.before for at, same in found.items()} == {1: 0, 0: 1, 2: 2}
    assert found[1].alike == 1.0


def test_what_people_fixed_stands_and_new_texts_join_it(clouds):
    vectors, truth = clouds
    before = np.where(np.arange(360) % 10 == 9, -1, truth)
    fixed = np.where(before == 2, 2, FREE)
    fixed[0] = 2

    found = fit(truth, vectors, Former(before, fixed, {2}), least=3)

    kept = next(at for at, same in found.was.items() if same.before == 2)
    assert found.labels[0] == kept
    assert (found.labels[truth == 2] == kept).all()
    assert len({same.before for same in found.was.values()}) == 6


def test_texts_that_are_all_the_same_are_no_failure():
    for n in (2, 12):
        vectors = np.tile(np.array([[1.0, 0.0]], dtype=np.float32), (n, 1))
        near = neighbours.nearest(vectors, min(5, n - 1))
        found = discovery.sort(middles.centred(vectors, vectors.mean(axis=0)), near)
        assert len(found.placed.labels) == n


def test_handles_are_left_out_and_learnt():
    texts = ["@united you lost my bag http://x.co/1"] * 5 + ["united lost my bag"]

    found = reading(texts)

    assert found.addressed == {"united"}
    assert found.texts == ["you lost my bag"] * 5 + ["lost my bag"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The app crashes when I pay", "problem"),
        ("Please add a dark mode", "request"),
        ("How do I renew a book?", "question"),
        ("I love this, the staff are wonderful", "praise"),
        ("The desk is upstairs", "other"),
    ],
)
def test_what_somebody_wants_is_told_apart(text, kind):
    assert remark(text) == kind


@pytest.mark.parametrize("words", ["refund refunds refunded refunding", "cancel cancelled", "delivery deliveries"])
def test_forms_of_a_word_have_one_stem(words):
    assert len({stem(word) for word in words.split()}) == 1
