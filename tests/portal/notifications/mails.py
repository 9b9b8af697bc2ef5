"""The mails in the outbox."""

from portal.models import OutboxMessage


def mails(email=None):
    return [one for one in OutboxMessage.objects.order_by("pk") if email is None or one.recipients == [email]]


def sent_to():
    return sorted(address for mail in mails() for address in mail.recipients)


def take_mails(email=None):
    found = mails(email)
    OutboxMessage.objects.all().delete()
    return found
