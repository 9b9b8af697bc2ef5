from django.db import migrations

from portal.workflow.first_versions import approve_what_is_there


def approve(apps, schema_editor):
    """The words of the lists stay as they are, with an approval."""
    approve_what_is_there(apps, "portal", "TaxonomyTerm", lambda term: term.name)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0021_terms_are_reviewed"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(approve, migrations.RunPython.noop)]
