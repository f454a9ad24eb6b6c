"""What only looks like the critic's rating: counts, dates, parts, other films, other people."""

from __future__ import annotations

import re

from closeup.reader.marks import Mark

_PART_WORDS = (
    r"(?:stor(?:y|yline|ies)|plot|script|screenplay|writing|dialogues?|acting|actors?|actress\w*"
    r"|performances?|cast"
    r"|casting|direct(?:ion|ing|or)|cinematography|photography|camera\w*|visuals?|effects|fx|cgi|gore"
    r"|violence"
    r"|nudity|sex|skin|blood|body ?count|music|songs?|soundtrack|sound|editing|pac(?:e|ing)|characters?"
    r"|characteri[sz]ation|costumes?|design|sets?|production|humou?r|comedy|laughs|jokes|action"
    r"|scares?|horror"
    r"|romance|suspense|tension|originality|creativity|entertainment|rewatch\w*|replay\w*|dvd|blu-ray"
    r"|extras"
    r"|transfer|video|audio|features|disc|effort|ending|opening|finale|atmosphere|concept|idea"
    r"|premise|style"
    r"|substance|eye candy|(?:first|second|third) (?:half|act)|animation|stunts?|themes?|title"
    r"|trailer|poster"
    r"|technical\w*|looks?|accents?|trying|cheese|camp|chemistry|quality|scenery|locations?|lighting"
    r"|make-?up|version|mst3k|sap|breasts|fun factor)"
)
_PART_LABEL = re.compile(
    rf"(?:\A|[,;|•/(\n*]|\b(?:and|the|for)\b)\s*(?:\w{{1,14}}\s){{0,2}}{_PART_WORDS}"
    r"(?:\s(?:value|quality|factor|rating|level|design|work|and \w{1,12}))?\s*[:=\-–(]+\s*(?:an?\s)?\Z"
)
_PART_VERB = re.compile(
    rf"\b(?:the|his|her|their|its)\s(?:\w{{1,14}}\s){{0,2}}{_PART_WORDS}\s"
    r"(?:alone\s)?(?:itself\s)?(?:is|was|were|are|gets?|deserves?|earns?|merits?)?\s*(?:an?\s|about\s)?\Z"
)
_PART_LEAD = re.compile(rf"{_PART_WORDS}\s\Z")
_PART_FOR = re.compile(
    rf"\)?\s{{0,3}}(?:for|on|in)\s(?:(?:the|its|his|her|their|all|pure|sheer"
    rf"|overall)\s)?(?:\w{{1,14}}(?:['’]s)?\s){{0,2}}{_PART_WORDS}\b"
)
_PARTS = re.compile(
    rf"(?:\A\s*|\b(?:the|its|his|her|their)\s(?:\w{{1,14}}(?:['’]s)?\s){{0,2}}){_PART_WORDS}\b"
)
_EFFORT = re.compile(r"\)?\s*for\s(?:\w{1,10}\s)?(?:effort|trying|ambition|enthusiasm)\b")

