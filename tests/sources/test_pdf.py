"""PDFs come out as a person reads them, and what cannot be read says why."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pytest
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from closeup.errors import BrokenFile, EmptyText, EncryptedFile, InputError, NoTextLayer, TooLarge, TooSlow
from closeup.sources.pdf import MAX_PAGES, read_pdf
from closeup.sources.people import is_person

OPENING = (
    "There are films that ask to be admired and films that ask to be lived in, and Kelly Reichardt has only "
    "ever made the second kind. First Cow opens with a barge, a dog and a pair of skeletons, in that order, "
    "and takes its time to tell us whose they are."
)
MIDDLE = (
    "John Magaro plays Cookie as a man who has learnt to take up very little room. Orion Lee, as King-Lu, "
    "has ideas enough for two. What they steal is milk; what they make with it is the best argument for "
    "friendship that the western has produced in years, and the funniest."
)
CLOSING = (
    "Christopher Blauvelt shoots in a boxy frame and a mushroom light. Nothing is underlined. When the end "
    "comes it has been lying in front of us for two hours, and it still hurts."
)
PARAGRAPHS = [OPENING, MIDDLE, CLOSING]


class Clipping(FPDF):
    """A press clipping: running header, numbered footer."""

    def header(self) -> None:
        self.set_font("Helvetica", size=9)
        self.set_y(8)
        self.cell(0, 5, f"THE HARBOUR REVIEW | Film | No. {self.page_no()}", align="C")
        self.set_y(25)

    def footer(self) -> None:
        self.set_y(-12)
        self.set_font("Helvetica", size=9)
        self.cell(0, 5, f"- {self.page_no()} -", align="C")


def saved(pdf: FPDF) -> bytes:
    return bytes(pdf.output())


def plain(*paragraphs: str, pdf: FPDF | None = None) -> FPDF:
    pdf = pdf or FPDF()
    pdf.add_page()
    pdf.set_font("Times", size=11)
    for paragraph in paragraphs:
        pdf.multi_cell(0, 5, paragraph, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        pdf.ln(4)
    return pdf


def lines_at(pdf: FPDF, x: float, y: float, lines: list[str], step: float = 5) -> None:
    for number, line in enumerate(lines):
        pdf.text(x, y + number * step, line)


def test_one_column_keeps_its_paragraphs_and_joins_their_lines() -> None:
    review = read_pdf(saved(plain(*PARAGRAPHS)), where="cow.pdf")
    assert review.text == "\n\n".join(PARAGRAPHS)


def test_indented_paragraphs_without_space_between_are_told_apart() -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Times", size=11)
    for paragraph in PARAGRAPHS:
        pdf.multi_cell(0, 5, "        " + paragraph, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    assert read_pdf(saved(pdf), where="cow.pdf").text == "\n\n".join(PARAGRAPHS)


ORDINALS = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight"]


@pytest.mark.parametrize("pages", [2, 3, 8])
def test_running_headers_footers_and_page_numbers_are_left_out(pages: int) -> None:
    pdf = Clipping()
    expected = []
    for number in range(pages):
        told = [f"{ORDINALS[number]} of them. {PARAGRAPHS[(number + n) % 3]}" for n in range(2)]
        expected += told
        plain(*told, pdf=pdf)
    assert read_pdf(saved(pdf), where="cow.pdf").text == "\n\n".join(expected)


def test_a_paragraph_that_runs_over_a_page_stays_one() -> None:
    pdf = Clipping()
    pdf.set_auto_page_break(True, margin=20)
    pdf.add_page()
    pdf.set_font("Times", size=11)
    paragraph = " ".join(PARAGRAPHS * 16)
    pdf.multi_cell(0, 5, paragraph)
    assert pdf.page_no() > 1
    assert read_pdf(saved(pdf), where="cow.pdf").text == paragraph


def test_a_rating_in_the_last_line_of_a_single_page_stays() -> None:
    pdf = plain(*PARAGRAPHS)
    pdf.set_auto_page_break(False)
    pdf.set_y(-20)
    pdf.cell(0, 5, "Rating: 4/5")
    assert read_pdf(saved(pdf), where="cow.pdf").text.endswith("Rating: 4/5")


LEFT = """Reichardt is the most pa-
tient of directors. Her cam-
era waits at the edge of the
clearing for a cow to look up,
and the cow, which has a well-
earned sense of occasion, does.""".splitlines()
RIGHT = """The dialogue is sparse, the
jokes dry. Two men talk of
biscuits as though of gold,
and are right to. Of all her
films it is the one I would
show to a stranger first.""".splitlines()
TWO_COLUMNS = (
    "Reichardt is the most patient of directors. Her camera waits at the edge of the clearing for a cow to "
    "look up, and the cow, which has a well-earned sense of occasion, does.\n\nThe dialogue is sparse, the "
    "jokes dry. Two men talk of biscuits as though of gold, and are right to. Of all her films it is the one "
    "I would show to a stranger first."
)


@pytest.mark.parametrize("by_row", [False, True], ids=["column by column", "row by row"])
def test_two_columns_come_one_after_the_other_with_broken_words_whole(by_row: bool) -> None:
    pdf = Clipping()
    for page in range(2):
        pdf.add_page()
        pdf.set_font("Times", "B", 20)
        pdf.text(20, 40 + page, "Milk and honesty: the best friendship in the west")
        pdf.set_font("Times", size=11)
        if by_row:
            for row, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
                lines_at(pdf, 20, 55 + 5 * row, [left])
                lines_at(pdf, 80, 55 + 5 * row, [right])
        else:
            lines_at(pdf, 20, 55, LEFT)
            lines_at(pdf, 80, 55, RIGHT)
    text = read_pdf(saved(pdf), where="cow.pdf").text
    page = "Milk and honesty: the best friendship in the west\n\n" + TWO_COLUMNS
    assert text == page + "\n\n" + page


def test_three_columns_between_headings_that_span_them() -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Times", size=10)
    columns = [
        [f"column {c} line {n} of the part {{part}}" for n in "abcdef"] for c in ("one", "two", "three")
    ]
    for part, y in (("first", 40), ("second", 110)):
        lines_at(
            pdf,
            20,
            y - 12,
            [f"A heading of the {part} part that runs over every one of the three columns, edge to edge"],
        )
        for x, column in zip((15, 80, 145), columns, strict=True):
            lines_at(pdf, x, y, [line.format(part=part) for line in column])
    text = read_pdf(saved(pdf), where="three.pdf").text
    seen = re.findall(r"heading of the (\w+)|column (\w+) line (\w)", text)
    expected = []
    for part in ("first", "second"):
        expected.append((part, "", ""))
        expected += [("", c, n) for c in ("one", "two", "three") for n in "abcdef"]
    assert seen == expected


def test_a_compound_keeps_its_hyphen_and_a_broken_word_loses_it() -> None:
    lines = """A self-
