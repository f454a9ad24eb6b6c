"""Tables become reviews row by row, bad rows are reported in their place, and memory stays bounded."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeup.errors import (
    BadLine,
    BrokenFile,
    EmptyText,
    MissingColumn,
    MissingExtra,
    NotFound,
    NotText,
    TooLarge,
)
from closeup.review import FilmFact, Review, Unreadable
from closeup.sources.table_rows import MAX_LINE
from closeup.sources.tables import ColumnMap, TableFormat, read_table

PRAISE = "Aftersun lets a holiday go by and leaves you with the bill."
BLAME = "Two hours of Tenet, and I still could not hear why."


def table(
    content: str | bytes, format: TableFormat = "csv", columns: ColumnMap | None = None, where: str = "t"
) -> list[Any]:
    data = content.encode() if isinstance(content, str) else content
    return list(read_table(io.BytesIO(data), format=format, columns=columns or ColumnMap(), where=where))


def lines(*objects: object) -> str:
    return "".join(json.dumps(thing) + "\n" for thing in objects)


class Pipe(io.RawIOBase):
    """A stream that cannot be sought and gives a few bytes at a time, made as it is read."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = chunks
        self.left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.left = self.left or next(self.chunks, b"")
        given = self.left[: len(buffer)]
        buffer[: len(given)] = given
        self.left = self.left[len(given) :]
        return len(given)


def test_a_csv_row_becomes_a_review_with_all_that_its_columns_state() -> None:
    (review,) = table(
        "id,Review Text,headline,link,critic_name,publisher,review_date,score,lang,movie_title,year\n"
        f'r7,"{PRAISE}",The bill,https://example.org/a,Ama Owusu,The Harbour Review,2022-11-18,5/5,en,'
        "Aftersun,2022\n"
    )
    assert review == Review(
        text=PRAISE,
        id="r7",
        title="The bill",
        url="https://example.org/a",
        critic="Ama Owusu",
        publication="The Harbour Review",
        published="2022-11-18",
        rating="5/5",
        language="en",
        film=FilmFact(title="Aftersun", year=2022),
    )


def test_a_row_without_an_id_is_known_by_its_hash() -> None:
    rows = table(f"text\n{PRAISE}\n\n{BLAME}\n", where="in/reviews.csv")
    assert [row.id for row in rows] == [None, None]
    assert [row.name for row in rows] == [row.hash for row in rows]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_header(mark: str) -> None:
    (row,) = table(f'id{mark}text{mark}score\n1{mark}"Long, slow; and | good"{mark}4/5\n')
    assert (row.id, row.text, row.rating) == ("1", "Long, slow; and | good", "4/5")


def test_quoted_cells_keep_line_ends_quotes_and_delimiters() -> None:
    rows = table(f'text,id\r\n"One.\r\n\r\n""Two"", three.",a\r\n{BLAME.replace(",", "")},b\r\n')
    assert rows[0].text == 'One.\n\n"Two", three.'
    assert rows[1].id == "b"


def test_a_single_column_without_quoting_keeps_its_commas() -> None:
    assert table("review\nLovely, funny, short\n")[0].text == "Lovely, funny, short"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"]
)
def test_any_usual_encoding_is_read(encoding: str) -> None:
    text = "“Amélie” – a café fable that’s still naïve, and wears it well. " * 3
    (row,) = table(f'id,text\n1,"{text}"\n'.encode(encoding))
    assert row.text == text
    assert row.id == "1"


def test_capitals_with_accents_in_a_windows_table_are_no_quotation_marks_of_a_mac() -> None:
    text = "ALMODÓVAR and PEÑA, with Penélope Cruz and Ólafur Arnalds, in a café of a film."
    assert table(f'text,id\n"{text}",1\n'.encode("cp1252"))[0].text == text


def test_a_stray_windows_byte_far_into_a_utf_8_file_is_read_as_windows_meant_it() -> None:
    head = f'text\n"{PRAISE} é"\n'.encode() * 10_000
    assert table(head + b"It\x92s over.\n")[-1].text == "It’s over."


