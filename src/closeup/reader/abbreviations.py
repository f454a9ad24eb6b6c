"""Words that tell a stop inside a sentence from the stop that ends it, in lower case but for `SEQUEL`."""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


LEADING = _words("mr mrs ms mx dr prof capt vs approx cf eg ie aka messrs mme mlle e.g i.e a.k.a v.s")
"""Abbreviations that never end a sentence."""

LASTING = _words(
    "st mt ft fr sgt lt cmdr gov sen rev hon pvt cpl adm maj det insp supt gen col ret ca viz inc ltd "
    "co corp bros jr sr esq dept est univ ave blvd rd hwy misc orig min mins hrs dir ed eds jan feb aug "
    "sept oct nov dec ph.d m.d etc al"
)
"""Abbreviations that end a sentence only where a word that begins sentences follows."""

NUMBERED = _words("no nos vol vols ep eps pt pts ch chap fig pp p pg op sec mar apr jun jul sep")
"""Abbreviations where a number follows; words of their own elsewhere."""

CARRY_ON = _words(
    "is was were are has had isn't wasn't hasn't does did will would can could should may might"
)
"""Verbs that go on after a title with a stop of its own: 'Mother! is', 'Monsters, Inc. was'."""

JOINING = _words("and or to of by in on at with for from as than into about that which who where when")
"""Words that go on after such a title where the title shows its capitals: 'Monsters, Inc. and'."""

SEQUEL = frozenset(("Part", "II", "III", "IV"))
"""Words that number a film whose title has a stop of its own: 'Hot Shots! Part Deux', 'Airplane! II'."""

STARTERS = _words(
    "the a an this that these those it its it's he he's she she's they they're we we're i i'm i've i'd "
    "you you're his her their our my your there there's here here's what when where why who how if in "
    "on at as for from with and but or so yet then now not no yes all some many most each every one "
    "although though while because since after before once unlike like even still also only just "
    "perhaps maybe however meanwhile overall instead nobody nothing everyone everything anyone do don't "
    "let let's see unfortunately"
)
"""Words that begin sentences far more often than they follow an initial or a company's name."""

DANGLING = _words("the a an of by to and but or with for is was are in at from as like my his her")
"""Words that no sentence ends with: dots after them are a pause."""