_OTHERS = (
    r"(?:imdb|rotten ?tomatoes|tomatometer|metacritic|metascore|letterboxd|cinemascore|aggregat\w{1,6}"
    r"|average (?:rating|score|vote|mark|of)|averaged?s?(?= (?:about|a)\b)|mpaa|bbfc|users?(?!')"
    r"|voters?|vote[sd]|viewers|critics|reviewers?|comment(?:er)?s?"
    r"|commentators?|posting|being given|rated over|whoever|understand how|believe (?:how|that|this|it)"
    r"|it has an?|it's (?:sitting )?at|is as low|is at|still rating|ebert|siskel|maltin|halliwell|kael"
    r"|reviews|the only thing|on the \w{2,14} scale|newspapers?|magazines?|guides?|websites?"
    r"|(?:he|she|they|who|some|many|most|others|people|everyone|everybody|anyone|anybody|someone"
    r"|somebody|fans|folks|audiences?|husband|wife|friends?|sister|brother|son|daughter|mother|father"
    r"|mom|dad|kids?|girlfriend|boyfriend|partner|colleagues?|empire|variety|roger|leonard|site|public"
    r"|parents|amazon|netflix|mass|current|community)(?: \w{1,12}){0,2}"
    r"(?=\s(?:gave|gives?|rated?|rates|scored|rewarded|reward|awarded|has|have|rating)\b|\s*\Z))"
)
_OTHERS_SAY = re.compile(rf"\b{_OTHERS}")
_FIRST_PERSON = re.compile(r"\b(?:i|my|we|me|our|mine|myself)\b")
_ON_OTHERS = re.compile(
    r"\)?\s{0,3}(?:stars?\s|rating\s|score\s|average\s)?(?:on|at|from|by|in|according to|among)\s(?:the\s"
    r"|most\s|other\s)?"
    r"(?:imdb|rotten|metacritic|letterboxd|critics|users|viewers|voters|aggregat|ebert|roger|leonard"
    r"|maltin|netflix"
    r"|amazon|tomato|average|other|variety|empire|time out|audiences?|polls?|surveys?)"
    r"|\s?\(?\s?[\d,]{1,7} votes\b|\)?\son (?:the|my|an?) (?:\w{2,14} ){1,2}scale\b"
    r"|\)?\s(?:average|user|imdb|overall average)\b"
)
_OTHER_FILM = re.compile(
    r"\b(?:the|its|that|his|her|their)\s(?:(?:very|far|much|infinitely)\s)?(?:\w{2,12}\s)?"
    r"(?:first(?: (?:one|film|movie|part|two))?|originals?|predecessors?|prequels?|sequels?"
    r"|previous \w{1,10}|last (?:one|film|movie)"
    r"|second (?:one|film|movie)|third (?:one|film|movie)|other \w{1,10}|others|books?|novels?"
    r"|remakes?|tv series"
    r"|earlier \w{1,10})(?=[\s,:(=-]|\Z)(?!\s(?:half|act|hour|time|scene|minutes?|time|viewing))"
    r"|\b(?:part|episode|season|volume) (?:one|two|1|2|i|ii|three|3)\b|\bits (?:predecessor|sequel)\b"
)
_TURN = re.compile(
    r"\b(?:but|while|whereas|yet|so|now)\b|[,:] (?=this|it|i\b)|\bthis (?:one|film|movie|sequel|remake)\b"
)
_UNREAL = re.compile(
    r"\b(?:(?:would|could|might|should|'d)(?:'ve| have| of)|nearly|almost|was going to|going to have"
    r"|wanted to"
    r"|(?:did|do|does|could|would|can|wo|should)(?:n'?t| not)|cannot|can not|never|not|refuse to"
    r"|hesitate to"
    r"|tempted to|instead of|rather than|without|if (?:i|you|it) (?:could|were|was|had"
    r"|would)(?: have)?)(?: \w{1,12}){0,2}\s?\Z|\bwhich i(?: \w{1,8})?\s\Z"
)
_THUMBS_TO = re.compile(
    r"\s(?:to|for|on)\s(?!this\b|it\b|the (?:film|movie|picture)\b|me\b|a (?:film|movie)\b|an\b)"
)
_MORE_THAN = re.compile(
    r"\b(?:more|higher|better|less|lower|worse|other)(?: \w{1,12})? than\b|\b(?:these|those)\s\Z"
    r"|\babove\b|\banything\b"
)
_APART = re.compile(
    r"\b(?:away|over|chance|credit|because|which|that i|who|oscars?|minutes?|hours?|points? for|years?"
    r"|starring|stars?|since"
    r"|about|when|after|before|watch\w*|again|than the|up|me|us|him|her|you)\b"
)

