"""Organizations that ask to join: the public form and its limits, the mail to the office, the office's decision."""

from django import forms
from django.conf import settings
from django.core.mail import send_mail
from django.core.validators import MaxLengthValidator
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.log_actions import log

from partners.organisations.models import OrganisationIndexPage, OrganisationPage
from portal.core.rate_limits import is_over
from portal.exceptions import ActionNotAllowed

from .invitations import invite
from .models import JoinRequest, Role

LIMIT, WINDOW = 5, 60 * 60
# Slugs below the partners' page and the workspace that are not organizations.
TAKEN_SLUGS = {"join", "account"}


class JoinForm(forms.ModelForm):
    """The public form for organizations that ask to join."""

    # A honeypot: people do not see it, programs fill it in.
    homepage = forms.CharField(
        label=gettext_lazy("Leave this field empty"), required=False, widget=forms.TextInput
    )

    class Meta:
        model = JoinRequest
        fields = ["organisation_name", "website", "offers", "contact_name", "contact_email"]
        widgets = {"offers": forms.Textarea(attrs={"rows": 4})}

    saved = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation_name"].widget.attrs["autocomplete"] = "organization"
        self.fields["website"].widget.attrs["autocomplete"] = "url"
        self.fields["website"].assume_scheme = "https"  # type: ignore[attr-defined]  # django-stubs leave it out.
        self.fields["contact_name"].widget.attrs["autocomplete"] = "name"
        self.fields["contact_email"].widget.attrs["autocomplete"] = "email"
        self.fields["homepage"].widget.attrs.update(autocomplete="off", tabindex="-1")
        required = {
            "organisation_name": _("Enter the organization's name."),
            "offers": _("Tell us in a few words what the organization does."),
            "contact_name": _("Enter your name."),
            "contact_email": _("Enter an email address where we can answer you."),
        }
        for name, field in self.fields.items():
            if name in required:
                field.error_messages["required"] = required[name]
            for validator in field.validators:
                if isinstance(validator, MaxLengthValidator):
                    validator.message = _("This is too long. Please use %(limit_value)d characters or fewer.")
            # No maxlength, so that the browser does not cut what was pasted: the response says what is too long, and keeps it.
            field.widget.attrs.pop("maxlength", None)

    def clean_website(self):
        """Accept only http and https."""
        website = self.cleaned_data["website"]
        if website and not website.startswith(("https://", "http://")):
            raise forms.ValidationError(_("Enter a web address that begins with https://."))
        return website

    def clean_homepage(self):
        """Refuse a filled-in honeypot, with a message for people whose browser filled it in."""
        if self.cleaned_data["homepage"]:
            raise forms.ValidationError(
                _("Please leave this field empty. It catches programs that fill in forms.")
            )
        return ""


def handle(request):
    """Show, validate or save a request.

    Args:
        request: GET or POST.

    Returns:
        (form, HTTP status): `form.saved` is the saved request, or None. The status is 429 if too many requests came from the IP address.
    """
    if request.method != "POST":
        return JoinForm(), 200
    form = JoinForm(request.POST)
    if not form.is_valid():
        return form, 422
    if is_over(request, "join-request", LIMIT, WINDOW):
        return form, 429
    form.saved = _keep(form)
    return form, 302


@transaction.atomic
def _keep(form):
    record = form.save(commit=False)
    record.language = get_language()
    record.save()
    address = settings.WAGTAILADMIN_BASE_URL + reverse("join_requests:decide", args=[record.pk])
    with override(settings.LANGUAGE_CODE):
        # The mail does not name the organization: staff see that after they sign in.
        send_mail(
            subject=_("An organization asks to join"),
            message=_("A new request has arrived.\n\nRead and answer it here: %(address)s\n")
            % {"address": address},
            from_email=None,
            recipient_list=settings.OFFICE_MAIL,
        )
    return record


@transaction.atomic
def approve(record, by):
    """Accept an organization: create a draft page for it, and invite the person who asked as its owner.

    Args:
        record: a JoinRequest.
        by: the coordinator.

    Returns:
        The OrganisationPage, a draft.

    Raises:
        ActionNotAllowed: it was already decided, or there is no page below which to create it.
    """
    record = _locked(record)
    index = _index(record.language)
    organisation = OrganisationPage(
        title=record.organisation_name,
        slug=_free_slug(index, record.organisation_name),
        summary=record.offers[:300],
        offers=linebreaks(record.offers, autoescape=True),
        website=record.website,
        locale=index.locale,
        live=False,
        owner=by,
    )
    index.add_child(instance=organisation)
    organisation.save_revision(user=by, clean=False, log_action=True)
    with override(record.language):
        invite(organisation, record.contact_email, Role.OWNER, by, language=record.language)
    _decide(record, JoinRequest.State.APPROVED, by, organisation=organisation)
    return organisation


@transaction.atomic
def decline(record, by, reason):
    """Decline a request. The reason is mailed, because the person has no account in which to read it.

    Args:
        record: a JoinRequest.
        by: the coordinator.
        reason: the reason in words.

    Raises:
        ActionNotAllowed: it was already decided, or the reason is empty.
    """
    record = _locked(record)
    if not reason.strip():
        raise ActionNotAllowed(_("Write the reason. It is sent to the organization."))
    _decide(record, JoinRequest.State.DECLINED, by, reason=reason.strip())
    with override(record.language):
        send_mail(
            subject=_("Your request to join"),
            message=_(
                "The office has read the request of “%(organisation)s” to join.\n\nIt cannot accept the request now. The reason:\n%(reason)s\n\nIf you have questions: %(address)s\n"
            )
            % {
                "organisation": record.organisation_name,
                "reason": record.reason,
                "address": settings.WAGTAILADMIN_BASE_URL + reverse("wagtail_serve", args=["contact/"]),
            },
            from_email=None,
            recipient_list=[record.contact_email],
        )


def _locked(record):
    record = JoinRequest.objects.select_for_update().get(pk=record.pk)
    if record.state != JoinRequest.State.OPEN:
        raise ActionNotAllowed(_("Someone has already decided this request."))
    return record


def _decide(record, state, by, **fields):
    for name, value in {"state": state, "decided_at": timezone.now(), "decided_by": by, **fields}.items():
        setattr(record, name, value)
    record.save()
    log(instance=record, action=f"partners.join_request.{state}", user=by)


def _index(language):
    """The partners' page in a language, or in the default language if there is none."""
    found = {
        index.locale.language_code: index
        for index in OrganisationIndexPage.objects.select_related("locale")
        if index.locale.language_code in (language, settings.LANGUAGE_CODE)
    }
    index = found.get(language) or found.get(settings.LANGUAGE_CODE)
    if index is None:
        raise ActionNotAllowed(
            _("There is no “Partners” page yet, so the page of the organization cannot be created.")
        )
    return index


def _free_slug(index, name):
    slug = slugify(name)[:60].strip("-") or "organisation"
    # The workspace finds organizations by slug in any language, so the slug must be free in all of them.
    taken = TAKEN_SLUGS | set(OrganisationPage.objects.values_list("slug", flat=True))
    number, free = 1, slug
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return find_available_slug(index, free)
