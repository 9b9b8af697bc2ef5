"""What manage.py doctor asks of the public pages (see portal/doctor.py)."""

from django.utils import timezone

from home.models import FormatRequest
from portal.doctor import DUE, OK, Check, Finding


def _look_at_requests():
    waiting = FormatRequest.objects.exclude(status=FormatRequest.Status.ANSWERED)
    late = waiting.filter(answer_due__lt=timezone.localdate()).count()
    if late:
        return Finding(
            DUE,
            f"{late} accessible-format requests are past their answer-by date. See /admin/format-requests/.",
        )
    return Finding(OK, f"{waiting.count()} accessible-format requests wait, none is late.")


CHECKS = [Check("requests", _look_at_requests)]
