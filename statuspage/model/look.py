"""How a site wants its page to look: what is its own beside the default theme."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Font:
    """The letters of a page: files in ``static/`` (``bold`` is the same for a variable font), and the
    families, as CSS writes them, that stand in until the file is there."""

    file: str | None = None
    bold: str | None = None
    family: str | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What a site's ``[look]`` says. Colours are ``#rrggbb`` by the names that people write; ``dark`` ones
    hold where the device is dark. Logos are names in ``static/``, links texts with their addresses."""

    logo: str | None = None
    logo_dark: str | None = None
    show_name: bool = True
    colours: Mapping[str, str] = field(default_factory=dict)
    dark: Mapping[str, str] = field(default_factory=dict)
    font: Font = field(default_factory=Font)
    header: Mapping[str, str] = field(default_factory=dict)
    footer: Mapping[str, str] = field(default_factory=dict)
