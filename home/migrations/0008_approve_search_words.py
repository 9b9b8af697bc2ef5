from django.db import migrations

from portal.workflow.first_versions import approve_what_is_there


def approve(apps, schema_editor):
    """The words that counted go on counting."""
    approve_what_is_there(apps, "home", "SearchWords", lambda words: words.words.replace("\n", ", "))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0007_search_words_are_reviewed"),
        ("portal", "0011_sent_mail_is_blank"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(approve, migrations.RunPython.noop)]
