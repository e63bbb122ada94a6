"""A contact who is to be forgotten is forgotten in everything that colleagues carried to one another, too."""

from storage.tables import Account, Contact, Role
from storage.work import Work
from tests.chat import World
from tests.commands.test_trust import everywhere
from tests.trust.company import become

NAME, MAIL = "Zoë Quill", "zoe.quill@acme.example"
SAID = (
    f"escalate Acme Corp sev2 export fails, {NAME} cannot close the books",
    f'escalate Acme Corp sev3 odd what:"login" quote:"call me, {NAME}, {MAIL}" kind:break/fix',
    "escalation:1 take",
    f"escalation:1 update {NAME} is angry customer: Dear {NAME}, soon",
    f"escalation:1 hand over to Engineering: {NAME} waits",
    f"escalation:1 return: ask {NAME}",
    f"escalation:1 need info: which file, {NAME} knows",
    f"escalation:1 info: {NAME} says the CSV",
    f"escalation:1 problem {NAME} of Acme and others cannot export",
    f"escalation:1 resolve the disk of {NAME} was full",
    f"complaint Acme Corp Support hung up on {NAME}",
    f"complaint:1 answered called {NAME}",
    f'request Acme Corp SCIM must because {NAME} says so needs: mail to {MAIL} "we want it, {NAME}"',
    f"voice-hit voice:1 yes: {NAME} is happy",
    f"request-change request:1 state:declined reason:\"{NAME} left\"",
    f'question request:1 words:"Does {NAME} need groups?"',
    f"answer question:1 account:#1 words:\"{NAME} says yes\"",
    "interview request:1 account:#1",
    f"interview:1 agreed with {NAME} on Tuesday",
    f'beta "Early" of request:1: {NAME} fits',
    f"beta:1 nominate Acme Corp {NAME} asked for it",
    f"feedback Acme Corp + {NAME} loves dashboards",
    f"nominate Acme Corp use case {NAME} closes in three days",
    f"nominate Acme Corp: {NAME} likes to speak",
    f"consent Acme Corp logo by {NAME}",
    f"opinion Acme Corp stay away: {NAME} is on leave",
    f"verdict Acme Corp not until Q2: {NAME} is on leave",
    f"reference ask Acme Corp logo: talk to {NAME}",
    f"ask:5 decline until 1 Jun 2027: {NAME} is on leave",
    f"owes Acme Corp we owe {NAME} a lunch",
    f"fyi @sam Acme Corp: {NAME} asks for the API tier",
    f"win Acme Corp {NAME} went live early",
)  # fmt: skip


async def test_nothing_of_them_is_left(both: World) -> None:
    jane = both.chat("jane@example.com")
    await jane.says("help")

    def plant(work: Work) -> None:
        account = next(row for row in work.ask(Account.table().select()) if row["name"] == "Acme Corp")
        work.insert(Contact, account_id=account["id"], name=NAME, title="CFO", email=MAIL, created_at=both.now)

    await both.ground.run(1, plant)
    await become(both, "jane", Role.ADMIN)
    refused = [(line, said) for line in SAID if (said := await jane.says(line)) and not jane.done]
    assert not refused
    await jane.says(f"forget contact {NAME}")
    await jane.presses("Forget")
    left = [line for line in (await both.look(everywhere)).splitlines() if "quill" in line.lower()]
    assert [line[:600] for line in left if not line.startswith("inbox")] == []
