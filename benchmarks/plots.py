"""Plots for docs/benchmarks.md, as SVG that needs no library."""

from __future__ import annotations

import os
from collections.abc import Mapping
from html import escape
from pathlib import Path

FOLDER = "BENCHMARKS_PLOTS"  # the variable that says where plots go; nowhere if it is not set
_WIDTH, _LABELS, _BAR, _ROW = 720, 240, 360, 26  # pixels


def bars(name: str, title: str, values: Mapping[str, float], unit: str = "") -> None:
    """A bar for each value, the longest as wide as there is room, its figure beside it.

    Written to `NAME.svg` in the folder that the report names; nothing otherwise.
    """
    folder = os.environ.get(FOLDER)
    if folder and values:
        Path(folder).mkdir(parents=True, exist_ok=True)
        Path(folder, f"{name}.svg").write_text(_bars(title, values, unit), encoding="utf-8")


def _bars(title: str, values: Mapping[str, float], unit: str) -> str:
    top = max(max(values.values()), 1e-9)
    height = _ROW * (len(values) + 1) + 12
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
        'font-family="sans-serif" font-size="12" role="img">',
        f"<title>{escape(title)}</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="8" y="18" font-weight="bold">{escape(title)}</text>',
    ]
    for row, (label, value) in enumerate(values.items(), start=1):
        y = _ROW * row + 6
        wide = max(1.0, _BAR * value / top)
        figure = _figure(value) + escape(unit)
        fill = "#1f5f8b" if row == 1 else "#9db7c9"
        lines += [
            f'<text x="{_LABELS - 8}" y="{y + 14}" text-anchor="end">{escape(label)}</text>',
            f'<rect x="{_LABELS}" y="{y}" width="{wide:.1f}" height="{_ROW - 8}" fill="{fill}"/>',
            f'<text x="{_LABELS + wide + 6:.1f}" y="{y + 14}">{figure}</text>',
        ]
    return "\n".join([*lines, "</svg>", ""])


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
