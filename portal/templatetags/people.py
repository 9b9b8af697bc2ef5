"""How people and their devices are named in lists."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# In this order: a browser also names those from which it descends.
BROWSERS = {
    "Edg": "Edge",
    "SamsungBrowser": "Samsung Internet",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


@register.filter
def browser_words(user_agent):
    """The name of a browser and of its device, such as "Firefox on Windows".

    Args:
        user_agent: what the browser said of itself (RFC 9110 §10.1.5).

    Returns:
        A phrase.
    """
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser")
