"""How people's names are written: taken apart, and whether two of them can name one person."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Gender = Literal["m", "f", ""]


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_MALE = _words("mr mister sir lord king prince count uncle father brother baron monsieur herr duke")
_FEMALE = _words(
    "mrs ms miss dame lady queen princess countess aunt auntie sister mother madame mme mlle madam frau "
    "duchess"
)
TITLES = _MALE | _FEMALE | _words(
    "dr doc doctor prof professor captain capt colonel col general gen sergeant sgt lieutenant lt major "
    "corporal private commander admiral inspector detective officer agent sheriff marshal judge "
    "reverend rev pastor senator president governor chief saint st emperor"
)  # fmt: skip
"""What may stand before a name, or alone for whom it would name."""
# Stars' own names begin with many of the others: Queen Latifah, King Vidor, Judge Reinhold, Major Dodson.
_PERSONS_TITLES = _words("mr mister mrs ms miss sir dame dr monsieur madame mme mlle")
_ARTICLES = frozenset(("the", "a", "an"))
_LEADING = _PERSONS_TITLES | _ARTICLES
_STORY_LEADING = TITLES | _ARTICLES
_LINKS = frozenset(("of", "and", "in", "from"))
_SUFFIXES = {
    "jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv",
}  # fmt: skip

_APOSTROPHE = re.compile(r"(?<=\b[a-z])\s?['’‘`´]\s?(?=\w)|(?<=\w)['’‘`´](?=\w)")
_POSSESSIVE = re.compile(r"\s?['’](?:s|S)?$")
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})

_SHORT_FORMS = (
    "bob bobby rob robbie robert",
    "bill billy will willie william",
    "dick rick richard",
    "jim jimmy james jamie",
    "jack jackie john johnny jon jonathan",
    "mike mickey michael",
    "tony anthony",
    "ted teddy edward eddie ned",
    "ted theodore",
    "chuck charlie charley charles",
    "kate katie kathy katharine katherine catherine kathryn",
    "liz beth betty eliza elizabeth",
    "peggy maggie meg margaret",
    "larry laurence lawrence",
    "harry henry hank",
    "steve steven stephen stevie",
    "bernie bernard",
    "fred freddie frederick",
    "jerry gerald jerome",
    "geoff geoffrey jeff jeffrey",
    "nick nicky nicholas nicolas",
    "alex sandy alexander alexandra",
    "gene eugene",
    "marty martin",
    "matt matthew mathew",
    "dave david",
    "tom tommy thomas",
    "andy andrew",
    "joe joey joseph",
    "pete peter",
    "phil philip phillip",
    "chris christopher",
    "ben benny benjamin",
    "sam sammy samuel samantha",
    "dan danny daniel",
    "ron ronnie ronald",
    "don donnie donald",
    "ken kenny kenneth",
    "greg gregory",
    "fran frances",
    "frank frankie francis franklin",
    "sue susan suzy suzanne",
    "jen jenny jennifer",
    "tim timothy",
    "pat patrick patricia",
    "ray raymond",
    "vince vincent",
    "al albert alan alfred alfie",
    "ed edmund edgar edwin eddie",
    "walt walter",
    "doug douglas",
    "drew andrew",
    "wes wesley",
    "gus august",
    "barb barbara",
    "deb debbie deborah",
    "jess jessica",
    "vicky victoria",
    "vic victor",
    "stan stanley",
    "mel melvin",
    "abe abraham",
    "nat nathan nathaniel",
    "leo leonard leonardo",
    "art arthur",
    "zach zachary zack",
    "alec alexander",
    "ellie eleanor",
    "nell helen",
    "tess theresa",
    "terry terence terrence",
    "max maxwell",
)
_VARIANTS: dict[str, frozenset[int]] = {}
for _group, _forms in enumerate(_SHORT_FORMS):
    for _form in _forms.split():
        _VARIANTS[_form] = _VARIANTS.get(_form, frozenset()) | {_group}

NICKNAMES = {
    "bogie": "bogart", "bogey": "bogart", "hitch": "hitchcock", "arnie": "schwarzenegger",
    "ahnold": "schwarzenegger", "sly": "stallone", "coop": "cooper", "jlo": "lopez", "duke": "wayne",
    "jlaw": "lawrence", "rdj": "downey",
}  # fmt: skip
"""What critics call some stars, and the surname that it stands for."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: its words folded (case, accents), without titles and what stands behind it.

    `gender` is what a title tells, `suffix` is jr, sr, ii, iii, iv or nothing.
    """

    words: tuple[str, ...]
    suffix: str = ""
    gender: Gender = ""


def fold(text: str) -> str:
    """Lower case without accents; length may change."""
    lower = text.casefold()
    if lower.isascii():
        return lower
    marks = unicodedata.normalize("NFKD", lower.translate(_LETTERS))
    return "".join(letter for letter in marks if not unicodedata.combining(letter))


@lru_cache(maxsize=16384)
def take_apart(written: str, *, story: bool = False) -> Name:
    """Take a name apart as it is written, tokenised or not.

    Parameters
    ----------
    written : str
        Such as ``Sir Alec Guinness``, ``robert downey , jr .``, ``D.W. Griffith's``.
    story : bool
        Of a character: then any title may go ("Captain Blood" is Blood).
    """
    folded = fold(written)
    if folded.isalpha() and folded not in _ARTICLES:
        return Name((folded,))
    words = _WORD.findall(_APOSTROPHE.sub("", _POSSESSIVE.sub("", folded)))
    suffix = ""
    if len(words) > 1 and words[-1] in _SUFFIXES:
        suffix = _SUFFIXES[words.pop()]
    gender: Gender = ""
    titles = _STORY_LEADING if story else _LEADING
    first = 0
    while first < len(words) - 1 and words[first] in titles and words[first + 1] not in _LINKS:
        gender = gender or ("m" if words[first] in _MALE else "f" if words[first] in _FEMALE else "")
        first += 1
    return Name(tuple(words[first:]), suffix, gender)


def agree(one: Name, other: Name) -> bool:
    """Whether titles and suffixes let two names be one person's."""
    return not (one.suffix and other.suffix and one.suffix != other.suffix) and not (
        one.gender and other.gender and one.gender != other.gender
    )


def same_given(one: str, other: str) -> bool:
    """Whether two first names may be one: equal, an initial of it, or its short form."""
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return bool(_VARIANTS.get(one, frozenset()) & _VARIANTS.get(other, frozenset()))


def same_full(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names of several words are forms of one.

    They end in the same surname, their first names may be one, and no middle name
    contradicts: "D. W. Griffith" and "David Wark Griffith", "Samuel L. Jackson" and
    "Sam Jackson". "Michael Douglas" and "Kirk Douglas" are not.
    """
    if one[-1] != other[-1] or not same_given(one[0], other[0]):
        return False
    middle, others = one[1:-1], other[1:-1]
    return not middle or not others or all(map(same_given, middle, others))