_THINGS = re.compile(
    r"\)?[ ]?(?:of\b|(?:people|men|women|children|dentists?|doctors?|critics?|viewers?|users?|voters?"
    r"|reviewers?"
    r"|times?|minutes?|hours?|days?|weeks?|months?|years?|scenes?|jokes?|films|movies|episodes?"
    r"|teens?|americans"
    r"|vision|hindsight|miles?|inch\w*|cups?|feet|foot|pounds?|beat|signature|full|empty|through"
    r"|finished|done"
    r"|complete\w*|way|in[- ]the|the\s(?:way|time|film|movie|size|price)|are\b|were\b|have\b|who\b"
    r"|will\b|lens|ratio"
    r"|attack\w*|split|chance|odds|share|am|pm|a\.m|p\.m|ain't|isn't)\b"
    r"|(?:[ ][a-z]{3,14}){0,1}[ ][a-z]{3,12}(?<!s)s\b)"
)
_NOT_THINGS = re.compile(
    r"\)?[ ]?(?:stars|points|is|was|has|as|this|its|us|thanks|perhaps|plus|less|because|always|just"
    r"|gives|goes|makes"
    r"|for|from|and|but|if|with|on|overall|easily|although|though|deserves|gets|seems|says|in my|due"
    r"|rating|score"
    r"|hands|at|to|it|i|my|so|or|only|while|not|would|mainly|mostly|purely|simply|a|an|the (?!way"
    r"|time|film|movie|size|price))\b"
)
_BEFORE_THINGS = re.compile(
    r"(?:\b(?:part|episode|ep|disc|disk|chapter|page|vol|volume|season|reel|issue|track|number|no"
    r"|route|interstate|highway"
    r"|in|scene|day|about|nearly|roughly|almost|approximately|last|first|another|every|times"
    r"|time)\.?\s|[#$£€]\s?)\Z"
)
_DATED = re.compile(
    r"(?:\b(?:on|since|until|till|before|after|by|dated|opened|opens|seen|watched|reviewed|released"
    r"|aired|date|of)[: ]\s?"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)\Z"
)
_CLAUSE_END = re.compile(
    r"[\"'”’)\]*_ ]{0,6}(?:[.,;:!?…\-–—(|<\[]|\n|\Z|(?:[ ](?:for|because|but|and|cause|since|as|if|only"
    r"|just|overall|out|at"
    r"|from|on|with|though|although|instead|rating|or|due|mainly|mostly|while|in|simply|purely|when"
    r"|rather|maybe"
    r"|this|to|not|so|i|it|that|film|movie)\b))"
)
_LETTER_END = re.compile(
    r"[\"'”’)\]*_ ]{0,6}(?:[.,;!?…(|<\[]|\n|\Z|\s[\-–—]|(?:[ ](?:for|because|but|and|overall|from|with"
    r"|though|although"
    r"|mainly|mostly|simply|rating|in my)\b))"
)
_PEOPLE = re.compile(
    r"\b(?:the|its|their|his|her|our|film'?s|movie'?s|show'?s|all|these|those|whose|with|of|between"
    r"|both|other|young|big"
    r"|major|main|lead|leading|future|great|two|top|real|more|co|as|featur\w+)\s?-?\Z"
)
_ALONE_BEFORE = re.compile(
    r"(?:\A|[.!?:;,\n(\"“…\-–—>*]|\b(?:a|an|solid|only|overall|perfect|full))\s*[\"“(*]*\Z"
)
_ALONE_AFTER = re.compile(
    r"[\"”)*]{0,4}(?:[.!,;:?\n)…\-–—]|\Z|\s(?:for|from|out|and a half|because|if|on)\b|\s[(\-–—])"
)


def is_legend(text: str, mark: Mark) -> bool:
    """Whether a row of stars opens a legend: "***** superb **** good *** fair"."""
    stop = text.find("\n", mark.end, mark.end + 160)
    line = text[mark.end : stop if stop >= 0 else mark.end + 160]
    return mark.notation == "stars" and len(re.findall(r"(?<![*★])(?:\*{1,5}|★{1,5})(?![*★])", line)) >= 2


def is_negative(text: str, mark: Mark) -> bool:
    """Whether a minus makes the mark a jest below nought: "-10 stars"."""
    start = mark.start
    if text[start - 1 : start] != "-" or not text[max(0, start - 2) : start - 1].isspace():
        return False
    return mark.notation == "stars" or mark.value == mark.scale


def clause_before(low: str, at: int) -> str:
    """The words before `at`, back to the end of the sentence before, at most 90 characters."""
    before = low[max(0, at - 90) : at]
    return re.split(r"[!?\n;]|\.\s", before)[-1]


def is_of_others(before: str) -> bool:
    """Whether someone else speaks last in `before`."""
    last = 0
    for match in _OTHERS_SAY.finditer(before):
        last = match.end()
    if not last:
        return False
    return _FIRST_PERSON.search(before, last) is None


