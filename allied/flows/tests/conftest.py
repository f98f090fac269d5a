"""The browser of the toolkit's own tests serves here too."""

from allied.web.tests.conftest import browser, member

__all__ = ["browser", "member"]
