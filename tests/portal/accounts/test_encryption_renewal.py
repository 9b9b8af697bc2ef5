"""A SECRET_KEY is changed, and the former one leaves: nothing that was encrypted or digested with it is lost."""

import io

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command

from home.models import FormatRequest
from partners.confidentiality import store
from partners.confidentiality.words import phrases_of
from portal.operations import health_checks

pytestmark = pytest.mark.django_db
PLACE = {"venue_name": "Lantern House", "street_address": "505 Street Avenue"}
HOLDER = "6b6f1c1e-7d38-4b7f-9a38-6a2f4a0f6a11"
TOTP_SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def kept(client, account):
    """A request, a second factor with recovery codes, and a confidential place, all kept with the first key."""
    client.post("/request-accessible-format/", {"need": "Large print", "answer_by": "phone", "safe": "no"})
    TOTP.activate(account("editor"), TOTP_SECRET)
    RecoveryCodes.activate(account("editor"))
    store.add_phrases(HOLDER, phrases_of(PLACE))
    return {"codes": codes(account)}


def codes(account):
    found = Authenticator.objects.get(user=account("editor"), type="recovery_codes")
    return RecoveryCodes(found).get_unused_codes()


def change_key(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-" * 8, [settings.SECRET_KEY]


def look():
    found = dict(health_checks.examine())["encryption"]
    return found.state, found.message


def renew():
    out = io.StringIO()
    call_command("renew_encryption", stdout=out)
    return out.getvalue()


def test_after_the_renewal_the_former_key_may_leave(kept, settings, account):
    assert look()[0] == "ok"
    change_key(settings)
    state, message = look()
    assert state == "due" and "renew_encryption" in message
    assert "Nothing stored needs SECRET_KEY_FALLBACKS any more." in renew()
    settings.SECRET_KEY_FALLBACKS = []
    assert look()[0] == "ok"
    assert FormatRequest.objects.get().need == "Large print"
    assert codes(account) == kept["codes"]
    assert store.words_of(HOLDER).found_in("At 505 Street Avenue")
    assert store.words_of(HOLDER).found_in("Lantern House")
    assert "\n0 texts were encrypted anew" in renew()


def test_words_that_are_learned_with_the_next_key_are_found_as_well(kept, settings):
    change_key(settings)
    renew()
    settings.SECRET_KEY_FALLBACKS = []
    store.add_phrases(HOLDER, phrases_of({"venue_name": "Harbor Room"}))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "third-key-" * 9, [settings.SECRET_KEY]
    renew()
    settings.SECRET_KEY_FALLBACKS = []
    words = store.words_of(HOLDER)
    assert words.found_in("Harbor Room") and words.found_in("Lantern House")


def test_a_key_that_left_too_early_is_named_and_can_come_back(kept, settings, account):
    former = settings.SECRET_KEY
    settings.SECRET_KEY = "another-key-" * 8
    state, message = look()
    assert state == "wrong" and "SECRET_KEY_FALLBACKS" in message
    assert not store.words_of(HOLDER).found_in("Lantern House")
    with pytest.raises(CommandError, match="open with no key"):
        renew()
    settings.SECRET_KEY_FALLBACKS = [former]
    renew()
    settings.SECRET_KEY_FALLBACKS = []
    assert look()[0] == "ok"
    assert store.words_of(HOLDER).found_in("Lantern House")
    assert codes(account) == kept["codes"]
