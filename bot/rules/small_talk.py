"""What people say to a colleague without asking for anything, and the few words that answer it. Pure data.

Only a whole message counts: “thanks” is small talk, “thanks Acme for the call” is not.
"""

import re
import unicodedata
from dataclasses import dataclass

from bot.line import vocabulary


@dataclass(frozen=True, slots=True)
class Chat:
    """said: the answer. lines: what may follow, as buttons: label → command line."""

    said: str
    lines: tuple[tuple[str, str], ...] = ()


_DAY = ("What needs me", "day")
_HELP = ("Help", "help")
_UNDO = ("Undo", "undo")

# The answer, and below it everything that it answers.
_SAID: tuple[tuple[Chat, str], ...] = (
    (
        Chat("Gladly."),
        "thank you, thanks, thank u, thx, tx, ty, tysm, cheers, much appreciated, appreciated, appreciate it, danke, "
        "merci, gracias, thanks a lot, :pray:, :heart:, :raised_hands:, thanks so much, thank you so much, "
        "thank you very much, thanks very much, many thanks, thanks for your help, thanks for the help, "
        "thank you for your help, thanks again, ta, 🙏, ❤, you are great, you are the best, you rock, good bot, "
        "well done, good job, nice work, great job, great work, love it, i love it, perfect thanks, great thanks, "
        "ok thanks, okay thanks, cool thanks, nice thanks, ok thank you, perfect thank you, great thank you, "
        "awesome thanks, thanks mate, thanks bro, that helps, that helped, very helpful, helpful",
    ),
    (
        Chat("Good."),
        "ok, okay, k, kk, okey, oki, okay then, ok then, ok cool, ok great, ok good, ok perfect, fine, all good, "
        "good, great, cool, nice, perfect, super, awesome, excellent, amazing, wow, sweet, sure, alright, all right, "
        "got it, understood, i see, makes sense, sounds good, noted, roger, will do, exactly, correct, "
        ":+1:, :thumbsup:, :ok_hand:, :tada:, :slightly_smiling_face:, :joy:, :white_check_mark:, :clap:, "
        "👍, 👌, ✅, 🎉, 🙂, 😀, 😊, 💪, 🙌, 👏, 😂, 🤣, 😅, lol, haha, hahaha, hehe, lmao, rofl, yay, hooray, ha, "
        "funny, very funny, interesting, good to know, great news, good news, i know, no worries, no problem, np",
    ),
    (
        Chat("Hello. Tell me what you did, or ask.", (_DAY, _HELP)),
        "hi, hello, hey, hi there, hello there, hey there, hiya, howdy, hallo, yo, good morning, good afternoon, "
        "good evening, morning, gm, good day, hi bot, hello bot, hi everyone, good morning everyone, hello everyone, "
        "hello world, guten morgen, moin, servus, hola, bonjour, salut, 👋, :wave:, bailey, hey you",
    ),
    (
        Chat("Ready when you are.", (_DAY, _HELP)),
        "how are you, how are you doing, how is it going, how's it going, hows it going, how do you do, what's up, "
        "are you there, you there, anyone there, anybody there, anyone here, are you alive, are you awake, "
        "are you online, are you working, does this work, do you work, ping, test, testing, this is a test, test 123, "
        "is this thing on, can you hear me, can you read this, hello?",
    ),
    (
        Chat("Until then."),
        "bye, goodbye, good bye, see you, see ya, cya, ciao, good night, see you tomorrow, talk later, "
        "talk to you later, ttyl, later, have a nice day, have a good one, have a nice evening, have a nice weekend, "
        "have a good weekend, tschüss, brb, bye bye, gn",
    ),
    (
        Chat("No harm done. What was saved can be taken back.", (_UNDO,)),
        "sorry, my bad, oops, ups, whoops, my mistake, sorry about that, apologies, oh no, pardon, excuse me, typo, "
        "wrong window, wrong chat, wrong channel, ignore that, ignore me, ignore this, disregard, disregard that",
    ),
    (
        Chat("Nothing waits for a yes or a no here. Press a button of the card, or say it whole.", (_HELP,)),
        "yes, y, yep, yeah, yup, yes please, yes pls, no, n, nope, nah, no thanks, no thank you, maybe, ja, nein, "
        "oui, si, of course, maybe later, later maybe, perhaps, not sure, i do not know, dunno, idk, go ahead, do it, "
        "please do, not now, not yet, i think so, i guess, definitely, absolutely, 👎, :-1:, :thumbsdown:",
    ),
    (
        Chat("All right. What was saved can be taken back.", (_UNDO,)),
        "nvm, never mind, nevermind, forget it, cancel, abort, cancel that, skip, skip it, leave it, drop it",
    ),
    (
        Chat(
            "Then it needs mending. The last thing can be taken back; a figure is told off where it stands.", (_UNDO,)
        ),
        "you are wrong, that is wrong, this is wrong, wrong, that is not right, that is not correct, not correct, "
        "incorrect, not right, that is not what i meant, that is not what i asked, not what i asked, "
        "that makes no sense, this makes no sense, bad bot, useless, you are useless, wtf, that was wrong, "
        "that does not help, not helpful, that is incorrect, no that is wrong, you got it wrong",
    ),
    (
        Chat("What I tell you unasked is listed, and can be turned off one by one.", (("Alerts", "alerts"),)),
        "stop, stop it, please stop, be quiet, quiet, shut up, leave me alone, unsubscribe, too many messages, enough, "
        "stop messaging me, stop sending me messages, you are annoying, spam, stop spamming me",
    ),
    (
        Chat("I read commands and questions; the help lists them.", (_HELP,)),
        "??, ???, huh, what, hm, hmm, hmmm, eh, i do not understand, i do not get it, what do you mean, "
        "what does that mean, confused, i am confused, i am lost, no idea, i have a question, question, a question, "
        "can i ask you something, can i ask something, tell me a joke, joke, are you a bot, are you human, "
        "are you real, are you a robot, are you an ai, who made you, who built you, who created you, "
        "how old are you, where are you from, what is your name, your name, bot, 🤔, 😕",
    ),
)
# Words of which a short message may be made, and the one above whose answer it gets.
_MADE_OF: tuple[tuple[str, str], ...] = (
    ("thanks", "thanks thank thx tx ty tysm thankyou thankful grateful cheers appreciated appreciate danke merci gracias"),
    ("hi", "hi hello hey hallo hiya howdy morning afternoon evening"),
    ("bye", "bye goodbye cya ciao tschüss"),
    ("ok", "ok okay okey dokey okie dokie good great cool nice perfect super awesome excellent brilliant wonderful "
           "fantastic amazing sweet lol haha hahaha hehe lmao funny wow yay sure fine alright "
           "understood noted gotcha yup roger capito k kk"),
)  # fmt: skip
_BESIDE = vocabulary(
    "you u so very much a lot again bailey all everyone team for this that the it is was are that's "
    "your my help one job "
    "work million bunch ton lots then now really pretty just too bot there here to me us buddy mate "
    "friend i we guys folks and oh yes yeah"
)
_MOST_WORDS = 6
_CHATS = {phrase: chat for chat, phrases in _SAID for phrase in phrases.split(", ")}
LONGEST = 60  # characters
_TONE = re.compile(r":skin-tone-\d:|[\U0001F3FB-\U0001F3FF\uFE0F]")
_SHORT = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (r"\b(that|this|you|what|how|it|who)['’]?s\b", r"\1 is"),
        (r"\b(you|we|they)['’]?re\b", r"\1 are"),
        (r"\bi['’]?m\b", "i am"),
        (r"\b(do|does|is|did)n['’]?t\b", r"\1 not"),
        (r"(?<=[a-z])(?:([a-z])\1{2,})\b", r"\1"),  # “thankssss”
        (r"\b(?:dear )?(?:bailey|mate|buddy|friend|team|all)$", ""),
        (r"^(?:oh|ah|haha|well|hey|ok|okay|aha|please|pls|just|no)[, ]+(?=\S)", ""),
    )
)


