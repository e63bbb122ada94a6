"""References: found without a reason, asked through the account's team, and kept with what came of them."""

import asyncio
import itertools
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import audience
from bot.chores import chores
from bot.draw import draw
from bot.living import view_of
from bot.references.telling import publish
from bot.request import Place
from bot.scene import Scene
from bot.text import as_text
from bot.view import to_json
from storage.tables import (
    Account,
    AccountName,
    Contract,
    Escalation,
    OutboxMessage,
    Posting,
    ReferenceAsk,
    ReferenceConsent,
    ReferenceProfile,
    ReferenceVerdict,
    Renewal,
    Risk,
)
from storage.work import Work
from tests.chat import MORNING, World

FAR = date(2028, 1, 1)
_numbers = itertools.count(1)


def asks(work: Work) -> list[ReferenceAsk]:
    rows = work.ask(ReferenceAsk.table().select())
    return sorted((ReferenceAsk.of(row) for row in rows), key=lambda one: one.id)


def told(work: Work, card: str = "ask:") -> list[OutboxMessage]:
    rows = work.ask(OutboxMessage.table().select().where(OutboxMessage.table().c.card.startswith(card)))
    return [OutboxMessage.of(row) for row in rows]


async def card_for(world: World, email: str, card: str) -> str:
    """A living card as one member has it in their chat."""

    def drawn(work: Work) -> str:
        member = work.people.by_email(email)
        assert member is not None
        view = view_of(card, Scene(work, world.now, member))
        assert view is not None
        now = world.now
        return as_text(draw(view, audience.of_member(work, member, now=now), audience.reader(member, now)))

    return await world.look(drawn)


async def does(world: World, name: str) -> None:
    """One round of a chore."""
    [chore] = [one for one in chores() if one.name == name]
    assert chore.act is not None
    await world.ground.run(1, lambda work: chore.act(work, world.now))  # type: ignore[misc]  # it is no errand


async def asked(world: World, line: str = "reference ask Initech case study: for the spring brochure") -> int:
    """An ask of Mia's that waits for Dana."""
    mia = world.chat("mia@example.com")
    assert "✓ Asked Dana" in await mia.says(line)
    return (await world.look(asks))[-1].id


# ------------------------------------------------------------ finding


async def test_marketing_finds_who_may_be_asked_and_nobody_says_why_not(both: World) -> None:
    vera = both.chat("vera@example.com")
    said = await vera.says("reference fintech EMEA case study")
    assert said.startswith("Fintech · EMEA · case study\nMay be asked now: 2\n• Paylo · fintech · EMEA")
    assert "daily settlement reports for three banks · Dashboards · not asked for long" in said
    # Acme Corp is red, Globex renews soon, Meridian Clinics was asked lately: the same line for all of them.
    said = await vera.says("reference case study")
    assert "• From Q1 2027: Acme Corp, Globex, Meridian Clinics" in said
    for word in ("health", "renew", "risk", "red", "suspended", "Suspended"):
        assert word not in said
    assert "Nobody meets all of it. Without “APAC”:" in await vera.says("reference fintech APAC logo")
    assert "[Nordbank]" in await vera.says("reference Nordbnk")
    said = await vera.says("reference who can give a quote in healthcare?")
    assert said.startswith("Healthcare · quote\nMay be asked now: 1")


async def test_the_bare_command_opens_the_form_and_it_finds_the_same(world: World) -> None:
    mia = world.chat("mia@example.com")
    await mia.says("reference")
    assert [field.name for field in mia.form.fields] == ["kind", "use", "industry", "region", "size", "account"]
    said = await mia.fills(kind="case study", industry="fintech", region="EMEA")
    assert said.startswith("Fintech · EMEA · case study\nMay be asked now: 2")
    assert await mia.says("reference fintech EMEA case study") == said


async def test_long_lists_are_paged_and_keep_their_order(world: World) -> None:
    def many(work: Work) -> None:
        for number in range(15):
            account(work, f"Papermill {number:02}", industry="paper")

    world.ground.run_now(1, many)
    mia = world.chat("mia@example.com")
    said = await mia.says("reference paper case study")
    assert "May be asked now: 15" in said
    seen: list[str] = []
    for _ in range(3):
        seen += re.findall(r"• (Papermill \d\d) · paper", said)
        assert mia.last is not None
        rows = next(block for block in mia.last.view.blocks if block.block == "rows")
        said = await mia.says(rows.next) if rows.next else ""
    assert seen == [f"Papermill {number:02}" for number in range(15)]


