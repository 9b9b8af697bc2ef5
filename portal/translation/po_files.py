"""Export and import of PO files for translation agencies.

A file holds the parts of one record in one language. What comes back is kept as a draft: somebody sends it for review like any
other translation. A file of another record, language or version is refused whole, with a sentence that says why.
"""

import hashlib
import io
import tempfile
import uuid
import zipfile
from dataclasses import dataclass

import polib
from bs4 import BeautifulSoup
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue, validate_translation_links

from portal.checks.publishing import field_label
from portal.core import language_names
from portal.exceptions import ActionNotAllowed

from . import glossary
from .losses import losses
from .permissions import may_translate

ID, VERSION = "X-WagtailLocalize-TranslationID", "X-Hub-Original-Version"
LARGEST = 2 * 1024 * 1024
MOST_FILES = 1000
TOOL = "PO file"


@dataclass(frozen=True)
class Imported:
    """What a file changed: how many parts, how many it left open as “fuzzy”, and where it departs from the glossary."""

    changed: int
    fuzzy: int
    breaches: tuple = ()


class Lossy(ActionNotAllowed):
    """Words of a file drop something of the original; its messages say what, part by part."""

    def __init__(self, sentences):
        super().__init__(
            [
                *sentences,
                _(
                    "Nothing was imported. Correct the file; or, if it is right as it is, send it on the page “Translation files (PO)” with “Read files even if a link or a number is missing”."
                ),
            ]
        )


# --- Out ------------------------------------------------------------------------------------------------------------
def export(translation):
    """The file of a translation.

    Args:
        translation: a Translation.

    Returns:
        The text of a PO file: each part once, in the order of the record, with the words that it has.
    """
    code = translation.target_locale.language_code
    po = polib.POFile(wrapwidth=0)
    po.metadata = {
        "Project-Id-Version": translation.source.object_repr.replace("\n", " "),
        "POT-Creation-Date": timezone.localtime(translation.source.last_updated_at).strftime(
            "%Y-%m-%d %H:%M%z"
        ),
        "Language": code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        ID: str(translation.uuid),
        VERSION: version(translation),
    }
    model = translation.source.specific_content_type.model_class()
    for (path, text), words in _parts(translation).items():
        entry = polib.POEntry(msgid=text, msgctxt=path, msgstr=words or "")
        entry.comment = "\n".join([str(field_label(model, path.partition(".")[0])), *_hints(text, code)])
        po.append(entry)
    return str(po)


def version(translation):
    """A digest of what the original says, part by part; another one means another version."""
    digest = hashlib.sha256()
    for path, text in sorted(_parts(translation)):
        digest.update(f"{path}\0{text}\0".encode())
    return digest.hexdigest()[:16]


def file_name(translation):
    """The name of the file of a translation."""
    title = slugify(translation.source.object_repr)[:60] or "translation"
    return f"{title}-{translation.pk}-{translation.target_locale.language_code}.po"


