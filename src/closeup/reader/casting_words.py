"""The words that say who plays whom, before, between and after the names of an actor and a character.

Every function takes text in lower case and gives odds from 0 to 1. They were set by hand and
checked against labelled reviews and the casts of reviewed films.
"""

from __future__ import annotations

import re

LONGEST = 200
"""Characters between two names past which no phrase joins them."""
REFUSED = 0.01
"""The odds where words would join two names but for what they add: 'plays the mother of Maria'."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_WORD = r"(?:[^\s,.;:()\[\]]+|(?:mr|mrs|ms|dr|st|capt|sgt|lt|col|gen|prof)\s?\.)"
_WORDS = rf"(?:{_WORD}\s+){{0,8}}"
_PHRASE = rf"(?:{_WORD}\s*,?\s+){{0,8}}\(?"
_OPEN = r"[\"“”'‘`\[]*"
_PARENTHESIS = re.compile(r"\([^()]*\)")

_STOPS = _words(
    "who whom that which whose or to from in on with by for at if when while than because is was are "
    "were be been has have had he she they it well much soon long far usual always ever though it's "
    "he's she's against opposite alongside through across over under between what off about into not how why "
    "like kind sort type version variation imitation"
)
_OWNED = re.compile(
    r"\bof\s+(?:the\s+|an?\s+)?(?:[\w-]+\s+)?$|\b(?:and|but)\s+(?:(?:the|an?|his|her)\s.*)?$|^an?\s+$"
)
_RELATIVE = re.compile(
    r"\b(?:mother|father|mom|dad|brother|sister|son|daughter|wife|husband|friend|girlfriend|boyfriend|lover|boss"
    r"|partner|co-?stars?|leading\s+lady|leading\s+man|neighbou?r|rival|uncle|aunt|cousin|fianc[eé]e?|script|screenplay|film|movie|novel|book|adaptation"
    r"|direction|camera|director|series|sequel|remake|story|own|last|first|next)\s*,?\s+$|['’]s\s"
)

_AS = re.compile(rf"^(?P<head>.*)(?<![^\s(,\"'–—-])as\s+(?P<tail>{_PHRASE}){_OPEN}$", re.DOTALL)
_NOT_A_ROLE = re.compile(
    r"(?:\b(?:as\s+(?:[\w-]+\s+){1,4}|such|well|same|known|regarded|described|seen|dressed|disguised|posing|masquerading"
    r"|interested|credited|dismissed|thought\s+of|think\s+of)\s*)$"
)
_CASTS = re.compile(
    r"\b(?:casting|casts|wrote|writes|directs|directed|directing|remade|remakes|imagin\w+|envision\w*|envisag\w+|pictur\w+)\b"
)
_ACTS = re.compile(r"\b(?:as|play(?:s|ed|ing)?|portray(?:s|ed|ing)?)\b")
_SUPPOSED = re.compile(r"\b(?:imagine|like|such\s+as|picture)\s+$")
_PLAYS = re.compile(
    r"^(?P<head>.*)\b(?:plays?|played|playing|portray(?:s|ed|ing)?|essay(?:s|ed|ing)?|assay(?:s|ed|ing)?"
    r"|embod(?:ies|ied|ying)|inhabit(?:s|ed|ing)?|incarnat(?:es|ed|ing)|impersonat(?:es|ed|ing)|voic(?:es|ed|ing)"
    r"|channel(?:s|l?ed|l?ing)|(?:role|roles|part|character|portrayal|turn|interpretation|performance|impersonation"
    r"|incarnation|embodiment|rendition|depiction)\s+of|life\s+to|tackl(?:es|ed|ing)|takes?\s+on|taking\s+on"
    rf"|nails|becom(?:es|ing)|became)\s+(?P<tail>{_PHRASE}){_OPEN}$",
    re.DOTALL,
)
_INTO = re.compile(
    rf"\b(?:transform\w*|turns?|turned|disappears?|vanish\w*|melts?|morphs?)\s+(?:[\w-]+\s+){{0,4}}into\s+{_OPEN}$"
)
_BECOMES = re.compile(r"\bbec(?:omes|oming|ame)\s")
_LIKE_SOMEBODY = ("a ", "an ")
_CHARACTER = re.compile(r"\bcharacter\s*,?\s+$")
_IS = re.compile(rf"^\s*(?:is|was)\s+(?P<tail>(?:[^\s,.;:()]+\s+){{0,2}}){_OPEN}$")
_BRINGS = re.compile(rf"\bbr(?:ings?|inging|ought)\s+(?P<tail>{_WORDS}){_OPEN}$")
_TO_LIFE = re.compile(r"^[^.;]{0,30}\bto\s+(?:[\w-]+\s+)?life\b")
_MAKES = re.compile(r"\b(?:makes?|made|making)\s+(?P<as>an?\s+(?:[\w-]+\s+){0,3})?$")
_OWN = re.compile(r"^\s+(?:his|her|their)\s+own\b")
_A_SOMETHING = re.compile(r"^\s+an?\s")
_HIS_OWN = re.compile(r"\b(?:his|her)\s+(?:[\w-]+\s+){0,2}$")
_HIS = re.compile(rf"^\s*(?:['’]\s?s?)\]?\s+(?P<tail>{_PHRASE}){_OPEN}$")
_IN_BRACKETS = re.compile(
    rf"^\s*,?\s*[(\[]\s*(?P<as>as\s+|playing\s+|who\s+plays\s+)?(?P<tail>{_WORDS}){_OPEN}$"
)

_PLAYED_BY = re.compile(
    r"^(?P<head>.*?)\b(?:played|portrayed|voiced|essayed|embodied|acted|performed|interpreted|incarnated|inhabited"
    r"|impersonated|brought\s+(?:[\w-]+\s+)?to\s+(?:[\w-]+\s+)?life)\s+(?:[\w-]+\s+(?:,\s+)?){0,6}?"
    rf"(?:by|courtesy\s+of)\s+(?P<tail>{_PHRASE}){_OPEN}$",
    re.DOTALL,
)
_STILL_ABOUT_IT = re.compile(
    r"^[\"”'’\s]*(?:$|[,(]|(?:is|was|are|were|as)\b[^,;.]*$|[\w-]*ly\s+$|well[\s-]+$|and\s+$)"
)
_AND_ANOTHER = re.compile(r"^[\"”'’\s]*,\s*and\s+(?:an?|the)\s")
_BY_BRACKETS = re.compile(rf"^\s*(?:['’]s)?[\"”'’,]{{0,2}}\s*[(\[]\s*(?P<tail>{_WORDS}){_OPEN}$")
_GOES_TO = re.compile(
    rf"^\s*(?:goes|went|falls|fell|is\s+given|was\s+given)\s+to\s+(?P<tail>{_PHRASE}){_OPEN}$"
)
_FOR = re.compile(rf"^\s*(?:(?:specifically|especially|just|only)\s+)?for\s+(?P<tail>{_WORDS}){_OPEN}$")
_GIVEN = re.compile(r"^\s*(?:goes\s+to|went\s+to|for)\s")
_ROLE_OF = re.compile(r"\b(?:role|part)\s+of\s+(?:[^\s,.;:()]+\s+){0,5}$")
_AS_BEFORE = re.compile(
    r"(?:(?:^|[,;:.!?(—–-]\s*|\band\s+|\bbut\s+)(?:(?:and|but|while|then|also)\s+)?"
    r"(?:as|in\s+the\s+(?:[\w-]+\s+)?(?:role|part)\s+of|playing|portraying)"
    r"|\b(?:actor|actress|man|woman|star|person|one)\s+who\s+(?:plays|played|portrays|portrayed)|\bplaying)"
    rf"\s+(?:[^\s,.;:()]+\s+){{0,6}}{_OPEN}$"
)
_COMMA = re.compile(rf"^\s*[\"”'’]?,[\"”'’]?\s*(?P<tail>(?:[^\s,.;:()]+\s+){{0,6}}){_OPEN}$")
_APPOSITION = re.compile(rf"^\s*[\"”'’]?\s*,\s*(?:the|an?|his|her)\s[^,.;:()]{{1,60}},\s*{_OPEN}$")
_PLAYED_BY_BEFORE = re.compile(
    r"(?:^|[.,;]\s*)(?:played|portrayed|voiced|brought\s+to\s+life)\s+(?:[\w-]+\s+){0,8}?by\s+(?:[^\s,.;:()]+\s+){0,5}$"
)
_PLAYING_BEFORE = re.compile(
    r"\b(?:playing|portraying|starring\s+as|appearing\s+as)\s+(?:[^\s,.;:()]+\s+){0,5}$"
)
_LIST = re.compile(r"^\s*[\"”'’]?(?:,|,?\s*(?:and|&|or)|\))\s*[\"“'‘]?$")
_DESCRIBED_LIST = re.compile(r"^\s*[\"”'’]?\s*,?\s*(?:and|&)\s+(?:the\s+)?(?:[\w-]+\s+){0,2}[\"“'‘]?$")
_AND = re.compile(r"^\s*[\"”'’]?\s*(?:and|&)\s*[\"“'‘]?$")
_POSSESSOR = re.compile(r"^\s*(?:['’]\s?s?)\s+(?=[\w\"“])")
_THEN_ACTS = re.compile(r"^\s+[a-z]+(?:s|ed)\b")

_PRONOUN_PLAYS = re.compile(
    r"^\W*(?:here,?\s+)?(?:s?he)(?:\s+also)?(?:['’]s|\s+(?:is|was))?\s+(?:[\w-]+\s+){0,4}?(?:plays?|played|playing|portrays?"
    rf"|portrayed|portraying|cast\s+as|stars\s+as|appears\s+as|back\s+as|returns\s+as)\s+(?P<tail>{_PHRASE}){_OPEN}$"
)
_PRONOUN_HIS = re.compile(rf"^\W*(?:his|her)\s+(?P<tail>(?:[\w'’-]+\s+){{0,3}}){_OPEN}$")
_AS_FIRST = re.compile(rf"^\W*(?:as|in\s+the\s+(?:role|part)\s+of|playing)\s+(?P<tail>{_PHRASE}){_OPEN}$")
_THEN_PRONOUN = re.compile(r"^[\"”'’]?\s*,?\s*(?:s?he|the\s+(?:actor|actress|star))\b")
_TITLE_BEFORE = re.compile(r"\b(?:mr|mrs|ms|dr|st)\s?\.\s+$")
_NEW_SENTENCE = re.compile(r"^.*[.!?][\"”'’)]?\s+(?=\S)", re.DOTALL)


def plays(between: str, before: str, after: str, *, acts: bool) -> float:
    """The odds that who is named first plays who is named second: 'Rowlands, as the fragile Mabel'.

    Parameters
    ----------
    between, before, after : str
        The words between the actor's and the character's name, before the first and after the second.
    acts : bool
        Whether the one named first is known to act; a director's Batman is another thing.
    """
    if len(between) > LONGEST:
        return 0.0
    start = _NEW_SENTENCE.match(between)
    if start and not _TITLE_BEFORE.search(between[: start.end()]):
        return by_pronoun(between[start.end() :], after) if acts else 0.0
    odds = _plays(between, before, after, acts)
    if not acts:
        odds *= 0.8 if _ACTS.search(between) else 0.5
    if (_POSSESSOR.match(after) and not _HIS.match(between)) or _GIVEN.match(after):
        odds *= 0.3
    return odds * 0.4 if _SUPPOSED.search(before) else odds


def _plays(between: str, before: str, after: str, acts: bool) -> float:
    if between.lstrip().startswith(")"):
        return 0.0
    match = _IN_BRACKETS.match(between)
    if match:
        return _plain(match["tail"], 0.95 if match["as"] or not match["tail"] else 0.6)
    odds = _as(between, after, acts)
    if odds > REFUSED:
        return odds
    match = _PLAYS.match(between)
    if match:
        if match["tail"].startswith(_LIKE_SOMEBODY) and _BECOMES.search(between):
            return REFUSED
        return _plain(match["tail"], _nearness(match["head"]))
    match = _HIS.match(between)
    if match:
        if _RELATIVE.search(match["tail"]):
            return REFUSED
        near = match["tail"].count(" ") < 4 or _CHARACTER.search(match["tail"])
        return _plain(match["tail"], 0.9 if near else 0.6)
    match = _IS.match(between)
    if match:
        return _plain(match["tail"], 0.65)
    match = _COMMA.match(between)
    if match and _PLAYED_BY_BEFORE.search(before):
        return _plain(match["tail"], 0.85)
    return max(odds, _makes(between, after))


def _as(between: str, after: str, acts: bool) -> float:
    match = _AS.match(between)
    if not match or _NOT_A_ROLE.search(match["head"]) or _CASTS.search(match["head"]):
        return 0.0
    odds = _plain(match["tail"], _nearness(match["head"]))
    far = match["head"].count(" ") > 5 or not acts
    meanwhile = far and not match["tail"] and _THEN_ACTS.match(after)
    return odds * 0.6 if meanwhile else odds


def _makes(between: str, after: str) -> float:
    """Where the words tell of the part as something made: 'brings Mabel to life', 'makes Mabel her own'."""
    match = _BRINGS.search(between)
    if match and _TO_LIFE.match(after):
        return _plain(match["tail"], 0.85)
    if _INTO.search(between):
        return 0.75
    match = _MAKES.search(between)
    if match:
        return 0.85 if match["as"] or _OWN.match(after) or _A_SOMETHING.match(after) else 0.65
    return 0.6 if _HIS_OWN.search(between) else 0.0


def played_by(between: str, before: str, after: str, *, acts: bool) -> float:
    """The odds that who is named first is played by who is named second: 'Mabel (Gena Rowlands)'.

    The parameters are those of `plays` with the names the other way round.
    """
    if len(between) > LONGEST:
        return 0.0
    return _played_by(between, before, after) * (1.0 if acts else 0.7)


def _played_by(between: str, before: str, after: str) -> float:
    match = _PLAYED_BY.match(between)
    if match:
        return _plain(match["tail"], 0.93 if _still_about_it(match["head"]) else 0.3)
    match = _BY_BRACKETS.match(between)
    if match:
        return _plain(match["tail"], 0.95 if not match["tail"] else 0.8)
    match = _GOES_TO.match(between) or _FOR.match(between)
    if match:
        return _plain(match["tail"], 0.9) if _ROLE_OF.search(before) else 0.0
    match = _COMMA.match(between)
    if match and _AS_BEFORE.search(before):
        return _plain(match["tail"], 0.85)
    if _APPOSITION.match(between) and _AS_BEFORE.search(before):
        return 0.85
    match = _IS.match(between)
    if match and not match["tail"].startswith(("a ", "an ")) and not _POSSESSOR.match(after):
        return _plain(match["tail"], 0.9 if _PLAYING_BEFORE.search(before) else 0.55)
    return 0.0


def by_pronoun(before: str, after: str) -> float:
    """The odds that a sentence's pronoun says who plays its character: 'She plays Mabel', 'As Mabel, she'.

    Parameters
    ----------
    before, after : str
        The sentence up to the character's name, and the words behind it.
    """
    if len(before) >= LONGEST:
        return 0.0
    match = _PRONOUN_PLAYS.match(before)
    if match:
        return _plain(match["tail"], 0.8)
    match = _AS_FIRST.match(before)
    if match and _THEN_PRONOUN.match(after):
        return _plain(match["tail"], 0.8)
    match = _PRONOUN_HIS.match(before)
    if match and not _POSSESSOR.match(after) and not _RELATIVE.search(match["tail"]):
        return _plain(match["tail"], 0.7)
    return 0.0


def without_brackets(between: str) -> str:
    """The words without what stands in brackets."""
    return _PARENTHESIS.sub(" ", between)


def lists(between: str, *, people: bool) -> bool:
    """Whether two names of one kind stand in a list; characters may be described there."""
    return bool(_LIST.match(between) or (not people and _DESCRIBED_LIST.match(between)))


def both(between: str) -> bool:
    """Whether two names are joined by a bare "and"."""
    return bool(_AND.match(between))


def owns(between: str) -> bool:
    """Whether the first of two characters only says whose the second is: 'Carrie's mother, Margaret'."""
    return len(between) < 60 and bool(_POSSESSOR.match(between)) and not between.endswith(" and ")


def _still_about_it(head: str) -> bool:
    """Whether what is 'played by' somebody is still the character: 'Anna, his married lover, played by'."""
    if not _STILL_ABOUT_IT.match(head) or _AND_ANOTHER.match(head):
        return False
    return head[:1] not in ",(" or (head.count(" ") <= 7 and _STOPS.isdisjoint(head.split()))


def _plain(tail: str, odds: float) -> float:
    """The odds where nothing but a description stands before the name, else next to none."""
    if not tail:
        return odds
    words = tail.replace(",", " ").split()
    if not _STOPS.isdisjoint(words) or _OWNED.search(tail):
        return REFUSED
    return odds * 0.9 if "," in tail or "(" in tail else odds


def _nearness(head: str) -> float:
    words = head.count(" ")
    if ";" in head or words > 20:
        return 0.6
    return 0.95 if words < 4 else 0.88
