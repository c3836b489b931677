"""Text that any file can hold."""

import re

# What XML 1.0 cannot hold (W3C, XML 1.0, 2.2), and halves of characters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """The text without what no file can hold."""
    return _UNFIT.sub("", text)
