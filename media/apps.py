"""What is shown: images, documents, videos with captions and transcripts."""

from django.apps import AppConfig
from django.db.models.signals import pre_delete, pre_save
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    """Pictures, documents and videos."""

    name = "media"
    verbose_name = _("Media")

    def ready(self):
        """Clean pictures that wait in Wagtail's list of uploads, too; let nobody delete what the public sees."""
        from media.core.in_use import refuse_deletion
        from media.images.pictures import clean_waiting_upload

        pre_save.connect(
            clean_waiting_upload, sender="wagtailcore.UploadedFile", dispatch_uid="clean_waiting_upload"
        )
        for name in ("HubImage", "HubDocument", "HubMedia"):
            pre_delete.connect(
                refuse_deletion, sender=self.get_model(name), dispatch_uid=f"refuse_deletion_{name}"
            )