def test_a_ragged_row_is_reported_with_line_and_id_and_the_rest_goes_on() -> None:
    rows = table(f"id,text,score\na,Good, but long,3/5\nb\nc,{PRAISE},5/5,,\n", where="t.csv")
    assert [type(row) for row in rows] == [Unreadable, Unreadable, Review]
    assert rows[0].id == "a"
    assert isinstance(rows[0].error, BadLine)
    assert str(rows[0].error).startswith("t.csv:2: the row has 4 cells where the header has 3")
    assert rows[1].error.where == "t.csv:3"
    assert rows[2].id == "c"


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_a_row_without_text_is_reported_with_its_id(format: TableFormat) -> None:
    content = "id,text\na,  \n" if format == "csv" else lines({"id": "a", "text": None})
    (row,) = table(content, format)
    assert (row.id, row.error.code) == ("a", "bad_line")


def test_a_text_past_the_limit_is_reported_and_the_rest_goes_on() -> None:
    rows = table(f"id,text\na,{'long ' * 250_000}\nb,{PRAISE}\n")
    assert isinstance(rows[0].error, TooLarge)
    assert rows[0].id == "a"
    assert rows[1].text == PRAISE


def test_a_quotation_mark_left_open_does_not_swallow_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("closeup.sources.table_rows.MAX_LINE", 10_000)
    usual = csv.field_size_limit(1_000)
    try:
        rows = table('id,text\na,"left open\n' + "b,fine\n" * 3_000 + f"c,{PRAISE}\n")
    finally:
        csv.field_size_limit(usual)
    assert isinstance(rows[0], Unreadable)
    assert rows[-1].id == "c"


def test_tsv_with_spreadsheet_quotes_and_tsv_without_quoting_are_both_read() -> None:
    assert table('id\ttext\n1\t"A ""quiet"" one\tindeed"\n', "tsv")[0].text == 'A "quiet" one\tindeed'
    rows = table('id\ttext\n1\t"Quiet" is the word\n2\t"Loud is not\n3\tNeither\n', "tsv")
    assert [row.text for row in rows] == ['"Quiet" is the word', '"Loud is not', "Neither"]


@pytest.mark.parametrize(
    "name", ["text", "Review", "REVIEW_TEXT", "reviewText", "body", " Content ", "review-body"]
)
def test_the_text_is_found_under_its_usual_names(name: str) -> None:
    assert table(f"n,{name}\n1,{BLAME.replace(',', '')}\n")[0].text.startswith("Two hours")


def test_named_columns_are_used_whatever_else_there_is() -> None:
    content = "text,blurb,who\nnot this,This one is it,Noor\n"
    (row,) = table(content, columns=ColumnMap(text="blurb", critic="WHO"))
    assert (row.text, row.critic) == ("This one is it", "Noor")


def test_a_missing_text_column_is_an_error_that_lists_the_columns() -> None:
    with pytest.raises(MissingColumn, match=r"^t\.csv: no column .*'fid', 'stars'"):
        table("fid,stars\n1,2\n", where="t.csv")
    with pytest.raises(MissingColumn, match=r"no column 'blurb'; the columns are 'text', 'id'"):
        table("text,id\nx,1\n", columns=ColumnMap(text="blurb"))
    with pytest.raises(MissingColumn, match="'grade'"):
        table("text,id\nx,1\n", columns=ColumnMap(rating="grade"))


def test_numbers_under_a_guessed_film_column_are_keys_and_not_titles() -> None:
    assert table(f"film,text\n17,{PRAISE}\n")[0].film is None
    assert table(f"film,text\n1917,{PRAISE}\n", columns=ColumnMap(film="film"))[0].film.title == "1917"


def test_jsonl_keys_are_read_and_unknown_ones_ignored() -> None:
    rows = table(
        lines(
            {"id": 7, "text": PRAISE, "rating": 4.5, "published": "2022-11-18", "mood": [1]},
            {"text": BLAME, "rating": 3.0, "film": {"title": "Tenet", "year": 2020}, "critic": ["x"]},
            {"text": BLAME, "rating": "C+", "title": None},
        ),
        "jsonl",
    )
    assert [(row.id, row.rating) for row in rows] == [("7", "4.5"), (None, "3"), (None, "C+")]
    assert rows[1].film == FilmFact(title="Tenet", year=2020)
    assert rows[1].critic is None