def archive(translations):
    """A ZIP of the files of some translations."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as found:
        for translation in translations:
            found.writestr(file_name(translation), export(translation))
    return packed.getvalue()


def _parts(translation):
    """The words of each part by (path, original text), in the order of the record."""
    segments = (
        translation.source.stringsegment_set.order_by("order")
        .select_related("context", "string")
        .annotate_translation(translation.target_locale, include_errors=True)
    )
    return {(segment.context.path, segment.string.data): segment.translation for segment in segments}


def _hints(text, code):
    hints = []
    for entry in glossary.entries(code):
        if glossary.names(entry, text):
            hints.append(
                _("Glossary: %(term)s = %(expected)s")
                % {
                    "term": entry.term,
                    "expected": entry.term if entry.never_translate else " / ".join(entry.forms),
                }
            )
    if "<a id=" in text:
        hints.append(_("Keep <a id=…> and </a> around the words of the link."))
    return hints


# --- In -------------------------------------------------------------------------------------------------------------
@transaction.atomic
def read_in(translation, data, user, despite_losses=False):
    """Keep the words of a file as those of a translation's parts; the public sees nothing of them yet.

    Args:
        translation: a Translation.
        data: the bytes of the file.
        user: who sends it.
        despite_losses: whether words are kept that drop a link or a number of the original.

    Returns:
        An Imported.

    Raises:
        ActionNotAllowed: the file is none, or is of another record, language or version, or a part has tags that it may not have.
        Lossy: words of it drop a link or a number of the original.
    """
    po = parse(data)
    _refuse_other_files(translation, po)
    segments = {
        (segment.context.path, segment.string.data): segment
        for segment in translation.source.stringsegment_set.select_related("context", "string")
    }
    rich = set(translation.source.templatesegment_set.values_list("context_id", flat=True))
    there = _parts(translation)
    changed, fuzzy, breaches, lost = 0, 0, [], []
    for entry in po:
        segment = segments.get((entry.msgctxt, entry.msgid))
        if entry.obsolete or segment is None:
            continue
        if entry.fuzzy:
            fuzzy += 1
            continue
        words = entry.msgstr
        if not words.strip():
            continue
        label = field_label(
            translation.source.specific_content_type.model_class(), entry.msgctxt.partition(".")[0]
        )
        _refuse_tags(segment, words, label, segment.context_id in rich)
        code = translation.target_locale.language_code
        breaches += [
            f"{label}: {breach.message}" for breach in glossary.breaches_between(entry.msgid, words, code)
        ]
        if there[entry.msgctxt, entry.msgid] == words:
            continue
        lost += [f"{label}, “{words[:60]}”: {sentence}" for sentence in losses(entry.msgid, words)]
        StringTranslation.objects.update_or_create(
            translation_of_id=segment.string_id,
            context_id=segment.context_id,
            locale_id=translation.target_locale_id,
            defaults={
                "data": words,
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                "tool_name": TOOL,
                "last_translated_by": user,
                "has_error": False,
                "field_error": "",
            },
        )
        changed += 1
    if lost and not despite_losses:
        raise Lossy(lost)
    return Imported(changed, fuzzy, tuple(breaches))


def parse(data):
    """A PO file from its bytes.

    Raises:
        ActionNotAllowed: it is too large, not in UTF-8, or no PO file.
    """
    if len(data) > LARGEST:
        raise ActionNotAllowed(_("The file is larger than 2 MB. Nothing was read."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ActionNotAllowed(_("The file is not in UTF-8. Save it as UTF-8 and send it again.")) from None
    if "\0" in text or "msgid" not in text:
        raise ActionNotAllowed(_("This is not a PO file. Nothing was read."))
    # polib takes a short text for the name of a file, so it gets a file.
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", suffix=".po") as file:
        file.write(text)
        file.flush()
        try:
            return polib.pofile(file.name, encoding="utf-8")
        except (OSError, ValueError, IndexError, UnicodeError):
            raise ActionNotAllowed(
                _("The PO file cannot be read, because one of its lines is broken. Nothing was read.")
            ) from None


def translation_of(po):
    """The Translation that a file names in its header, or None."""
    try:
        number = uuid.UUID(po.metadata.get(ID, "").strip())
    except ValueError:
        return None
    return Translation.objects.filter(uuid=number).select_related("source", "target_locale").first()


def _refuse_other_files(translation, po):
    number = po.metadata.get(ID, "").strip()
    if number and number != str(translation.uuid):
        other = translation_of(po)
        if other is None:
            raise ActionNotAllowed(
                _("This file is from another hub, or its translation no longer exists. Nothing was read.")
            )
        raise ActionNotAllowed(
            _("This file belongs to “%(title)s” in %(language)s. Nothing was read.")
            % {"title": other.source.object_repr, "language": other.target_locale.get_display_name()}
        )
    code = translation.target_locale.language_code
    language = po.metadata.get("Language", "").strip().replace("_", "-").lower()
    if language and language.split("-")[0] != code.split("-")[0]:
        raise ActionNotAllowed(
            _("This file is in another language (%(theirs)s instead of %(ours)s). Nothing was read.")
            % {"theirs": language, "ours": code}
        )
    known = _parts(translation)
    found = [(entry.msgctxt, entry.msgid) for entry in po if not entry.obsolete]
    foreign = [key for key in found if key not in known]
    if not found or (not number and len(foreign) == len(found)):
        raise ActionNotAllowed(
            _("This file belongs to another page: none of its parts is here. Nothing was read.")
        )
    if foreign:
        count = len(foreign)
        raise ActionNotAllowed(
            ngettext(
                "The original has changed since this file was made: %(count)s part no longer exists. Nothing was read. Export the file again.",
                "The original has changed since this file was made: %(count)s parts no longer exist. Nothing was read. Export the file again.",
                count,
            )
            % {"count": count}
        )
    made = po.metadata.get(VERSION, "").strip()
    if made and made != version(translation):
        raise ActionNotAllowed(
            _("The original has changed since this file was made. Nothing was read. Export the file again.")
        )


def _refuse_tags(segment, words, label, rich):
    """A part of plain text has line breaks at most; formatted text has what the original may have."""
    where = {"field": label, "words": words[:60]}
    if not rich and any(tag.name != "br" for tag in BeautifulSoup(words, "html.parser").find_all(True)):
        raise ActionNotAllowed(
            _("%(field)s, “%(words)s”: this part is plain text and cannot contain tags. Nothing was read.")
            % where
        )
    try:
        StringValue.from_translated_html(words)
        validate_translation_links(segment.string.data, words)
    except ValueError as error:
        raise ActionNotAllowed(
            _("%(field)s, “%(words)s”: %(error)s. Nothing was read.")
            % {**where, "error": str(error.args[0]).rstrip(".")}
        ) from None


# --- In the editor of a translation -----------------------------------------------------------------------------------
def download(request, translation_id):
    """The file of one translation."""
    translation = _allowed(request, translation_id)
    response = HttpResponse(export(translation), content_type="text/x-gettext-translation; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(translation)}"'
    return response


@require_POST
def upload(request, translation_id):
    """Read a file into a translation."""
    translation = _allowed(request, translation_id)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("Choose a PO file."))
    else:
        tell(request, translation, file.read(LARGEST + 1))
    # Not redirect(), which takes a word without a slash for the name of a view and fails.
    return HttpResponseRedirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_home"))


def tell(request, translation, data, despite_losses=False):
    """Read a file in and say what came of it. Returns whether it was read."""
    title = translation.source.object_repr
    try:
        done = read_in(translation, data, request.user, despite_losses)
    except ActionNotAllowed as error:
        messages.error(request, f"{title}: {' '.join(error.messages)}")
        return False
    said = ngettext(
        "“%(title)s”: %(count)s part was changed. It is a draft; send it for review.",
        "“%(title)s”: %(count)s parts were changed. It is a draft; send it for review.",
        done.changed,
    ) % {"title": title, "count": done.changed}
    messages.success(request, said)
    if done.fuzzy:
        messages.warning(
            request,
            ngettext(
                "%(count)s part is marked as unsure (fuzzy) in the file and was left out.",
                "%(count)s parts are marked as unsure (fuzzy) in the file and were left out.",
                done.fuzzy,
            )
            % {"count": done.fuzzy},
        )
    for breach in done.breaches:
        messages.warning(request, f"{_('Glossary:')} {breach}")
    return True


def _allowed(request, translation_id):
    translation = get_object_or_404(Translation, pk=translation_id)
    record = translation.get_target_instance()
    if not may_translate(request.user, getattr(record, "specific", record)):
        raise PermissionDenied
    return translation


def languages():
    """The languages into which the hub is translated: (code, name) pairs."""
    return language_names.choices(but_first=True)
