"""Nothing that a visitor or member reads is said past gettext, whether it comes from a template, from Python or from a library."""

import pytest
from django.db import transaction
from django.utils.translation import gettext

from home.models import FormatRequest
from partners.models import EventPage
from tests.browser.addresses import ENGLISH
from tests.marked_words import fields_of, texts_of

pytestmark = pytest.mark.django_db

# The hub says them back.
NONSENSE = ["", "nonsense", "x" * 5000]
WORKSPACE = "/workspace/riverside-example-coalition/"


@pytest.fixture
def look(content, marked):
    """Opens addresses and sends their forms empty, with nonsense and with far too much: a dict of what is unmarked to its address."""

    def each(client, addresses, *more):
        known, wrong = content.with_more(*NONSENSE, *more), {}
        marked()
        for address in addresses:
            answer = client.get(address, follow=True)
            assert answer.status_code in (200, 404), address
            html = answer.content.decode()
            pages = [html]
            names = fields_of(html)
            for value in NONSENSE if names else []:
                with transaction.atomic():
                    sent = client.post(
                        answer.wsgi_request.get_full_path(), dict.fromkeys(names, value), follow=True
                    )
                    pages.append(sent.content.decode())
                    transaction.set_rollback(True)
            for text in known.unmarked(text for page in pages for text in texts_of(page)):
                wrong.setdefault(text, address)
        return wrong

    return each


def test_public_pages_and_their_forms(client, look):
    record = FormatRequest.objects.create(need="Large print", answer_by="phone", safe="yes")
    addresses = [address.path.replace("{reference}", record.reference) for address in ENGLISH]
    assert look(client, addresses, record.reference, "zzzz") == {}


def test_the_workspace_and_the_account(signed_in, look):
    events = EventPage.objects.filter(
        organisation__slug="riverside-example-coalition", locale__language_code="en"
    )
    live = events.filter(live=True).exclude(frequency="").first()
    draft = events.filter(live=False, first_published_at=None).first()
    of_an_event = [
        "",
        "preview/",
        "history/",
        "cancel/",
        "postpone/",
        "hide-place/",
        "take-down/",
        "dates/",
        "removal/",
    ]
    addresses = [
        WORKSPACE,
        *(f"{WORKSPACE}events/{live.translation_key}/{name}" for name in of_an_event),
        f"{WORKSPACE}events/{draft.translation_key}/",
        f"{WORKSPACE}events/{draft.translation_key}/delete/",
        *(
            WORKSPACE + name
            for name in (
                "events/new/",
                "profile/",
                "profile/services/new/",
                "members/",
                "members/leave/",
                "import/",
            )
        ),
        "/workspace/account/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/2fa/recovery-codes/",
        "/accounts/2fa/recovery-codes/generate/",
        "/accounts/sessions/",
        "/accounts/password/change/",
        "/accounts/reauthenticate/",
        "/accounts/logout/",
    ]
    assert look(signed_in("riverside"), addresses) == {}


def test_what_is_said_past_gettext_is_found(content, marked):
    marked()
    page = f'<p>{gettext("Get help")} without delay</p><img alt="A dog"><p lang="es">Perro</p><p>Wage theft</p><!-- hidden -->'
    assert content.unmarked(texts_of(page)) == ["without delay", "A dog"]
