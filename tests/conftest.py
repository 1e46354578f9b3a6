"""How laws are checked, for all tests alike."""

from __future__ import annotations

import os

from hypothesis import settings

# A busy machine is no broken law, so nothing has a deadline.
settings.register_profile("here", deadline=None)
# A run that is to be compared with the last one tries the same examples.
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
