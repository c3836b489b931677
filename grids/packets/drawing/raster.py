"""A drawn map as a picture of pixels, for documents that take no SVG."""

import shutil
import subprocess

from django.utils.translation import gettext as _

DPI = 250  # of print: 156 mm are 1,535 pixels


class FontMissing(ValueError):
    """No font with Chinese characters is installed: names would be left out."""


def to_png(svg: str, dpi: int = DPI) -> bytes:
    """The drawing in its own size at so many dots per inch.

    Raises:
        FontMissing: the machine has no Chinese font.
        ValueError: this is no SVG.
    """
    import resvg_py

    if not _has_chinese_font():
        raise FontMissing(_("服务器没有中文字体，图上文字画不出来。请安装 fonts-noto-cjk 后重试。"))
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, dpi=dpi, sans_serif_family="Noto Sans CJK SC")
    )


def _has_chinese_font() -> bool:
    """Whether fontconfig knows one; true where there is no fontconfig, for nobody can tell."""
    program = shutil.which("fc-list")
    if program is None:
        return True
    said = subprocess.run([program, ":lang=zh-cn", "family"], capture_output=True, check=False)  # noqa: S603  # our own arguments
    return bool(said.stdout.strip())
