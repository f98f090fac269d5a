"""Property tests draw the same examples every time and take the time they need, also on a busy machine."""

from hypothesis import settings

settings.register_profile("allied", deadline=None, derandomize=True)
settings.load_profile("allied")
