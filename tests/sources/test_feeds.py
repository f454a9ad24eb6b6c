from __future__ import annotations

import pytest

from closeup.errors import BrokenFile, EmptyText, NotAReview
from closeup.review import Review, Unreadable
from closeup.sources.feeds import read_feed

RSS = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:letterboxd="https://letterboxd.com">
<channel><title>Attic Projector</title><link>https://attic.example/</link><language>en-US</language>
<item><title>Detour &amp; the road</title><link>https://attic.example/detour</link>
 <guid isPermaLink="false">attic-17</guid><dc:creator>Ann Lee</dc:creator>
 <pubDate>Tue, 02 Mar 2021 06:00:11 GMT</pubDate>
 <description>Grim and [&#8230;]</description>
 <content:encoded><![CDATA[<p>Grim, <em>quick</em> and&nbsp;great.</p><p>Ann Savage is a terror.</p>
 <script>alert(1)</script><p>The post <a href="/detour">Detour</a>
 appeared first on <a href="/">Attic Projector</a>.</p>]]></content:encoded></item>
<item><title>Nothing here</title><link>https://attic.example/none</link><description></description></item>
<item><title>Charade, 1963 - 3.5</title><link>https://attic.example/charade</link>
 <author>bo@attic.example (Bo Diaz)</author>
 <letterboxd:filmTitle>Charade</letterboxd:filmTitle><letterboxd:filmYear>1963</letterboxd:filmYear>
 <letterboxd:memberRating>3.5</letterboxd:memberRating>
 <description>&lt;p&gt;Light as air.&lt;/p&gt;</description></item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB"><title>The Late Reel</title>
<author><name>Ann Lee</name></author>
<entry><title>Nosferatu</title><id>urn:uuid:1</id><link href="https://reel.example/nosferatu"/>
 <updated>2022-10-31T00:00:00Z</updated><summary>A teaser.</summary>
 <content type="html">&lt;p&gt;Murnau’s café of horrors still bites.&lt;/p&gt;</content></entry>
</feed>""".encode()


def test_each_entry_is_a_review_in_the_feeds_order() -> None:
    found = read_feed(RSS, where="feed.rss")
    assert [entry.id for entry in found] == [
        "attic-17",
        "https://attic.example/none",
        "https://attic.example/charade",
    ]
    assert [type(entry) for entry in found] == [Review, Unreadable, Review]


def test_an_entry_states_its_facts() -> None:
    review = read_feed(RSS, where="feed.rss")[0]
    assert isinstance(review, Review)
    assert review.text == "Grim, quick and great.\n\nAnn Savage is a terror."
    assert review.title == "Detour & the road"
    assert (review.critic, review.publication) == ("Ann Lee", "Attic Projector")
    assert (review.url, review.published) == ("https://attic.example/detour", "2021-03-02T06:00:11Z")
    assert review.language == "en-US"


def test_an_entry_without_text_is_unreadable_in_its_place() -> None:
    empty = read_feed(RSS, where="feed.rss")[1]
    assert isinstance(empty, Unreadable)
    assert isinstance(empty.error, EmptyText)
    assert empty.error.where == "feed.rss, entry 2"


def test_a_film_diary_gives_film_and_rating() -> None:
    review = read_feed(RSS, where="feed.rss")[2]
    assert isinstance(review, Review)
    assert (review.text, review.rating, review.critic) == ("Light as air.", "3.5/5", "Bo Diaz")
    assert review.film is not None
    assert (review.film.title, review.film.year) == ("Charade", 1963)


def test_atom_is_read() -> None:
    review = read_feed(ATOM, where="feed.atom")[0]
    assert isinstance(review, Review)
    assert review.text == "Murnau’s café of horrors still bites."
    assert (review.id, review.url) == ("urn:uuid:1", "https://reel.example/nosferatu")
    assert (review.critic, review.publication) == ("Ann Lee", "The Late Reel")
    assert review.published == "2022-10-31T00:00:00Z"


@pytest.mark.parametrize("data", [b"", b"<rss", b"hello", b"<html><body><p>x</p></body></html>"])
def test_what_is_no_feed_is_broken(data: bytes) -> None:
    with pytest.raises(BrokenFile):
        read_feed(data, where="x")


def test_a_feed_without_entries_is_no_review() -> None:
    with pytest.raises(NotAReview):
        read_feed(b'<rss version="2.0"><channel><title>x</title></channel></rss>', where="x")


def test_bytes_that_spell_a_path_or_an_address_open_nothing() -> None:
    for data in (__file__.encode(), b"/etc/passwd", b"https://attic.example/feed"):
        with pytest.raises(BrokenFile):
            read_feed(data, where="x")


def test_external_entities_are_not_read() -> None:
    data = (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file://{__file__}">]>'
        '<rss version="2.0"><channel><item><title>a</title><description>Good &x; film.</description></item>'
        "</channel></rss>"
    ).encode()
    found = read_feed(data, where="x")
    assert all("import" not in entry.text for entry in found if isinstance(entry, Review))
