"""Which organization a workspace or tenant belongs to."""

from datetime import datetime

from bot.meeting import House
from storage.tables import Organization, Workspace
from storage.work import Work

# The first organization: the configured Slack workspace and Teams tenant share it.
FIRST = 1


class Stranger(Exception):
    """A further workspace of a platform that has one already; it has not been connected."""


def organization_of(work: Work, platform: str, tenant: str, house: House, now: datetime) -> int:
    """The id of the organization. The first workspace of each platform joins the first organization.

    Raises Stranger for any further one: nobody gets at data by installing an app somewhere else.
    """
    known = work.people.organization_of(platform, tenant)
    if known is not None:
        return known
    if work.people.has_workspace(platform):
        raise Stranger(f"{platform}:{tenant}")
    first = Work(work.driver, work.dialect, FIRST)
    if first.get(Organization, FIRST) is None:
        work.insert(Organization, name=house.name, created_at=now)
    first.insert(Workspace, platform=platform, tenant=tenant)
    return FIRST