def test_jsonl_keys_can_be_mapped() -> None:
    (row,) = table(lines({"text": "no", "prose": PRAISE}), "jsonl", ColumnMap(text="prose"))
    assert row.text == PRAISE


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{not json", "not JSON"),
        ('["a"]', "an array"),
        ("3", "a single value"),
        ("[" * 100_000, "nested"),
        ('{"text": ' + "9" * 5_000 + "}", "not JSON that can be read"),
        ('{"text": 12}', "not a string"),
        ('{"blurb": "x"}', "no text"),
        ('{"text": "\\ud800"}', ""),
    ],
    ids=["broken", "array", "number", "deep", "huge number", "text a number", "no text", "lone surrogate"],
)
def test_a_bad_jsonl_line_is_reported_with_file_and_line_and_the_rest_goes_on(line: str, said: str) -> None:
    rows = table(f"\n{line}\n" + lines({"text": PRAISE}), "jsonl", where="in.jsonl")
    assert len(rows) == 2
    assert rows[1].text == PRAISE
    assert rows[0].id == "in.jsonl#1"
    assert rows[0].error.where == "in.jsonl:2"
    assert said in rows[0].error.message


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_the_last_line_needs_no_end_and_windows_ends_are_read(end: str) -> None:
    assert len(table(f'{{"text": "One"}}\r\n{{"text": "Two"}}{end}', "jsonl")) == 2


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.text("abc,;\"\n\t |'é")
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_the_csv_module_writes_is_read_back(pairs: list[tuple[str, str]]) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["id", "text"])
    writer.writerows((number, f"x{first}{second}") for number, (first, second) in enumerate(pairs))
    rows = table(stream.getvalue())
    assert [row.id for row in rows] == [str(number) for number in range(len(pairs))]
    assert [row.text for row in rows] == [Review(text=f"x{first}{second}").text for first, second in pairs]


@pytest.mark.parametrize("format", ["csv", "tsv", "jsonl"])
def test_a_compressed_table_is_read_and_a_cut_one_is_broken(format: TableFormat) -> None:
    content = f"text\n{PRAISE}\n" * 500 if format != "jsonl" else lines({"text": PRAISE}) * 500
    packed = gzip.compress(content.encode())
    assert len(table(packed, format)) >= 500
    with pytest.raises(BrokenFile, match="t: "):
        table(packed[:-12], format)


def test_a_file_is_read_by_path_and_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"text\n{PRAISE}\n")
    assert len(list(read_table(path, format="csv", columns=ColumnMap(), where="a.csv"))) == 1
    with pytest.raises(NotFound):
        list(read_table(tmp_path / "b.csv", format="csv", columns=ColumnMap(), where="b.csv"))


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf\n"])
def test_an_empty_table_is_an_error(content: bytes) -> None:
    with pytest.raises(EmptyText):
        table(content)


def test_a_table_in_another_alphabet_is_decoded() -> None:
    text = "Фильм начинается как комедия, а заканчивается почти трагедией. " * 5
    assert table(f'text\n"{text}"\n'.encode("cp1251"))[0].text == text


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(NotText):
        table(bytes(range(256)) * 20)


def bounded(chunks: Iterator[bytes], format: TableFormat) -> tuple[int, int]:
    """Rows read from a pipe and the peak of memory in bytes."""
    tracemalloc.start()
    try:
        rows = read_table(io.BufferedReader(Pipe(chunks)), format=format, columns=ColumnMap(), where="-")
        count = sum(1 for _ in rows)
        return count, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_memory_does_not_grow_with_the_table(format: TableFormat) -> None:
    text = "The reels go round and round, and I with them. " * 1_000
    line = f'"{text}"\n' if format == "csv" else lines({"text": text})
    head = [b"text\n"] if format == "csv" else []
    count, peak = bounded(iter(head + [line.encode()] * 600), format)
    assert count == 600
    assert 600 * len(text) > 28_000_000
    assert peak < 6_000_000


