"""The admin's page on which many PO files go to an agency and come back (portal/translation/po_files.py)."""

import io
import zipfile
import zlib
from collections import namedtuple

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_localize.models import Translation

from portal.exceptions import ActionNotAllowed
from portal.workflow import approvals
from portal.workflow.groups import EDITORS, TRANSLATORS
from portal.workflow.roles import is_of

from . import po_files
from .permissions import may_translate
from .progress import progress

MAY_OPEN = (EDITORS, TRANSLATORS, approvals.APPROVERS, approvals.COORDINATORS)
Language = namedtuple("Language", "code name all unfinished")

MOST_UNPACKED = 50 * 1024 * 1024


@hooks.register("register_admin_urls")
def register_address():
    """The page of files."""
    return [path("translations/files/", files, name="translation_files")]


def files(request):
    """Offer the files of a language as one ZIP, and read files that come back.

    Args:
        request: GET, with `language` and `which` for the ZIP; POST with `files`, PO files and ZIPs of them, and
            `despite_losses` when words that drop a link or a number are to be kept.

    Raises:
        PermissionDenied: the person does not work on translations.
    """
    if not is_of(request.user, MAY_OPEN):
        raise PermissionDenied
    if request.method == "POST":
        _read(request)
        return redirect("translation_files")
    codes = dict(po_files.languages())
    code = request.GET.get("language", "")
    if code in codes:
        chosen = _chosen(request.user, code, everything=request.GET.get("which") == "all")
        if chosen:
            response = HttpResponse(po_files.archive(chosen), content_type="application/zip")
            name = f"translations-{code}-{timezone.localdate().isoformat()}.zip"
            response["Content-Disposition"] = f'attachment; filename="{name}"'
            return response
        messages.warning(request, _("There is nothing to translate into this language."))
    languages = []
    for code, name in codes.items():
        numbers = [left for _all, left in progress(_of(code)).values()]
        languages.append(Language(code, name, len(numbers), sum(left > 0 for left in numbers)))
    return render(request, "portal/admin/translation_files.html", {"languages": languages})


def _of(code):
    return Translation.objects.filter(
        enabled=True, target_locale__language_code=code, source__locale__language_code=settings.LANGUAGE_CODE
    )


def _chosen(user, code, everything):
    """The translations of a language that a person works on, those with parts to translate or all."""
    found = _of(code).select_related("source__specific_content_type", "source__locale", "target_locale")
    left = {pk for pk, (_all, number) in progress(found).items() if number}
    wanted = [one for one in found.order_by("pk") if everything or one.pk in left]
    return [one for one in wanted if _allowed(user, one)]


def _allowed(user, translation):
    record = translation.source.object.get_instance_or_none(translation.target_locale)
    return record is not None and may_translate(user, getattr(record, "specific", record))


def _read(request):
    """Each file by itself: one that is refused keeps none of the others away."""
    sent = request.FILES.getlist("files")
    if not sent:
        messages.error(request, _("Choose one or several files."))
    for file in sent:
        try:
            for name, data in _unpacked(file):
                _read_one(request, name, data)
        except ActionNotAllowed as error:
            messages.error(request, f"{file.name}: {' '.join(error.messages)}")


def _unpacked(file):
    if not file.name.lower().endswith(".zip"):
        return [(file.name, file.read(po_files.LARGEST + 1))]
    try:
        packed = zipfile.ZipFile(io.BytesIO(file.read()))
        members = [member for member in packed.infolist() if member.filename.lower().endswith(".po")]
        # What it says of its sizes holds: no more than that is unpacked.
        unpacked = sum(member.file_size for member in members)
        if len(members) > po_files.MOST_FILES or unpacked > MOST_UNPACKED:
            raise ActionNotAllowed(_("The archive has too many files. Nothing was read."))
        found = []
        for member in members:
            with packed.open(member) as inner:
                found.append((member.filename, inner.read(po_files.LARGEST + 1)))
        return found
    # A password, an unknown compression, data that broke on the way.
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError):
        raise ActionNotAllowed(_("This is not a ZIP archive that can be read.")) from None


def _read_one(request, name, data):
    try:
        translation = po_files.translation_of(po_files.parse(data))
    except ActionNotAllowed as error:
        messages.error(request, f"{name}: {' '.join(error.messages)}")
        return
    if translation is None:
        messages.error(
            request,
            _(
                "%(file)s does not say which page it belongs to. Open the translation of this page and send the file there."
            )
            % {"file": name},
        )
    elif not _allowed(request.user, translation):
        messages.error(request, _("%(file)s: you do not work on this translation.") % {"file": name})
    else:
        po_files.tell(request, translation, data, request.POST.get("despite_losses") == "on")


class _FilesItem(MenuItem):
    def is_shown(self, request):
        """Only to who may open it."""
        return is_of(request.user, MAY_OPEN)


@hooks.register("register_reports_menu_item")
def register_menu_item():
    """Beside the report of translations out of date."""
    return _FilesItem(
        gettext_lazy("Translation files (PO)"),
        reverse("translation_files"),
        name="translation-files",
        icon_name="download",
        order=32,
    )
