"""Questions about how something is done here, and the help that answers them. Pure data."""

from bot.rules.named import Named, row

_DO = (
    r"(?:how (?:do|can|could|should|would|may) (?:i|we|one|you)|how to|show me how to|what do i type to|"
    r"teach me (?:how )?to) "
)
HOW_TO: tuple[Named, ...] = tuple(
    row(rf"{_DO}(?:{pattern}).*", f"help {name}")
    for pattern, name in (
        (
            r"(?P<words>escalate|snooze|nominate|merge|unlink|link|import|unfollow|follow|edit|delete|"
            r"undo|handover|share|log)\b",
            "{words}",
        ),
        (r"(?:raise|open|report|file) (?:an? )?(?:escalation|issue|incident|problem|bug)", "escalate"),
        (r"(?:flag|raise|add|record) (?:an? )?risk", "risk"),
        (r"(?:raise|file|submit|add|enter|make|create|put in) (?:an? )?(?:feature )?(?:request|wish)", "request"),
        (r"(?:find|get|ask for|request|look for) (?:an? |the )?(?:reference|case study|referee)", "reference"),
        (r"(?:add|set|create|keep|plan) (?:an? )?(?:next step|task|to-?do|reminder|follow-?up)|remind", "next"),
        (r"(?:turn|switch) off|mute|stop|(?:get|hear) (?:fewer|less)|silence", "alerts"),
        (r"(?:set|say|tell|go|be|mark).*(?:away|vacation|holiday|out of office|leave|off)\b", "away"),
        (r"(?:set|change|add) (?:an? |the )?(?:goal|objective)", "goal"),
        (r"(?:set|change|give).*(?:owner|csm)", "owner"),
        (r"(?:set|change|add|agree on).*(?:kpi|target)", "kpi"),
        (r"(?:set|change|add|enter|give).*(?:forecast)", "renewal"),
        (r"(?:add|enter|change|record).*contract", "contract"),
        (r"(?:add|create|enter|make).*(?:account|customer)\b", "create"),
        (r"(?:connect|lend|share|add).*calendar", "calendar"),
        (r"(?:record|keep|file|add).*complaint", "complaint"),
        (r"(?:record|keep|add|give).*feedback", "feedback"),
        (r"(?:record|keep|celebrate|add|share).*win\b", "win"),
    )
)
