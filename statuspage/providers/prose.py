"""Whether words for people say that something is over. In doubt it is not.

Only the last thing said counts: "Resolved in North Europe. Impact continues in West Europe" goes on.
"""

import re
from collections.abc import Sequence

_OVER = (
    "resolved|mitigated|completed|concluded|fixed|restored|recovered|over|ended|closed|operating normally|"
    "abgeschlossen|behoben|gelöst|beendet|wiederhergestellt"
)
_DOUBT = re.compile(
    r"\b(?:not|no longer been|cannot|isn['’]t|hasn['’]t|haven['’]t|partial\w*|partly|some|most|many|almost|"
    r"nearly|being|be|until|once|when|if|expect\w*|should|may|might|could|would|will|working|work|trying|"
    r"continu\w*|still|yet|remain\w*|but|however|except|while|although|investigat\w*|monitor\w*|"
    r"nicht|noch|teilweise|wird|werden|sobald|bis|aber|jedoch)\b",
    re.IGNORECASE,
)
_COURTESY = re.compile(
    r"\b(?:apologi\w*|sorry|thank\w*|inconvenience|patience|root cause|post[- ]?mortem|incident report|"
    r"next update|more information|contact|entschuldig\w*|danke\w*)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.;!?]+(?=\s|$)|\n+")
_MOST = 8000
_WORD = re.compile(rf"\b(?:{_OVER})\b", re.IGNORECASE)
_MARK = re.compile(
    rf"^\W*(?:{_OVER})\s*(?:[\]):|–—-]|$)|[\[(–—|:-]\s*(?:{_OVER})\s*[\])]?\s*$", re.IGNORECASE
)
"""A title's mark: ``[Resolved] …``, ``Resolved: …``, ``… - Resolved``."""


def is_over(title: str, body: str, further: Sequence[str] = ()) -> bool:
    """Whether a title carries the mark of an end, or the last sentence of the body tells of one.

    ``further`` are other words for resolved, found in any case. Without a body the title is the body.
    """
    if _MARK.search(title):
        return True
    last = _last_sentence(body) or _last_sentence(title)
    folded = last.casefold()
    told = _WORD.search(last) or any(word.casefold() in folded for word in further if word)
    return bool(told) and not _DOUBT.search(last)


def _last_sentence(body: str) -> str:
    sentences = [one.strip() for one in _ENDS.split(body[-_MOST:])]
    said = [one for one in sentences if len(one) > 2]
    while len(said) > 1 and _COURTESY.search(said[-1]):
        said.pop()
    return said[-1] if said else ""