effacing, ironi-
cally grand film, shot in the Anglo-
American style, with a slow-burn
start and a slow-
burn end, and a blockbuster's budget in a block-
buster's summer.""".splitlines()
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Times", size=11)
    lines_at(pdf, 20, 40, lines)
    assert read_pdf(saved(pdf), where="x.pdf").text == (
        "A self-effacing, ironically grand film, shot in the Anglo-American style, with a slow-burn start "
        "and a slow-burn end, and a blockbuster's budget in a blockbuster's summer."
    )


def test_title_author_and_date_are_taken_where_they_look_like_such() -> None:
    pdf = plain(*PARAGRAPHS)
    pdf.set_title("Milk and honesty")
    pdf.set_author("Noor van Dijk")
    pdf.set_creation_date(datetime(2020, 3, 6, 12, tzinfo=UTC))
    review = read_pdf(saved(pdf), where="cow.pdf")
    assert (review.title, review.critic, review.published) == (
        "Milk and honesty",
        "Noor van Dijk",
        "2020-03-06",
    )


@pytest.mark.parametrize(
    "title", ["Microsoft Word - cow final2.docx", "untitled", "cow_v3.indd", "Document1", "12"]
)
def test_what_programs_write_for_a_title_is_not_one(title: str) -> None:
    pdf = plain(*PARAGRAPHS)
    pdf.set_title(title)
    pdf.set_author("Administrator")
    review = read_pdf(saved(pdf), where="cow.pdf")
    assert review.title is None
    assert review.critic is None


