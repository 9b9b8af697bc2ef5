"""Loads taxonomy terms: a list for each kind (home/demo/terms.yaml)."""

import uuid

from django.apps import apps
from wagtail.search.backends import get_search_backends

from portal.models import TaxonomyTerm
from portal.workflow.choices import Ground
from portal.workflow.first_versions import approve_what_is_there

from .fixtures import ContentError, is_language, refuse_unknown_keys

ORDER_STEP = 10


def make_terms(content, locales, ground=Ground.OPENING):
    """Create the terms of all kinds, in the order of the file.

    Args:
        content: a dict of kinds to lists of records: `slug`, `name`, perhaps `description`, and names by language code.
        locales: a dict of language codes to Locales; the first is the default language.
        ground: why they are public without an approval (a value of Ground).

    Returns:
        A dict of (kind, slug) to the TaxonomyTerm in the default language.

    Raises:
        ContentError: there is no such kind, or an entry has an unknown key.
    """
    default = next(iter(locales))
    made, originals = [], {}
    for kind, records in (content or {}).items():
        if kind not in TaxonomyTerm.Kind.values:
            raise ContentError(f"terms: there is no list {kind!r}.")
        for place, record in enumerate(records or [], start=1):
            refuse_unknown_keys("terms.yaml", record, TaxonomyTerm, filter(is_language, record))
            key = uuid.uuid4()
            for code, locale in locales.items():
                name = record["name"] if code == default else record.get(code)
                if name:
                    term = TaxonomyTerm(
                        kind=kind,
                        slug=record["slug"],
                        name=name,
                        # A description without a translation would be in the wrong language.
                        description=record.get("description", "") if code == default else "",
                        order=place * ORDER_STEP,
                        locale=locale,
                        translation_key=key,
                    )
                    made.append(term)
                    if code == default:
                        originals[kind, record["slug"]] = term
    TaxonomyTerm.objects.bulk_create(made)
    approve_what_is_there(apps, "portal", "TaxonomyTerm", str, ground)
    # bulk_create() sends no signals, so the search is not updated.
    for backend in get_search_backends(with_auto_update=True):
        backend.get_index_for_model(TaxonomyTerm).add_items(TaxonomyTerm, made)
    return originals
