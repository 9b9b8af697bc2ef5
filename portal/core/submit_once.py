"""Processes a form that is submitted twice only once: the second request gets the response to the first.

Every form has a unique key: its CSRF token, which Django masks differently each time it shows a form. A form without a CSRF token (to
avoid a cookie) has a field `once` instead. Requests with the same key, address, user and content are the same form, submitted again by
a second click, by a browser that retries, or with the Back button. Other content is another form.
"""

import datetime
import hashlib
import json
import logging
import re
import secrets
import time

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import MessageDecoder, MessageEncoder
from django.db import DatabaseError, IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from .encryption import Unreadable, decrypt, encrypt
from .language_paths import without_language
from .models import SentForm

logger = logging.getLogger(__name__)

FIELDS = ("csrfmiddlewaretoken", "once")
KEPT = datetime.timedelta(days=1)
# A user may want to repeat a change from the same page, so only a request as fast as a second click counts as a repetition.
SECOND_CLICK = datetime.timedelta(minutes=1)
# A process that has worked on a form for this long has been killed.
ABANDONED = datetime.timedelta(minutes=1)
PAUSE = 0.05  # Seconds between two queries for the first response.
# Names of URLs that create something with each POST; so does every POST to a public page.
CREATES = re.compile(
    r"(^|_)(add|new|create|copy|duplicate|import|invite|join|upload)(_|$)"
    r"|^(page_previews|preview_link|wagtail_serve)$"
)
LOOKS_ONLY = re.compile(r"preview_on_")
# Forms for sign-in, passwords and second factors: their response starts a new session, which the second response
# must set too, because a browser ignores the first one.
ACCOUNTS = "/accounts/"


def creates(match):
    """Whether a POST to an address creates something each time.

    Args:
        match: the request's ResolverMatch.

    Returns:
        True for forms that are remembered for a day, including requests of scripts.
    """
    name = match.url_name or ""
    return bool(CREATES.search(name)) and not LOOKS_ONLY.match(name)


def key_of(request):
    """The key under which a submitted form is remembered.

    Args:
        request: a POST whose fields can be parsed.

    Returns:
        A digest, or None if the form has no key.
    """
    own = next((request.POST[name] for name in FIELDS if request.POST.get(name)), None)
    if own is None:
        return None
    content = hashlib.sha256()
    # Between two clicks, the first one may have signed the user in.
    person = None if is_of_accounts(request) else getattr(request.user, "pk", None)
    for part in (own, request.get_full_path(), person):
        content.update(repr(part).encode())
    content.update(repr(sorted(request.POST.lists())).encode("utf-8", "surrogatepass"))
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            content.update(repr((name, file.name, file.size)).encode("utf-8", "surrogatepass"))
            for chunk in file.chunks():
                content.update(chunk)
            file.seek(0)
    return salted_hmac("portal.once", content.hexdigest(), algorithm="sha256").hexdigest()


def is_of_accounts(request):
    """Whether the address is one of the account pages, in any language."""
    return without_language(request.path_info).startswith(ACCOUNTS)


def answer_again(request):
    """The response to an account form that has just changed the CSRF cookie, for a second click in the same browser.

    Args:
        request: a POST that failed the CSRF check.

    Returns:
        A response, or None if the form is not known, its response has expired, or the session is another one.
    """
    key = key_of(request) if is_of_accounts(request) else None
    known = SentForm.objects.filter(key=key, answered_until__gt=timezone.now()).first() if key else None
    answer = _opened(known) if known and known.answer else None
    has_session = answer and answer["session"] and answer["session"] == request.session.session_key
    return _again(request, answer) if has_session else None


def secret_of(request):
    """A secret that is the same for repetitions of the same form, for responses that show a secret which is not stored.

    Args:
        request: a POST.

    Returns:
        A string that cannot be guessed; a new one each time if the form has no key.
    """
    key = key_of(request)
    if key is None:
        return secrets.token_urlsafe(32)
    return salted_hmac("portal.once.secret", key, algorithm="sha256").hexdigest()


class OnceMiddleware:
    """Passes one of several equal requests to the view, and gives the others the same response."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Remember the response. A form that was refused may be submitted again."""
        response = None
        try:
            response = self.get_response(request)
        finally:
            if taken := getattr(request, "_taken_once", None):
                _settle(request, taken, response)
        return response

    def process_view(self, request, view, args, kwargs):
        """Return the response that the same form already got, if any."""
        # Views of Django REST framework get no forms, and say themselves what they cannot read.
        is_form = request.method == "POST" and not hasattr(view, "cls")
        key = key_of(request) if is_form else None
        if key is None:
            return None
        # Without the database, this fails as the view would, so that the person does not wait twice.
        taken, answer = _take(key)
        if answer is not None:
            return _again(request, answer)
        request._taken_once = (key, taken)
        return None


