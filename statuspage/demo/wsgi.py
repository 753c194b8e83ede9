"""The preview for a WSGI server: ``statuspage.demo.wsgi:app``, of the site in the folder STATUSPAGE_SITE."""

import os
from pathlib import Path

from statuspage.demo.preview import Preview, chosen
from statuspage.parent import end_with_named_parent

STATE = "STATUSPAGE_STATE"
"""The variable that names the state to be shown, or ``all``."""

end_with_named_parent()
app = Preview(Path(os.environ.get("STATUSPAGE_SITE", ".")), chosen(os.environ.get(STATE, "all")))