async def test_whoever_is_gone_is_neither_listed_nor_counted(both: World) -> None:
    both.ground.run_now(1, lambda work: [account(work, name, industry="paper") for name in ("Oldmill", "Newmill")])
    sam, lines = both.chat("sam@example.com"), ("reference case study", "reference paper", "reference faster closing")

    async def counted() -> list[int]:
        return [int(re.findall(r"May be asked now: (\d+)", await sam.says(line))[0]) for line in lines]

    before = await counted()
    assert "✓ Oldmill is now part of Newmill" in await sam.says("merge Oldmill into Newmill")
    assert await counted() == [count - 1 for count in before]
    assert "Oldmill" not in await sam.says("reference paper case study")
    await sam.says("undo")
    assert await counted() == before


async def test_a_profile_shows_cleared_fields_and_more_to_the_team(both: World) -> None:
    mia, dana, jane = both.chat("mia@example.com"), both.chat(), both.chat("jane@example.com")
    said = await mia.says("reference Acme Corp")
    assert "Use case: books closed in three days\nProduct: Reports\nMay be asked: from Q1 2027" in said
    assert "Suspended" not in said
    assert "[Edit]" not in said
    for chat in (dana, jane):
        said = await chat.says("reference Acme Corp")
        assert "Suspended: low health" in said
        assert "0 of 2 asks this quarter, 0 open; 0 of 12 h of their time this year" in said
    assert "Which Acme?" in await jane.says("reference Acme")
    said = await mia.says("use case Initech")
    assert said == await mia.says("reference Initech overview")
    assert "Did for us: speaker in Q2 2026" in said
    assert said.endswith("Cleared fields only.")


# ------------------------------------------------------------ asking


async def test_an_ask_goes_to_the_owner_and_the_answer_comes_back(both: World) -> None:
    mia, dana = both.chat("mia@example.com"), both.chat()
    id = await asked(both)
    members = {one.email: one.id for one in await both.look(lambda work: work.people.everyone())}
    addresses = [f"member:{members[f'{name}@example.com']}" for name in ("dana", "mia")]
    assert sorted(one.address for one in await both.look(told)) == sorted(addresses)
    card = await card_for(both, "dana@example.com", f"ask:{id}")
    assert card.startswith("Initech: a case study for Mia\n“for the spring brochure”\nAsked · with Dana")
    assert "answer by Wed 25 Nov 17:30" in card
    assert "Nothing stands against it." in card
    assert "[Approve] [Decline] [Suggest another]" in card
    mine = await card_for(both, "mia@example.com", f"ask:{id}")
    assert "[Withdraw]" in mine
    assert "[Approve]" not in mine
    assert "stands against" not in mine
    # While one is open nobody else asks for anything.
    assert "✗ Initech may be asked from Q1 2027." in await both.chat("paul@example.com").says(
        "reference ask Initech logo: for a slide"
    )
    assert "You asked for that already." in await mia.says("reference ask Initech case study: again")
    assert "That is for the team of Initech to say." in await mia.says(f"ask:{id} approve")
    assert "Approved · Dana talks to them" in await dana.says(f"ask:{id} approve")
    assert "Approved · Dana talks to them" in await card_for(both, "mia@example.com", f"ask:{id}")
    answers = [one for one in await both.look(told) if ":approved:" in one.key]
    assert [one.address for one in answers] == [addresses[1]]
    said = await dana.says(f"ask:{id} done 45m influence 50k they spoke well of us")
    assert "“they spoke well of us” · 45 min of their time · influenced US$50,000" in said
    mine = await card_for(both, "mia@example.com", f"ask:{id}")
    assert "45 min of their time" in mine
    assert "50,000" not in mine


async def test_a_reason_stays_with_the_team(both: World) -> None:
    mia, dana = both.chat("mia@example.com"), both.chat()
    id = await asked(both)
    said = await dana.says(f"ask:{id} decline until Q2: they migrate until then")
    assert "Not this time · again from Q2 2027 · Dana" in said
    assert "“they migrate until then”" in said
    mine = await card_for(both, "mia@example.com", f"ask:{id}")
    assert "Not this time · again from Q2 2027" in mine
    assert "migrate" not in mine
    assert "[Find another]" in mine
    # What she was told is what every list says at once.
    assert "From Q2 2027: Initech" in await mia.says("reference software case study")
    assert "verdict" in (await dana.says("reference Initech")).lower()


