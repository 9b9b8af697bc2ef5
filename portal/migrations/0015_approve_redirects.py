from django.db import migrations

from portal.workflow.first_versions import approve_what_is_there


def take_over(apps, schema_editor):
    """Redirects that the office wrote lead on as before, and stand in its own list as approved."""
    model, found = apps.get_model("portal", "OfficeRedirect"), {}
    written = apps.get_model("wagtailredirects", "Redirect").objects.filter(automatically_created=False)
    for one in written.order_by("pk"):
        if one.redirect_page_id or one.redirect_link:
            record = model(
                old_path=one.old_path,
                redirect_page_id=one.redirect_page_id,
                redirect_link="" if one.redirect_page_id else one.redirect_link,
                is_permanent=one.is_permanent,
                live=True,
            )
            found.setdefault(one.old_path, record)
    model.objects.bulk_create(found.values())
    approve_what_is_there(apps, "portal", "OfficeRedirect", lambda redirect: redirect.old_path)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0014_office_redirects"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(take_over, migrations.RunPython.noop)]
