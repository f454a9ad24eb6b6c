"""What a page states of itself outside schema.org: meta tags, Open Graph, byline, stars, date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from closeup.sources.schema_org import Facts

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TITLE = ("og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title")
_CRITIC = ("author", "article:author", "dc.creator", "byl", "sailthru.author", "parsely-author")
_PUBLICATION = ("og:site_name", "application-name", "dc.publisher")
_PUBLISHED = (
    "article:published_time", "og:published_time", "dc.date.issued", "dc.date", "date", "pubdate",
    "publish-date", "publication_date", "sailthru.date", "parsely-pub-date",
)  # fmt: skip
_ELSEWHERE = re.compile(
    r"(?i)\b(?:comments?|related|recommend\w*|sidebar|footer|promo|teaser|widget|audience|users?|readers?|"
    r"community|popular|trending|newsletter|aggregate|nav)\b"
)
"""Class and id names of the parts of a page that are not the article."""

_NAME = r"[A-Z][\w.'’-]*(?: (?:[a-z]{2,3} )?[A-Z][\w.'’-]*){1,3}"
_BYLINE = re.compile(
    r"(?i:(?:(?:film |movie )?review(?:ed)? |words |written |posted )?by:?)\s+"
    rf"({_NAME}(?:(?:,| and| &) {_NAME})?)"
    r"(?:\s*(?:[|•·–—,\n/-]|\bon\b|\bin\b).{0,80})?",
    re.DOTALL,
)
_STARS = re.compile(
    r"(?i)(?:(?:our |critic(?:'s|’s)? |star )?(?:rated|rating|verdict|score)\s*:?\s*)?"
    r"(\d(?:\.\d\d?)?|10)\s*(?:stars?\s*)?(?:/|out of|of)\s*(4|5|6|10|100)(?:\s*stars?)?\.?"
)


def page_facts(tree: HtmlElement, base: str | None) -> Facts:
    """Facts from meta tags and from the marks that pages show: byline, printed stars, date."""
    meta = _meta(tree)
    publication = _first(meta, _PUBLICATION)
    critic = byline_name(_first(meta, _CRITIC)) or _byline(tree)
    return Facts(
        title=_headline(tree, _first(meta, _TITLE), publication),
        critic=critic if critic != publication else None,
        publication=publication,
        published=_first(meta, _PUBLISHED) or _time(tree),
        rating=_stars(tree),
        language=_language(tree, meta),
        url=_canonical(tree, meta, base),
        is_article=(meta.get("og:type") or "").lower() in ("article", "blog", "news.article"),
        is_other=(meta.get("og:type") or "").lower() in ("product", "profile", "website.index"),
    )


def byline_name(text: str | None) -> str | None:
    """A critic's name from a byline such as 'Review by Ann Lee | 3 May'; None for anything else."""
    if not text:
        return None
    text = " ".join(text.split())
    if match := _BYLINE.fullmatch(text):
        return match[1].strip()
    plain = re.split(r"\s*[|•·]\s*", text)[0]
    return plain if 1 < len(plain) <= 80 and not re.search(r"https?:|@\w|www\.|\d{3}", plain) else None


def line_of_byline(block: str) -> str | None:
    """The critic whom a paragraph names, if all that it does is to name the critic."""
    match = _BYLINE.fullmatch(block.strip()) if len(block) < 160 else None
    return match[1].strip() if match else None


def _meta(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or "").strip().lower()
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta and not meta[name].startswith("http")), None)


def _headline(tree: HtmlElement, stated: str | None, site: str | None) -> str | None:
    heads = [
        " ".join(str(head.text_content()).split()) for head in tree.iter("h1") if not _is_elsewhere(head)
    ]
    title = next((" ".join(str(node.text_content()).split()) for node in tree.iter("title")), None)
    text = stated or (heads[0] if len(heads) == 1 and heads[0] != site else None) or title
    if text and site:
        text = re.sub(rf"\s+[|–—·:»-]\s+{re.escape(site)}\s*$", "", text)
    return text or None


def _byline(tree: HtmlElement) -> str | None:
    marked = (
        '//*[@rel="author"] | //*[@itemprop="author"] | //*[contains(@class, "byline")] | '
        '//*[contains(concat(" ", @class, " "), " author ")] | //*[contains(@class, "author-name")] | '
        '//*[contains(@class, "author_name")]'
    )
    for element in tree.xpath(marked):
        text = " ".join(str(element.text_content()).split())
        if not text or len(text) > 120 or _is_elsewhere(element):
            continue
        if name := _BYLINE.match(text):
            return name[1].strip()
        if re.fullmatch(_NAME, text):
            return text
    # Old pages mark nothing up, but sign in so many words.
    for element in tree.iter("p", "font", "i", "em", "b", "small", "td", "span"):
        text = " ".join(str(element.text_content()).split()) if len(element) < 3 else ""
        if re.match(r"(?i)(?:film |movie )?review(?:ed)? by:? ", text) and not _is_elsewhere(element):
            name = _BYLINE.fullmatch(text)
            if name:
                return name[1].strip()
    return None


def _stars(tree: HtmlElement) -> str | None:
    """A rating that the page draws and spells out for screen readers, if all such agree."""
    found = set()
    for element in tree.xpath("//*[@aria-label or @alt or @title or contains(@class, 'rating')]"):
        texts = [element.get("aria-label"), element.get("alt"), element.get("title")]
        if len(element) < 12 and element.tag not in ("body", "main", "article"):
            texts.append(str(element.text_content()))
        for text in texts:
            match = _STARS.fullmatch(" ".join(text.split())) if text and len(text) < 60 else None
            if match and float(match[1]) <= float(match[2]) and not _is_elsewhere(element):
                found.add(f"{float(match[1]):g}/{match[2]}")
    return found.pop() if len(found) == 1 else None


def _time(tree: HtmlElement) -> str | None:
    for element in tree.iter("time"):
        stated = (element.get("datetime") or "").strip()
        if re.match(r"\d{4}-\d\d", stated) and not _is_elsewhere(element):
            return stated
    return None


def _language(tree: HtmlElement, meta: dict[str, str]) -> str | None:
    root = next(tree.iter("html"), None)
    stated = root.get("lang") or root.get("xml:lang") if root is not None else None
    return stated or meta.get("content-language") or (meta.get("og:locale") or "").replace("_", "-") or None


def _canonical(tree: HtmlElement, meta: dict[str, str], base: str | None) -> str | None:
    stated = next(
        (
            link.get("href")
            for link in tree.iter("link")
            if "canonical" in (link.get("rel") or "").lower().split()
        ),
        None,
    )
    try:
        address = urljoin(base or "", (stated or meta.get("og:url") or base or "").strip())
        return address if urlsplit(address).scheme in ("http", "https") and urlsplit(address).netloc else None
    except ValueError:
        return None


def _is_elsewhere(element: HtmlElement) -> bool:
    for node in (element, *element.iterancestors()):
        if node.tag in ("body", "html", "main", "article"):
            # An article inside the comments is still below them.
            if node.tag != "article":
                return False
            continue
        if node.tag in ("aside", "nav", "footer"):
            return True
        if _ELSEWHERE.search(
            f"{node.get('class') or ''} {node.get('id') or ''}".replace("-", " ").replace("_", " ")
        ):
            return True
    return False
