"""Invented organizations, such as those of the demonstration: they are marked, listed last, and never count as verified.

They are recognized by their addresses. The names example.com, example.net and example.org are reserved for examples (RFC 2606, section
3, https://www.rfc-editor.org/rfc/rfc2606), so that no organization can have one.
"""

from urllib.parse import urlsplit

from django.apps import apps

from portal.core.process_memory import kept_or_made

KEPT = 24 * 60 * 60
RESERVED = ("example.com", "example.net", "example.org")


def has_example_address(website: str, email: str) -> bool:
    """Whether an organization has an address that is reserved for examples.

    Args:
        website: the address of its website, or "".
        email: its email address, which counts if there is no website, or "".
    """
    host = (urlsplit(website).hostname or "") if website else email.rpartition("@")[2]
    return f".{host.casefold()}".endswith(tuple(f".{name}" for name in RESERVED))


def example_pks() -> set[int]:
    """The primary keys of the public pages of invented organizations, in all languages. One query after each publication."""

    def read() -> set[int]:
        organisations = apps.get_model("partners", "OrganisationPage").objects.filter(live=True)
        return {
            pk
            for pk, website, email in organisations.values_list("pk", "website", "email")
            if has_example_address(website, email)
        }

    return kept_or_made("directory:examples", read, KEPT)
