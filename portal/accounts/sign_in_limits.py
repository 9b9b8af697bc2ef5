"""How fast passwords and codes may be tried. Who tries too often waits; nobody is ever locked out by others.

Failed tries are counted by the pair of network and account, by network, and on a device that the person knows only by that
device. So a stranger who tries passwords slows down his own network, never the person whose account it is.
"""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.core import rate_limits

from . import known_devices

HOUR = 60 * 60
# After how many failed tries within the hour there is only one in so many seconds.
PAIR = ((5, 10), (15, 60))
NETWORK = ((30, 2), (100, 10))
# An account that many networks try at once: each network has one try, and then waits.
ACCOUNT_UNDER_ATTACK = 50
PAIR_UNDER_ATTACK = ((1, 10), (5, 60))


class Attempt:
    """One try with a password or a code. Making it counts the try.

    Attributes:
        wait: how many seconds must pass before a try is allowed; 0: this one is.
        failed_before: how often it failed within the hour.
    """

    def __init__(self, counters):
        self.counters = counters
        self.wait, self.failed_before = 0, 0
        for number, (subject, name, steps) in enumerate(counters):
            tries = rate_limits.count(subject, name, HOUR)
            if number == 0:
                self.failed_before = tries - 1
            self.wait = max(self.wait, _wait(subject, name, steps, tries))
        if self.wait:
            # It is not tried, so it is none of the failed ones: who presses again and again waits no longer.
            for subject, name, _steps in counters:
                rate_limits.give_back(subject, name, HOUR)

    def refuse_too_early(self):
        """Stop a try that comes too early.

        Raises:
            ValidationError: says for how long to wait.
        """
        if self.wait:
            raise ValidationError(
                _("There were several failed attempts. Please wait %(seconds)d seconds, then try again."),
                code="too_many_login_attempts",
                params={"seconds": max(2, self.wait)},
            )

    def succeeded(self):
        """Forget the failed tries of this person here; what the network tried with other accounts stays counted."""
        for number, (subject, name, _steps) in enumerate(self.counters):
            if number == 0:
                rate_limits.clear(subject, name, HOUR)
            else:
                rate_limits.give_back(subject, name, HOUR)


def password_attempt(request, email):
    """A try with a password.

    Args:
        request: the request.
        email: what was typed, whether there is such an account or not.

    Returns:
        An Attempt.
    """
    email = email.strip().casefold()
    user = get_user_model().objects.filter(email__iexact=email).first()
    if device := known_devices.device_of(request, user):
        return Attempt([(f"{device} {email}", "password:device", PAIR)])
    attacked = rate_limits.used(email, "password:account", HOUR) >= ACCOUNT_UNDER_ATTACK
    found = rate_limits.networks(rate_limits.client_address(request))
    return Attempt(
        [
            (f"{found[0][0]} {email}", "password:pair", PAIR_UNDER_ATTACK if attacked else PAIR),
            (email, "password:account", ()),
            *((network, "password:network", _higher(NETWORK, factor)) for network, factor in found),
        ]
    )


def code_attempt(request, user):
    """A try with a code of the second factor: the password was right already, so tries are counted for the account.

    Args:
        request: the request.
        user: whose second factor it is.

    Returns:
        An Attempt.
    """
    if device := known_devices.device_of(request, user):
        return Attempt([(f"{device} {user.pk}", "code:device", PAIR)])
    found = rate_limits.networks(rate_limits.client_address(request))
    return Attempt(
        [
            (str(user.pk), "code:account", PAIR),
            *((network, "code:network", _higher(NETWORK, factor)) for network, factor in found),
        ]
    )


def _higher(steps, factor):
    return tuple((tries * factor, interval) for tries, interval in steps)


def _wait(subject, name, steps, tries):
    interval = max((seconds for allowed, seconds in steps if tries >= allowed), default=0)
    return rate_limits.seconds_to_wait(subject, name, interval) if interval else 0