async def test_another_one_is_suggested_and_asked_by_a_press(both: World) -> None:
    mia, dana = both.chat("mia@example.com"), both.chat()
    id = await asked(both)
    assert "Which account instead?" in await dana.says(f"ask:{id} suggest")
    assert "Suggested instead: Vela Payments" in await dana.says(f"ask:{id} suggest Vela Payments: they closed faster")
    said = await mia.says(f"ask:{id}")
    assert "Suggested instead: Vela Payments" in said
    assert "closed faster" not in said
    await mia.presses("Ask for them")
    assert "✓ Asked Dana" in await mia.fills(purpose="the spring brochure")


async def test_what_stands_against_it_stops_all_but_a_lead(both: World) -> None:
    dana, jane = both.chat(), both.chat("jane@example.com")
    id = await asked(both)
    await dana.says("risk Initech leaving: their CFO said so")
    await dana.presses("Declare")
    said = await card_for(both, "dana@example.com", f"ask:{id}")
    assert "Suspended: a fire" in said
    assert "fire" not in (await card_for(both, "mia@example.com", f"ask:{id}")).lower()
    said = await dana.says(f"ask:{id} approve")
    assert "Not now: Suspended: a fire. A lead can approve it all the same." in said
    assert "Approve all the same" not in dana.buttons
    assert "A lead can approve" in await dana.says(f"ask:{id} approve sure:yes")
    await jane.says(f"ask:{id} approve")
    assert "Approved · Jane talks to them" in await jane.presses("Approve all the same")
    [kept] = [one for one in await both.look(asks) if one.id == id]
    assert kept.overruled


async def test_an_open_escalation_of_severity_two_stops_it_too(both: World) -> None:
    dana = both.chat()
    id = await asked(both)
    await dana.says("escalate Initech sev2 data export down")
    assert "Suspended: an open severity 1 or 2" in await dana.says(f"ask:{id} approve")
    await dana.says("escalation:1 resolve it was the disk")
    assert "Approved" in await dana.says(f"ask:{id} approve")


async def test_undo_takes_an_ask_back_everywhere(both: World) -> None:
    mia = both.chat("mia@example.com")
    id = await asked(both)
    await mia.says("undo")
    assert "is taken back" in await card_for(both, "dana@example.com", f"ask:{id}")
    assert "May be asked: now" in await mia.says("reference Initech")
    id = await asked(both)
    assert "Withdrawn" in await mia.says(f"ask:{id} withdraw")
    assert "May be asked: now" in await mia.says("reference Initech")


async def test_every_change_draws_the_copies_anew(world: World) -> None:
    dana = world.chat()
    id = await asked(world)

    def post(work: Work) -> None:
        member = work.people.by_email("mia@example.com")
        assert member is not None
        work.insert(
            Posting, card=f"ask:{id}", address="cli|t|mia||direct", ref="m1", member_id=member.id, author_id=member.id,
            at=world.now,
        )  # fmt: skip

    await world.ground.run(1, post)

    async def redrawn() -> bool:
        waiting = [one.id for one in await world.look(told) if one.replaces == "m1" and one.state == "due"]
        for one in waiting:
            await world.ground.run(1, lambda work, one=one: work.update(OutboxMessage, one, state="sent"))
        return bool(waiting)

    for line in (f"ask:{id} approve", "undo", f"ask:{id} decline: too busy", "undo"):
        world.passes(minutes=1)
        assert not await redrawn(), line
        await dana.says(line)
        assert await redrawn(), line


async def test_the_clock_reminds_and_then_asks_the_next(both: World) -> None:
    id = await asked(both)
    for _ in range(2):
        await does(both, "asks")
    assert not [one for one in await both.look(told) if ":remind" in one.key]
    both.passes(days=1, hours=10)
    for _ in range(2):
        await does(both, "asks")
    reminders = [one for one in await both.look(told) if ":remind" in one.key]
    assert len(reminders) == 1
    both.passes(days=1)
    for _ in range(2):
        await does(both, "asks")
    raised = [one for one in await both.look(told) if ":raised:" in one.key]
    assert len(raised) == 1
    assert "no answer yet; Jane Lindgren is asked now" in await card_for(both, "mia@example.com", f"ask:{id}")
    # Jane is Initech's backup.
    assert "Approved" in await both.chat("jane@example.com").says(f"ask:{id} approve")
    both.passes(days=9)
    await does(both, "asks")
    assert len([one for one in await both.look(told) if ":raised:" in one.key]) == 1


