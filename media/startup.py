"""Called by MediaConfig.ready(): connects the signal handlers."""

from django.db.models.signals import pre_delete, pre_save

from media.core.in_use import refuse_deletion
from media.images.pictures import clean_waiting_upload


def connect(config):
    """Clean pictures in Wagtail's list of unfinished uploads; prevent the deletion of what is public.

    Args:
        config: the MediaConfig.
    """
    pre_save.connect(
        clean_waiting_upload, sender="wagtailcore.UploadedFile", dispatch_uid="clean_waiting_upload"
    )
    for name in ("HubImage", "HubDocument", "HubMedia"):
        pre_delete.connect(
            refuse_deletion, sender=config.get_model(name), dispatch_uid=f"refuse_deletion_{name}"
        )
