"""A site's look as CSS: it follows the theme's own in the one style sheet, so no page needs inline style."""

from collections.abc import Callable, Mapping

from statuspage.model.look import Font, Look
from statuspage.site.palette import tokens_of

OWN_FAMILY = '"own letters"'

_TWO_LOGOS = """.brand .in-dark { display: none; }
@media screen {
  :root[data-theme="dark"] .brand .in-light { display: none; }
  :root[data-theme="dark"] .brand .in-dark { display: block; }
}
@media screen and (prefers-color-scheme: dark) {
  :root:not([data-theme="light"]) .brand .in-light { display: none; }
  :root:not([data-theme="light"]) .brand .in-dark { display: block; }
}
"""

_MORE_CONTRAST = """@media (prefers-contrast: more) {
  :root { --soft: var(--ink); --line: currentColor; --good: var(--ok); }
}
"""

_WHICH = ('[data-theme="dark"]', ':not([data-theme="light"])')
"""Pages whose visitor chose the dark, and those where the device decides."""

Tokens = Mapping[str, str]


def css_of(look: Look, light: Tokens, dark: Tokens, address: Callable[[str], str | None]) -> str:
    """The style of a look over the theme's colours, empty where it says nothing.

    ``address`` gives a font's address as the style sheet sees it, None where it is not to be used.
    """
    return "".join(
        (
            _rule(":root", _declared(look.colours, light)),
            _MORE_CONTRAST if look.colours else "",
            _dark(_declared(look.dark, dark)),
            _letters(look.font, address),
            _TWO_LOGOS if look.logo and look.logo_dark else "",
        )
    )


def _declared(colours: Tokens, base: Tokens) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in tokens_of(colours, base).items())


def _rule(selector: str, declared: str) -> str:
    return f"{selector} {{ {declared} }}\n" if declared else ""


def _dark(declared: str) -> str:
    """On screens, where the device is dark and where a visitor chose so. Paper is white."""
    if not declared:
        return ""
    chosen, device = (_rule(f":root{which}", declared) for which in _WHICH)
    return (
        f"@media screen {{\n  {chosen}}}\n@media screen and (prefers-color-scheme: dark) {{\n  {device}}}\n"
    )


def _letters(font: Font, address: Callable[[str], str | None]) -> str:
    """The faces of the font, and the family that all text is in. One file for both is a variable font."""
    plain, bold = (address(name) if name else None for name in (font.file, font.bold))
    faces = {}
    if plain:
        faces["100 900" if bold == plain else "400"] = plain
    if bold and bold != plain:
        faces["700"] = bold
    written = "".join(_face(weight, url) for weight, url in faces.items())
    families = [OWN_FAMILY] * bool(faces) + [font.family or "var(--family)"]
    return f"{written}body {{ font-family: {', '.join(families)}; }}\n" if faces or font.family else ""


def _face(weight: str, url: str) -> str:
    return (
        f'@font-face {{ font-family: {OWN_FAMILY}; src: url("{url}") format("woff2"); '
        f"font-weight: {weight}; font-display: swap; }}\n"
    )
