"""The table ``[look]``: logo, colours, letters and links of a site's own."""

from typing import ClassVar

from pydantic import Field

from statuspage.model.look import Font, Look
from statuspage.site.lookvalues import Address, Colour, Families, FontFile, LogoFile
from statuspage.site.table import Table
from statuspage.site.values import Text


class PaletteTable(Table):
    """Colours, each ``#rgb``, ``#rrggbb`` or a name of CSS; what is left out stays as it is."""

    paper: Colour | None = Field(default=None, description="The ground of the page.", examples=['"#fbfaf8"'])
    card: Colour | None = Field(default=None, description="The ground of cards.", examples=['"white"'])
    ink: Colour | None = Field(default=None, description="Text.", examples=['"#1c1b1a"'])
    soft: Colour | None = Field(default=None, description="Text beside the point.", examples=['"#5d5a55"'])
    line: Colour | None = Field(default=None, description="Edges.", examples=['"#e4e0d9"'])
    link: Colour | None = Field(default=None, description="Links.", examples=['"#7a1f5c"'])
    operational: Colour | None = Field(default=None, description="What works.", examples=['"#1b7a47"'])
    degraded_performance: Colour | None = Field(
        default=None, description="What is slow or unstable.", examples=['"#8a5c00"']
    )
    partial_outage: Colour | None = Field(
        default=None, description="What is partly down.", examples=['"#a94a0d"']
    )
    major_outage: Colour | None = Field(default=None, description="What is down.", examples=['"#b3261e"'])
    under_maintenance: Colour | None = Field(
        default=None, description="What is under maintenance.", examples=['"#2a63a8"']
    )
    unknown: Colour | None = Field(
        default=None, description="Of what nothing is known.", examples=['"#66645e"']
    )


class ColoursTable(PaletteTable):
    """The colours of the page where the device is light, and in ``dark`` where it is dark."""

    dark: PaletteTable = Field(
        default=PaletteTable(),
        description="The same for dark devices; what is left out stays the theme's own.",
        examples=['{ link = "#f0a8d8" }'],
    )


class FontTable(Table):
    """The letters of the page."""

    file: FontFile | None = Field(
        default=None, description="A .woff2 file in static/, up to 300 kB.", examples=['"letters.woff2"']
    )
    bold: FontFile | None = Field(
        default=None,
        description="The file of its bold letters; the same one again if that is a variable font.",
        examples=['"letters-bold.woff2"'],
    )
    family: Families | None = Field(
        default=None,
        description="Families that devices have, used without a file and until it is there.",
        examples=['"Georgia, serif"'],
    )


class LookTable(Table):
    """``[look]``: what is the site's own of how its page looks; see [Theme](../theme.md)."""

    EXAMPLE: ClassVar[str] = "[look]"

    logo: LogoFile | None = Field(
        default=None,
        description="A file in the site's static/: SVG, PNG or WebP, up to 200 kB.",
        examples=['"logo.svg"'],
    )
    logo_dark: LogoFile | None = Field(
        default=None, description="Another one for dark devices.", examples=['"logo-dark.svg"']
    )
    show_name: bool = Field(
        default=True,
        description="Whether the site's name stands beside the logo; false for a logo that has it in it.",
        examples=["false"],
    )
    colours: ColoursTable = Field(
        default=ColoursTable(),
        description="Colours in place of the theme's: #rgb, #rrggbb or a name of CSS.",
        examples=['{ link = "#7a1f5c", dark = { link = "#f0a8d8" } }'],
    )
    font: FontTable = Field(
        default=FontTable(),
        description="The letters; they are served with the page, never from another host.",
        examples=['{ file = "letters.woff2", family = "Georgia, serif" }'],
    )
    header: dict[Text, Address] = Field(
        default={},
        description="Links at the top, each a text with its address: https, mailto, or a path.",
        examples=['{ Website = "https://www.example.com" }'],
    )
    footer: dict[Text, Address] = Field(
        default={},
        description="Links at the foot.",
        examples=['{ Support = "mailto:support@example.com", Imprint = "/imprint" }'],
    )

    def value(self) -> Look:
        """What it says, for views."""
        colours = self.colours.model_dump(exclude_none=True, exclude={"dark"})
        font = Font(self.font.file, self.font.bold, self.font.family)
        return Look(
            logo=self.logo,
            logo_dark=self.logo_dark,
            show_name=self.show_name,
            colours=colours,
            dark=self.colours.dark.model_dump(exclude_none=True),
            font=font,
            header=self.header,
            footer=self.footer,
        )
