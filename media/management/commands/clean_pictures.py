"""`manage.py clean_pictures`: writes anew the pictures that were uploaded before the hub did so by itself."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand

from media.images.models import HubImage
from media.images.pictures import cleaned


class Command(BaseCommand):
    """Can run at any time and again; each run loses a little of the quality of JPEG pictures."""

    help = "Remove place, time, device and comments from pictures that were uploaded to an earlier version."

    def handle(self, *args, **options):
        """Write each original anew; its sizes stay, which never held such data."""
        done = 0
        for image in HubImage.objects.iterator(chunk_size=50):
            storage, name = image.file.storage, image.file.name
            try:
                with storage.open(name) as file:
                    clean = cleaned(file, name)
            except (OSError, ValidationError):
                self.stderr.write(f"Picture {image.pk} cannot be read. Replace it, or delete it.")
                continue
            image.file.save(name.rpartition("/")[2], clean, save=False)
            image._set_image_file_metadata()
            # It is the same picture: what was said of it stays, also while pages show it.
            names = ("file", "width", "height", "file_size", "file_hash")
            HubImage.objects.filter(pk=image.pk).update(**{field: getattr(image, field) for field in names})
            storage.delete(name)  # Only now: nothing is lost when the run ends early.
            done += 1
        self.stdout.write(f"{done} pictures were written anew.")
