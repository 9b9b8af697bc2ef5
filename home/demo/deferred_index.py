"""Updates search and reference indexes once at the end of a load, not with each save."""

from contextlib import contextmanager

from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update

from portal.core.progress import SILENT


@contextmanager
def deferred_indexing(progress=SILENT):
    """A context manager: what is saved within it is indexed when it ends."""
    models = [model for model in get_indexed_models() if getattr(model, "search_auto_update", True)]
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)
    progress.step("Updating the search and the references")
    call_command("update_index", verbosity=0)
    call_command("rebuild_references_index", verbosity=0)
