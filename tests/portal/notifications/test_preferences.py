"""Who chooses how often which mails come."""

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from portal.notifications import preferences
from portal.notifications.preferences import AT_ONCE, DAILY, NEVER, WEEKLY

pytestmark = pytest.mark.django_db


class TestChoice:
    def test_the_office_chooses_in_the_admin(self, signed_in, account):
        client = signed_in("approver")
        page = client.get(reverse("wagtailadmin_account"))
        html = page.content.decode()
        assert "Things that wait for your approval" in html
        assert "approved_notifications" not in html
        form = {
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "locale-preferred_language": "",
            "locale-current_time_zone": "",
            "mails-mail_submission": WEEKLY.value,
            "mails-mail_decision": DAILY.value,
            "mails-mail_review": NEVER.value,
        }
        assert client.post(reverse("wagtailadmin_account"), form).status_code == 302
        user = account("approver")
        assert preferences.chosen(user, preferences.SUBMISSION) == WEEKLY
        assert preferences.chosen(user, preferences.DECISION) == DAILY
        assert preferences.chosen(user, preferences.REVIEW) == NEVER
        # What the form left out stays as it was.
        assert preferences.chosen(user, preferences.SCHEDULE) == AT_ONCE

    def test_decisions_cannot_be_switched_off(self, account):
        form = preferences.PreferencesForm({"mail_decision": "never"}, instance=account("editor"))
        assert "mail_decision" in form.errors

    def test_members_choose_in_the_workspace(self, signed_in, account):
        client = signed_in("riverside")
        html = client.get(reverse("partners:account")).content.decode()
        assert "Decisions on what you sent for review" in html
        assert "Things that wait for your approval" not in html
        form = {"first_name": "R", "last_name": "S", "language": "en", "mail_decision": DAILY.value}
        assert client.post(reverse("partners:account"), form).status_code == 302
        assert preferences.chosen(account("riverside"), preferences.DECISION) == DAILY

    def test_editors_are_not_asked_about_what_they_cannot_approve(self, account):
        names = [kind.name for kind in preferences.kinds_for(account("editor"))]
        assert preferences.SUBMISSION not in names
        assert preferences.REVIEW in names

    def test_operators_are_asked_nothing(self):
        operator = get_user_model().objects.create_superuser("operator@example.org", "river-stone-22-lantern")
        assert preferences.kinds_for(operator) == []
