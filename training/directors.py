"""Who directed a film, read out of the first paragraph of an article about it."""

from __future__ import annotations

import re

_WORD = (
    r"(?:(?:Wm|Jr|Sr|St|Dr)\.|(?:[A-Z]\.)+(?:-[A-Z]\.)?"
    r"|(?:de|di|le|la|d['’])?[^\W\d_a-z][\w'’]*(?:-[^\W\d_]\w*)*)"
)
_PARTICLE = r"(?:de|del|della|der|van|von|den|la|le|du|di|da|dos|ter|y|bin|al|el|ffolliott)"
_NICKNAME = r"(?: (?:\"[^\"]+\"|'[^']+'|\([A-Z][^)]+\)))?"
_NAME = (
    rf"(?:{_WORD}{_NICKNAME}(?: (?:{_PARTICLE} )*{_WORD}{_NICKNAME}){{1,4}}"
    rf"(?:,? (?:Jr|Sr)\.|,? I{{2,3}}\b)?|{_WORD})"
)
_NAMES = rf"(?P<names>{_NAME}(?:(?:, {_NAME})*,? (?:and|&) (?:co-director )?{_NAME})?)"
_NATION = (
    r"(?:[A-Z]\w+[-–])?(?:American|British|English|Scottish|Irish|Welsh|Canadian|Australian|French|German|Italian|"
    r"Spanish|Mexican|Russian|Soviet|Polish|Czech|Hungarian|Swedish|Danish|Norwegian|Finnish|Dutch|Belgian|"
    r"Austrian|Swiss|Japanese|Chinese|Korean|Indian|Iranian|Israeli|Turkish|Greek|Brazilian|Argentine|Chilean|"
    r"Filipino|Nigerian|Peruvian|Cuban|Palestinian|Taiwanese|Argentinian|Romanian|Serbian|Icelandic|born|émigré|"
    r"winning|nominated|movie|film)|Hong Kong|New Zealand|South African|Academy Award|"
    r"Hollywood|Broadway|TV|IMAX"
)
_DESCRIBED = (
    rf"(?:(?:the|an?|its|his|her|then|{_NATION}|[a-z]+(?:-[a-z]+)*(?:/[a-z-]+)?),? (?:and )?){{0,7}}?"
)
_BROTHERS = {
    "Farrelly": ("Peter Farrelly", "Bobby Farrelly"),
    "Coen": ("Joel Coen", "Ethan Coen"),
    "Wachowskis": ("Lana Wachowski", "Lilly Wachowski"),
    "Russo": ("Anthony Russo", "Joe Russo"),
    "Hughes": ("Albert Hughes", "Allen Hughes"),
    "Erwin": ("Andrew Erwin", "Jon Erwin"),
}
_TASK = (
    r"(?:co-|executive[- ])?(?:written|wrote|produced|edited|scored|photographed|shot|filmed|animated|"
    r"adapted|scripted|narrated|composed|created|designed|hosted|starring|stars?|choreographed|presented|conceived)"
)
_AND_TASKS = rf"(?:(?:,? and |, |/| & )(?:also )?{_TASK}| again| jointly| partly| primarily)*"
_SOMEHOW = r"(?: (?:for|at|in|on) [^.,;]{1,40}?)?"
_BY = re.compile(
    rf"\b(?:[Cc]o-)?[Dd]irected{_AND_TASKS}{_SOMEHOW},? (?:and )?by,? "
    rf"(?:(?:and )?(?:co-)?starring |both )?{_DESCRIBED}{_NAMES}"
)
_ACTIVE = re.compile(
    rf"{_NAMES}(?:,? who)?(?: also| both)?(?: wrote,?(?: produced,?)? and| produced and)? "
    r"(?:co-)?(?:directed|directs)\b(?! by)(?! and starring)"
)
_DEBUT = re.compile(
    rf"\b(?:directorial|directing|feature(?: film)?|directional)(?: film| feature)?(?: directing)? debut "
    rf"(?:of|by|for|from),? {_DESCRIBED}{_NAMES}"
)
_DIRECTION = re.compile(
    rf"\b(?:[Dd]irection (?:is |was )?by|direction of|director (?:was|is)|directors (?:were|are)|helmed by|"
    rf"[Dd]irectors?:) {_DESCRIBED}{_NAMES}"
)
_DIRECTOR = re.compile(
    rf"(?<!art )(?<!assistant )(?<!music )(?<!musical )(?<!casting )(?<!unit )(?<!dance )(?<!animation )"
    rf"\b(?:film-?maker|(?:writer[-/])?director|producer[-/]director|animator)s?,? "
    rf"(?:(?:and |, )?(?:co-)?(?:writer|screenwriter|producer|actor|star|editor),? (?:and )?)*{_NAMES}"
)
_FILM_BY = re.compile(
    rf"\b(?:film|movie|documentary|comedy|drama|short|western|thriller) (?:made |created )?"
    rf"(?:by|from) {_DESCRIBED}{_NAMES}"
)
_NEAR = (_BY, _ACTIVE, _DEBUT, _DIRECTION)
_FAR = (_DIRECTOR, _FILM_BY)
_OTHER_FILM = re.compile(
    r"\b(?:remake|reboot|sequel|prequel|version|adaptation|based|adapted|inspired|original|previously|earlier|later)"
    r"\b[^.,]*(?<!\band )$"
)
_NO_PERSON = re.compile(
    r"\b(?:Pictures|Films?|Productions?|Studios?|Company|Corporation|Entertainment|Universal|Paramount|Metro|"
    r"Columbia|Warner|Disney|Award|The|It|He|She|His|Her|They|This|In|Festival|Television|Network|Hollywood|"
    r"Inc|Media|Animation|Technicolor|CinemaScope|Artists|Republic|Monogram|RKO|MGM|Fox|Group|Pixar|"
    r"Lionsgate|Based|Starring|Written|Produced|Released|Story|Original|Additional|When|After|Although)\b"
)
_SPLIT = re.compile(r"(?:,? and|,? &|,) (?:co-director )?(?!Jr\b|Sr\b|I+\b)")


