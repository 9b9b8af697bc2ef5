"""What is stored encrypted goes over to the present SECRET_KEY, so that a former one can leave SECRET_KEY_FALLBACKS.

Cookies, forms that were sent and pages that are open live for a day at most, and are left to themselves.
"""

from collections.abc import Callable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast

from portal.core.encrypted_fields import MARK, PURPOSE, EncryptedMixin
from portal.core.encryption import Unreadable, is_of_present_key, renewed
from portal.core.progress import SILENT

from .second_factor import PURPOSE as SECOND_FACTOR

# What upper layers keep before their keys leave: functions without arguments.
FIRST: list[Callable[[], None]] = []
# How a text begins that Fernet has encrypted.
ENCRYPTED = "gAAAA"


@dataclass
class Count:
    """How many texts the present key opens, how many only a former one, and how many none."""

    present: int = 0
    former: int = 0
    lost: int = 0

    def add(self, token, purpose):
        """Count one text.

        Returns:
            The text encrypted anew, or None where that is not needed or not possible.
        """
        if is_of_present_key(token, purpose):
            self.present += 1
            return None
        try:
            found = renewed(token, purpose)
        except Unreadable:
            self.lost += 1
            return None
        self.former += 1
        return found


def count_by_key():
    """What is stored encrypted, by the keys that open it.

    Returns:
        A Count.
    """
    count = Count()
    for _model, _name, _number, raw in _texts():
        count.add(raw.removeprefix(MARK), PURPOSE)
    for authenticator in Authenticator.objects.all():
        _renew_data(authenticator.data, count)
    return count


def renew(progress=SILENT):
    """Encrypt everything with the present SECRET_KEY. It may run again at any time, and while the hub runs.

    Args:
        progress: a Progress, which shows how many texts are left.

    Returns:
        A Count of what was there before.
    """
    for keep in FIRST:
        keep()
    count = Count()
    for model, name, number, raw in progress.track(list(_texts()), "Encrypting texts"):
        if found := count.add(raw.removeprefix(MARK), PURPOSE):
            # Somebody may have written another text since it was read.
            same = _raw(model, name).filter(pk=number, raw=raw)
            same.update(**{name: MARK + found})
    with transaction.atomic():
        for authenticator in Authenticator.objects.select_for_update():
            data = _renew_data(authenticator.data, count)
            if data != authenticator.data:
                Authenticator.objects.filter(pk=authenticator.pk).update(data=data)
    return count


def _texts():
    """Each text of each encrypted field as the database keeps it: model, name of the field, number of the row, text."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedMixin):
                rows = _raw(model, field.name).filter(raw__startswith=MARK)
                for number, raw in rows.values_list("pk", "raw"):
                    yield model, field.name, number, raw


def _raw(model, name):
    return model._base_manager.annotate(raw=Cast(name, models.TextField()))


def _renew_data(value, count):
    """What a second factor keeps, with its secrets encrypted anew."""
    if isinstance(value, dict):
        return {name: _renew_data(item, count) for name, item in value.items()}
    if isinstance(value, list):
        return [_renew_data(item, count) for item in value]
    if isinstance(value, str) and value.startswith(ENCRYPTED):
        return count.add(value, SECOND_FACTOR) or value
    return value