async def test_whoever_stands_in_is_asked_while_the_owner_is_away(world: World) -> None:
    mia = world.chat("mia@example.com")
    assert "✓ Asked Dana" in await mia.says("reference ask Paylo logo: for the site")  # Sam is away until Sunday
    id = (await world.look(asks))[-1].id
    assert "Paylo" in await world.chat("sam@example.com").says("asks")
    assert "Approved" in await world.chat("sam@example.com").says(f"ask:{id} approve")


# ------------------------------------------------------------ consent, verdict, opinions, rules


async def test_consent_counts_a_year_and_ends(both: World) -> None:
    dana, mia = both.chat(), both.chat("mia@example.com")
    said = await dana.says("consent Call Box quote by Nia Okoye")
    assert "Consent: quote · until Tue 23 Nov 2027 · by Nia Okoye" in said
    assert "Call Box" in await mia.says("reference telecommunications quote")
    said = await dana.says("consent Call Box quote until 1 Feb 2027")
    assert "until Mon 1 Feb 2027 · by Nia Okoye" in said
    both.passes(days=71)
    assert "Call Box" not in await mia.says("reference telecommunications quote")
    both.now = MORNING
    await dana.says("consent Call Box quote withdrawn")
    assert "Call Box" not in await mia.says("reference telecommunications quote")
    await dana.says("undo")
    assert "Call Box" in await mia.says("reference telecommunications quote")


async def test_the_verdict_is_what_others_see_from_monday(both: World) -> None:
    dana, mia = both.chat(), both.chat("mia@example.com")
    both.passes(days=1)
    said = await dana.says("verdict Vela Payments not until Q2: price talks")
    assert "Others see it from Mon 30 Nov" in said
    both.passes(days=5, hours=12)
    await does(both, "references")
    assert "May be asked: now" in await mia.says("reference Vela Payments")
    both.passes(days=1)
    await does(both, "references")
    assert "May be asked: from Q2 2027" in await mia.says("reference Vela Payments")
    assert "price" not in await mia.says("reference Vela Payments")
    assert "“price talks”" in await dana.says("reference Vela Payments")
    await dana.says("verdict Vela Payments not")
    both.passes(days=7)
    await does(both, "references")
    assert "May be asked: not on the list" in await mia.says("reference Vela Payments")
    assert "Vela Payments is not on the list for a logo." in await mia.says("reference ask Vela Payments logo: x")
    assert "is for its team" in await both.chat("sam@example.com").says("verdict Initech approachable")


async def test_opinions_that_differ_ask_for_a_verdict_once(both: World) -> None:
    ines, paul, dana = both.chat("ines@example.com"), both.chat("paul@example.com"), both.chat()
    await ines.says("opinion Quietwater yes quiet tickets")
    said = await paul.says("opinion Quietwater stay away until 1 Mar: they think of leaving")
    assert "Dana Keller gives the verdict, and reads yours." in said

    def messages(work: Work) -> list[str]:
        rows = work.ask(OutboxMessage.table().select().where(OutboxMessage.table().c.key.startswith("opinion:")))
        return [row["address"] for row in rows]

    assert len(await both.look(messages)) == 1
    said = await dana.says("reference Quietwater")
    assert "Paul: stay away · “they think of leaving” · until Mon 1 Mar 2027" in said
    assert "Ines: yes · “quiet tickets”" in said
    mia = both.chat("mia@example.com")
    assert "leaving" not in await mia.says("reference Quietwater")
    assert "May be asked: now" in await mia.says("reference Quietwater")
    both.passes(days=120)
    assert "stay away" not in await dana.says("reference Quietwater")