def is_other_film(words: str) -> bool:
    """Whether the words last speak of another film or the book."""
    last = 0
    for match in _OTHER_FILM.finditer(words):
        last = match.end()
    return bool(last) and _TURN.search(words, last) is None


def is_of_a_part(before: str, *, colon: bool = True) -> bool:
    """Whether the words lead to a mark of the acting, the music and so on."""
    if colon:
        return bool(_PART_LABEL.search(before) or _PART_VERB.search(before))
    return bool(_PART_LEAD.search(before))


def names_a_part(words: str) -> bool:
    """Whether a part of a film is named anywhere in the words."""
    return _PARTS.search(words) is not None


def is_for_a_part(low: str, end: int) -> bool:
    """Whether what follows gives the mark to a part: "8/10 for the music"."""
    return _PART_FOR.match(low, end) is not None


def is_for_effort(low: str, end: int) -> bool:
    """Whether what follows makes the mark one for trying."""
    return _EFFORT.match(low, end) is not None


def is_unreal(before: str) -> bool:
    """Whether the giving that follows did not happen: denied, wished, nearly done."""
    return _UNREAL.search(before) is not None


def is_bound_apart(whom: str) -> bool:
    """Whether the words between giving and the mark show that it is not the mark that is given."""
    return bool(_APART.search(whom) or _MORE_THAN.search(whom))


def ends_clause(text: str, end: int) -> bool:
    """Whether a letter or bare number that ends at `end` is not counting or leading a noun."""
    pattern = _LETTER_END if text[end - 1].isalpha() and text[end - 1].isupper() else _CLAUSE_END
    return pattern.match(text, end) is not None


def is_number_of_things(text: str, low: str, mark: Mark) -> bool:
    """Whether a mark counts people or things, tells a date, or numbers a part of a series."""
    if is_negative(text, mark) or is_legend(text, mark):
        return True
    if mark.notation == "thumbs":
        return _THUMBS_TO.match(low, mark.end) is not None
    if mark.notation == "fraction":
        starred = (
            any(c in "*★⭐☆" for c in text[mark.start : mark.end]) or "star" in low[mark.start : mark.end]
        )
        if not starred and not _NOT_THINGS.match(low, mark.end) and _THINGS.match(low, mark.end):
            return True
        before = low[max(0, mark.start - 16) : mark.start]
        if _BEFORE_THINGS.search(before) and not re.search(
            r"\b(?:rating|score|grade|verdict)\s?:\s?\Z", before
        ):
            return True
        written = text[mark.start : mark.end]
        return re.fullmatch(r"\d{1,2}/\d{1,2}", written) is not None and _DATED.search(before) is not None
    return False


def are_people(text: str, low: str, mark: Mark) -> bool:
    """Whether the stars that a mark counts are actors, hotels or generals."""
    after = low[mark.end : mark.end + 24]
    if _PEOPLE.search(low[max(0, mark.start - 16) : mark.start]):
        return True
    return (
        re.match(r"\s(?!(?:for|from|out|because|and|but|if|on|in|to|is|just|only|at|overall)\b)[a-z]", after)
        is not None
    )


def stands_alone(low: str, mark: Mark) -> bool:
    """Whether a mark is a clause by itself: "Four stars.", "Two thumbs up!"."""
    before = low[max(0, mark.start - 12) : mark.start]
    return bool(_ALONE_BEFORE.search(before) and _ALONE_AFTER.match(low, mark.end))


def is_foreign(text: str, low: str, mark: Mark) -> bool:
    """Whether an unintroduced mark is of a part, of another film, by other people, or no rating."""
    before = clause_before(low, mark.start)
    if _ON_OTHERS.match(low, mark.end) and not re.search(r"\b(?:i|my|i'd|i'll)\b", before):
        return True
    if is_for_a_part(low, mark.end) or is_for_effort(low, mark.end):
        return True
    if is_number_of_things(text, low, mark) or _MORE_THAN.search(before[-24:]) or is_unreal(before):
        return True
    return is_of_others(before) or is_of_a_part(before) or is_other_film(before)
