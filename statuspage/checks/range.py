"""A range of numbers in the spelling that people write: ``{ above = 0, below = 0.05 }``."""

import math
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from statuspage.model.text import Text, Value, text

Limit = Annotated[float, Field(allow_inf_nan=False)]


class Range(BaseModel):
    """Numbers above one limit, below another, or between both; the limits are outside."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

    above: Limit | None = Field(default=None, description="More than this.", examples=["0"])
    below: Limit | None = Field(default=None, description="Less than this.", examples=["0.05"])

    @model_validator(mode="after")
    def _has_a_limit(self) -> "Range":
        if self.above is None and self.below is None:
            raise ValueError("It must have a limit: above, below or both.")
        if self.above is not None and self.below is not None and self.above >= self.below:
            raise ValueError("above must be less than below.")
        return self

    def holds(self, value: float) -> bool:
        """Whether a number is in the range; what is not a number never is."""
        return (self.above is None or value > self.above) and (self.below is None or value < self.below)

    def excess(self, value: float) -> float:
        """How far a number is past the nearer limit; negative within the range."""
        past = (value - self.below) if self.below is not None else -math.inf
        short = (self.above - value) if self.above is not None else -math.inf
        return max(past, short)

    def spell(self, value: float) -> Value:
        """A number for people, as short as it can be without seeming to be on the limit's other side."""
        if math.isinf(value):
            return text("infinite") if value > 0 else text("minus infinite")
        for digits in (3, 6, 12):
            rounded = float(f"{value:.{digits}g}")
            if self.holds(rounded) == self.holds(value):
                return rounded
        return repr(value)

    @property
    def text(self) -> Text:
        """``below 0.05``, ``above 0 and below 0.05``."""
        if self.above is None or self.below is None:
            if self.below is None:
                return text("above {limit}", limit=self.above or 0.0)
            return text("below {limit}", limit=self.below)
        return text("above {above} and below {below}", above=self.above, below=self.below)

    def __str__(self) -> str:
        return str(self.text)
