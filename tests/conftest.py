"""How every test runs: properties without a time limit, which a busy machine would break.

Their examples are the same in every run, so that a build is not red by chance; `HYPOTHESIS=search` looks
for new ones.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "closeup", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("search" if os.environ.get("HYPOTHESIS") == "search" else "closeup")
