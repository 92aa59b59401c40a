"""Cut the mathematics font of the page out of STIX Math: ``python verify/report/fonts/subset.py STIXMath-Regular.otf``.

The file lies in Debian's package fonts-stix. The licence (OFL.txt) asks that a changed font has another name.
"""

from __future__ import annotations

import sys
from pathlib import Path

NAME = "Rateproof Math"
OUT = Path(__file__).with_name("math.woff2")

# Signs that occur in formulas: the ASCII, Greek and mathematical letters, relations, operators, arrows, delimiters.
RANGES = """20-7e a0 ac b1 b7 d7 2c6 2dc 302-304 307-308 391-3a1 3a3-3a9 3b1-3c9 3d1 3d5-3d6 3f0-3f1 3f5 2016 2026
2032-2033 20d7 210e 211d 2115 2112 2190-2194 21a6 21d0-21d4 2200-220b 220f-2213 2217-221e 2225-222b 2248
2260-2265 226a-226b 2272-2273 227a-227d 2282-2287 2295-2299 22a4-22a5 22c5-22c6 22ef 2308-230b 25a1 2605
27e8-27e9 2a7d-2a7e 1d434-1d454 1d456-1d467 1d6e2-1d71b"""


def letters() -> list[int]:
    """The code points of ``RANGES``."""
    pairs = [(part.partition("-")[0], part.rpartition("-")[2]) for part in RANGES.split()]
    return [c for low, high in pairs for c in range(int(low, 16), int(high, 16) + 1)]


def cut(source: Path, out: Path = OUT) -> None:
    """Write the subset, with its MATH table: sizes of brackets, heights of fractions, kerning of exponents."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    font = TTFont(source)
    font.flavor = "woff2"
    cutter = subset.Subsetter(subset.Options(layout_features=["ssty", "dtls"], hinting=False, notdef_outline=True,
                                             name_IDs=[0, 1, 2, 3, 4, 6, 7, 13, 14], drop_tables=["FFTM"]))
    cutter.populate(unicodes=letters())
    cutter.subset(font)
    for number, text in ((1, NAME), (3, f"{NAME}, a subset of STIX Math"), (4, NAME), (6, NAME.replace(" ", ""))):
        font["name"].setName(text, number, 3, 1, 0x409)
        font["name"].removeNames(number, 1)
    top = font["CFF "].cff
    top.fontNames = [NAME.replace(" ", "")]
    top[0].FullName, top[0].FamilyName = NAME, NAME
    font.save(out)


if __name__ == "__main__":
    cut(Path(sys.argv[1]))
