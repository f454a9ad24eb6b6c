"""RSS and Atom feeds to reviews: one per entry, from its content or, failing that, its summary."""

from __future__ import annotations

import io
import re
import time
from typing import Any

from closeup.errors import BrokenFile, EmptyText, InputError, NotAReview
from closeup.review import FilmFact, Review, Unreadable
from closeup.sources.blocks import fragment_text, one_line

_SIGNATURE = re.compile(
    r"(?i)(?:the post .{1,200} (?:first )?appeared (?:first )?on .{1,100}|"
    r"(?:continue reading|read more).{0,120}|\[?(?:…|\.\.\.)\]?)"
)


def read_feed(data: bytes, *, where: str) -> list[Review | Unreadable]:
    """The reviews of a feed, in its order; an entry without text is an `Unreadable` in its place.

    Letterboxd's own elements (film, year, member's rating) are used where present.

    Raises
    ------
    BrokenFile
        Not a feed, or one that breaks off before its first entry.
    NotAReview
        A feed without entries.
    """
    import feedparser  # type: ignore[import-untyped]

    # A stream, because bytes or a string might be taken for the name of a file or page to open.
    feed = feedparser.parse(io.BytesIO(data))
    if not feed.get("version") and not feed.entries:
        raise BrokenFile("this is not an RSS or Atom feed", where=where)
    if not feed.entries:
        if feed.get("bozo"):
            raise BrokenFile("the feed breaks off before its first entry", where=where)
        raise NotAReview("the feed has no entries", where=where)
    return [_entry(entry, feed.feed, where, place) for place, entry in enumerate(feed.entries, start=1)]


def _entry(entry: Any, feed: Any, where: str, place: int) -> Review | Unreadable:
    link = one_line(entry.get("link"))
    name = one_line(entry.get("id")) or link or f"{where}#{place}"
    try:
        film = one_line(entry.get("letterboxd_filmtitle"))
        year = one_line(entry.get("letterboxd_filmyear"))
        stars = one_line(entry.get("letterboxd_memberrating"))
        return Review.of(
            _text(entry),
            id=name,
            title=_plain(entry.get("title")),
            url=link,
            critic=_critic(entry, feed),
            publication=_plain((entry.get("source") or {}).get("title")) or _plain(feed.get("title")),
            published=_date(entry),
            rating=f"{float(stars):g}/5" if stars and re.fullmatch(r"\d(\.\d)?", stars) else None,
            language=one_line(entry.get("language")) or one_line(feed.get("language")),
            film=FilmFact(title=film, year=int(year) if year and re.fullmatch(r"\d{4}", year) else None)
            if film
            else None,
        )
    except EmptyText:
        return Unreadable(name, EmptyText("the entry has no text", where=f"{where}, entry {place}"))
    except InputError as error:
        error.where = f"{where}, entry {place}"
        return Unreadable(name, error)


def _text(entry: Any) -> str:
    stated = [str(part.get("value") or "") for part in entry.get("content") or []]
    stated.append(str(entry.get("summary") or ""))
    # Some feeds hold the whole text in the summary and a teaser in the content.
    text = max((fragment_text(part) for part in stated), key=len, default="")
    blocks = [block for block in text.split("\n\n") if not _SIGNATURE.fullmatch(block.strip())]
    return "\n\n".join(blocks)


def _critic(entry: Any, feed: Any) -> str | None:
    # RSS 2.0 writes "ann@example.org (Ann Lee)", out of which the parser's own list makes nonsense.
    stated = _plain(entry.get("author")) or ""
    if bracketed := re.fullmatch(r"\S+@\S+\s+\((.+)\)", stated):
        return bracketed[1]
    names = [_plain(person.get("name")) for person in entry.get("authors") or []]
    text = ", ".join(dict.fromkeys(name for name in names if name)) or stated or _plain(feed.get("author"))
    if not text or "@" in text:
        return None
    return re.sub(r"(?i)^by\s+", "", text)


def _date(entry: Any) -> str | None:
    for key in ("published", "updated"):
        parsed = entry.get(f"{key}_parsed")
        if isinstance(parsed, time.struct_time):
            return time.strftime("%Y-%m-%dT%H:%M:%SZ", parsed)
        if stated := one_line(entry.get(key)):
            return stated
    return None


def _plain(value: object) -> str | None:
    text = one_line(value)
    return one_line(fragment_text(text)) if text else None
