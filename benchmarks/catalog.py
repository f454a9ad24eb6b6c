"""The built-in catalogue: how often a film is found by a title that is not quite its own, and how fast.

    python -m benchmarks.catalog [--films 1000]

Takes so many films evenly out of the catalogue and looks for each by its own title, changed as the row says.
A film counts as found when it, or a namesake where only the title was given, is first (or among the
first five). `typo`: one letter swapped with the next, left out, doubled or replaced, at random from a fixed
seed, in titles of five letters or more. `tokens`: lower case, punctuation and possessives set apart. Times
are of one thread, processor time, per call, the median of all calls.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise

from closeup.catalog import Catalog, CatalogFilm, normal_title
from closeup.catalog.catalog import SHIPPED

_OPEN = """
import time
from closeup.catalog import Catalog
begin = time.perf_counter()
catalog = Catalog.shipped()
opened = time.perf_counter()
catalog.exact('Laura')
print((opened - begin) * 1000, (time.perf_counter() - opened) * 1000)
"""


def typo(title: str, rng: random.Random) -> str:
    """The title with one slip of the finger."""
    place = rng.randrange(1, len(title) - 1)
    before, letter, after = title[:place], title[place], title[place + 1 :]
    return rng.choice(
        [
            before + after,
            before + letter + letter + after,
            before + after[0] + letter + after[1:],
            before + rng.choice("abcdefghijklmnopqrstuvwxyz") + after,
        ]
    )


def tokens(title: str) -> str:
    """The title as corpora of reviews have it."""
    return " ".join(re.findall(r"'s\b|\w+|[^\w\s]", title.lower()))


def article(title: str) -> str:
    """The title with its article behind, or without one, with one."""
    found = re.match(r"(The|A|An) (.+)", title)
    return f"{found[2]}, {found[1]}" if found else f"The {title}"


def found(
    films: Sequence[CatalogFilm], change: Callable[[str], str], *, year: bool = False, person: bool = False
) -> tuple[float, float]:
    """Shares of films found first, and among the first five."""
    first = five = 0
    for film in films:
        people = (film.directors or film.cast)[:1] if person else ()
        matches = Catalog.shipped().search(
            change(film.title), year=film.year if year else None, people=people, limit=10
        )
        same = [_same(film, match.film, whole=year or person) for match in matches]
        first += any(same[:1])
        five += any(same[:5])
    return first / len(films), five / len(films)


def _same(wanted: CatalogFilm, given: CatalogFilm, *, whole: bool) -> bool:
    return wanted.id == given.id or (not whole and normal_title(wanted.title) == normal_title(given.title))


def timed(call: Callable[[str], object], given: Sequence[str]) -> float:
    """Median processor time of a call, in microseconds."""
    times = []
    for each in given:
        begin = time.process_time_ns()
        call(each)
        times.append((time.process_time_ns() - begin) / 1000)
    return statistics.median(times)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--films", type=int, default=1000)
    count = parser.parse_args().films
    catalog = Catalog.shipped()
    everything = list(catalog.films())
    films = everything[:: len(everything) // count][:count]
    long = [film for film in films if len(film.title) >= 5]
    rng = random.Random(5)
    rows = {
        "own title": found(films, str),
        "lower case": found(films, str.lower),
        "tokens": found(films, tokens),
        "article moved or added": found(films, article),
        "typo": found(long, lambda title: typo(title, rng)),
        "typo, with the year": found(long, lambda title: typo(title, rng), year=True),
        "typo, with a person": found(long, lambda title: typo(title, rng), person=True),
        "own title, with the year": found(films, str, year=True),
        "own title, with a person": found(films, str, person=True),
    }
    print("| looked for by | first | among five |\n|---|---:|---:|")
    for name, (first, five) in rows.items():
        print(f"| {name} | {first:.3f} | {five:.3f} |")
    titles = [film.title for film in films]
    near = [typo(film.title, rng) for film in long]
    misses = [f"{one} {other}" for one, other in pairwise(titles)]
    began, first_call = opening()
    print("\n| what | |\n|---|---:|")
    print(f"| films | {len(catalog):,} |")
    print(f"| with directors | {sum(bool(film.directors) for film in everything) / len(everything):.3f} |")
    print(f"| file | {SHIPPED.stat().st_size / 1e6:.2f} MB |")
    print(f"| opening it; the first lookup | {began:.1f} ms; {first_call:.1f} ms |")
    print(f"| `normal_title` | {timed(normal_title, titles):.1f} µs |")
    print(f"| `exact`, no such title | {timed(catalog.exact, misses):.1f} µs |")
    print(f"| `exact`, a title | {timed(catalog.exact, titles):.1f} µs |")
    print(f"| `search`, a typo | {timed(catalog.search, near) / 1000:.2f} ms |")
    print(f"| memory of a process that did all this | {_memory():.0f} MB |")


def opening() -> tuple[float, float]:
    """Milliseconds to open the catalogue, and for the first lookup, in a process of its own; best of five."""
    runs = [
        tuple(
            map(
                float,
                subprocess.run([sys.executable, "-c", _OPEN], capture_output=True, check=True).stdout.split(),
            )
        )
        for _ in range(5)
    ]
    return min(run[0] for run in runs), min(run[1] for run in runs)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
