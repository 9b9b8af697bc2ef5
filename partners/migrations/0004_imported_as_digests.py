"""What was imported is known by keyed digests: the place of an event may become confidential later."""

import hashlib
import hmac
import json

from django.conf import settings
from django.db import migrations


def digest(text):
    """As partners.confidentiality.words.digest_of on the day of this migration."""
    key = hashlib.sha256(f"words of confidential places\0{settings.SECRET_KEY}".encode()).digest()
    return hmac.digest(key, text.encode(), "sha256").hex()


def forget_texts(apps, schema_editor):
    """Put digests in the place of texts."""
    for record in apps.get_model("partners", "ImportedEvent").objects.iterator():
        record.uid = digest(record.uid)
        record.taken = {name: digest(json.dumps(value)) for name, value in record.taken.items()}
        record.save(update_fields=["uid", "taken"])


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_forbidden_words")]

    operations = [
        migrations.RunPython(forget_texts, migrations.RunPython.noop),
        migrations.RemoveField(model_name="importedevent", name="digest"),
    ]
