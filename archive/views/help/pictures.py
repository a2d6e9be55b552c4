"""The pictures of the help: real pages, in each language, light and dark. ``tests/pictures.py`` makes them."""

from __future__ import annotations

from dataclasses import dataclass

FOLDER = "help"  # in ``static/``


@dataclass(frozen=True, slots=True)
class Picture:
    """``width`` and ``height`` are in pixels."""

    name: str
    width: int
    height: int

    def file(self, language: str, scheme: str) -> str:
        """The file in ``static/``. ``language`` is "zh" or "en", ``scheme`` is "light" or "dark".

        >>> Picture("vote", 960, 560).file("zh", "dark")
        'help/vote.zh.dark.webp'
        """
        return f"{FOLDER}/{self.name}.{language}.{scheme}.webp"


PICTURES = {
    picture.name: picture
    for picture in (
        Picture("resolution", 1000, 660),
        Picture("cards", 1000, 460),
        Picture("phone", 390, 560),
        Picture("copying", 780, 240),
        Picture("search", 1000, 660),
        Picture("vote", 1000, 560),
        Picture("coverage", 1000, 270),
        Picture("data_links", 1000, 300),
        Picture("desk", 1100, 440),
        Picture("bring_in", 1100, 460),
        Picture("proof", 1100, 700),
        Picture("mend", 620, 480),
        Picture("withdraw", 1100, 560),
    )
}
