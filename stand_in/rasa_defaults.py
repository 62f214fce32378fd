"""Lets the plain `rasa` command work in the project's folder, though endpoints.yml names variables of the supervisor.

Only for that command: an empty PST_ variable in the service's own environment would win over .env. With an empty secret
`rasa shell` and `rasa test` work, and `rasa run` says that PST_RASA_SECRET is missing.
"""

from __future__ import annotations

import os
import sys

if sys.argv and os.path.basename(sys.argv[0]) == "rasa":
    os.environ.setdefault("PST_PORT", "8000")
    os.environ.setdefault("PST_RASA_SECRET", "")
