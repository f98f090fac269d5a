"""What Marlow Valley Libraries made of it: notes from research, claims, opportunities, roadmap items, and their gaps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Note:
    """Something that was observed, said in an interview or noted in a workshop, and how long ago."""

    key: str
    person: str
    method: str
    days_ago: int
    text: str


@dataclass(frozen=True)
class Take:
    """Comments of a topic to use as evidence: the ``count`` newest of different people, from ``newer`` to ``older`` days ago."""

    topic: str
    count: int
    newer: int = 0
    older: int = 400


@dataclass(frozen=True)
class Claim:
    key: str
    by: str
    days_ago: int
    title: str
    summary: str
    scope: str
    change: str
    supports: tuple[str | Take, ...] = ()
    contradicts: tuple[str | Take, ...] = ()
    state: str = "published"
    reason: str = ""
    successor: str = ""


@dataclass(frozen=True)
class Need:
    key: str
    by: str
    days_ago: int
    title: str
    description: str
    concerns: str
    supports: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    part_of: str = ""


@dataclass(frozen=True)
class Plan:
    by: str
    days_ago: int
    title: str
    problem: str
    outcome: str
    horizon: str
    state: str
    need: str = ""
    ux: str = ""
    product: str = ""
    reason: str = ""


NOTES = (
    Note(
        "q1",
        "P01",
        "usability_test",
        62,
        "Read “4 in queue”, asked “four what?”, and pressed Cancel within ten seconds.",
    ),
    Note("q2", "P02", "usability_test", 62, "Placed the same hold at a second branch after reading the queue number."),
    Note(
        "q3",
        "P03",
        "usability_test",
        61,
        "Cancelled the hold. Kept it in the second round, where the screen said 1 to 4 December.",
    ),
    Note(
        "q4",
        "P04",
        "usability_test",
        61,
        "Kept the hold when a range of days was shown and wrote the range on a calendar.",
    ),
    Note("q5", "P05", "usability_test", 60, "Opened the hold three times in the session to find a date, then gave up."),
    Note("q6", "P06", "usability_test", 60, "Planned the visit around the middle of the range and kept the hold."),
    Note("q7", "P07", "usability_test", 59, "Pressed the queue number, expecting it to explain itself."),
    Note("q8", "P08", "usability_test", 59, "Cancelled, then searched for the same title in a shop."),
    Note(
        "i1",
        "P09",
        "interview",
        75,
        "I can wait three weeks. I just can’t wait I don’t know how many weeks. So I cancelled it and bought it.",
    ),
    Note("i2", "P10", "interview", 75, "If it said “after Christmas” I would leave it alone and read something else."),
    Note("i3", "P11", "interview", 74, "Number 4 tells me nothing. My sister waited two days on number 9."),
    Note("i4", "P12", "interview", 74, "Honestly I forget that I asked for it. It is a nice surprise when it comes."),
    Note("f1", "P21", "field_observation", 120, "Paid £3 at the machine without a word and went on borrowing."),
    Note("f2", "P22", "field_observation", 120, "Read the fine, shrugged, paid by card, borrowed four books."),
    Note("f3", "P23", "field_observation", 119, "Joked with the staff about the fine, paid, left with the books."),
    Note(
        "s1",
        "P31",
        "usability_test",
        33,
        "Went back from a book, found the filters gone, and started the search over. Twice.",
    ),
    Note(
        "s2",
        "P32",
        "usability_test",
        33,
        "Did not notice that the filters were reset and picked a copy at the wrong branch.",
    ),
    Note("s3", "P33", "usability_test", 32, "Said “where did my filters go” and stopped the task."),
    Note("m1", "P41", "interview", 210, "I look at my e-mail once a day, that is enough for me."),
    Note("m2", "P42", "interview", 209, "Push messages drown among the others, I would rather have an e-mail."),
    Note("d1", "P51", "usability_test", 95, "Was offered delivery for £2.50 in the test, closed it at once."),
    Note("d2", "P52", "usability_test", 95, "Chose “collect at the branch” with the paid option beside it."),
    Note("d3", "P53", "usability_test", 94, "Skipped the paid delivery without reading it."),
    Note("d4", "P54", "usability_test", 94, "Laughed at the price and chose collection."),
    Note("d5", "P55", "usability_test", 93, "Read the paid option, went back, chose collection."),
    Note("d6", "P56", "usability_test", 93, "Chose collection. Asked whether delivery is free for the housebound."),
    Note("w1", "", "workshop_note", 40, "Lockers would bring in people who work until seven."),
    Note("w2", "", "workshop_note", 40, "Other counties have lockers, so we should too."),
    Note("w3", "", "workshop_note", 40, "Evening visitors would use them every day."),
    Note("w4", "", "stakeholder", 38, "The council would like something visible before May."),
    Note("w5", "", "workshop_note", 40, "Nobody collects at lunch any more."),
)

CLAIMS = (
    Claim(
        "queues",
        "imani",
        400,
        "People leave because queues are long",
        "Our first reading of the cancelled holds: the longer the queue, the more cancel.",
        "All borrowers with a hold.",
        "Cancelled holds that do not follow the length of the queue.",
        supports=(Take("wait", 5, 380, 700),),
        state="superseded",
        successor="unknown",
        reason="Length explains little once people know a date.",
    ),
    Claim(
        "unknown",
        "imani",
        55,
        "People leave when the wait is unknown, not when it is long",
        "Borrowers accept long waits when they can plan around them. When the app says only “on hold”, they cancel, buy the book, or place the same "
        "hold at two branches. A range of days was enough to keep most of them waiting.",
        "Occasional and weekend visitors. Weekly visitors mind less.",
        "Holds with an estimate that are cancelled as often as holds without one.",
        supports=("q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "i1", "i2", "i3", Take("wait", 18, 0, 300)),
        contradicts=("i4",),
    ),
    Claim(
        "shelf",
        "tomasz",
        130,
        "A notice that names desk, shelf and closing time saves a wasted trip",
        "People arrive with the notice in hand and still ask where to go. Those who get the shelf letter collect in a minute.",
        "Everyone who collects a hold.",
        "Fewer questions at the desk without any change of the notice.",
        supports=(Take("pickup", 12, 0, 380),),
    ),
    Claim(
        "remind",
        "yusuf",
        160,
        "Reminders that cannot be acted on lead to late returns",
        "The reminder says what is due and offers nothing. Renewing takes five steps from there.",
        "People with several loans at once.",
        "Renewals from the reminder that do not rise when it has a button.",
        supports=(Take("renew", 9, 0, 420),),
    ),
    Claim(
        "fine",
        "priya",
        110,
        "A fine in the middle of borrowing makes people give up the visit",
        "Comments speak of embarrassment and of leaving. At the machines most people pay without ado.",
        "Fines under £10 at self-service machines.",
        "Observed visits in which the fine makes no difference.",
        supports=(Take("fines", 9, 0, 420),),
        contradicts=("f1", "f2", "f3"),
    ),
    Claim(
        "carers",
        "imani",
        48,
        "People who borrow for somebody else juggle cards instead of reading",
        "Carers and parents sign out and in for each card, and are refused holds that they came to collect.",
        "Parents and carers with two or more cards.",
        "Carers who manage with one sign-in a day.",
        supports=(Take("family", 4, 0, 200),),
    ),
    Claim(
        "filters",
        "yusuf",
        30,
        "Losing the filters on the way back ends searches early",
        "Three people in one test; none of them finished the search that they had begun.",
        "Searches with two filters or more.",
        "Searches that end as early when filters stay.",
        supports=("s1", "s2", "s3"),
    ),
    Claim(
        "email",
        "bea",
        205,
        "People prefer e-mail to push messages",
        "Two interviews, both with people over sixty.",
        "Not known beyond two people.",
        "Push messages that are opened sooner than e-mails.",
        supports=("m1", "m2"),
    ),
    Claim(
        "lockers",
        "bea",
        37,
        "Lockers would bring people who work until seven",
        "From our workshop. We have not asked anybody who works until seven.",
        "People with jobs outside the valley.",
        "Two weeks of counting who comes after six.",
        supports=("w1", "w2", "w3", "w4", "w5"),
    ),
    Claim(
        "hours",
        "nia",
        600,
        "Wrong opening hours cost people a trip",
        "Written after the first winter. Nobody has looked into it again.",
        "Branches with self-service hours.",
        "A season with right hours and as many complaints.",
        supports=(Take("hours", 9, 555, 730),),
    ),
    Claim(
        "faint",
        "tomasz",
        70,
        "Large text and screen readers lose the last line of what matters",
        "Dates, queue numbers and the renew button disappear or have no name.",
        "People with low vision.",
        "A release in which the same tasks pass with large text.",
        supports=(Take("access", 8, 0, 400),),
    ),
    Claim(
        "delivery",
        "bea",
        90,
        "Borrowers would pay for delivery to their door",
        "Asked for by two councillors. In the test, six of six people passed it by.",
        "Borrowers within five miles.",
        "A paid trial in one town.",
        contradicts=("d1", "d2", "d3", "d4", "d5", "d6"),
        state="draft",
    ),
    Claim(
        "streaks",
        "bea",
        500,
        "Reading goals keep people borrowing",
        "Carried over from a conference.",
        "Adults.",
        "Any sign that borrowers set goals.",
        state="retired",
        reason="Nobody asked for it in 18 months, and no test was ever planned.",
    ),
    Claim(
        "ebooks",
        "imani",
        9,
        "E-books get lost because they live in another list",
        "Still collecting. Three comments so far.",
        "Borrowers of e-books.",
        "E-book loans that do not rise in one list.",
        supports=(Take("ebooks", 3, 0, 120),),
        state="draft",
    ),
)

NEEDS = (
    Need(
        "collect",
        "priya",
        620,
        "Collect what one asked for without a wasted trip",
        "From the moment of asking to the book in the bag.",
        "Everyone who places a hold",
    ),
    Need(
        "plan",
        "imani",
        50,
        "Help people plan around a wait",
        "People want to know roughly when, so that they can decide what to do meanwhile.",
        "Weekend and occasional visitors",
        supports=("unknown",),
        part_of="collect",
    ),
    Need(
        "where",
        "tomasz",
        125,
        "Know where to go and until when",
        "Desk, shelf, floor and closing time, at the moment of leaving home.",
        "Everyone who collects",
        supports=("shelf",),
        part_of="collect",
    ),
    Need(
        "trust",
        "nia",
        590,
        "Trust the opening hours",
        "A trip is long here; the hours have to be right.",
        "People without a car",
        supports=("hours",),
        part_of="collect",
    ),
    Need(
        "evening",
        "bea",
        36,
        "Collect after work",
        "Branches close at six, trains arrive at seven.",
        "Commuters",
        supports=("lockers",),
        part_of="collect",
    ),
    Need(
        "keep",
        "bea",
        150,
        "Keep what one borrowed without effort",
        "Renewing should be one step from the reminder.",
        "Families with many loans",
        supports=("remind",),
    ),
    Need(
        "shame",
        "priya",
        100,
        "Settle a fine without shame",
        "Pay, pay later, or ask, without an audience.",
        "People who owe less than £10",
        supports=("fine",),
    ),
    Need(
        "others",
        "imani",
        45,
        "Borrow for somebody else",
        "One person, several cards, one visit.",
        "Parents and carers",
        supports=("carers",),
    ),
    Need(
        "shelf",
        "yusuf",
        28,
        "Find what is on the shelf nearby",
        "What can I take home today, from here.",
        "People who come without a hold",
        supports=("filters",),
    ),
    Need(
        "home",
        "bea",
        88,
        "Get books home without a visit",
        "Delivery, perhaps for those who cannot come.",
        "Housebound borrowers",
        supports=("delivery",),
    ),
    Need(
        "next",
        "tomasz",
        20,
        "Choose the next book with confidence",
        "Written down in a design review. Nobody has asked people yet.",
        "Readers of fiction",
    ),
)

PLANS = (
    Plan(
        "priya",
        45,
        "Arrival estimate on every hold",
        "The app says “on hold” and a queue number; people cancel or ask at the desk.",
        "Cancelled holds fall from 23% to under 15% by the end of March.",
        "now",
        "committed",
        "plan",
        "tomasz",
        "priya",
    ),
    Plan(
        "bea",
        140,
        "Renew in one step from the reminder",
        "The reminder offers nothing; renewing takes five steps.",
        "Contacts about renewing fall from 41 to under 10 a month.",
        "now",
        "committed",
        "keep",
        "yusuf",
        "bea",
    ),
    Plan(
        "bea",
        300,
        "Branch opening hours that are right",
        "Hours come from a PDF that nobody owns.",
        "Wasted trips reported fall from 23 to under 5 a month.",
        "now",
        "committed",
        "trust",
        "imani",
        "bea",
    ),
    Plan(
        "tomasz",
        80,
        "Desk, shelf and closing time in every notice",
        "The notice says “ready” and not where.",
        "Questions at the desk about collecting fall by half.",
        "next",
        "proposed",
        "where",
        "tomasz",
        "bea",
    ),
    Plan(
        "priya",
        60,
        "Fine reminder at checkout",
        "People meet the fine in the middle of borrowing.",
        "£20,000 of fines recovered without more visits given up.",
        "next",
        "proposed",
        "shame",
        "yusuf",
        "priya",
    ),
    Plan(
        "imani",
        40,
        "Borrow on behalf of someone",
        "Four cards, one sign-in at a time.",
        "Complaints by carers fall by half.",
        "next",
        "proposed",
        "others",
        "imani",
        "priya",
    ),
    Plan(
        "yusuf",
        25,
        "Filters that stay on the way back",
        "Filters are lost when one goes back from a book.",
        "",
        "next",
        "idea",
        "shelf",
        "yusuf",
        "",
    ),
    Plan(
        "bea",
        35,
        "Pickup lockers at six branches",
        "Branches close before many people are home.",
        "Evening collections: no target yet.",
        "later",
        "idea",
        "evening",
        "",
        "bea",
    ),
    Plan(
        "nia",
        15,
        "Interlibrary loans in the app",
        "310 requests a month cannot be met from the valley.",
        "",
        "later",
        "idea",
    ),
    Plan(
        "bea",
        85,
        "Paid delivery to the door",
        "Some cannot come to a branch.",
        "500 deliveries a month.",
        "later",
        "dropped",
        "home",
        "",
        "bea",
        reason="Six of six people passed it by in the test. Free delivery for the housebound goes on by phone.",
    ),
)
