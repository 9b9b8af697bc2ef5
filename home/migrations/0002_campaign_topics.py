"""A campaign finds events of partners by its topics."""

import modelcluster.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("portal", "0003_taxonomy_and_approvals"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaignpage",
            name="topics",
            field=modelcluster.fields.ParentalManyToManyField(
                blank=True,
                help_text="Events of partners on these topics, within the period, are shown on the page by themselves.",
                limit_choices_to={"kind": "topic"},
                related_name="+",
                to="portal.taxonomyterm",
                verbose_name="topics",
            ),
        ),
    ]
