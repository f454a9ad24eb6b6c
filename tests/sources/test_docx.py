"""Word documents come out paragraph by paragraph, and what cannot be read says why."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from closeup.errors import BrokenFile, EmptyText, EncryptedFile, InputError, TooLarge, UnknownFormat
from closeup.sources.docx import read_docx

FIRST = "Past Lives is a film about the people that we might have been, and it is kinder to them than most."
SECOND = "Greta Lee and Teo Yoo do the hardest thing on screen: they wait for a cab, and we hold our breath."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def written() -> docx.document.Document:
    document = docx.Document()
    document.core_properties.title = ""
    document.add_heading("What the river kept", level=1)
    document.add_paragraph(FIRST)
    document.add_paragraph(SECOND)
    return document


def changed(data: bytes, name: str, content: bytes | None) -> bytes:
    """The document with one part replaced, or left out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        if content is not None:
            new.writestr(name, content)
    return stream.getvalue()


def test_headings_and_paragraphs_come_in_order_between_blank_lines() -> None:
    review = read_docx(saved(written()), where="past.docx")
    assert review.text == f"What the river kept\n\n{FIRST}\n\n{SECOND}"


def test_the_cells_of_a_table_stand_where_the_table_stands() -> None:
    document = docx.Document()
    document.add_paragraph(FIRST)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Director", "Celine Song"
    document.add_paragraph(SECOND)
    review = read_docx(saved(document), where="past.docx")
    assert review.text == f"{FIRST}\n\nDirector\n\nCeline Song\n\n{SECOND}"


def test_headers_footers_and_empty_paragraphs_are_left_out() -> None:
    document = written()
    document.sections[0].header.paragraphs[0].text = "The Harbour Review"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.add_paragraph("  ")
    text = read_docx(saved(document), where="past.docx").text
    assert "Harbour" not in text
    assert "Page 1" not in text
    assert text.endswith(SECOND)


def test_links_and_line_breaks_and_insertions_are_read_and_deletions_and_hidden_text_are_not() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("It is ")
    for inner in (
        "<w:ins {}><w:r><w:t>a quiet </w:t></w:r></w:ins>",
        "<w:del {}><w:r><w:delText>a loud </w:delText></w:r></w:del>",
        "<w:hyperlink {}><w:r><w:t>triumph</w:t></w:r></w:hyperlink>",
        "<w:r {}><w:rPr><w:vanish/></w:rPr><w:t>(check this)</w:t></w:r>",
        "<w:r {}><w:br/><w:t>and a sad one.</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(inner.format(nsdecls("w"))))
    assert read_docx(saved(document), where="x.docx").text == "It is a quiet triumph\nand a sad one."


def test_a_content_control_and_a_text_box_are_read_once() -> None:
    document = docx.Document()
    body = document.element.body
    body.insert(
        0,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>{FIRST}</w:t></w:r></w:p></w:sdtContent>"
            "</w:sdt>"
        ),
    )
    box = "<w:txbxContent><w:p><w:r><w:t>A box.</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body.insert(
        1,
        parse_xml(
            f"<w:p {nsdecls('w')} {mc}><w:r><w:t>{SECOND}</w:t></w:r><w:r><mc:AlternateContent>"
            f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
            "</mc:AlternateContent></w:r></w:p>"
        ),
    )
    assert read_docx(saved(document), where="x.docx").text == f"{FIRST}\n\n{SECOND}\n\nA box."


def test_title_author_and_date_are_the_document_s_own() -> None:
    document = written()
    document.core_properties.title = "What the river kept"
    document.core_properties.author = "Ama Owusu"
    document.core_properties.created = datetime(2023, 6, 2, 9, tzinfo=UTC)
    review = read_docx(saved(document), where="past.docx")
    assert (review.title, review.critic, review.published) == (
        "What the river kept",
        "Ama Owusu",
        "2023-06-02",
    )


def test_what_the_program_writes_is_no_title_author_or_date() -> None:
    document = written()
    review = read_docx(saved(document), where="past.docx")
    assert (review.title, review.critic, review.published) == (None, None, None)


def test_without_a_stated_title_the_paragraph_styled_as_one_is_it() -> None:
    document = docx.Document()
    document.core_properties.title = ""
    document.add_heading("What the river kept", level=0)
    document.add_paragraph(FIRST)
    assert read_docx(saved(document), where="past.docx").title == "What the river kept"


def test_a_document_without_text_is_empty() -> None:
    with pytest.raises(EmptyText):
        read_docx(saved(docx.Document()), where="empty.docx")


def test_a_document_behind_a_password_asks_for_one_without() -> None:
    with pytest.raises(EncryptedFile, match=r"^locked\.docx: .*password"):
        read_docx(OLE + "EncryptedPackage".encode("utf-16-le"), where="locked.docx")


def test_an_old_word_file_says_what_to_save_it_as() -> None:
    with pytest.raises(UnknownFormat, match="save it as DOCX"):
        read_docx(OLE, where="old.doc")


def test_a_zip_archive_and_a_workbook_are_not_documents() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("review.txt", FIRST)
    with pytest.raises(UnknownFormat, match="zip"):
        read_docx(stream.getvalue(), where="reviews.zip")
    data = saved(written())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read("[Content_Types].xml")
    types = types.replace(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main")
    with pytest.raises(UnknownFormat, match="not a Word document"):
        read_docx(changed(data, "[Content_Types].xml", types), where="book.docx")


@pytest.mark.parametrize("keep", [0, 3, 300, 5_000])
def test_a_document_cut_short_is_broken(keep: int) -> None:
    with pytest.raises(BrokenFile, match=r"^cut\.docx"):
        read_docx(saved(written())[:keep], where="cut.docx")


@pytest.mark.parametrize("content", [None, b"", b"<w:document", b"\xff\xfe\x00"])
def test_a_document_with_a_damaged_part_is_broken(content: bytes | None) -> None:
    with pytest.raises(BrokenFile):
        read_docx(changed(saved(written()), "word/document.xml", content), where="bad.docx")


def test_damage_anywhere_is_read_or_refused_but_never_a_crash() -> None:
    whole = saved(written())
    for place in range(0, len(whole), len(whole) // 60):
        try:
            assert read_docx(whole[:place] + b"\xff\x00PK" + whole[place + 4 :], where="x.docx").text
        except InputError as error:
            assert error.where == "x.docx"  # noqa: PT017


def test_a_zip_bomb_is_refused_by_its_stated_size() -> None:
    bomb = changed(saved(written()), "word/media/image1.png", bytes(101_000_000))
    assert len(bomb) < 1_000_000
    with pytest.raises(TooLarge, match="unfolds"):
        read_docx(bomb, where="bomb.docx")


def test_a_part_larger_than_it_states_is_refused() -> None:
    data = bytearray(changed(saved(written()), "word/media/image1.png", bytes(5_000_000)))
    directory = data.rindex(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = (1_000).to_bytes(4, "little")
    with pytest.raises(BrokenFile):
        read_docx(bytes(data), where="bomb.docx")


def test_entities_are_not_unfolded() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "lots and lots ">'
        + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
        + f"]><w:document {nsdecls('w')}><w:body><w:p><w:r><w:t>x&i;</w:t></w:r></w:p></w:body></w:document>"
    )
    data = changed(saved(written()), "word/document.xml", bomb.encode())
    with contextlib.suppress(BrokenFile):
        assert len(read_docx(data, where="bomb.docx").text) < 1_000
