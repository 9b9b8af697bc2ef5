"""How much an organization's programs may ask for, all its tokens together."""

from rest_framework.permissions import SAFE_METHODS
from rest_framework.throttling import BaseThrottle

from portal.core.rate_limits import counts_over, seconds_left

HOUR = 60 * 60
# In an hour: requests of any kind, and those that write.
REQUESTS, WRITES = ("partner-api", 1200), ("partner-api-writes", 120)


class OrganisationThrottle(BaseThrottle):
    """Counts each request, and each that writes once more."""

    def allow_request(self, request, view):
        """Whether the limits are kept. Only called with a token."""
        self.subject = str(request.auth.organisation.translation_key)
        limits = [REQUESTS] if request.method in SAFE_METHODS else [REQUESTS, WRITES]
        self.over = [name for name, limit in limits if counts_over(self.subject, name, limit, HOUR)]
        return not self.over

    def wait(self):
        """After how many seconds it may be tried again."""
        return max(seconds_left(self.subject, name, HOUR) for name in self.over)