def directors(extract: str, cast: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Names of the film's directors, in the paragraph's order; none where it does not say.

    A surname alone is completed from the paragraph or the cast.
    """
    text = " ".join(re.sub(r"\[\d+\]", "", extract).replace("\u00a0", " ").split())
    for patterns in (_NEAR, _FAR):
        found = sorted(
            (match for pattern in patterns for match in pattern.finditer(text)),
            key=lambda match: match.start(),
        )
        for match in found:
            if patterns is _FAR and match.start() > 600:
                break
            before = text[max(0, match.start() - 90) : match.start()]
            if match.re is _BY and _OTHER_FILM.search(before):
                continue
            if names := _people(match["names"], text, cast):
                return names
    return ()


def _people(names: str, text: str, cast: tuple[str, ...]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    parts = [re.sub(r"['’]s$", "", name).strip(" ,") for name in _SPLIT.split(names)]
    for name, following in zip(parts, (*parts[1:], ""), strict=True):
        name = re.sub(rf"^(?:(?:{_NATION}) )+", "", name)
        if not name or _NO_PERSON.search(name) or re.fullmatch(_NATION, name):
            break
        if name in _BROTHERS and re.search(r"\b(?:Brothers|brothers|Wachowskis|Bros)\b", text):
            found.update(dict.fromkeys(_BROTHERS[name]))
        elif " " in name:
            found[name] = None
        elif following.count(" ") == 1:
            # "Andrew and Jon Erwin"
            found[f"{name} {following.split()[1]}"] = None
        else:
            found[_completed(name, text, cast)] = None
    return tuple(found)


def _completed(surname: str, text: str, cast: tuple[str, ...]) -> str:
    for person in cast:
        if person.endswith(f" {surname}"):
            return person
    full = re.search(rf"({_WORD}(?: {_WORD}){{0,2}}) {re.escape(surname)}\b", text)
    return f"{full[1]} {surname}" if full and not _NO_PERSON.search(full[1]) else surname
