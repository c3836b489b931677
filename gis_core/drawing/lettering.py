"""Labels as SVG text that is read on any ground."""

from xml.sax.saxutils import escape

from gis_core.drawing.labels import LEADING, Label

INK = "#1d2733"
FONTS = "Noto Sans CJK SC, sans-serif"


def haloed(label: Label, colour: str = INK) -> str:
    """With a white rim: for browsers, which paint the rim under the letters."""
    halo = 'stroke="#fff" stroke-width="4" stroke-opacity="0.9" paint-order="stroke"'
    return written(label, colour, halo)


def plated(label: Label, colour: str = INK, plate: float = 0.72) -> str:
    """On a white plate: for printers of SVG that paint a rim over the letters."""
    wide, high = label.width + 4, label.height
    turn = f' transform="rotate({label.angle} {label.x:.1f} {label.y:.1f})"' if label.angle else ""
    rect = (
        f'<rect x="{label.x - wide / 2:.1f}" y="{label.y - high / 2:.1f}" width="{wide:.1f}"'
        f' height="{high:.1f}" rx="2" fill="#fff" fill-opacity="{plate}"{turn}/>'
    )
    return rect + written(label, colour)


def written(label: Label, colour: str = INK, halo: str = "") -> str:
    """The text alone."""
    weight = ' font-weight="700"' if label.bold else ""
    turn = f' transform="rotate({label.angle} {label.x:.1f} {label.y:.1f})"' if label.angle else ""
    style = f'font-size="{label.size:g}"{weight} text-anchor="middle" fill="{colour}"'
    step = label.size * LEADING
    first = label.y - (len(label.lines) - 1) * step / 2 + 0.36 * label.size
    return "".join(
        f'<text x="{label.x:.1f}" y="{first + row * step:.1f}" {style}'
        f"{f' {halo}' if halo else ''}{turn}>{escape(line)}</text>"
        for row, line in enumerate(label.lines)
    )
