"""What every table of statuspage.toml has in common."""

from datetime import timedelta
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from statuspage.fields import Duration

_SECOND = timedelta(seconds=1)
_YEAR = timedelta(days=366)

Interval = Annotated[Duration, Field(ge=_SECOND, le=_YEAR)]
Length = Annotated[Duration, Field(gt=timedelta(0), le=_YEAR)]


class Table(BaseModel):
    """A table whose keys are all known. ``EXAMPLE`` is how its header is written."""

    EXAMPLE: ClassVar[str] = ""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, str_strip_whitespace=True, arbitrary_types_allowed=True
    )
