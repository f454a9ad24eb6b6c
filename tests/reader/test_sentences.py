"""Where sentences begin and end: the cases that film reviews are full of, and what always holds."""

from __future__ import annotations

import textwrap
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.reader.sentences import split_sentences

CASES = {
    # `|` marks where a sentence ends; the rest is the text.
    "plain": "The film drifts.| Nobody steers it.| Who would?| I would!",
    "one sentence without a stop": "a slow burn that never catches",
    # Names and abbreviations
    "initials before a surname": "A. O. Scott admired it.| J.J. Abrams directs.| Samuel L. Jackson glares.",
    "initials without spaces between": "M.F.K. Fisher is quoted twice.| F. Murray Abraham is not.",
    "an initial at the end": "He plays Agent K.| The suit does the rest.",
    "an acronym before a verb": "E.T. remains a marvel.| The L.A. of Chinatown was already gone.",
    "an acronym before a noun": "A U.S. Marshal arrives with J.K. Simmons in tow.",
    "an acronym at the end": "It flopped in the U.S.| The French adored it.",
    "a film called by its acronym": "Spielberg made E.T.| He has not topped it.",
    "Mr. and Mrs.": "Mr. Smith Goes to Washington is Capra's best.| Mr. & Mrs. Smith is not.",
    "Dr.": "Dr. Strangelove still stings.| So does Dr. No, in its way.",
    "a street and a saint": "St. Elmo's Fire and A Nightmare on Elm St. share a year, near enough.",
    "vs.": "Kramer vs. Kramer won the big one.| Godzilla vs. The Thing did not.",
    "No. with a number": "It was the No. 1 film for weeks.| It is No. 9 of mine.",
    "No. as an answer": "Is it fun?| No.| Is it long?| Yes.",
    "Vol. and Pt.": "Kill Bill Vol. 2 talks more.| Hot Shots! Part Deux talks less.",
    "approx. and min.": "It runs approx. 90 min. with credits.| It feels like 200.",
    "Inc. in a title, a verb after": "Monsters, Inc. is a joy.| Food, Inc. was not meant to be one.",
    "Inc. before a new sentence": "I took my son to Monsters, Inc.| He hid for the first half.",
    "Jr. before a verb": "Robert Downey Jr. is Tony Stark.| Cuba Gooding Jr. shouts well.",
    "Jr. before a new sentence": "I blame Robert Downey Jr.| He made it look easy.",
    "etc. before a lower-case word": "The chases, fights etc. are routine.| Skip it.",
    "etc. before a new sentence": "Guns, girls, cars, etc.| Rarely has so much bored so many.",
    "Bros.": "Warner Bros. Discovery shelved it.| The Coen Bros. would have grinned.",
    "i.e. and e.g.": "The usual crew, i.e. Bill Murray, returns.| Some, e.g. Owen Wilson, sit out.",
    "a degree and a rank": "Lt. Ripley meets Sgt. Apone.| Capt. Dallas was long dead.",
    "a month": "It opens Oct. 31 in New York.| Bring a friend.",
    "a.m.": "Scorsese's After Hours starts at 11 p.m. and ends at dawn.| I wanted more.",
    # Titles with stops of their own
    "a question in a title": "Who's Afraid of Virginia Woolf? is a boxing match with ice cubes.",
    "Airplane!": "Airplane! is a joke machine.| Nothing in Airplane! was ever serious.",
    "What's Up, Doc?": "What's Up, Doc? has the best chase in San Francisco.| Bullitt may sulk.",
    "Good Night, and Good Luck.": "Good Night, and Good Luck. was shot in colour and printed grey.",
    "Mother!": "mother! is a panic attack.| Jennifer Lawrence survives it.| Mother! was not for me.",
    "Jeopardy!": "He won on Jeopardy! and lost at love.| White Men Can't Jump knows both.",
    "a title that ends a sentence": "Try Oklahoma!| Then try Moulin Rouge!| Then rest.",
    "dots inside a title": "I watched ...And Justice for All again.| Pacino still shouts.",
    # Dots
    "dots that pause": "It was... fine, I suppose.| Then the movie just… stops.",
    "dots that end": "We wait for a point...| None arrives.| We wait again…| Still none.",
    "dots after a word that cannot end": "It was directed by... Ed Wood himself.",
    "dots at the beginning": "...And then it rained.| On purpose.",
    "dots and a question mark": "Really...?| Who asked for this?!| Nobody!!!",
    # Quotations and brackets
    "a quotation ends the sentence": 'He mutters, "We all go a little mad sometimes."| Perkins means it.',
    "curly quotes": "“You talking to me?”| De Niro improvised it, and said “I’m the only one here.”| Chills.",
    "single quotes": "It ends with 'Nobody's perfect.'| Nobody else is this close.",
    "a quoted question goes on": 'He asks "Is it safe?" until we squirm.| It is not safe.',
    "a quoted cry goes on with its speaker": "\"They're here!\" Heather O'Rourke says.| They are.",
    "a speaker in a pronoun": '"Who\'s there?" I asked the screen.| It did not answer.',
    "sentences inside a quotation": '"Forget it, Jake.| It\'s Chinatown."| The line closes the trap.',
    "a whole sentence in brackets": "The dog dies.| (It always does.)| I wept.| [So did he.]| We left.",
    "an aside in brackets": "The twist (what twist?) lands with a thud (again!) and the lights come up.",
    "a mark alone in brackets": "It stars Cary Grant (!) as a Mock Turtle.| Few noticed (?) at the time.",
    # Ratings, numbers, lists
    "stars, then prose": "★★★½\n|A minor Lubitsch is still a major treat.",
    "asterisks for stars": "***1/2\n|Ozu would have smiled.",
    "a fraction at the end": "A pleasant surprise.| 3.5/4.",
    "a rating after the verdict": "Solid work from Soderbergh.| 7.5/10",
    "a grade line": "I laughed twice.\n\n|Grade: B+",
    "a grade with a stop": "Grade: B.| Tom Courtenay earns it.",
    "decimals and money": "It cost $2.5 million and made 1.3 back.| That is 52.0 percent.",
    "a numbered list": "1. The score.\n|2. The hats.\n|3. Nothing else.",
    "a number opens the sentence": "It drags.| 127 Hours felt shorter.| 10 minutes would do.",
    # Addresses
    "a web address": "More at https://example.com/a.b?c=D.e and www.example.org.| Do not click.",
    "an e-mail address": "Write to j.doe@example.com.| He reads it all.",
    "a site's name": "IMDb.com users disagree.| So does Letterboxd.",
    # Lines
    "a blank line": "No stop here\n\n|and yet a new paragraph",
    "headings and credits": "Directed by: Agnès Varda\n|Starring: Corinne Marchand\n|Cléo waits.",
    "a byline": "Cléo from 5 to 7\n|By A. Reviewer\n|\nParis has never looked so worried.",
    "lower-case credits": "directed by: sam raimi\n|starring: bruce campbell\n|plot: a cabin.",
    "hard-wrapped prose": (
        "The first hour of the picture is nothing but weather and worry, and\n"
        "Kurosawa makes you feel each drop of it.| Then the bandits come over\n"
        "the hill, the film that taught Hollywood to ride draws breath, Mr.\n"
        "Shimura rubs his head, and we run."
    ),
    "one long line that goes on below": "I went in without hope and came out with the\nsilliest grin.| Go.",
    # Sloppy typing
    "no space after a period": "I stayed until the end.|But then it went on.|And on!|Why?|No idea.",
    "a space before the stop, not after": "It went on and on .|The end is nigh.| Go.",
    "no space before a quotation": 'They escape.|"Malefique" is creepy.',
    "initials and names without a space": "St.John and Mr.Ed and J.Lo walk into IMDb.com together.",
    "all lower case": "i loved it.| the cast is great!| but why so long?| dr. jones is mr. cool.",
    "all capitals": "AVOID THIS FILM.| MR. BAY HAS NO SHAME!| THE U.S. ARMY SHOULD SUE.",
    "pre-tokenised": 'the film is good .| but it isn\'t " great . "| why ?| because mr . bean is in it !',
    "a pre-tokenised quotation that opens": 'he is deliciously funny .| " is my goal to laugh ? "| yes .',
    "pre-tokenised initials": "samuel l . jackson and j . j . abrams made it in the u . s . navy .| so ?",
    "pre-tokenised dots": "it was so . . . well , so dull .| i slept .",
    "pre-tokenised brackets": "it is long .| ( so is the wait . )| bring a book .",
    "dashes": "It is a mess — a glorious one — and it knows.| Do you?",
    "a dash after a cry": "The film ends in a -- surprise! -- big prom.| It is 1999.",
    "emoji close their sentence": "Loved it! 🎉🎉| Go see it. 👍🏽| Twice 😂| Amélie forever",
    "a smiley closes its sentence": "Not for me. :)| The kids cheered ;)",
    "emphasis closes its sentence": "It is *not good.*| It is _worse._| Far worse.",
}


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_splits_where_a_reader_would(marked: str) -> None:
    assert pieces(marked.replace("|", "")) == [piece.strip() for piece in marked.split("|")]


REVIEW = """Playtime: Tati builds a city to lose himself in

By M. Reviewer

★★★★

Jacques Tati bankrupted himself to make "Playtime." He built Paris. Not a street of it, not the
corner of some boulevard that Mr. Hulot might cross: a whole grey, glass-walled
town outside Vincennes, with its own power plant... And then he filled it
with people who cannot find the door.

What is it about? Nothing! (Or, if you ask Jonathan Rosenbaum, about everything
you failed to look at the first time.) There is no hero, no plot, no close-up; there
is a restaurant, the Royal Garden, that opens approx. one hour too soon, and that comes apart
tile by tile until it is the best party in the U.S. or Europe. "Why are they
laughing?" my neighbour asked. I could not tell him where to begin.

It runs 124 min. in the 70mm print. It cost Tati his house, his films, etc.
It is worth every franc.But see it big.

Grade: A+
"""

READ = [
    "Playtime: Tati builds a city to lose himself in",
    "By M. Reviewer",
    "★★★★",
    'Jacques Tati bankrupted himself to make "Playtime."',
    "He built Paris.",
    "Not a street of it, not the\ncorner of some boulevard that Mr. Hulot might cross: a whole grey, "
    "glass-walled\ntown outside Vincennes, with its own power plant...",
    "And then he filled it\nwith people who cannot find the door.",
    "What is it about?",
    "Nothing!",
    "(Or, if you ask Jonathan Rosenbaum, about everything\nyou failed to look at the first time.)",
    "There is no hero, no plot, no close-up; there\nis a restaurant, the Royal Garden, that opens approx. "
    "one hour too soon, and that comes apart\ntile by tile until it is the best party in the U.S. or Europe.",
    '"Why are they\nlaughing?" my neighbour asked.',
    "I could not tell him where to begin.",
    "It runs 124 min. in the 70mm print.",
    "It cost Tati his house, his films, etc.",
    "It is worth every franc.",
    "But see it big.",
    "Grade: A+",
]


def test_a_whole_review_reads_as_its_sentences() -> None:
    assert pieces(REVIEW) == READ


# fmt: off
SCRAPS = [
    "Mr. ", "Dr", "U.S.", "A. O. Scott", "the film", "The ", "end", "I", "and", "no", "etc", "é", "10", "B+",
    ".", ". ", "...", "…", " . . . ", "!", "?", "?! ", ",", ":", " - ", "— ", "*", "★", "½",
    "3.5/4", "🎉", ":)", "www.a.org", '"', ' " ', "'", "”", "“", "(", ")", " ) ", "[", "]", " ", "\t",
    "\u00a0", "\u200b", "\n", "\n\n",
]
# fmt: on
TEXTS = st.one_of(st.text(), st.lists(st.sampled_from(SCRAPS), max_size=60).map("".join))


@given(TEXTS)
def test_every_character_but_white_space_is_in_one_trimmed_sentence(text: str) -> None:
    at = 0
    for start, end in split_sentences(text):
        assert at <= start < end <= len(text)
        assert text[at:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        at = end
    assert text[at:].strip() == ""


@given(TEXTS)
def test_a_sentence_split_again_stays_within_itself(text: str) -> None:
    for piece in pieces(text):
        spans = split_sentences(piece)
        assert spans[0][0] == 0
        assert spans[-1][1] == len(piece)


@given(st.lists(TEXTS, max_size=4))
def test_a_blank_line_always_ends_a_sentence(paragraphs: list[str]) -> None:
    for start, end in split_sentences(text := "\n\n".join(paragraphs)):
        lines = text[start:end].split("\n")
        assert all(line.strip() for line in lines)


@pytest.mark.parametrize("width", [60, 72, 80, 100])
def test_hard_wrapping_changes_no_sentence(width: int) -> None:
    paragraphs = [" ".join(paragraph.split()) for paragraph in REVIEW.split("\n\n")]
    wrapped = "\n\n".join(textwrap.fill(paragraph, width, break_on_hyphens=False) for paragraph in paragraphs)
    assert [" ".join(piece.split()) for piece in pieces(wrapped)] == pieces("\n\n".join(paragraphs))


@pytest.mark.parametrize(
    "text", ["a" + " " * 500 + ".The", "I" + "\t" * 900 + '!"She', "(" + " " * 600 + "a.) B"]
)
def test_stops_far_from_any_word_are_read(text: str) -> None:
    assert "".join(pieces(text)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("blank", ["", " ", "\n", "\n \n\t\n"])
def test_blank_text_has_no_sentences(blank: str) -> None:
    assert split_sentences(blank) == []


HOSTILE = [
    ".",
    ". ",
    " . ",
    '." ',
    'a . " ',
    "x!) Tom ",
    "( x!) Tom ",
    "\n",
    "a\n",
    "A. ",
    "xx.Yy",
    "-. ",
    ":) ",
    " ",
]


@pytest.mark.parametrize("scrap", HOSTILE)
def test_hostile_text_takes_time_in_proportion_to_its_length(scrap: str) -> None:
    text = scrap * (200_000 // len(scrap))
    start = time.process_time()
    split_sentences(f"({text}x")
    assert time.process_time() - start < 5
