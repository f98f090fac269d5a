"""What borrowers write, by topic: whole sentences, with a beginning and an end that some of them add."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """``weight``: its share of everything written. ``rises``: how much more often it comes now than two years ago."""

    key: str
    weight: int
    rises: float
    cores: tuple[str, ...]
    ends: tuple[str, ...]
    rating: tuple[int, ...] = (2, 3)


BEGINNINGS = (
    "Hello,",
    "Hi there.",
    "Second time I write about this.",
    "Small thing, but",
    "I have used the app for years.",
    "My daughter set the app up for me.",
    "On my phone,",
    "Not sure who reads this.",
    "Love the library, but",
    "Just a thought:",
)

TOPICS = (
    Topic(
        "wait",
        22,
        1.8,
        (
            "my hold says number 4 in the queue and nothing about when it might come.",
            "I can wait three weeks, I just can’t wait when I don’t know how many weeks it will be.",
            "it has said “on hold” for a month, so I cancelled it and bought the book.",
            "four in the queue means what, four days or four people?",
            "I put the same title on hold at two branches, whichever turned up first.",
            "the hold went from 3 back up to 5 and nobody could tell me why.",
            "please give some idea of when a hold arrives, even a rough one.",
            "I rang the desk twice to ask when my book would come.",
            "a date, a week, a month, anything would help me plan the trip to town.",
            "queue number 12 for a book club that meets on Thursday, so is it any use to wait?",
            "I went in on the off chance and it was not there, again.",
            "if I had known it would take six weeks I would have asked for another one.",
        ),
        (
            "I only get to {branch} on Saturdays.",
            "The bus to {branch} is £4 there and back.",
            "The desk at {branch} was kind but did not know either.",
            "It was for my book club.",
            "Otherwise a lovely service.",
            "",
            "",
            "",
        ),
    ),
    Topic(
        "pickup",
        13,
        1.4,
        (
            "the notice says my book is ready but not which desk it is at.",
            "notice came at 17:40 and you shut at 18:00, could it tell me the closing time too?",
            "I walked both floors at {branch} before somebody showed me the shelf.",
            "the pickup message does not say how long you keep the book for.",
            "I got three notices for one book.",
            "the e-mail goes to spam, a text would be better.",
            "the shelf letter in the notice is so useful, keep that.",
            "my hold went back because I never got the notice.",
            "the message says “ready” but the desk said it had just been scanned and was not out yet.",
        ),
        ("I use a stick and two floors is a lot.", "My branch is {branch}.", "Thanks for listening.", "", "", ""),
        (2, 3, 4),
    ),
    Topic(
        "renew",
        11,
        0.9,
        (
            "renewing takes five steps when the reminder could just have a button.",
            "the renew button is grey and does not say why.",
            "I renewed on the website and the app still showed the old date.",
            "I can’t renew when somebody waits, fine, but tell me before I have planned my week.",
            "renewing everything at once would save me ten minutes a fortnight.",
            "it let me renew two of three and I had to work out which one it left.",
            "the reminder comes on the day it is due, which is too late for me.",
            "I pressed renew all and got an error with a number in it.",
        ),
        ("I have twelve picture books out at any time.", "At {branch} they renew by phone in one go.", "", "", ""),
    ),
    Topic(
        "fines",
        9,
        1.1,
        (
            "I owe £4 and it will not let me borrow, but the app does not say how to pay.",
            "a fine appeared for a book that I returned at {branch}.",
            "the fine screen came up in the middle of borrowing and I left.",
            "could I pay some of it now and the rest later?",
            "I was embarrassed at the machine when the fine came up in front of my son.",
            "nobody told me that fines for children’s books are gone.",
            "I paid at the desk and the app still says I owe it.",
        ),
        ("It is the only reason I stopped coming.", "The staff at {branch} sorted it in the end.", "", "", ""),
        (1, 2),
    ),
    Topic(
        "search",
        11,
        1.2,
        (
            "when I go back from a book, all my search filters are gone.",
            "searching for a title brings twenty editions and I can’t tell which one my branch has.",
            "I typed the author’s name with one letter wrong and got nothing.",
            "there is no way to list only what is on the shelf at {branch} today.",
            "large print is hidden three menus deep.",
            "I wanted audiobooks in Welsh and could not filter by language.",
            "the search is quick now, much better than last year.",
            "sort by newest does not sort by newest.",
        ),
        ("I ended up asking at the desk.", "My old catalogue did this.", "", "", ""),
    ),
    Topic(
        "family",
        8,
        1.6,
        (
            "which card do I bring if the hold is on my son’s account?",
            "I borrow for my mother who has no phone, and I have to sign out and in each time.",
            "I look after four cards and the app knows only one.",
            "my wife’s hold was ready and they would not give it to me.",
            "could a carer be allowed to collect for somebody?",
            "switching between the children’s accounts loses what I was doing.",
        ),
        ("We are at {branch} every week.", "She is 91.", "", "", ""),
    ),
    Topic(
        "hours",
        6,
        0.8,
        (
            "the app says {branch} is open and it was shut.",
            "opening hours on a bank holiday were wrong, I made the trip for nothing.",
            "please put the hours on the branch page, not in a PDF.",
            "self-service hours are not in the app at all.",
        ),
        ("It is a 40 minute walk.", "", "", ""),
        (1, 2),
    ),
    Topic(
        "sign_in",
        6,
        0.7,
        (
            "it signs me out every week and I never know my card number by heart.",
            "the PIN is four digits and I have locked myself out again.",
            "could I use my fingerprint to get in?",
            "I changed my phone and the app forgot me.",
            "the reset e-mail took two days.",
        ),
        ("I keep the card in the other bag.", "", "", ""),
        (1, 2, 3),
    ),
    Topic(
        "ebooks",
        6,
        1.0,
        (
            "e-books open another app that wants another password.",
            "the e-book came off hold at night and I had only three days to notice.",
            "I would borrow more e-books if they were in the same list as the rest.",
            "the audiobook stops when my screen locks.",
        ),
        ("I commute.", "", "", ""),
    ),
    Topic(
        "access",
        5,
        1.5,
        (
            "VoiceOver reads the renew button as “button” and nothing else.",
            "the grey on white dates are too faint for me.",
            "when I make the text larger the last line of the notice is cut off.",
            "the map of branches can’t be used with a keyboard.",
            "I rely on large text and the queue number disappears.",
        ),
        ("I have low vision.", "My eyes are not what they were.", "", ""),
        (1, 2),
    ),
    Topic(
        "praise",
        9,
        1.0,
        (
            "picked it up in a minute, brilliant.",
            "honestly I forget that I asked for it, so it is a nice surprise when it comes.",
            "the staff at {branch} are wonderful.",
            "I do not mind waiting at all, there is always something else to read.",
            "holds from other branches have changed how much I read.",
            "the new app is so much simpler.",
            "reminders have saved me a fortune in fines.",
        ),
        ("Diolch!", "Thank you.", "", ""),
        (4, 5),
    ),
    Topic(
        "ideas",
        5,
        1.1,
        (
            "could you suggest books like the last one that I finished?",
            "a list of what I have read would be lovely.",
            "please let me freeze my holds while I am away.",
            "story time should be bookable in the app.",
            "lockers outside {branch} would let me collect after work.",
        ),
        ("Just an idea.", "", ""),
        (3, 4),
    ),
)
BRANCHES = (
    "Aldbourne",
    "Ramsbury",
    "Froxfield",
    "Marlow",
    "Great Bedwyn",
    "Hungerford",
    "Lambourn",
    "Pewsey",
    "Tidworth",
)
BRANCH_CODES = {branch: branch.replace(" ", "")[:3].upper() for branch in BRANCHES}
KINDS_OF_MEMBER = ("adult", "adult", "adult", "senior", "senior", "parent", "carer", "student", "junior")
