"""The Statuspage public API (``/api/v2``): what programs for other status pages read.

Paths, keys, their order and the fixed texts are that API's, to the letter. What it has no words for
is said in keys beside: ``generated_at``, ``valid_until``, ``known`` and ``measured``.
"""

from statuspage.web.v2.views import blueprint

__all__ = ["blueprint"]
