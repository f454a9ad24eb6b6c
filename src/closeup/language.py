"""Which language a text is in, and the refusal of those that the model does not read.

English is recognised by its function words, which settles nearly every review in a tenth of a
millisecond and, unlike statistics of letters, holds for five words, for capitals and for foreign titles.
Only a text that they leave open goes to CLD3 (`cld3-py`: 1.4 MB, offline, loaded in a millisecond,
deterministic; langid takes 350 ms to load, lingua 96 MB, langdetect is random, and fastText's model
has a share-alike licence).
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

from closeup.errors import NotEnglish

SAMPLE = 3_000
"""Characters looked at: half from the start, half from the middle, in case a text opens with a quotation."""

_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = r"A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_CHINESE = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_JAPANESE = r"\u3040-\u30ff"
_KOREAN = r"\u1100-\u11ff\uac00-\ud7a3"
_LATIN, _HAN, _KANA, _HANGUL = (re.compile(f"[{r}]") for r in (_ROMAN, _CHINESE, _JAPANESE, _KOREAN))
_OTHER = re.compile(rf"[^\W\d_{_ROMAN}{_CHINESE}{_JAPANESE}{_KOREAN}]")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LETTERS_PER_SYLLABIC = 3
"""A Chinese, Japanese or Korean character says about as much as three letters."""

_ENGLISH = _words(
    """the and is to it that but with this its not you be more from are than about has his there if can what
    just out into much who too when well which only they way their never little while very does would could
    should through how your any made makes make still been doesn isn us she her him my our these those
    them because enough though without yet every another few some good great movie movies film's funny
    story something nothing really might then other where after before between being almost seems such
    most best both here watch see get think don didn wasn won re ve ll"""
)
_ALSO_ENGLISH = _words(
    """a i in of an on no so was we me for as or at one all by have had will do like up he over even
    off two first time film star fun plus"""
)
_FOREIGN = {
    "fr": """le la les un une des du et est dans que qui il elle ils elles ce cette ces pas ne pour par sur
        avec mais au aux se sa ses leur leurs nous vous je tu y où été être avoir plus très tout tous comme
        sans qu c l j n sont fait même aussi bien peu si encore dont entre""",
    "de": """der das den dem des ein eine einen einem einer eines und ist nicht mit von zu auf für sich auch
        es im wie aus dass aber nach bei oder wird sind nur noch wenn über er sie ihr ihre sein seine einen
        zum zur vom hat haben kann wir ich du man mehr sehr dieser diese dieses doch schon durch um""",
    "es": """el la los las un una unos unas de del y que en es se por con para su sus al lo como más pero
        muy este esta esto ese esa hay ser fue son está sin sobre también le les ya cuando todo toda desde
        nos ni donde porque entre hasta mi uno película""",
    "it": """il lo la gli le un una uno di del della dei delle dello degli e è che non per con su si da dal
        dalla nel nella al alla ai alle ma anche più come sono questo questa questi ha sua suo suoi loro
        molto quando tutto se ci o dove c l""",
    "pt": """o os as um uma uns umas de do da dos das e é que não em no na nos nas por para com se ao aos à
        mais mas como seu sua seus suas muito este esta isso ele ela são está foi ser tem também já quando
        sem sobre pelo pela filme""",
    "nl": """de het een en van dat niet te zijn met voor op aan er maar ook als bij naar om uit hij zij ze
        haar deze dit wordt worden heeft hebben nog wel geen meer dan door over kan ik je veel zeer zo
        naar toch heel""",
    "pl": """i w z na nie się że to jest do jak o po za ale tak co od dla są ten ta tego tej przez który
        która które jego jej już tylko bardzo może był była oraz czy przy też film filmu""",
    "sv": """och att det som en ett är på för med av inte den till har om men så han hon från sig var när
        mycket också kan vi jag de eller där""",
    "da": """og at det som en et er på for med af ikke den til har om men så han hun fra sig var når meget
        også kan vi jeg de eller der""",
}
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _code, _listed in _FOREIGN.items():
    for _word in _words(_listed) - _ENGLISH - _ALSO_ENGLISH:
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _code)

NAMES = {
    "af": "Afrikaans", "ar": "Arabic", "bg": "Bulgarian", "bn": "Bengali", "ca": "Catalan", "cs": "Czech",
    "cy": "Welsh", "da": "Danish", "de": "German", "el": "Greek", "eo": "Esperanto", "es": "Spanish",
    "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fil": "Filipino", "fr": "French",
    "ga": "Irish", "gl": "Galician", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "ko": "Korean", "la": "Latin", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian",
    "ms": "Malay", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish",
    "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian",
    "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""English names of languages by their ISO 639 code."""