def chat(text: str) -> Chat | None:
    """The answer to a message that is nothing but small talk. text: normalised."""
    if len(text) > LONGEST:
        return None
    whole = _TONE.sub("", text).strip().casefold()
    if (found := _one(whole)) is not None:
        return found
    # “hello Bailey, how are you?” is answered by its end.
    parts = [_one(part) for part in re.split(r"(?<=[^\d\s])[,.!;:?–—]+(?:\s+|$)", whole) if part.strip()]
    return parts[-1] if len(parts) > 1 and all(parts) else None


def _one(said: str) -> Chat | None:
    pictures = [char for char in said if unicodedata.category(char) == "So"]
    if pictures:
        said = "".join(char for char in said if char not in pictures).strip() or pictures[0]
    for one in (said, said.strip(" .!,;:-–—…\"'“”()"), _plain(said)):
        if one in _CHATS:
            return _CHATS[one]
    return _made_of(_plain(said).split())


def _made_of(words: list[str]) -> Chat | None:
    """“haha good one”: nothing but words of small talk."""
    if not 0 < len(words) <= _MOST_WORDS:
        return None
    known = {word: sample for sample, some in _MADE_OF for word in some.split()}
    if not all(word in known or word in _BESIDE for word in words):
        return None
    said = {known[word] for word in words if word in known}
    return next((_CHATS[sample] for sample, _ in _MADE_OF if sample in said), None)


def _plain(said: str) -> str:
    bare = " ".join(re.sub(r"[.!,;:?…\"“”()]+", " ", said).split())
    for pattern, instead in _SHORT:
        if bare in _CHATS:
            break
        bare = " ".join(pattern.sub(instead, bare).split())
    return bare
