"""`manage.py clean_pictures`: normalizes pictures that were uploaded before uploads were normalized."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand

from media.images.models import HubImage
from media.images.pictures import cleaned
from portal.core.progress import Progress


class Command(BaseCommand):
    """Can be run repeatedly, but each run lowers the quality of JPEG pictures a little."""

    help = "Remove place, time, device and comments from pictures that were uploaded to an earlier version."

    def handle(self, *args, **options):
        """Replace each original. Renditions are left, because they never had metadata."""
        done = 0
        images = HubImage.objects.iterator(chunk_size=50)
        progress = Progress(self.stdout, options["verbosity"])
        for image in progress.track(images, "Writing pictures", HubImage.objects.count(), announce=False):
            storage, name = image.file.storage, image.file.name
            try:
                with storage.open(name) as file:
                    clean = cleaned(file, name)
            except (OSError, ValidationError):
                self.stderr.write(f"Picture {image.pk} cannot be read. Replace it, or delete it.")
                continue
            image.file.save(name.rpartition("/")[2], clean, save=False)
            image._set_image_file_metadata()
            # It is the same picture: keep its description and declarations, even if pages use it.
            names = ("file", "width", "height", "file_size", "file_hash")
            HubImage.objects.filter(pk=image.pk).update(**{field: getattr(image, field) for field in names})
            storage.delete(name)  # Deleted last, so that nothing is lost if the command is interrupted.
            done += 1
        self.stdout.write(f"{done} pictures were written anew.")
