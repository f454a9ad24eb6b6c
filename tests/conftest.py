"""How every test runs: properties without a time limit, which a busy machine would break."""

from hypothesis import HealthCheck, settings

settings.register_profile("closeup", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("closeup")
