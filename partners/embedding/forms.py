"""The form in which a member lists the websites that may show the organization's events."""

import re
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST = 10
_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def origin_of(text):
    """The origin of a web address, as browsers compare it (RFC 6454 §4).

    Args:
        text: an address with http or https; a path is left out.

    Returns:
        Such as "https://www.example.org"; "" if it is no such address.
    """
    try:
        parts = urlsplit(text.strip())
        host = (parts.hostname or "").encode("idna").decode().lower()
        port = parts.port
    except ValueError:  # Also UnicodeError.
        return ""
    if parts.scheme not in ("http", "https") or parts.username is not None or not _HOST.fullmatch(host):
        return ""
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != usual else "")


class WebsitesForm(forms.Form):
    """One website on each line."""

    origins = forms.CharField(
        label=gettext_lazy("Websites that may show your events"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy(
            "One address on each line, such as https://www.example.org: with https://, and without a page."
        ),
    )
    shortened: list[str]

    def clean_origins(self):
        """The origins, each once.

        Raises:
            ValidationError: a line is no web address with https, or there are too many.
        """
        found: dict[str, None] = {}
        self.shortened = []
        for line in self.cleaned_data["origins"].splitlines():
            if not line.strip():
                continue
            origin = origin_of(line)
            if not origin:
                raise forms.ValidationError(
                    _(
                        "“%(line)s” is not a web address. Write it with https://, such as https://www.example.org."
                    )
                    % {"line": line.strip()[:200]}
                )
            if not origin.startswith("https://"):
                raise forms.ValidationError(
                    _(
                        "“%(line)s” begins with http://. Only pages with https:// may show your events, because others can be changed on their way to the reader. Write the address with https:// if the website has it."
                    )
                    % {"line": line.strip()[:200]}
                )
            if line.strip().removesuffix("/").casefold() != origin:
                self.shortened.append(
                    _("Browsers compare only the address of a website: “%(line)s” was saved as “%(origin)s”.")
                    % {"line": line.strip()[:200], "origin": origin}
                )
            found[origin] = None
        if len(found) > MOST:
            raise forms.ValidationError(_("List at most %(count)d websites.") % {"count": MOST})
        return list(found)
