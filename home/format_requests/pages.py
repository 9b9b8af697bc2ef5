"""The page with the form for requesting an accessible format. Not in models.py, because services.py imports the models."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from media.core.blocks import FullBodyBlock
from portal.models import HubPage
from portal.pages.blocks import LIMITED_FEATURES

from .models import FormatRequest
from .services import handle


class FormatRequestPage(RoutablePageMixin, HubPage):
    """The form. Editors write its texts, such as the notice that Minn. Stat. 13.04 subd. 2 requires."""

    search_kind = "help"
    notice = RichTextField(
        _("notice above the form"),
        features=LIMITED_FEATURES,
        help_text=_(
            "Why you ask, whether a person may refuse, what happens if they refuse, and who sees the answers."
        ),
    )
    thanks = RichTextField(
        _("what happens next"), features=LIMITED_FEATURES, help_text=_("Shown with the reference number.")
    )
    body = StreamField(
        FullBodyBlock(),
        verbose_name=_("below the form"),
        blank=True,
        help_text=_("Other ways to ask. Optional."),
    )

    content_panels = [
        *HubPage.opening_panels,
        FieldPanel("notice"),
        FieldPanel("thanks"),
        FieldPanel("body"),
        *HubPage.closing_panels,
    ]
    search_fields = [*HubPage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    fixed_slug = "request-accessible-format"

    class Meta:
        verbose_name = _("accessible-format request form")

    @path("")
    def form(self, request: HttpRequest) -> HttpResponse:
        """Show the form; save a valid request and redirect to its reference number."""
        form, status = handle(request)
        if form.saved:
            return redirect(self.get_url(request) + self.reverse_subpage("done", args=[form.saved.reference]))
        response = self.render(request, context_overrides={"form": form, "over_limit": status == 429})
        response.status_code = status
        response.headers["Cache-Control"] = "no-store"
        return response

    @path("done/<str:reference>/", name="done")
    def done(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Confirm that the request has arrived, with its reference number.

        Raises:
            Http404: there is no such request.
        """
        if "\0" in reference or not FormatRequest.objects.filter(reference=reference).exists():
            raise Http404("There is no request with this number.")
        response = self.render(
            request, template="home/format_request_done.html", context_overrides={"reference": reference}
        )
        response.headers["Cache-Control"] = "no-store"
        return response