def _take(key):
    """Claim a form, or wait for the response to the request that has claimed it.

    Returns:
        (the time of the claim, None), or (None, the response as stored by _remembered()).
    """
    while True:
        now = timezone.now()
        try:
            with transaction.atomic():
                SentForm.objects.create(key=key, started_at=now)
        except IntegrityError:
            pass
        else:
            return now, None
        first = SentForm.objects.filter(key=key).first()
        if first is None:  # It was refused in the meantime.
            continue
        if first.answer and first.answered_until and first.answered_until > now:
            if answer := _opened(first):
                return None, answer
            first.answered_until = now  # SECRET_KEY was changed.
        if first.answer or first.started_at + ABANDONED < now:
            mine = SentForm.objects.filter(key=key, started_at=first.started_at)
            if mine.update(started_at=now, answer="", answered_until=None):
                return now, None
            continue
        time.sleep(PAUSE)


def _opened(sent):
    try:
        return json.loads(decrypt(sent.answer, "once"), cls=MessageDecoder)
    except Unreadable:
        return None


def _settle(request, taken, response):
    key, since = taken
    mine = SentForm.objects.filter(key=key, started_at=since)
    try:
        if answer := response is not None and _remembered(request, response):
            is_kept = creates(request.resolver_match) and not is_of_accounts(request)
            until = timezone.now() + (KEPT if is_kept else SECOND_CLICK)
            mine.update(answer=encrypt(json.dumps(answer, cls=MessageEncoder), "once"), answered_until=until)
        else:
            mine.delete()
    except DatabaseError:
        logger.exception("What became of a form could not be noted. Until a minute is over, it waits.")


def _remembered(request, response):
    """What the second response needs, or None if nothing was done, or it may be repeated.

    A view that creates something but renders a page instead of redirecting sets `response.made_at` to the address of the created
    object, and `response.said` to the messages on that page: pairs of level and text.
    """
    content, address = "", getattr(response, "made_at", None)
    leads = response.status_code in (301, 302, 303)
    if leads:
        address = response["Location"]
    if address is None:
        is_json = response.get("Content-Type", "").startswith("application/json")
        if not (is_json and response.status_code in (200, 201) and creates(request.resolver_match)):
            return None
        content = response.content.decode()
        if _says_no(content):
            return None
    queued = list(getattr(getattr(request, "_messages", None), "_queued_messages", []))
    return {
        "status": response.status_code if leads or address is None else 302,
        "address": address,
        "content": content,
        "messages": queued + [Message(level, text) for level, text in getattr(response, "said", ())],
        **(_session_of(request, response) if is_of_accounts(request) else {}),
    }


def _session_of(request, response):
    """The session and the cookies that a response sets. The session is saved before it is used by another request."""
    if request.session.session_key and request.session.modified:
        request.session.save()
    return {
        "session": request.session.session_key,
        "cookies": [morsel.OutputString() for morsel in response.cookies.values()],
    }


def _says_no(content):
    """Whether a JSON response to Wagtail's scripts says that nothing was created."""
    answer = json.loads(content)
    if not isinstance(answer, dict):
        return False
    return answer.get("success") is False or str(answer.get("step", "")).startswith("reshow")


def _again(request, answer):
    for message in answer["messages"]:
        messages.add_message(request, message.level, message.message, message.extra_tags)
    if answer["address"] is None:
        response = HttpResponse(answer["content"], content_type="application/json", status=answer["status"])
    else:
        response = HttpResponse(status=answer["status"], headers={"Location": answer["address"]})
    for cookie in answer.get("cookies", ()):
        response.cookies.load(cookie)
    if answer.get("session") and answer["session"] != request.session.session_key:
        _give_session(request, response, answer["session"])
    response.headers["Cache-Control"] = "no-store"
    return response


def _give_session(request, response, key):
    """Set the session that the first response started; SessionMiddleware would not, because this request does not change it."""
    session = type(request.session)(key)
    if session.is_empty():  # It has ended since.
        return
    request.session = session
    until_closed = session.get_expire_at_browser_close()
    response.set_cookie(
        settings.SESSION_COOKIE_NAME,
        key,
        max_age=None if until_closed else session.get_expiry_age(),
        domain=settings.SESSION_COOKIE_DOMAIN,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE or None,
        httponly=settings.SESSION_COOKIE_HTTPONLY or None,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )
