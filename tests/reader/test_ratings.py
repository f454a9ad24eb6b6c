"""Stated ratings: the notations, where a text states one, and what only looks like one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.reader.ratings import find_rating, parse_rating, settle_scale

# printed, value, scale, score
PRINTED: list[tuple[str, float | None, float | None, float | None]] = [
    # fractions
    ("3/5", 3, 5, 60),
    ("8/10", 8, 10, 80),
    ("3.5 out of 4", 3.5, 4, 87.5),
    ("60/100", 60, 100, 60),
    ("0.5/5", 0.5, 5, 10),
    ("3,5/5", 3.5, 5, 70),
    ("8 / 10", 8, 10, 80),
    ("four out of five", 4, 5, 80),
    ("4 of 5", 4, 5, 80),
    ("seven out of ten", 7, 10, 70),
    ("3.0/4", 3, 4, 75),
    ("3/6", 3, 6, 50),
    ("6/8", 6, 8, 75),
    ("15/20", 15, 20, 75),
    ("2.4/5", 2.4, 5, 48),
    ("3½/5", 3.5, 5, 70),
    ("3 1/2 / 4", 3.5, 4, 87.5),
    ("½/5", 0.5, 5, 10),
    ("3.5/4 stars", 3.5, 4, 87.5),
    ("4/5 stars", 4, 5, 80),
    ("3 stars out of 4", 3, 4, 75),
    ("3 out of a possible 5", 3, 5, 60),
    ("three and a half stars out of four", 3.5, 4, 87.5),
    ("Rating: 3/5", 3, 5, 60),
    ("(3/5)", 3, 5, 60),
    ("1/4", 1, 4, 25),
    ("5.5/5", 5.5, 5, 100),
    ("3/2", 3, 2, None),
    # stars
    ("★★★☆☆", 3, 5, 60),
    ("★★★☆", 3, 4, 75),
    ("★★★½☆", 3.5, 5, 70),
    ("★ ★ ☆ ☆ ☆", 2, 5, 40),
    ("★★★½", 3.5, None, None),
    ("★★★★½", 4.5, 5, 90),
    ("★★★★★", 5, 5, 100),
    ("★★★ out of ★★★★", 3, 4, 75),
    ("★★★/5", 3, 5, 60),
    ("✮✮✮✩✩", 3, 5, 60),
    ("⭐⭐⭐", 3, None, None),
    ("⭐️⭐️⭐️/5", 3, 5, 60),
    ("☆☆☆☆", 4, None, None),
    ("***1/2", 3.5, None, None),
    ("*** 1/2", 3.5, None, None),
    ("*** 1/2 out of ****", 3.5, 4, 87.5),
    ("***½ (out of four)", 3.5, 4, 87.5),
    ("** out of *****", 2, 5, 40),
    ("**/****", 2, 4, 50),
    ("*****", 5, 5, 100),
    ("½", 0.5, None, None),
    ("1/2", 0.5, None, None),
    ("1/2 star", 0.5, None, None),
    ("half a star", 0.5, None, None),
    ("4 stars", 4, None, None),
    ("3 1/2 stars", 3.5, None, None),
    ("2-1/2 stars", 2.5, None, None),
    ("three and a half stars", 3.5, None, None),
    ("5 stars", 5, 5, 100),
    ("four-and-a-half stars", 4.5, 5, 90),
    ("8 stars", 8, 10, 80),
    ("zero stars", 0, None, 0),
    ("no stars", 0, None, 0),
    # letters
    ("A+", None, None, 100),
    ("A", None, None, 100),
    ("A-", None, None, 91),
    ("B+", None, None, 83),
    ("B", None, None, 75),
    ("B−", None, None, 67),
    ("C–", None, None, 42),
    ("C-", None, None, 42),
    ("D+", None, None, 33),
    ("F", None, None, 0),
    ("F-", None, None, 0),
    ("B plus", None, None, 83),
    ("A minus", None, None, 91),
    ("c+", None, None, 58),
    ("Grade: B+", None, None, 83),
    # the rest
    ("80%", 80, 100, 80),
    ("80 %", 80, 100, 80),
    ("85 percent", 85, 100, 85),
    ("two thumbs up", None, None, 90),
    ("thumbs up", None, None, 75),
    ("thumbs down", None, None, 25),
    ("Two thumbs way down", None, None, 20),
    ("👍", None, None, 75),
    ("fresh", None, None, 75),
    ("Rotten", None, None, 40),
    ("Recommended", None, None, 75),
    ("Highly recommended", None, None, 85),
    ("7.5", 7.5, None, None),
    ("8", 8, None, None),
    ("3½", 3.5, None, None),
    ("3 1/2", 3.5, None, None),
    ("a perfect ten", 10, 10, 100),
    ("two point five out of five", 2.5, 5, 50),
]

NOT_PRINTED = [
    "",
    "  ",
    "R",
    "PG-13",
    "T",
    "N",
    "1-5",
    "n/a",
    "unrated",
    "9/11/2001",
    "see below",
    "—",
    "two films",
]

# a text in which [[the rating]] is marked, and its score
STATED: list[tuple[str, float | None]] = [
    ("A lean, mean thriller that never lets go.\n\nRating: [[3/5]]", 60),
    ("Grade: [[B+]]\n\nDenis Villeneuve makes the desert the star of Dune.", 83),
    ("Heat still hums three decades on.\nMy rating: [[9/10]].", 90),
    ("Score: [[85/100]]\nThe set pieces in Fury Road remain unmatched.", 85),
    ("Verdict: [[4 out of 5]]. Go for Frances McDormand, stay for the snow.", 80),
    ("Pleasant enough, forgotten by supper. I give it [[6/10]] because the dog is good.", 60),
    ("I'd give this film [[three and a half stars out of four]].", 87.5),
    ("It is long, it is loud, and I loved it. [[8/10]]", 80),
    ("[[7/10]]\nBong Joon Ho's Okja is a strange beast, tender and loud by turns.", 70),
    ("Laura (1944) [[***1/2]]\nOtto Preminger's mystery is all smoke and silk.", None),
    ("Gene Tierney haunts every frame.\n\n[[★★★★☆]]", 80),
    ("[[★★½ out of ★★★★]] — a middling caper that George Clooney nearly saves.", 62.5),
    ("Rating: [[** out of ****]]. 92 mins. PG for thematic elements.", 50),
    ("Final score: [[7.5/10]]", 75),
    ("Story: 7/10, Acting 8/10, Overall: [[7.5/10]]", 75),
    ("Acting: 9/10\nMusic: 6/10\nOverall rating: [[8/10]]", 80),
    ("The plot is thin but the mood is thick. I rate it [[7 out of 10]].", 70),
    ("Nothing here works, and nobody seems to mind. Grade: [[D-]]", 16),
    ("Grade: [[C−]] A shrug of a sequel.", 42),
    ("The final hour drags, so I give it a [[B minus]] and no more.", 67),
    ("I give Zodiac [[four stars]].", None),
    ("On a scale of 1 to 10, I give it a [[7]].", 70),
    ("I would call it a [[9 on a scale of 1 to 10]].", 90),
    ("I give it a [[7]].", None),
    ("All in all I'd give the movie an [[8]], mostly for Toni Collette.", None),
    ("I give it a perfect [[10]]!", 100),
    ("Two hours of my life gone. [[0/10]]", 0),
    ("[[Zero stars]]. Burn the negative.", 0),
    ("[[11/10]], would cry again.", 100),
    ("Paddington 2 made a cynic of sixty weep. [[10/10]]", 100),
    ("My husband slept through it. I did not. [[Two thumbs up]]!", 90),
    ("Rating: [[85%]]", 85),
    ("I give it [[90%]].", 90),
    ("A tidy little ghost story, well acted and short.\n\n[[B+]]", 83),
    ("A tidy little ghost story, well acted and short. [[A-]]", 91),
    ("The best scene is the first, and it is downhill from there. [[2.5/5]]", 50),
    ("Tilda Swinton plays three roles and wins in all of them. [[4.5 stars]]", 90),
    ("[[Four out of five stars]]. Kelly Reichardt's quietest film speaks loudest.", 80),
    ("Despite its 7.9 on IMDb, I give it [[4/10]].", 40),
    ("The critics gave it 90%, but my rating is [[2/5]].", 40),
    ("I gave the first one 4 stars; this sequel gets [[2 out of 5]].", 40),
    ("The original gets 9/10. This remake: [[3/10]].", 30),
    ("Solid [[7/10]] film with a wonderful turn by Stephen Root.", 70),
    ("An easy [[8 out of 10]] for me, and my sister agrees.", 80),
    ("It deserves [[5/5]] and an audience to match.", 100),
    ("Honest, warm and a little too neat ([[3.5/5]]).", 70),
    ("**Rating:** [[7/10]]", 70),
    ("RATING: [[*** out of *****]]", 60),
    ("[[Thumbs down]]. Adam McKay has done better and knows it.", 25),
    ("Saw this on 4/5/2001 in a packed house. [[6/10]]", 60),
    ("It runs 24/7 on cable and earns it. Rating: [[4/5]]", 80),
    ("District 9 is a mongrel and a marvel. My score: [[9/10]]", 90),
    ("Apollo 13 knows what a countdown is for. I give it [[3½ stars out of 4]].", 87.5),
    ("Fellini's 8½ rewards patience. Grade: [[A]]", 100),
    ("21 Grams weighs more than it should. [[6/10]]", 60),
    ("Se7en never blinks. [[9.5/10]].", 95),
    ("Story: 6/10. Acting: 8/10. Final verdict: [[7/10]]", 70),
    ("I'd rate this movie a [[2 out of 10]], and the 2 is for the cat.", 20),
    ("Vote: [[6/10]]", 60),
    ("A waste of John Hawkes. I give this one [[one star out of five]].", 20),
    ("If I were feeling kind: [[2/4]]", 50),
    ("So there you have it: [[seven out of ten]].", 70),
    ("Amy Adams carries the thing on her back. I'm giving it [[three stars out of five]].", 60),
    ("Score: [[3,5/5]]", 70),
    ("Rating [[6.5/10]] and worth a rental.", 65),
    ("Stars: [[4/5]]", 80),
    ("My grade: [[A+]]\nSeen at the Castro with an organ prelude.", 100),
    ("Overall, [[6/10]]: watchable, no more.", 60),
    ("[[Five stars (out of five)]]. Nothing to add.", 100),
    ("I give A Chinese Ghost Story [[7/10]].", 70),
    ("An above average shocker from Mary Lambert, [[7/10]].", 70),
    ("Whatever the poster says, this is [[1/10]] stuff.", 10),
    (
        "Robert Altman juggles two dozen people and drops none.\n[[5/5]] stars".replace(
            "]] stars", " stars]]"
        ),
        100,
    ),
    ("It has a B movie's budget and an A-list cast, and I give it a [[B]].", 75),
    ("Verdict: [[Recommended]]", 75),
    ("Verdict: [[not recommended]].", 30),
    ("Rating: [[★★★½☆]]", 70),
    ("A friend gave it 9/10; I say [[6/10]].", 60),
    ("[[½ star out of four]]: the half is for the costume budget.", 12.5),
]

# texts in natural sentences in which nothing is the critic's rating of the film
TRAPS = [
    "The shadow of 9/11 falls over every frame of Paul Greengrass's United 93.",
    "I first saw it on 4/5/2001, in a basement in Leeds.",
    "The film opened on 4/10 and closed within the week.",
    "The newsroom in Spotlight runs 24/7, and so do its reporters.",
    "50/50 finds more laughs in a hospital than most comedies find in a bar.",
    "Joseph Gordon-Levitt is wonderful in 50/50, which Will Reiser wrote from life.",
    "7 out of 10 dentists would walk out of Marathon Man.",
    "Seven out of ten viewers will guess the twist; the rest will be asleep.",
    "Apollo 13 turns a slide rule into an action prop.",
    "District 9 uses its budget the way a pickpocket uses a crowd.",
    "Fellini's 8½ is a film about not making a film.",
    "Se7en rains from the first reel to the last.",
    "21 Grams shuffles its scenes like a deck of cards.",
    "The heist comes about 2/3 of the way in, and 3/4 of the cast are gone by then.",
    "He owns half of 1/2 of a bakery, and that is the plot.",
    "I gave the first one 4 stars.",
    "I gave the original 9/10 and stand by it.",
    "The first film, which I gave 4/5, had jokes.",
    "IMDb has it at 7.9/10, which tells you about IMDb.",
    "It sits at 90% on the aggregator as I write.",
    "Rotten Tomatoes gives it 93%.",
    "Users on Letterboxd rate it 4.1 out of 5.",
    "Roger Ebert gave it four stars out of four.",
    "My husband gave it 9/10.",
    "Most critics gave it five stars out of five.",
    "It has an average rating of 6.1/10 from the public.",
    "Rated PG-13 for a single well-placed word.",
    "Rating: R for violence.",
    "Rating: PG-13",
    "Rated R, and it works for it.",
    "Certificate: 15. Running time: 104 minutes.",
    "Rating: 18 for strong language.",
    "The whole thing plays out in a 4-star hotel with a 2-star kitchen.",
    "George C. Scott plays a five-star general who has read too much Tacitus.",
    "A three-star chef loses his temper and his knives.",
    "It is a grade-B movie with grade-A ambitions.",
    "This is a proud B movie, and John Carpenter made it in four weeks.",
    "The A-list cast is wasted on C-list jokes.",
    "C-3PO gets the last word, as usual.",
    "What this script needs is vitamin C and a nap.",
    "Robert Richardson shoots it in a wide 2.35:1 that suits the plains.",
    "Shot for 16/9 screens, it looks cramped in a theatre.",
    "The restored print is in 4/3 and looks superb.",
    "Only 3 of the 5 leads can sing.",
    "It is one of the 10 best films of its year.",
    "I am 100% sure that the butler was miscast.",
    "90% of the film takes place in a lift.",
    "Daniel Day-Lewis gives 110% in every scene.",
    "Acting: 8/10",
    "Story: 7/10, Acting: 8/10",
    "I'd give the soundtrack 9/10, and the rest my pity.",
    "8/10 for the costumes alone.",
    "A for effort, then, and little else.",
    "I give it an A for effort.",
    "The film's two stars never share a frame.",
    "Its three stars look tired.",
    "With four stars of this calibre one expects sparks.",
    "She was one of the biggest stars of 1944.",
    "Nine times out of ten the bus comes late, and so does the plot.",
    "One out of five scenes is in focus.",
    "Give it a chance and it may surprise you.",
    "I give it two minutes before the first explosion.",
    "Give this one a miss.",
    "The ending gives it away in the first ten minutes.",
    "My hard drive holds part 3/4 and part 4/4 of the director's cut.",
    "Episode 4/10 is where the series wakes up.",
    "The score by Bernard Herrmann is a wonder.",
    "The score is in 4/4 time until it is not.",
    "She was in 8th grade when she saw it, and I was in grade 5.",
    "He has 20/20 vision and cannot see what is in front of him.",
    "**Spoilers** follow, so stop here.",
    "What the f*** was that ending?\n\n***\n\nMore next week.",
    "Thumbs up to the stunt crew, who earn their keep.",
    "The rule of thumb is simple: no dogs die in a Pixar film.",
    "I would have given it 9/10 if the last act had been cut.",
    "How anybody could give this 10 out of 10 is a mystery.",
    "Don't give it 10 out of 10 for bravery; give it time.",
    "Whoever gave this 9/10 was paid.",
    "It takes place at 5 to 9, or 9 to 5, depending on the reel.",
    "They meet on Route 4/5 outside Barstow.",
    "Rating systems are a bore, and stars are worse.",
    "There are 10 reasons to see it and Ruth Gordon is 9 of them.",
    "Catch-22 is a hard book to film, and Mike Nichols nearly did.",
    "12 Angry Men needs one room. 12 Monkeys needs several centuries.",
    "The jury splits 6/6 before lunch.",
    "Plan B is a company, a plan and, here, an excuse.",
    "He plays Malcolm X. She plays Madame X. Nobody plays a person.",
    "The year is 1984; the budget is $3/4 million.",
    "",
    "No rating of any kind is to be found in this sentence.",
]


@pytest.mark.parametrize(("printed", "value", "scale", "score"), PRINTED, ids=[row[0] for row in PRINTED])
def test_a_printed_rating_is_read(
    printed: str, value: float | None, scale: float | None, score: float | None
) -> None:
    stated = parse_rating(printed)
    assert stated is not None
    assert stated.span is None
    assert stated.text == printed
    assert (stated.value, stated.scale, stated.score) == pytest.approx((value, scale, score))


@pytest.mark.parametrize("printed", NOT_PRINTED)
def test_what_is_no_rating_is_not_read_as_one(printed: str) -> None:
    assert parse_rating(printed) is None


@pytest.mark.parametrize(("marked", "score"), STATED, ids=[row[0][:50] for row in STATED])
def test_the_rating_that_a_text_states_is_found_where_it_stands(marked: str, score: float | None) -> None:
    start, end = marked.index("[["), marked.index("]]") - 2
    text = marked.replace("[[", "").replace("]]", "")
    stated = find_rating(text)
    assert stated is not None
    assert stated.text == text[start:end]
    assert stated.span == (start, end)
    assert stated.score == (None if score is None else pytest.approx(score))


@pytest.mark.parametrize("text", TRAPS, ids=[text[:50] for text in TRAPS])
def test_what_only_looks_like_a_rating_is_passed_over(text: str) -> None:
    assert find_rating(text) is None


@pytest.mark.parametrize("text", TRAPS, ids=[text[:50] for text in TRAPS])
def test_a_trap_in_the_middle_does_not_hide_the_rating_at_the_end(text: str) -> None:
    whole = f"Where to begin.\n\n{text}\n\nRating: 3/5"
    stated = find_rating(whole)
    assert stated is not None
    assert stated.span == (len(whole) - 3, len(whole))


@pytest.mark.parametrize(
    ("printed", "critic_scale", "score"),
    [
        ("3", 4, 75),
        ("8", 10, 80),
        ("★★★½", 4, 87.5),
        ("***1/2", 5, 70),
        ("4 stars", 5, 80),
        ("85", 100, 85),
        ("8", 5, None),
        ("3 stars", 100, None),
        ("3/5", 4, 60),
        ("B+", 4, 83),
    ],
)
def test_the_critics_scale_settles_what_the_mark_leaves_open(
    printed: str, critic_scale: float, score: float | None
) -> None:
    stated = parse_rating(printed, critic_scale=critic_scale)
    assert stated is not None
    assert stated.score == score


def test_the_critics_scale_settles_a_bare_number_in_a_text() -> None:
    stated = find_rating("Slow, but never dull. I give it a 7.", critic_scale=10)
    assert stated is not None
    assert (stated.value, stated.scale, stated.score) == (7, 10, 70)


@pytest.mark.parametrize(
    ("printed", "scale"),
    [
        (["3/4", "2.5/4", "3"], 4),
        (["3/5", "2/5", "4.5"], 5),
        (["7", "8", "4"], 10),
        (["85", "40"], 100),
        (["3/4", "2/4", "7"], 10),
        (["3/4", "3/5", "3"], None),
        (["3", "2", "4"], None),
        (["4", "5"], None),
        (["4", "5", "3", "2", "4.5", "1", "3.5", "4"], 5),
        (["B+", "C", "A-"], None),
        (["90%", "80%", "3"], None),
        ([], None),
        (["R", "", "n/a"], None),
    ],
)
def test_a_critics_other_ratings_settle_the_scale_or_nothing_does(
    printed: list[str], scale: float | None
) -> None:
    assert settle_scale(printed) == scale


def test_a_labelled_mark_goes_before_one_that_is_given_or_stands_alone() -> None:
    text = "10/10 for nerve!\nI give it 6/10 on a good day.\nRating: 4/10\nSee you next week."
    stated = find_rating(text)
    assert stated is not None
    assert stated.text == "4/10"


_SOUP = st.lists(
    st.sampled_from(
        [
            *("Rating: ", "Grade: ", "I give it ", "Overall ", "perfect ", "the first one ", "IMDb "),
            *(
                "3/5",
                "8",
                "½",
                "¾",
                "★★★",
                "***",
                "1/2",
                "ten",
                "B+",
                "A",
                "９/10",
                "two thumbs up",
                "/",
                "%",
            ),
            *(" out of ", "of", " stars", "for the acting", "on a scale of 1 to 10", "ſ", "İ"),
            *(" ", "\n", ".", ",", "-", "(", ")"),
        ]
    ),
    max_size=30,
).map("".join)


@given(st.one_of(st.text(), _SOUP), st.sampled_from([None, 4.0, 5.0, 10.0, 100.0]))
def test_any_text_gives_a_verbatim_span_and_a_score_in_range_or_nothing(
    text: str, critic_scale: float | None
) -> None:
    stated = find_rating(text, critic_scale=critic_scale)
    if stated is not None:
        assert stated.span is not None
        assert text[stated.span[0] : stated.span[1]] == stated.text != ""
        assert stated.score is None or 0 <= stated.score <= 100
    printed = parse_rating(text, critic_scale=critic_scale)
    assert printed is None or printed.score is None or 0 <= printed.score <= 100
    settle_scale([text, text])


@given(
    st.sampled_from([4, 5, 6, 10, 100]).flatmap(
        lambda scale: st.tuples(st.just(scale), st.integers(0, 2 * scale).map(lambda halves: halves / 2))
    ),
    st.sampled_from(["{}/{}", "{} out of {}", "{} / {}", "{}/{} stars"]),
    st.sampled_from(["{:g}", "{:.1f}", "comma"]),
)
def test_a_fraction_reads_back_as_its_value_over_its_scale(
    mark: tuple[int, float], form: str, digits: str
) -> None:
    scale, value = mark
    number = f"{value:.1f}".replace(".", ",") if digits == "comma" else digits.format(value)
    printed = form.format(number, scale)
    for stated in (parse_rating(printed), find_rating(f"A fine piece of work.\nRating: {printed}")):
        assert stated is not None
        assert stated.text == printed
        assert stated.score == pytest.approx(100 * value / scale)


_PIECES = [
    *("1", "*", "/", "★", "☆★", "½", "(", " ", "\n", "9.", "3/5 ", "1/2 ", "* ", "*1/2 ", "A- ", "a b "),
    *("give ", "give it a ", "rating: ", "rating ", "stars ", "one stars ", "out of ", "10 out of 10 "),
    *("and a half ", "three and a half ", "thumbs up ", "the first ", "scale of 1 to 10 ", "imdb ", "story "),
    *("would have ", "I give it a 7 ", "acting: 3/5 "),
]


@pytest.mark.parametrize("piece", _PIECES)
def test_long_adversarial_texts_take_time_in_proportion(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    start = time.process_time()
    find_rating(text)
    parse_rating(text)
    assert time.process_time() - start < 5


def test_a_long_plain_review_takes_milliseconds() -> None:
    paragraph = (
        "The second act lingers in the harbour, where Ida Lupino's camera finds the faces that the "
        "screenplay forgets. It was made in 1950, in eighteen days, and one out of every three shots "
        "is a gift: the stars above the pier, the rated hulls, the boy who gives away his coat.\n\n"
    )
    text = paragraph * (100_000 // len(paragraph))
    start = time.process_time()
    assert find_rating(text) is None
    assert time.process_time() - start < 0.25
