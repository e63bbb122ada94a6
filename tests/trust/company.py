"""A company in which everything that people carry to one another was done once: what a curious colleague finds there."""

from bot.chores import chores
from storage.tables import Member, Role
from storage.work import Work
from tests.chat import Chat, World

# (who, what they type): escalations, complaints, problems, requests, questions, betas, feedback, references, words between
# colleagues. No line says anything that only some may know.
DONE: tuple[tuple[str, str], ...] = (
    ("dana", "escalate Globex sev1 exports time out"),
    ("jane", "escalate Initech sev2 login fails @dana"),
    ("jane", "escalate Nordbank they feel left alone"),
    ("dana", "escalate Paylo sev4 invoice charged twice"),
    ("dana", "escalation:2 take"),
    ("dana", "escalation:2 update found it customer: A fix is in test"),
    ("jane", "escalation:1 hand over to Engineering: needs a fix"),
    ("dana", "complaint Globex Support took three days to answer"),
    ("dana", "complaint Acme Corp about Accounting: nobody calls back"),
    ("jane", "problem Globex, Nordbank, Initech exports time out for large accounts"),
    ("dana", "unresponsive Paylo"),
    ("dana", "request Acme Corp SCIM provisioning must because audit in March"),
    ("jane", 'request Nordbank join:1 what:"SCIM for admins, by invitation only" importance:nice'),
    ("jane", 'request Globex join:1 what:"SCIM for all users at once" importance:must'),
    ("jane", "request Globex export to CSV should new:yes"),
    ("dana", "request Initech dark mode nice"),
    ("dana", "request Paylo two-person approval dealbreaker"),
    ("dana", "request Meridian Clinics offline mode must"),
    ("jane", "request Nordbank invoices by mail nice"),
    ("pia", "requests request:1"),
    ("pia", "request-change request:1 state:received"),
    ("pia", "question request:1 words:\"How many admins do you have?\""),
    ("pia", "interview request:1 account:#1"),
    ("pia", 'beta "SCIM early access" of request:1: signed NDA'),
    ("dana", "beta:1 nominate Acme Corp they have a test tenant"),
    ("jane", "beta:1 nominate Globex"),
    ("jane", "beta:1 nominate Nordbank"),
    ("pia", "beta:1 invite Nordbank"),
    ("dana", "feedback Acme Corp + love dashboards"),
    ("dana", "feedback Globex - slow exports"),
    ("jane", "feedback Nordbank - slow exports"),
    ("mia", "reference ask Initech case study: for the spring brochure"),
    ("mia", "reference ask Paylo quote: for the web site"),
    ("jane", "ask:5 approve sure:yes"),
    ("dana", "owes Initech we owe them a guest post"),
    ("dana", "fyi @jane Acme Corp asks for the API tier"),
    ("dana", "win Acme Corp went live early"),
)  # fmt: skip

# What a curious colleague types to learn more: lists, filters, counts, cards, suggestions, questions.
ASKED: tuple[str, ...] = (
    "escalations", "escalations team", "escalations team sev1", "escalations team sev2", "escalations team sev3",
    "escalations team overdue", "escalations Globex", "escalations Engineering", "escalations escalation:1",
    "escalations escalation:2", "escalations escalation:3", "escalations escalation:4", "complaints", "complaints team",
    "complaints about Support", "complaints complaint:1", "problems", "problems problem:1", "route", "route Support",
    "unresponsive Paylo", "requests", "requests team", "requests any state", "requests unacknowledged",
    "requests tier 1", "requests theme security", "requests Acme Corp", "requests request:1", "requests request:2",
    "questions", "questions question:1", "variance 1", "interview SCIM 3", "betas", "betas beta:1", "likes", "dislikes",
    "dislikes theme exports", "dislikes tier 2", "likes Acme Corp", "reference case study",
    "reference fintech EMEA quote",
    "reference healthcare", "reference enterprise", "reference logo", "reference Acme Corp", "reference Initech",
    "reference Globex overview", "use case Initech", "asks", "asks ask:5", "owes", "owes Initech", "fyis", "wins",
    "wins all",
    "who can give a reference in healthcare?", "when does Acme Corp renew?", "what did Globex ask for?",
    "who owns Globex?", "what is open at Globex?", "how healthy is Globex?", "account Acme Corp", "account Globex",
    "account Initech", "brief Globex", "day", "accounts all", "risks", "nudges", "export me", "escalate Nope",
    "reference Nordbnk", "reference ask Globex logo: a wall", "beta:1 nominate Paylo", "interview request:1 account:#3",
    "escalations team resolved", "complaints team answered",
)  # fmt: skip


async def lived(world: World) -> None:
    """Everything above, done by whom it says."""
    for name, role in (("pia", Role.PRODUCT), ("mia", Role.MARKETING)):
        await world.chat(f"{name}@example.com").says("help")
        await become(world, name, role)
    for name, line in DONE:
        chat = world.chat(f"{name}@example.com")
        said = await chat.says(line)
        assert chat.done or line.startswith("interview"), (name, line, said)


async def become(world: World, name: str, role: Role) -> None:
    def act(work: Work) -> None:
        member = work.people.by_email(f"{name}@example.com")
        assert member is not None
        work.update(Member, member.id, role=role.value)

    await world.ground.run(1, act)


async def reader(world: World, role: Role) -> Chat:
    """Somebody who is on no account's team."""
    chat = world.chat("somebody@example.com")
    await chat.says("help")
    await become(world, "somebody", role)
    return chat


async def round_of(world: World, *but: str) -> None:
    """Everything that the clock does, once."""
    for chore in chores():
        if chore.act is not None and chore.name not in but:
            act = chore.act
            await world.ground.run(1, lambda work, act=act: act(work, world.now))
