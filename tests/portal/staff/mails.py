"""The mails in the outbox to one person."""

from portal.models import OutboxMessage


def mails(address):
    return list(OutboxMessage.objects.filter(recipients=[address]).order_by("pk"))
