"""Degrades the pages of a PDF to what a poor scanner makes of a poor copy: skew, blur, grain, speckle, few dots."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
from PIL import Image, ImageFilter


@dataclass(frozen=True)
class Wear:
    """How a page is degraded.

    ``blur`` is a radius in dots, ``grain`` a standard deviation of grey, and ``speckle`` a share of the dots.
    """

    dpi: int
    skew: float  # degrees
    blur: float
    grain: float
    speckle: float


WEARS = (
    Wear(300, 0.6, 1.2, 14, 0.0010),
    Wear(200, -0.8, 0.7, 16, 0.0015),
    Wear(200, 1.1, 0.8, 10, 0.0020),
    Wear(150, 0.4, 0.4, 12, 0.0008),
)


def scans(pdf: bytes, wear: Wear, seed: int = 1) -> Iterator[Image.Image]:
    """The pages of a PDF as worn grey pictures. The same seed gives the same pictures."""
    chance = np.random.default_rng(seed)
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            drawn = page.render(scale=wear.dpi / 72, grayscale=True).to_pil().convert("L")
            yield _worn(drawn, wear, chance)


def tiff(pages: list[Image.Image]) -> bytes:
    pages[0].save(out := io.BytesIO(), "TIFF", save_all=True, append_images=pages[1:], compression="jpeg")
    return out.getvalue()


def _worn(page: Image.Image, wear: Wear, chance: np.random.Generator) -> Image.Image:
    turned = page.rotate(wear.skew, Image.Resampling.BICUBIC, fillcolor=255)
    dots = np.asarray(turned.filter(ImageFilter.GaussianBlur(wear.blur)), dtype=np.float32)
    shade = np.linspace(0, 25, dots.shape[1], dtype=np.float32)
    dots = 25 + dots * 0.82 - shade + chance.normal(0, wear.grain, dots.shape)
    for grey in (20, 230):
        dots[_specks(dots.shape, wear.speckle, chance)] = grey
    return Image.fromarray(np.clip(dots, 0, 255).astype(np.uint8))


def _specks(shape: tuple[int, ...], share: float, chance: np.random.Generator) -> Any:
    """A mask of specks of one to four dots."""
    seeds = chance.random(shape) < share / 2
    return (
        seeds
        | (np.roll(seeds, 1, 0) & (chance.random(shape) < 0.5))
        | (np.roll(seeds, 1, 1) & (chance.random(shape) < 0.5))
    )