def test_a_line_without_end_is_refused_without_being_held() -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"text": "'
        for _ in range(600):
            yield b"endless " * 12_500
        yield b'"}\n' + lines({"text": PRAISE}).encode()

    rows = []
    tracemalloc.start()
    try:
        source = io.BufferedReader(Pipe(chunks()))
        rows = list(read_table(source, format="jsonl", columns=ColumnMap(), where="-"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(rows[0], Unreadable)
    assert isinstance(rows[0].error, TooLarge)
    assert rows[0].error.where == "-:1"
    assert rows[1].text == PRAISE
    assert peak < 5 * MAX_LINE < 600 * 100_000


class TestParquet:
    def written(self, path: Path, **columns: Any) -> Path:
        pa = pytest.importorskip("pyarrow")
        from pyarrow import parquet

        parquet.write_table(pa.table(columns), path)
        return path

    def read(self, path: Path, columns: ColumnMap | None = None) -> list[Any]:
        return list(read_table(path, format="parquet", columns=columns or ColumnMap(), where="t.parquet"))

    def test_rows_become_reviews_with_dates_and_numbers_as_they_are_written(self, tmp_path: Path) -> None:
        path = self.written(
            tmp_path / "t.parquet",
            text=[PRAISE, None, BLAME],
            rating=[4.5, 3.0, float("nan")],
            date=[datetime(2022, 11, 18), None, datetime(2020, 8, 26, 12, 30)],
            row=[1, 2, 3],
        )
        first, second, third = self.read(path, ColumnMap(id="row"))
        assert (first.text, first.rating, first.published, first.id) == (PRAISE, "4.5", "2022-11-18", "1")
        assert (second.id, second.error.code, second.error.where) == ("2", "bad_line", "t.parquet: row 2")
        assert (third.rating, third.published) == (None, "2020-08-26T12:30:00")

    def test_dates_and_binary_text_are_read(self, tmp_path: Path) -> None:
        path = self.written(
            tmp_path / "t.parquet", text=[b"It\x92s good", b"Good"], date=[date(2020, 8, 26)] * 2
        )
        rows = self.read(path)
        assert [row.text for row in rows] == ["It\ufffds good", "Good"]
        assert rows[0].published == "2020-08-26"

    def test_a_missing_column_lists_those_there_are(self, tmp_path: Path) -> None:
        path = self.written(tmp_path / "t.parquet", a=[1], b=["x"])
        with pytest.raises(MissingColumn, match="'a', 'b'"):
            self.read(path)

    def test_a_pipe_is_read(self, tmp_path: Path) -> None:
        data = self.written(tmp_path / "t.parquet", text=[PRAISE]).read_bytes()
        source = io.BufferedReader(Pipe(iter([data[:50], data[50:]])))
        rows = list(read_table(source, format="parquet", columns=ColumnMap(), where="-"))
        assert len(rows) == 1

    @pytest.mark.parametrize("keep", [0, 4, 100])
    def test_a_file_cut_short_is_broken(self, tmp_path: Path, keep: int) -> None:
        data = self.written(tmp_path / "t.parquet", text=[PRAISE]).read_bytes()
        with pytest.raises(BrokenFile):
            table(data[:keep], "parquet")

    def test_without_pyarrow_the_extra_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(MissingExtra, match=r"closeup\[parquet\]"):
            table(b"PAR1", "parquet")

    def test_memory_does_not_grow_with_a_single_row_group(self, tmp_path: Path) -> None:
        texts = [f"{n} " + "The reels go round and round. " * 150 for n in range(8_000)]
        path = tmp_path / "big.parquet"
        pa = pytest.importorskip("pyarrow")
        from pyarrow import parquet

        parquet.write_table(
            pa.table({"text": texts}), path, row_group_size=10_000, use_dictionary=False, compression=None
        )
        assert path.stat().st_size > 36_000_000
        pool = pa.default_memory_pool()
        before = pool.bytes_allocated()
        peak = 0
        count = 0
        for _ in read_table(path, format="parquet", columns=ColumnMap(), where="t"):
            count += 1
            if count % 100 == 0:
                peak = max(peak, pool.bytes_allocated() - before)
        assert count == 8_000
        assert peak < 15_000_000
