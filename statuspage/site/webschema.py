"""The table ``[web]``: who may see what stands behind the page."""

from typing import ClassVar

from pydantic import Field

from statuspage.fields import Secret
from statuspage.site.table import Length, Table


class WebTable(Table):
    """``[web]``: what the web server tells operators only, and browsers."""

    EXAMPLE: ClassVar[str] = "[web]"

    token: Secret | None = Field(
        default=None,
        description="Who brings this as bearer token is told by /healthz and /metrics what the page does not "
        "say; without a token nobody is.",
        examples=['"${STATUS_TOKEN}"'],
    )
    hsts: Length | None = Field(
        default=None,
        description="For how long browsers that were here once are to come by https alone "
        "(Strict-Transport-Security); only where https will surely stay.",
        examples=['"180d"'],
    )