def detect(text: str) -> tuple[str, float]:
    """The language of a text and how sure that is.

    Parameters
    ----------
    text : str
        Any length; `SAMPLE` characters of it are looked at.

    Returns
    -------
    code : str
        ISO 639-1 (639-3 where there is none), ``und`` for a script that no known language uses.
    confidence : float
        From 0 to 1, in the order of certainty but not calibrated. A text too short or too odd to
        tell counts as English at 0.5.
    """
    if len(text) > SAMPLE:
        middle = (len(text) + SAMPLE // 2) // 2
        text = text[: SAMPLE // 2] + " " + text[middle : middle + SAMPLE // 2]
    text = text.lower()
    if not text.isascii() and (foreign := _by_script(text)):
        return foreign
    words = Counter(_WORD.findall(text))
    total = words.total()
    strong = sum(n for word, n in words.items() if word in _ENGLISH)
    english = strong + 0.5 * sum(n for word, n in words.items() if word in _ALSO_ENGLISH)
    votes: Counter[str] = Counter()
    for word, n in words.items():
        for code in _LANGUAGES_OF.get(word, ()):
            votes[code] += n
    rival, most = max(votes.items(), key=lambda vote: (vote[1], vote[0]), default=("und", 0))
    distinct = sum(rival in _LANGUAGES_OF.get(word, ()) for word in words)
    if distinct >= 3 and most > 2 * english:
        return rival, (most + 1) / (most + english + 2)
    scarce = english < max(0.5 * most, 0.1 * total) or total >= 20
    if total >= 5 and strong < 0.1 * total and scarce:
        code, probability = _by_letters(text)
        agreed = votes[code] >= 2
        if code != "en" and probability >= (0.7 if agreed else 0.9) and (agreed or total >= 8):
            return code, probability
    return "en", max(0.5, (english + 1) / (english + most + 2))


def require_english(text: str, *, stated: str | None = None) -> None:
    """Let English through.

    Parameters
    ----------
    text : str
        The text of a review.
    stated : str, optional
        The language that the source states (BCP 47). Pages state it wrongly too often to believe it
        against the text, so it decides only where the text is too short to tell.

    Raises
    ------
    NotEnglish
        Naming the language found.
    """
    code, confidence = detect(text)
    if code == "en" and confidence <= 0.5 and stated:
        code = stated.replace("_", "-").split("-")[0].strip().lower() or "en"
        if not any(character.isalpha() for character in text):
            return
    if code not in {"en", "eng"}:
        name = NAMES.get(code, "a language that is not English" if code == "und" else f"language {code!r}")
        raise NotEnglish(f"the text is in {name}; only English is read")


def _by_script(text: str) -> tuple[str, float] | None:
    """The language of a text mostly in letters that English has not."""
    latin = len(_LATIN.findall(text))
    han, kana, hangul, other = (len(p.findall(text)) for p in (_HAN, _KANA, _HANGUL, _OTHER))
    weight = _LETTERS_PER_SYLLABIC * (han + kana + hangul) + other
    if weight <= latin:
        return None
    sure = weight / (weight + latin)
    if other < han + kana + hangul:
        if hangul > han + kana:
            return "ko", sure
        return ("ja" if kana > 0.1 * han else "zh"), sure
    code, _ = _by_letters(_LATIN.sub("", text))
    return ("und" if code == "en" else code), sure


def _by_letters(text: str) -> tuple[str, float]:
    """CLD3's answer; ``en`` where it is not sure or answers with a romanised script, as it does for slang."""
    found = _identifier().FindLanguage(text.encode("utf-8", "ignore").decode("utf-8"))
    if not found.is_reliable or found.language.endswith("-Latn"):
        return "en", 0.0
    return {"iw": "he"}.get(found.language, found.language), float(found.probability)


@cache
def _identifier() -> Any:
    from gcld3 import NNetLanguageIdentifier  # type: ignore[import-untyped]

    return NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=SAMPLE)
