"""A form that is sent twice is processed once: the second request gets the response of the first.

Every form carries a key that no other form has: its CSRF token, which Django masks anew each time it shows a form. A form
without one (no cookie is wanted) carries a field of its own, `once`. The same key, address, person and content are the
same form, sent again: by a second click, by a browser that tries again, by "back" and "send". Other content is another form.
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
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from .encryption import Unreadable, decrypt, encrypt
from .models import SentForm

logger = logging.getLogger(__name__)

FIELDS = ("csrfmiddlewaretoken", "once")
KEPT = datetime.timedelta(days=1)
# A change may be wanted again from the same page, so only a request as fast as a second click counts as a repetition.
SECOND_CLICK = datetime.timedelta(minutes=1)
# A process that worked on a form for so long has ended.
ABANDONED = datetime.timedelta(minutes=1)
PAUSE = 0.05  # Seconds between two queries for the first response.
# Names of addresses that make something new each time they are sent to; every POST to a public page does as well.
CREATES = re.compile(
    r"(^|_)(add|new|create|copy|duplicate|import|invite|join|upload)(_|$)"
    r"|^(page_previews|preview_link|wagtail_serve)$"
)
LOOKS_ONLY = re.compile(r"preview_on_")
# Forms of signing in, passwords and second factors: their answers give the browser another session, which the second answer
# must give too, because a browser drops the first one.
ACCOUNTS = "/accounts/"


def creates(match):
    """Whether what is sent to an address makes something new each time.

    Args:
        match: the request's ResolverMatch.

    Returns:
        True for forms that are remembered for a day, and for scripts' requests too.
    """
    name = match.url_name or ""
    return bool(CREATES.search(name)) and not LOOKS_ONLY.match(name)


def key_of(request):
    """What a sent form is remembered by.

    Args:
        request: a POST whose fields can be read.

    Returns:
        A digest from which nothing can be read, or None when the form has no key.
    """
    own = next((request.POST[name] for name in FIELDS if request.POST.get(name)), None)
    if own is None:
        return None
    content = hashlib.sha256()
    # Between two clicks the first one may have signed the person in.
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
    """Whether the address is one of accounts, in any language."""
    path = request.path_info
    if language := translation.get_language_from_path(path):
        path = path.removeprefix(f"/{language}")
    return path.startswith(ACCOUNTS)


def answer_again(request):
    """The answer of a form of accounts that has just changed the CSRF cookie, for the second click in the same browser.

    Args:
        request: a POST that the protection against forged forms has refused.

    Returns:
        A response, or None: the form is not known, its answer is kept no longer, or this is not the session that it began.
    """
    key = key_of(request) if is_of_accounts(request) else None
    known = SentForm.objects.filter(key=key, answered_until__gt=timezone.now()).first() if key else None
    answer = _opened(known) if known and known.answer else None
    has_session = answer and answer["session"] and answer["session"] == request.session.session_key
    return _again(request, answer) if has_session else None


def secret_of(request):
    """A secret that is the same whenever the same form is sent, for answers that show one and are kept nowhere.

    Args:
        request: a POST.

    Returns:
        A string that cannot be guessed; a new one each time when the form has no key.
    """
    key = key_of(request)
    if key is None:
        return secrets.token_urlsafe(32)
    return salted_hmac("portal.once.secret", key, algorithm="sha256").hexdigest()


class OnceMiddleware:
    """Passes one of several equal forms to its view, and gives the others the same response."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Remember the answer; a form that was refused may be sent again."""
        response = None
        try:
            response = self.get_response(request)
        finally:
            if taken := getattr(request, "_taken_once", None):
                _settle(request, taken, response)
        return response

    def process_view(self, request, view, args, kwargs):
        """Give the response that the same form has got already, if any."""
        key = key_of(request) if request.method == "POST" else None
        if key is None:
            return None
        # Without the database this fails as the view would, and the person does not wait for it twice.
        taken, answer = _take(key)
        if answer is not None:
            return _again(request, answer)
        request._taken_once = (key, taken)
        return None


def _take(key):
    """Claim a form, or wait for the response of the request that has claimed it.

    Returns:
        (since when this request works on it, None), or (None, the answer as _remembered() wrote it).
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
        if first is None:  # It was refused just now.
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
    """What a second response needs, or None when nothing was done, or it may be done again.

    A view that has made something, but shows a page instead of leading to it, names its address in `response.made_at`, and
    in `response.said` the messages that stand on that page: pairs of level and text.
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
    """The session and the cookies that an answer gives. The session is stored before anybody else can be led to it."""
    if request.session.session_key and request.session.modified:
        request.session.save()
    return {
        "session": request.session.session_key,
        "cookies": [morsel.OutputString() for morsel in response.cookies.values()],
    }


def _says_no(content):
    """Whether a JSON response for Wagtail's scripts says that nothing was created."""
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
    """Let the browser have the session that the first answer has begun; as SessionMiddleware, which sees no change of it."""
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