@pytest.mark.parametrize(
    ("name", "person"),
    [("Agnès Varda", True), ("J. Hoberman", True), ("jsmith", False), ("Office User", False),
     ("Canva", False), ("", False),     ("A24 Films LLC", False)],
)  # fmt: skip
def test_a_person_is_told_from_an_account_or_a_firm(name: str, person: bool) -> None:
    assert is_person(name) is person


def test_an_encrypted_pdf_asks_for_one_without_a_password() -> None:
    pdf = plain(OPENING)
    pdf.set_encryption(owner_password="owner", user_password="reader")
    with pytest.raises(EncryptedFile, match=r"^locked\.pdf: .*password"):
        read_pdf(saved(pdf), where="locked.pdf")


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    pdf = plain(OPENING)
    pdf.set_encryption(owner_password="owner")
    assert read_pdf(saved(pdf), where="kept.pdf").text == OPENING


def test_a_pdf_of_pictures_says_that_it_has_no_text() -> None:
    pdf = FPDF()
    for _ in range(2):
        pdf.add_page()
        pdf.image(picture(), x=10, y=10, w=180)
    with pytest.raises(NoTextLayer, match="OCR"):
        read_pdf(saved(pdf), where="scan.pdf")


def picture() -> io.BytesIO:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("L", (40, 60), 200).save(stream, "PNG")
    stream.seek(0)
    return stream


def test_a_pdf_of_blank_pages_is_empty() -> None:
    pdf = FPDF()
    pdf.add_page()
    with pytest.raises(EmptyText):
        read_pdf(saved(pdf), where="blank.pdf")


@pytest.mark.parametrize("keep", [0, 4, 200])
def test_a_pdf_cut_short_is_broken(keep: int) -> None:
    with pytest.raises(BrokenFile, match=r"cut\.pdf"):
        read_pdf(saved(plain(*PARAGRAPHS))[:keep], where="cut.pdf")


def test_damage_anywhere_is_read_or_refused_but_never_a_crash() -> None:
    whole = saved(plain(*PARAGRAPHS))
    for place in range(0, len(whole), 97):
        damaged = whole[:place] + b"\xff\x00(<<" + whole[place + 5 :]
        try:
            assert read_pdf(damaged, where="x.pdf").text
        except InputError as error:
            assert error.where == "x.pdf"  # noqa: PT017


def test_the_page_limit_holds() -> None:
    pdf = FPDF()
    pdf.set_font("Times", size=11)
    for number in range(MAX_PAGES):
        pdf.add_page()
        pdf.set_y(100 + number % 50)
        pdf.cell(0, 5, "One line a page.")
    assert read_pdf(saved(pdf), where="long.pdf").text
    pdf = FPDF()
    for _ in range(MAX_PAGES + 1):
        pdf.add_page()
    with pytest.raises(TooLarge, match=r"201 pages.*200"):
        read_pdf(saved(pdf), where="long.pdf")


def test_more_text_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("closeup.sources.pdf.MAX_BYTES", 1_000)
    with pytest.raises(TooLarge, match="1,000"):
        read_pdf(saved(plain(*PARAGRAPHS * 8)), where="dense.pdf")


def test_a_document_past_its_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("closeup.sources.pdf.MAX_SECONDS", -1.0)
    with pytest.raises(TooSlow):
        read_pdf(saved(plain(OPENING)), where="slow.pdf")
