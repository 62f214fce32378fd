"""QR codes as inline SVG, so that nothing is asked from outside (stories 18)."""

from __future__ import annotations

import segno


def qr_svg(address: str, title: str) -> str:
    """A code that fills its box; readable when a quarter of it is dirty or creased.

    Args:
        address: what a phone opens.
        title: what a screen reader says instead.
    """
    code = segno.make_qr(address, error="q")
    return code.svg_inline(omitsize=True, title=title, svgclass="pst-qr", lineclass=None, light="#fff")
