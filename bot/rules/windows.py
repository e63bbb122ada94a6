"""What to do how long before a renewal. The steps are the field's usual ones: readiness half a year ahead, proof of value
four months ahead, the commercial talk at three, stakeholders and price at two, the proposal at one."""

STEPS: tuple[tuple[int, str], ...] = (
    (14, "get the paper signed"),
    (30, "send the proposal"),
    (60, "talk price and who decides"),
    (90, "open the commercial talk"),
    (120, "write down the value they got"),
)
FIRST = "look how ready they are"


def step_of(days: int) -> str:
    """The next step in a window that opens `days` before the deadline."""
    return next((step for most, step in STEPS if days <= most), FIRST)