async def test_rules_are_set_by_an_admin_and_count(both: World) -> None:
    omar, mia, dana = both.chat("omar@example.com"), both.chat("mia@example.com"), both.chat()
    assert "Open at the same time: 1" in await omar.says("reference rules")
    assert "Say 1 to 100." in await omar.says("reference rules quarter 0")
    said = await omar.says("reference rules open 2 cool-down 0d answer 3")
    assert "Open at the same time: 2" in said
    assert "Between two: 0 days" in said
    assert "not for the role" in await dana.says("reference rules open 9")
    id = await asked(both)
    assert "answer by Thu 26 Nov" in await card_for(both, "dana@example.com", f"ask:{id}")
    assert "✓ Asked Dana" in await mia.says("reference ask Initech logo: for a slide")
    assert "may be asked from Q1 2027" in await mia.says("reference ask Initech event: the fair")


async def test_the_ledger_holds_both_directions(both: World) -> None:
    dana, mia = both.chat(), both.chat("mia@example.com")
    assert "• we owe them: logo on our site" in await dana.says("owes Acme Corp logo on our site")
    assert "• they owe us: a quote for the launch" in await mia.says("owes us Acme Corp a quote for the launch")
    said = await mia.says("owes")
    assert "Acme Corp · we owe them: logo on our site" in said
    assert "they owe us: a quote for the launch" in await dana.says("reference Acme Corp")
    await mia.says("owes Acme Corp")
    assert "✓ Settled" in await mia.presses("Settled")
    assert "settled today" in await mia.says("owes Acme Corp")


async def test_what_belongs_to_it_goes_along_when_accounts_are_merged(both: World) -> None:
    dana = both.chat()
    await dana.says("nominate Acme Health use case clinics")
    await dana.says("opinion Acme Health yes")
    await dana.says("opinion Acme Corp yes")
    said = await dana.says("merge Acme Health into Acme Corp")
    assert "✓ Acme Health is now part of Acme Corp" in said
    said = await dana.says("reference Acme Corp")
    assert "books closed in three days" in said
    assert said.count("Consent: quote") == 1
    await dana.says("undo")
    assert "clinics" in await dana.says("reference Acme Health")


# ------------------------------------------------------------ nothing follows


def account(work: Work, name: str, **fields: object) -> int:
    """One that agreed to a case study and is told of from now on."""
    sam = work.people.by_email("sam@example.com")
    assert sam is not None
    made = work.insert(
        Account, name=name, owner_id=sam.id, region="EMEA", segment="Enterprise", created_at=MORNING, **fields
    ).id  # fmt: skip
    work.put(AccountName, account_id=made, kind="name", name=name, key=name.casefold())
    work.raise_names_version()
    work.put(
        ReferenceProfile, account_id=made, use_case="faster closing", product="Reports", nominated_by_id=sam.id,
        created_at=MORNING,
    )  # fmt: skip
    work.put(ReferenceConsent, account_id=made, kind="case study", until=FAR, member_id=sam.id, created_at=MORNING)
    publish(work, [made], MORNING)
    return made


@dataclass(frozen=True)
class Hidden:
    """What nobody may tell an account by."""

    health: int | None
    tier: int | None
    arr: int
    renews_in: int
    fire: bool
    severe: bool

    @property
    def gated(self) -> bool:
        low = self.health is not None and self.health < 50
        return low or self.fire or self.severe or self.renews_in <= 60


HIDDEN = st.builds(
    Hidden,
    health=st.none() | st.integers(0, 100),
    tier=st.none() | st.integers(1, 4),
    arr=st.integers(0, 10**9),
    renews_in=st.integers(1, 400),
    fire=st.booleans(),
    severe=st.booleans(),
)


def plant(work: Work, id: int, hidden: Hidden) -> None:
    work.update(Account, id, health=hidden.health, tier=hidden.tier)
    contract = work.insert(
        Contract, account_id=id, name="Platform", arr_minor=hidden.arr, currency="EUR", created_at=MORNING
    )
    due = MORNING.date() + timedelta(days=hidden.renews_in)
    work.put(
        Renewal, account_id=id, contract_id=contract.id, due_on=due, notice_on=due, dated_at=MORNING, created_at=MORNING
    )
    if hidden.fire:
        owner = work.accounts.owners(id)[0]
        work.put(
            Risk, account_id=id, category="leaving", severity=1, raised_by_id=owner, is_fire=True, declared=True,
            declared_at=MORNING, created_at=MORNING,
        )  # fmt: skip
    if hidden.severe:
        work.put(
            Escalation, account_id=id, kind="break/fix", said=2, level=1, target="Support", words="export is down",
            raised_by_id=work.accounts.owners(id)[0], raised_at=MORNING, respond_by=MORNING, clocked_at=MORNING,
            created_at=MORNING,
        )  # fmt: skip


