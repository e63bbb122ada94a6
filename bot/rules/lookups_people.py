"""Questions that name a customer's person: “who is Maria Ortiz?”, “how do I reach Clara Voss?”. Pure data."""

from bot.rules.named import Named, row

_NAME = r"[^\W\d_a-z](?:[\w.-]|['’](?!s\b))*"
_PERSON = rf"(?P<words>(?-i:{_NAME}(?: (?:van|von|de|der|del|da|di|la|le|al|bin|ten))*(?: {_NAME})+))"
_ADDRESS = (
    r"(?:e-?mail(?: address)?|phone(?: number)?|number|mobile|telephone|title|job title|position|role|contact details|"
    r"address)"
)
PEOPLE: tuple[Named, ...] = (
    row(rf"who (?:is|was) {_PERSON}(?: again| at @| from @)?", "contact {words}"),
    row(
        rf"(?:(?:what|which) (?:is|are) |(?:do|have) (?:we|you|i) (?:have|got) |is there |any )?(?:the "
        rf"|an? )?{_ADDRESS} "
        rf"(?:of|for) {_PERSON}",
        "contact {words}",
    ),
    row(
        rf"(?:is|was) {_PERSON} (?:still |really |also )?(?:our |a |the |their )?(?:champion|contact|"
        rf"sponsor|there|around|at @|with @).*",
        "contact {words}",
    ),
    row(rf"what does {_PERSON} do(?: there| at @)?", "contact {words}"),
    row(rf"(?:what|which) (?:is|are) {_PERSON}(?:['’]s?)? {_ADDRESS}", "contact {words}"),
    row(
        rf"(?:when|how long ago) (?:did|have|has) (?:we|i|anyone|anybody|somebody) (?:last )?"
        rf"(?:talked?|speak|spoken|met|meet|"
        rf"call(?:ed)?|e?-?mail(?:ed)?|contact(?:ed)?|hear|heard)(?: to| with| from| by)? {_PERSON}(?: "
        rf"last)?",
        "contact {words}",
        "@",
    ),
    row(
        rf"how (?:do|can|could) (?:i|we) (?:reach|contact|call|e?-?mail|get hold of) {_PERSON}", "contact {words}", "@"
    ),
)
