"""English passes, however short or full of foreign titles; other languages are refused by name."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeup import language
from closeup.errors import NotEnglish
from closeup.language import NAMES, SAMPLE, detect, require_english

ENGLISH = [
    "Great",
    "BORING",
    "Masterful.",
    "Overlong",
    "Meh!",
    "Unmissable, unforgettable, unhurried",
    "TWO STARS. OVERLONG AND LOUD.",
    "a must-see .",
    "pure kitsch",
    "10/10",
    "★★★★",
    "winsome , wry , wonderful .",
    "Brash, bloated, bewildering, bombastic nonsense.",
    "Amélie is a delight",
    "La Haine still burns.",
    "La La Land is a mess",
    "Das Boot: claustrophobia perfected.",
    "Les Parapluies de Cherbourg? Sublime.",
    "Une femme est une femme is minor Godard.",
    "La Dolce Vita: a feast",
    "Nosferatu, eine Symphonie des Grauens remains the one to beat.",
    "Bergman's Det sjunde inseglet and Tarkovsky's Zerkalo in one week: I need to lie down.",
    "Penélope Cruz, Lola Dueñas, Blanca Portillo, Yohana Cobo: an ensemble to treasure.",
    "Toshiro Mifune, Takashi Shimura, Isao Kimura, Minoru Chiaki, Daisuke Kato, Seiji Miyaguchi",
    "千と千尋の神隠し (Spirited Away) has lost none of its strangeness in twenty years.",
    "Тарковский's Сталкер is slow the way tides are slow.",
    "“Tu n'as rien vu à Hiroshima. Rien.” The line opens the film, and nothing that follows "
    "lets the lovers, or us, forget it. Resnais cuts from skin to ash and asks what is left to see.",
    "« Le cinéma, c'est l'écriture moderne dont l'encre est la lumière », disait Cocteau. I thought of that "
    "all through Varda's documentary, which writes with whatever light it can find and throws nothing away.",
    "Almodóvar's Todo sobre mi madre, Hable con ella, La mala educación and Volver are all here, in the "
    "kitchen, in the red, in the women who outlive their men.",
    "the plot , such as it is , creaks ; the leads do not .",
]

FOREIGN = {
    "fr": "Le film avance à petits pas, mais chaque plan compte. La mise en scène ne force jamais l'émotion, "
    "et les deux actrices sont remarquables. On sort de la salle un peu étourdi, et très reconnaissant.",
    "de": "Der Film beginnt stark, verliert aber nach einer Stunde jedes Tempo. Die Kamera ist großartig, "
    "das Drehbuch leider nicht, und am Ende bleibt wenig mehr als ein hübsches Bilderbuch.",
    "es": "Una película sencilla y honda, con dos actores en estado de gracia. El guion no siempre acierta, "
    "pero la directora sabe mirar a sus personajes sin juzgarlos, y eso ya es mucho.",
    "it": "Un film che parte bene e poi si perde per strada. La regia è elegante, gli attori sono bravi, ma "
    "la sceneggiatura non sa che cosa vuole dire e il finale arriva troppo tardi.",
    "pt": "Um filme bonito e cansado ao mesmo tempo. A fotografia é um espanto, mas o roteiro não sabe o que "
    "fazer com os seus personagens, e a última meia hora parece não acabar nunca.",
    "nl": "De film is te lang en toch had ik hem niet willen missen. Het spel van de twee zussen is "
    "prachtig, al weet de regisseur niet altijd waar hij met zijn verhaal naartoe wil.",
    "pl": "To jest film, który długo się rozkręca, ale nie wypuszcza widza do ostatniej minuty. Zdjęcia są "
    "znakomite, a główna aktorka gra tak, że trudno oderwać od niej wzrok.",
    "ru": "Фильм начинается как комедия, а заканчивается почти трагедией. Режиссёр не боится пауз, и актёры "
    "ему за это благодарны. Один из лучших фильмов года.",
    "zh": "影片的前半段节奏很慢，但结尾的力量让人久久不能平静。两位主演的表演非常出色，摄影也值得称赞。",
    "ja": "前半はやや退屈だが、後半の展開には圧倒された。主演の二人の演技が素晴らしく、音楽も心に残る。",
    "ko": "영화의 전반부는 느리지만 마지막 장면은 오래도록 잊히지 않는다. 두 배우의 연기가 훌륭하다.",
    "sv": "Filmen är vacker att se på, men den har inte mycket att säga. Det som räddar kvällen är de två "
    "huvudrollerna, och musiken som ligger kvar länge efter eftertexterna.",
    "tr": "Film yavaş başlıyor ama son yarım saatte seyirciyi tamamen ele geçiriyor. Oyuncular çok başarılı, "
    "görüntü yönetimi ise yılın en iyilerinden biri.",
    "fi": "Elokuva alkaa hitaasti, mutta viimeinen puolituntinen palkitsee kärsivällisen katsojan. "
    "Näyttelijät tekevät hienoa työtä ja kuvaus hengästyttää.",
    "el": "Η ταινία ξεκινά αργά, αλλά το τελευταίο μισάωρο αποζημιώνει τον θεατή. "
    "Οι ηθοποιοί είναι εξαιρετικοί.",
    "he": "הסרט מתחיל לאט אבל מסתיים בעוצמה רבה. השחקנים נהדרים והצילום מרהיב.",
}

SHORT_FOREIGN = [
    ("Um belo trabalho de Sônia Braga, como sempre.", "Portuguese"),
    ("Un drama que no emociona y una comedia que no hace reír.", "Spanish"),
    ("Ein Film, der nicht weiß, was er will.", "German"),
    ("Un film qui ne manque pas de charme.", "French"),
    ("傑作だ。", "Japanese"),
    ("Это шедевр, и точка.", "Russian"),
]


@pytest.mark.parametrize("text", ENGLISH, ids=lambda text: text[:30])
def test_english_passes_however_short_or_full_of_foreign_names(text: str) -> None:
    require_english(text)


@pytest.mark.parametrize("text", ENGLISH, ids=lambda text: text[:30])
def test_english_passes_in_capitals_and_in_lower_case(text: str) -> None:
    require_english(text.upper())
    require_english(text.lower())


@pytest.mark.parametrize(("code", "text"), FOREIGN.items(), ids=FOREIGN)
def test_a_review_in_another_language_is_refused_by_name(code: str, text: str) -> None:
    assert detect(text)[0] == code
    with pytest.raises(NotEnglish, match=NAMES[code]):
        require_english(text)


@pytest.mark.parametrize(("code", "text"), FOREIGN.items(), ids=FOREIGN)
def test_english_titles_and_names_do_not_carry_a_foreign_review_through(code: str, text: str) -> None:
    titled = "The Lord of the Rings. " + text + " Christopher Nolan, Emma Thomas, Hans Zimmer."
    with pytest.raises(NotEnglish, match=NAMES[code]):
        require_english(titled)


@pytest.mark.parametrize(("text", "name"), SHORT_FOREIGN)
def test_one_clear_foreign_sentence_is_refused(text: str, name: str) -> None:
    with pytest.raises(NotEnglish, match=name):
        require_english(text)


@pytest.mark.parametrize(("code", "text"), FOREIGN.items(), ids=FOREIGN)
def test_a_foreign_quotation_inside_an_english_review_passes(code: str, text: str) -> None:
    english = (
        "I saw it twice, once alone and once with my father, who slept through the first half and wept "
        "through the second. That is about the size of it: a film that makes you wait and then makes you "
        "glad that you did. The two leads carry it, and the score knows when to leave them be. "
    )
    require_english(f"{english}“{text[:90]}” {english}")


def test_a_long_review_that_opens_in_french_is_judged_by_its_middle_too() -> None:
    english = "It is the kind of film that you carry home with you and that will not let you sleep. " * 80
    require_english(FOREIGN["fr"] * 8 + english)


def test_the_stated_language_decides_only_where_the_text_cannot() -> None:
    with pytest.raises(NotEnglish, match="Swedish"):
        require_english("Mästerligt", stated="sv-SE")
    require_english("Amélie is a delight and the best thing that you will see.", stated="fr")
    require_english("Masterful.", stated="en-GB")
    require_english("4/5", stated="fr")
    with pytest.raises(NotEnglish, match="German"):
        require_english(FOREIGN["de"], stated="en")


def test_a_language_without_a_name_is_told_by_its_code() -> None:
    with pytest.raises(NotEnglish, match="'xx'"):
        require_english("Zzyzx", stated="xx")


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_has_a_language_and_a_confidence(text: str) -> None:
    code, confidence = detect(text)
    assert code
    assert 0 <= confidence <= 1
    assert detect(text) == (code, confidence)


def test_a_long_text_costs_no_more_than_its_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    review = "The camera holds on her face until the joke has died and something is born. " * 12_000
    looked_at = []

    class Words:
        def findall(self, text: str) -> list[str]:
            looked_at.append(len(text))
            return text.split()

    monkeypatch.setattr(language, "_WORD", Words())
    assert detect(review)[0] == "en"
    assert looked_at == [SAMPLE + 1]


def test_clear_english_and_clear_french_are_told_without_loading_the_library() -> None:
    script = (
        "import sys; from closeup.language import detect; "
        f"detect({ENGLISH[-4]!r}); detect({FOREIGN['fr']!r}); assert 'gcld3' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
