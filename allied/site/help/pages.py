"""Help for the pages of the whole: Home, search, the thread, settings, one's account."""

from allied.web.help import register


def register_help() -> None:
    register(
        "home",
        "Home lists what waits on you alone: your contested claims, and drafts that are ready to publish.",
        "Below it is what others did, newest first.",
        "On the right are the gaps in our threads; each leads to the objects that have it.",
        "The first steps tick themselves when the workspace shows that they were done.",
        terms=("Thread", "Gap", "Activity"),
    )
    register(
        "search",
        "Type words that people used, part of a title, or a reference such as INS-12.",
        "All words must occur; the last one may be unfinished.",
        "Choose a kind to search among insights or feedback alone.",
        terms=("Reference", "Kind"),
    )
    register(
        "thread",
        "The thread leads from what people said to what was built, and back.",
        "Choose any object as the center; follow what it rests on and what it led to.",
        "“Why?” on an object says along which links it stands there.",
        "Coverage counts how many objects have what the thread asks of them, and names segments without feedback.",
        terms=("Thread", "Link", "Center", "Coverage"),
    )
    register(
        "imports",
        "Bring a file or paste a table: CSV, Excel, JSON, JSON Lines or running text.",
        "Allied guesses what each column means; correct it, and read under it how the rows will be stored.",
        "Nothing is stored before you start. You can leave while it runs, and undo the whole import afterwards.",
        "Rows that are here already are recognized and not stored twice.",
        terms=("Import", "Segment", "Method"),
    )
    register(
        "gap",
        "These objects lack one thing that a thread needs.",
        "Open one and fill the gap there; it leaves this list by itself.",
        "The newest are listed first.",
        terms=("Gap", "Thread"),
    )
    register(
        "flows:ask",
        "Ask in plain words; the answer is made of what people said, grouped by the claims that rest on it.",
        "Every quote leads back to where it came from.",
        "Where nothing comes near enough, the page says so, and how to find out.",
        terms=("Answer", "Embedder", "Claim"),
    )
    register(
        "talk",
        "You are told of what happens to objects that you made, own, commented on or follow.",
        "Choose for each kind of happening whether it reaches you here, by e-mail, at once or once a day.",
        "Each e-mail has a link that stops it, without signing in.",
        terms=("Notification", "Follow", "Mention", "Comment"),
    )
    register(
        "settings",
        "What is set here holds for everyone in the workspace.",
        "A side is UX or Product; it follows from each person’s discipline, and a side without people gets a stand-in.",
        "Owners and administrators change settings; others read them.",
        "Whoever leaves is deactivated, and what they wrote stays theirs.",
        terms=("Workspace", "Side", "Stand-in", "Member"),
    )
    register(
        "fields",
        "A custom field belongs to one kind, such as insights, and holds one type of value, which cannot change later.",
        "It stands on each record of that kind, and is a column, a filter, an order and a group in its list.",
        "Whoever may edit an object fills its fields in; every change stands in its history and can be undone.",
        "An archived field is nowhere to be seen; what it holds is kept and comes back with it.",
        "A renamed option changes its words wherever it was chosen.",
        terms=("Custom field", "Option", "Kind"),
    )
    account = (
        "What you set here is yours, in every workspace.",
        "Single letters can be switched off for good; Ctrl K goes on working.",
        "“What you did” lists your last acts with an undo for each.",
        "A token lets a program act as you, within what your role allows.",
    )
    for page in ("account", "account-acts", "account-preferences", "account-tokens"):
        register(page, *account, terms=("Member", "Actor"))
    for page in ("help", "help-glossary", "help-accessibility", "help-evidence-strength"):
        register(
            page,
            "Every page has a “?” in its head with a few sentences, and the words that one needs there.",
            "Press ? for the keys that work on a page, Ctrl K to find or do anything.",
            "The glossary says what each word of Allied means.",
            more="help-glossary",
            label="Open the glossary",
        )
    for page in ("help-calculators", "help-calculator"):
        register(
            page,
            "Each calculator answers one question about your figures, in a sentence, with its interval.",
            "Nothing that you type is stored; the address holds it, so you can send the answer.",
            "Below the answer stand the formula, its source, and when not to use it.",
        )
