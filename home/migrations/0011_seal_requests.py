from django.db import migrations

SEALED = ("need", "page_path", "language", "assistive_technology", "contact", "notes")


def seal(apps, schema_editor):
    """Encrypt what was written before; reading it and saving it again does."""
    if schema_editor.connection.vendor == "sqlite":
        # What is written over is not to stay in the file's free space.
        schema_editor.execute("PRAGMA secure_delete = ON")
    for record in apps.get_model("home", "FormatRequest").objects.iterator():
        record.save(update_fields=SEALED)


class Migration(migrations.Migration):
    dependencies = [("home", "0010_sealed_requests")]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
