"""`/api/partner/`: JSON for programs of partners. No cookies, no sessions, no other origins; nothing is stored on the way."""

from pathlib import Path

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from partners.workspace.dashboard import Dashboard

from . import problems, selectors, services
from .authentication import MayWork, TokenAuthentication
from .serializers import EventFields, EventList, ListQuery, NewEvent, TermLists, TokenSerializer
from .throttles import OrganisationThrottle

# Bytes of a request: more than all fields of an event can have.
LARGEST = 200_000
# Written by `python -m tests.tools.partner_api`.
DESCRIPTION = Path(__file__).with_name("openapi.json")


class Json(JSONParser):
    """JSON that is not nested without end."""

    def parse(self, stream, media_type=None, parser_context=None):
        """The data.

        Raises:
            ParseError: it is not JSON, or deeper than Python reads (RFC 8259 §9 allows a limit).
        """
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError from None


class OnlyJson(BaseContentNegotiation):
    """Answers in JSON, whatever a client prefers (RFC 9110 §12.5.1 allows it)."""

    def select_parser(self, request, parsers):
        """The parser of JSON; None for other types, which is answered with 415."""
        kind = (request.content_type or "").partition(";")[0].strip().lower()
        return parsers[0] if kind == parsers[0].media_type else None

    def select_renderer(self, request, renderers, format_suffix=None):
        """The renderer of JSON."""
        return renderers[0], renderers[0].media_type


class PartnerView(APIView):
    """Base class: a token, JSON, limits, problem details."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [MayWork]
    throttle_classes = [OrganisationThrottle]
    parser_classes = [Json]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = OnlyJson
    http_method_names = ["get", "head", "patch", "post"]

    def get_exception_handler(self):
        """Errors are problem details."""
        return problems.handle

    def initial(self, request, *args, **kwargs):
        """Refuse what is too large before it is read.

        Raises:
            TooLarge: it is.
        """
        super().initial(request, *args, **kwargs)
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            raise problems.TooLarge(_("Send less than %(size)d bytes.") % {"size": LARGEST})

    def finalize_response(self, request, response, *args, **kwargs):
        """Keep every answer out of caches and search engines."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def event_response(self, event, removed_from=(), status=200):
        """An event with its entity tag."""
        data = selectors.event_data(event, removed_from)
        headers = {"ETag": selectors.etag(data)}
        if status == 201:
            headers["Location"] = f"{selectors.base()}/events/{event.translation_key}"
        return Response(data, status=status, headers=headers)


class Nothing(PartnerView):
    """Any other address."""

    def initial(self, request, *args, **kwargs):
        """Say that there is nothing, to a client with a token.

        Raises:
            Http404: always, with a token.
        """
        super().initial(request, *args, **kwargs)
        raise Http404


class Root(PartnerView):
    """For whom the token works, and what is where."""

    def get(self, request):
        """Describe the token."""
        return Response(TokenSerializer(request.auth, context={"base": selectors.base()}).data)


class Terms(PartnerView):
    """The office's lists of terms."""

    def get(self, request):
        """All terms that an event can have."""
        return Response(TermLists(selectors.term_lists()).data)


class Events(PartnerView):
    """The organization's events."""

    def get(self, request):
        """A page of them, those first that need something from a member."""
        query = ListQuery(data=request.query_params.dict())
        query.is_valid(raise_exception=True)
        wanted = {name: query.validated_data.get(name, "") for name in ("q", "state")}
        board = Dashboard(request.auth.organisation, wanted)
        page = board.page(query.validated_data["page"])
        if page.number != query.validated_data["page"]:
            raise Http404
        data = {
            "page": page.number,
            "pages": page.paginator.num_pages,
            "total": page.paginator.count,
            "events": [entry for group in page.object_list for entry in group.entries],
        }
        return Response(EventList(data, context={"base": selectors.base()}).data)

    def post(self, request):
        """Create a draft."""
        sent = NewEvent(data=request.data)
        sent.is_valid(raise_exception=True)
        key = request.headers.get("Idempotency-Key", "").strip()
        event, removed_from, is_new = services.create(request.auth, sent.validated_data, key)
        return self.event_response(event, removed_from, 201 if is_new else 200)


class Event(PartnerView):
    """One event."""

    def get(self, request, key):
        """Its latest version and its state."""
        return self.event_response(services.event_of(request.auth, key))

    def patch(self, request, key):
        """Change the given fields of its draft."""
        sent = EventFields(data=request.data, partial=True)
        # What another organization has must not be told from what is not there, whatever was sent.
        services.event_of(request.auth, key)
        sent.is_valid(raise_exception=True)
        event, removed_from = services.change(
            request.auth, key, sent.validated_data, request.headers.get("If-Match", "")
        )
        return self.event_response(event, removed_from)


class Submit(PartnerView):
    """Sends an event to the office."""

    def post(self, request, key):
        """Send the version that the client has read."""
        return self.event_response(services.send(request.auth, key, request.headers.get("If-Match", "")))


class Withdraw(PartnerView):
    """Takes an event back from the office."""

    def post(self, request, key):
        """Take it back, so that it can be changed."""
        return self.event_response(services.withdraw(request.auth, key))


@csrf_exempt  # It changes nothing, and its refusals are problem details.
def description(request):
    """This API in OpenAPI 3, for everybody."""
    if request.method in ("GET", "HEAD"):
        response = HttpResponse(DESCRIPTION.read_bytes(), content_type="application/json")
    else:
        refused = problems.problem(405, _("Read this address with GET."))
        response = JsonResponse(refused, status=405, content_type=problems.CONTENT_TYPE)
        response.headers["Allow"] = "GET, HEAD"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
