"""How large an SVG is drawn, by its first tag alone: nothing else of it is read."""

import re

_COMMENTS = re.compile(r"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_TAG = re.compile(r"<svg\b([^>]*)>")
_LENGTH = r"""\s{name}\s*=\s*["']\s*([0-9.]{{1,12}})(?:px)?\s*["']"""
_WIDTH, _HEIGHT = (re.compile(_LENGTH.format(name=name)) for name in ("width", "height"))
_NUMBER = r"-?[0-9.]{1,12}"
_BOX = re.compile(
    rf"""\sviewBox\s*=\s*["']\s*{_NUMBER}[\s,]+{_NUMBER}[\s,]+([0-9.]{{1,12}})[\s,]+([0-9.]{{1,12}})"""
)
_LOOKED_AT = 8_000


def read_svg_head(raw: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, from the attributes or else the box; None where there are none."""
    tag = _TAG.search(_COMMENTS.sub("", raw[:_LOOKED_AT].decode("utf-8", "replace")))
    if tag is None:
        return None
    width, height, box = _WIDTH.search(tag[1]), _HEIGHT.search(tag[1]), _BOX.search(tag[1])
    found = (width[1], height[1]) if width and height else box.groups() if box else None
    try:
        size = tuple(round(float(part)) for part in found or ())
    except ValueError:
        return None
    return (size[0], size[1]) if len(size) == 2 and 0 < size[0] < 65536 and 0 < size[1] < 65536 else None
