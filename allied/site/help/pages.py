"""Help for the pages of the whole: Home, search, the thread, settings, one's account."""

from allied.kernel.words import _
from allied.web.help import register


def register_help() -> None:
    register(
        "home",
        _("Home lists what waits on you alone: your contested claims, and drafts that are ready to publish."),
        _("Below it is what others did, newest first."),
        _("On the right are the gaps in our threads; each leads to the objects that have it."),
        _("The first steps tick themselves when the workspace shows that they were done."),
        terms=(_("Thread"), _("Gap"), _("Activity")),
    )
    register(
        "search",
        _("Type words that people used, part of a title, or a reference such as INS-12."),
        _("All words must occur; the last one may be unfinished."),
        _("Choose a kind to search among insights or feedback alone."),
        terms=(_("Reference"), _("Kind")),
    )
    register(
        "thread",
        _("The thread leads from what people said to what was built, and back."),
        _("Choose any object as the center; follow what it rests on and what it led to."),
        _("“Why?” on an object says along which links it stands there."),
        _("Coverage counts how many objects have what the thread asks of them, and names segments without feedback."),
        terms=(_("Thread"), _("Link"), _("Center"), _("Coverage")),
    )
    register(
        "imports",
        _("Bring a file or paste a table: CSV, Excel, JSON, JSON Lines or running text."),
        _("Allied guesses what each column means; correct it, and read under it how the rows will be stored."),
        _("Nothing is stored before you start. You can leave while it runs, and undo the whole import afterwards."),
        _("Rows that are here already are recognized and not stored twice."),
        terms=(_("Import"), _("Segment"), _("Method")),
    )
    register(
        "gap",
        _("These objects lack one thing that a thread needs."),
        _("Open one and fill the gap there; it leaves this list by itself."),
        _("The newest are listed first."),
        terms=(_("Gap"), _("Thread")),
    )
    register(
        "flows:from-summary",
        _("Paste what somebody wrote about a talk or meeting: its points, its quotes, and who said them."),
        _("Points become draft insights. Quotes and the rest become opinions, each beside the insight it speaks for."),
        _("Opinions are counted and shown, but raise no strength: look for what people did and said themselves."),
        _("Nothing is added before you have seen each piece, and one undo takes all of it back."),
        terms=(_("Insight"), _("Claim"), _("Evidence strength")),
    )
    register(
        "flows:ask",
        _("Ask in plain words; the answer is made of what people said, grouped by the claims that rest on it."),
        _("Every quote leads back to where it came from."),
        _("Where nothing comes near enough, the page says so, and how to find out."),
        terms=(_("Answer"), _("Embedder"), _("Claim")),
    )
    register(
        "talk",
        _("You are told of what happens to objects that you made, own, commented on or follow."),
        _("Choose for each kind of happening whether it reaches you here, by e-mail, at once or once a day."),
        _("Each e-mail has a link that stops it, without signing in."),
        terms=(_("Notification"), _("Follow"), _("Mention"), "Comment"),
    )
    register(
        "settings",
        _("What is set here holds for everyone in the workspace."),
        _(
            "A side is UX or Product; it follows from each person’s "
            "discipline, and a side without people gets a stand-in."
        ),
        _("Owners and administrators change settings; others read them."),
        _("Whoever leaves is deactivated, and what they wrote stays theirs."),
        terms=(_("Workspace"), _("Side"), _("Stand-in"), _("Member")),
    )
    register(
        "fields",
        _(
            "A custom field belongs to one kind, such as insights, and "
            "holds one type of value, which cannot change later."
        ),
        _("It stands on each record of that kind, and is a column, a filter, an order and a group in its list."),
        _("Whoever may edit an object fills its fields in; every change stands in its history and can be undone."),
        _("An archived field is nowhere to be seen; what it holds is kept and comes back with it."),
        _("A renamed option changes its words wherever it was chosen."),
        terms=(_("Custom field"), _("Option"), _("Kind")),
    )
    account = (
        _("What you set here is yours, in every workspace."),
        _("Single letters can be switched off for good; Ctrl K goes on working."),
        _("“What you did” lists your last acts with an undo for each."),
        _("A token lets a program act as you, within what your role allows."),
    )
    for page in ("account", "account-acts", "account-preferences", "account-tokens"):
        register(page, *account, terms=(_("Member"), _("Actor")))
    for page in ("help", "help-glossary", "help-accessibility", "help-evidence-strength"):
        register(
            page,
            _("Every page has a “?” in its head with a few sentences, and the words that one needs there."),
            _("Press ? for the keys that work on a page, Ctrl K to find or do anything."),
            _("The glossary says what each word of Allied means."),
            more="help-glossary",
            label=_("Open the glossary"),
        )
    for page in ("help-calculators", "help-calculator"):
        register(
            page,
            _("Each calculator answers one question about your figures, in a sentence, with its interval."),
            _("Nothing that you type is stored; the address holds it, so you can send the answer."),
            _("Below the answer stand the formula, its source, and when not to use it."),
        )
