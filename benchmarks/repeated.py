"""Makes a larger corpus of a folder of resolutions: the same texts again under other symbols.

    python -m benchmarks.repeated ../shared/data/GAresolutions /tmp/ten-times --times 10

The first copy has the files as they are. In the others each resolution gets the letter of a part, as the Assembly gives
it: 79/15 becomes 79/15 K, then 79/15 L. The texts cite each other under these symbols, and each title ends with the
letter. So each copy has citations, series and histories of its own. What the archive does not have is cited as before.
Files of votes are taken once. Resolutions that are parts already (77/263 B) are too.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from archive.reading.sources import Refused, Source, find

_LETTERS = "KLMNOPQRSTUVWXYZ"  # few resolutions have so many parts
_NUMBER = re.compile(r"<docNumber>\s*(\d+/\d+)\.?\s*</docNumber>")
_CITED = re.compile(r"(A/RES/|(?<![\w/.-]))(\d+/\d+)(?! ?[A-Z]\b|[\d/])", re.ASCII)
_PART = 'refersTo="#letter"'
_TITLE = re.compile(r'(<docTitle refersTo="#resolutionTitle">.*?)(\s*</docTitle>)', re.DOTALL)
_ADDRESS = re.compile(r"(?<=/)(\d+)-(\d+)(?=/)")  # in the metadata: …/unga/2024-12-02/79-15/


def repeated(sources: list[Source], times: int) -> Iterator[Source]:
    """The sources, then ``times`` - 1 copies of those that have a number without a letter."""
    texts = {source.name: source.content.decode("utf-8-sig", "replace") for source in sources}
    numbers = {name: found[1] for name, text in texts.items() if _PART not in text and (found := _NUMBER.search(text))}
    yield from sources
    for letter in _LETTERS[: times - 1]:
        for name in numbers:
            path = PurePosixPath(name)
            renamed = str(path.with_name(f"{path.stem}-{letter}{path.suffix}"))
            yield Source(renamed, _renumbered(texts[name], letter, set(numbers.values())).encode())


def _renumbered(text: str, letter: str, numbers: set[str]) -> str:
    """The text with the letter behind each of the numbers, and at the end of its title."""

    def cited(match: re.Match[str]) -> str:
        return f"{match[0]}{'' if match[1] else ' '}{letter}" if match[2] in numbers else match[0]

    def in_address(match: re.Match[str]) -> str:
        return f"{match[0]}{letter}" if f"{match[1]}/{match[2]}" in numbers else match[0]

    text = _ADDRESS.sub(in_address, _CITED.sub(cited, text))
    return _TITLE.sub(lambda match: f"{match[1]} {letter}{match[2]}", text)


def write(folder: Path, into: Path, times: int) -> int:
    """Writes the corpus into a new folder. Returns the number of its files."""
    if not 1 <= times <= len(_LETTERS) + 1:
        raise SystemExit(f"--times is a number from 1 to {len(_LETTERS) + 1}")
    sources = [source for source in find([folder]) if not isinstance(source, Refused)]
    made = 0
    for made, source in enumerate(repeated(sources, times), start=1):  # noqa: B007
        path = into / source.name.removeprefix(str(folder)).replace("!", "/").lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source.content)
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("into", type=Path)
    parser.add_argument("--times", type=int, default=10)
    options = parser.parse_args()
    print(f"{write(options.folder, options.into, options.times)} files in {options.into}")


if __name__ == "__main__":
    main()
