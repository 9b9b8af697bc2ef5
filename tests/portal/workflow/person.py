"""Somebody with a role, what this person does, and what has become of a page or help line."""

from django.urls import reverse

from portal.models import HelpLine
from tests.home.edit_form import posted
from tests.live import fresh
from tests.partners.factories import make_member, make_organisation
from tests.portal.forms import snippet_form


class Person:
    """Somebody who asks the hub for something."""

    def __init__(self, name, client, account):
        self.name, self.client = name, client
        self.user = None
        if name == "member":
            self.user = make_member(make_organisation("Example Helpers"), "member@example.org")
        elif name != "anonymous":
            self.user = account(name)
        if self.user:
            client.force_login(self.user)

    def post(self, address, data=None):
        """Send a form. Whatever is refused is refused without a server error."""
        response = self.client.post(address, data or {})
        assert response.status_code < 500, (address, response.status_code)
        return response

    def opens(self, address):
        """Whether a place itself opens, not the sign-in and not another place."""
        response = self.client.get(address, follow=True)
        return response.status_code == 200 and response.request["PATH_INFO"].startswith(address)

    def edit(self, record, **changes):
        """Send the edit form of a page or a help line with some fields changed."""
        if isinstance(record, HelpLine):
            address = reverse("wagtailsnippets_portal_helpline:edit", args=[record.pk])
            return self.post(address, snippet_form(record, **changes))
        someone = self.user if self.user and self.name != "member" else some_editor()
        return self.post(f"/admin/pages/{record.pk}/edit/", posted(record, someone, **changes))


def some_editor():
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(email="editor@example.org")


def changed(record, user, word="Changed words"):
    """A draft by somebody, sent for review."""
    setattr(record, "hours" if isinstance(record, HelpLine) else "title", word)
    record.save_revision(user=user)
    record.get_workflow().start(record, user)
    return fresh(record)


def word_of(record):
    record = fresh(record)
    return record.hours if isinstance(record, HelpLine) else record.title


def draft_of(record):
    draft = fresh(record).get_latest_revision_as_object()
    return draft.hours if isinstance(draft, HelpLine) else draft.title


def decide(person, record, action, **data):
    """Wagtail's own form for a decision about a page or a help line."""
    state = record.current_workflow_task_state
    if isinstance(record, HelpLine):
        address = reverse(
            "wagtailsnippets_portal_helpline:workflow_action", args=[record.pk, action, state.pk]
        )
    else:
        address = f"/admin/pages/workflow/action/{record.pk}/{action}/{state.pk}/"
    return person.post(address, data)
