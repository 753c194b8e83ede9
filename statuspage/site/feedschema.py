"""The table ``[feeds]``: what the page tells of by itself."""

from pydantic import Field

from statuspage.site.notifyschema import PublicAddress
from statuspage.site.table import Table


class FeedsTable(Table):
    """``[feeds]``: what is told to readers and subscribers by itself."""

    EXAMPLE = "[feeds]"

    automatic: bool = Field(
        default=True,
        description="Whether an outage of 5 minutes that no post names becomes an incident by itself, on the "
        "page, in feeds and in the API.",
        examples=["false"],
    )
    hub: PublicAddress | None = Field(
        default=None,
        description="A WebSub hub that is told when feeds change, and named in them, so that readers who "
        "subscribe there hear of it at once.",
        examples=['"https://hub.example.com/"'],
    )