def pair(hidden: Hidden, work: Work) -> tuple[int, int, int]:
    """An account with all this behind it, and one with nothing behind it, of which the team says “not now” where the
    first is behind a gate. Both are alone in their industry. Returns a number for their names, and their ids."""
    number = next(_numbers)
    ids = [account(work, f"{name} {number}", industry=f"{name.lower()}craft{number}") for name in ("Probe", "Plain")]
    plant(work, ids[0], hidden)
    if hidden.gated:
        work.put(
            ReferenceVerdict, account_id=ids[1], approachable=False, until=date(2026, 12, 31),
            member_id=work.accounts.owners(ids[1])[0], at=MORNING, created_at=MORNING,
        )  # fmt: skip
    publish(work, ids, MORNING)
    return number, *ids


LINES = (
    "reference {industry}", "reference {industry} case study", "reference {industry} EMEA reports",
    "reference {industry} logo", "reference {name}", "use case {name}", "reference {name} overview",
    "reference ask {name} logo: a slide", "owes {name}", "reference ask {name} case study: a talk", "reference {name}",
    "asks", "reference {industry} case study",
)  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hidden=HIDDEN, who=st.sampled_from(["mia", "vera", "paul", "lee", "ines"]), place=st.sampled_from(Place))
def test_what_is_hidden_shows_nowhere(world: World, hidden: Hidden, who: str, place: Place) -> None:
    """Whatever stands behind an account, it looks just like one with nothing behind it."""
    number, probe, plain = world.ground.run_now(1, partial(pair, hidden))
    chat = world.chat(f"{who}@example.com", place=place, channel=f"room-{place}")
    with asyncio.Runner() as runner:
        runner.run(world.bot.roster(chat.address, [chat.sender]))
        for line in LINES:
            seen = []
            for name, id in (("Probe", probe), ("Plain", plain)):
                said = line.format(name=f"{name} {number}", industry=f"{name.lower()}craft{number}")
                if line == "asks":
                    continue
                runner.run(chat.says(said))
                assert chat.last is not None
                drawn = to_json(chat.last.view)
                drawn = re.sub(r'"nonce":"[^"]*"', "", drawn).replace(f"{name} {number}", "It").replace(f"#{id}", "#")
                drawn = drawn.replace(f"{name}craft{number}", "Craft").replace(f"{name.lower()}craft{number}", "craft")
                seen.append(re.sub(r"(change|ask):\d+", r"\1:", drawn))
            assert len(set(seen)) <= 1, (line, seen)
        runner.run(chat.says("asks"))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=HIDDEN, after=HIDDEN)
def test_nothing_is_told_by_when_it_changes(world: World, before: Hidden, after: Hidden) -> None:
    """Whoever looks every day sees a change on Mondays alone."""
    number, probe, _ = world.ground.run_now(1, partial(pair, before))
    world.now = MORNING
    mia = world.chat("mia@example.com")
    with asyncio.Runner() as runner:
        said = runner.run(mia.says(f"reference Probe {number}"))
        world.ground.run_now(1, lambda work: plant(work, probe, after))
        for _ in range(6):
            world.passes(days=1)
            runner.run(does(world, "references"))
            assert runner.run(mia.says(f"reference Probe {number}")) == said
        world.passes(days=1)
        runner.run(does(world, "references"))
        gated = after.gated or before.renews_in <= 67 or after.renews_in <= 67 or before.fire or before.severe
        told = "from Q1 2027" if gated else "now"
        assert f"May be asked: {told}" in runner.run(mia.says(f"reference Probe {number}"))


async def test_what_is_said_of_one_account_is_no_search(world: World) -> None:
    dana = world.chat()
    await dana.says("create Globex")
    for said, line in (
        ("Globex yes: they love us", "opinion Globex yes: they love us"),
        ("globex stay away until 1 Mar: price talks", "opinion globex stay away until 1 Mar: price talks"),
        ("Globex consents to logo until 1 Mar 2028", "consent Globex logo until 1 Mar 2028"),
        ("Globex verdict approachable", "verdict Globex approachable"),
    ):
        assert "kept with a line of its own" in await dana.says(f"reference {said}")
        assert dana.buttons == {line: line}
        assert "✓" in await dana.presses(line)
    assert "kept with" not in await dana.says("reference no-code fintech")
