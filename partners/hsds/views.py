"""`/api/hsds/`: the directory for other programs according to HSDS 3.0. Read-only, without a key, open to other origins (CORS)."""

import uuid
from datetime import UTC, datetime, time

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse, JsonResponse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from partners.organisations.models import OrganisationPage, ServicePage
from portal.models import TaxonomyTerm
from portal.taxonomy.selectors import all_terms

from . import selectors as hsds_rows
from . import serializers as hsds

VERSION = "3.0"
PROFILE = "https://docs.openreferral.org/en/3.0/hsds/"
OPENAPI = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json"
METHODS = "GET, HEAD, OPTIONS"
ON_A_PAGE, MOST_ON_A_PAGE = 50, 100
# "Aim to return all services within one page" (openapi.json, `minimal`).
MOST_MINIMAL = 10_000
MAX_CHARACTERS, MAX_WORDS = 100, 8
# The parameters that filter services (_services).
NARROWS = ("search", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after")


class Problem(Exception):
    """An error in a request: a status and a message that says how to correct it."""

    def __init__(self, status, sentence):
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class Query:
    """The parameters of a request, each read once and refused with a message if it is invalid."""

    def __init__(self, parameters):
        self._parameters = parameters
        if self._text("format") not in ("", "json"):
            raise Problem(400, _("This directory answers in JSON only: leave `format` out, or write json."))
        for name in ("postcode", "proximity"):
            if self._text(name):
                raise Problem(400, _("This directory cannot search by postcode or distance: leave it out."))

    def _text(self, name):
        return self._parameters.get(name, "").replace("\0", " ").strip()

    def number(self, name, default, most):
        """A whole number from 1 to a limit."""
        value = self._text(name)
        if not value:
            return default
        if not (value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= most):
            raise Problem(
                400, _("`%(name)s` is a whole number from 1 to %(most)s.") % {"name": name, "most": most}
            )
        return int(value[:9])

    def flag(self, name):
        """A boolean parameter: true or false."""
        value = self._text(name).lower()
        if value not in ("", "true", "false", "1", "0"):
            raise Problem(400, _("`%(name)s` is true or false.") % {"name": name})
        return value in ("true", "1")

    def identifier(self, name):
        """A UUID, or None if the parameter is missing."""
        value = self._text(name)
        if not value:
            return None
        found = as_identifier(value)
        if found is None:
            raise Problem(400, _("`%(name)s` is an identifier (UUID).") % {"name": name})
        return found

    def moment(self, name):
        """A date or a date with a time (ISO 8601), in UTC if no zone is given; None if the parameter is missing."""
        value = self._text(name)
        if not value:
            return None
        try:
            # An unescaped "+" arrives as a space.
            found = parse_datetime(value.replace(" ", "+") if "T" in value else value)
            if found is None and (day := parse_date(value)):
                found = datetime.combine(day, time.min)
            if found is not None:
                return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            pass  # A date that does not exist is reported below.
        raise Problem(
            400, _("`%(name)s` is a date, such as 2026-11-24 or 2026-11-24T12:00:00Z.") % {"name": name}
        )

    @property
    def words(self):
        """The words to search for."""
        return self._text("search")[:MAX_CHARACTERS].split()[:MAX_WORDS]

    @property
    def narrows(self):
        """Whether any filter is set."""
        return any(self._text(name) for name in NARROWS)

    @property
    def unverified(self):
        """Whether to include organizations that nobody has verified."""
        value = self._text("include")
        if value not in ("", "unverified"):
            raise Problem(400, _("`include` accepts one value: unverified."))
        return bool(value)

    def page(self, rows, most=MOST_ON_A_PAGE, default=ON_A_PAGE):
        """The requested page of some ordered rows. Two queries.

        Returns:
            The paginator's page.
        """
        pages = Paginator(rows, self.number("per_page", default, most))
        number = self.number("page", 1, 999_999_999)
        if number > pages.num_pages:
            raise Problem(
                400,
                _("There is no page %(page)s; the last one is %(last)s.")
                % {"page": number, "last": pages.num_pages},
            )
        return pages.page(number)


def as_identifier(value):
    """A text as a UUID, or None."""
    try:
        return uuid.UUID(value)
    except ValueError:
        return None


def paged(page, contents):
    """A page of records in the envelope of HSDS."""
    return {
        "total_items": page.paginator.count,
        "total_pages": page.paginator.num_pages,
        "page_number": page.number,
        "size": len(contents),
        "first_page": not page.has_previous(),
        "last_page": not page.has_next(),
        "empty": not contents,
        "contents": contents,
    }


@method_decorator(csrf_exempt, name="dispatch")
class Endpoint(View):
    """Base class of the views. Subclasses implement `answer(query, **path)`. Errors are returned as JSON."""

    def dispatch(self, request, *args, **kwargs):
        """Answer the request, and allow other origins, because nothing here is private."""
        try:
            if request.method == "OPTIONS":
                response = HttpResponse(status=204)
            elif request.method not in ("GET", "HEAD"):
                raise Problem(405, _("This directory can only be read: use GET."))
            else:
                self.records = hsds.Records(lambda page: request.build_absolute_uri(page.url or "/"))
                response = self._json(self.answer(Query(request.GET), **kwargs))
        except Problem as problem:
            response = self._json({"status": problem.status, "error": problem.sentence}, problem.status)
        if response.status_code in (204, 405):
            response.headers["Allow"] = METHODS
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since"
        response.headers["Access-Control-Expose-Headers"] = "ETag"
        return response

    def _json(self, data, status=200):
        return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})

    def answer(self, query):
        """The default: there is nothing at this address."""
        raise Problem(404, _("There is nothing at this address. /api/hsds/services lists the services."))


class Root(Endpoint):
    """`/`: the version of HSDS."""

    def answer(self, query):
        return {"version": VERSION, "profile": PROFILE, "openapi_url": OPENAPI}


# --- Filters ----------------------------------------------------------------------------------------------------


def _with_words(query, services):
    for word in query.words:
        services = services.filter(
            Q(title__icontains=word)
            | Q(summary__icontains=word)
            | Q(description__icontains=word)
            | Q(organisation__title__icontains=word)
        )
    return services


def _has(model, field, owner, numbers):
    through = model._meta.get_field(field).remote_field.through
    column = model._meta.get_field(field).m2m_column_name()
    return Exists(through.objects.filter(**{column: OuterRef(owner)}, taxonomyterm_id__in=numbers))


def _with_terms(services, numbers):
    """The services with one of these terms; areas are those of the organization."""
    return services.filter(
        _has(ServicePage, "categories", "pk", numbers)
        | _has(ServicePage, "populations", "pk", numbers)
        | _has(ServicePage, "languages", "pk", numbers)
        | _has(OrganisationPage, "areas", "organisation_id", numbers)
    )


def _services(query):
    """The services that match the filters."""
    services = _with_words(query, hsds_rows.public_services(query.unverified))
    terms = all_terms()
    if term := query.identifier("taxonomy_term_id"):
        services = _with_terms(services, [pk for pk, found in terms.items() if found.key == str(term)])
    if taxonomy := query.identifier("taxonomy_id"):
        listed = [pk for pk, found in terms.items() if hsds.taxonomy_id(found.kind) == str(taxonomy)]
        services = _with_terms(services, listed)
    if organization := query.identifier("organization_id"):
        services = services.filter(organisation__translation_key=organization)
    if since := query.moment("modified_after"):
        services = services.filter(
            Q(last_published_at__gte=since) | Q(organisation__last_published_at__gte=since)
        )
    return services.order_by("pk")


# --- Addresses ----------------------------------------------------------------------------------------------------


class Services(Endpoint):
    """`/services`."""

    def answer(self, query):
        if query.flag("minimal"):
            page = query.page(_services(query), most=MOST_MINIMAL, default=MOST_MINIMAL)
            return paged(page, [self._minimal(found) for found in page])
        page = query.page(_services(query))
        return paged(page, self.records.services(page, full=query.flag("full")))

    def _minimal(self, page):
        # The name and the state are here because the schema of a service requires them.
        record = self.records.service(page)
        wanted = {name: record[name] for name in ("id", "name", "status", "last_modified") if name in record}
        return {**wanted, "modified_date": record.get("last_modified", "")}


class Service(Endpoint):
    """`/services/{id}`."""

    def answer(self, query, identifier):
        found = hsds_rows.public_services(query.unverified).filter(translation_key=as_identifier(identifier))
        return _one(
            self.records.services(found[:1], full=True), _("There is no service with this identifier.")
        )


class Organizations(Endpoint):
    """`/organizations`."""

    def answer(self, query):
        found = hsds_rows.public_organisations(query.unverified)
        for word in query.words:
            found = found.filter(
                Q(title__icontains=word) | Q(summary__icontains=word) | Q(offers__icontains=word)
            )
        page = query.page(found.order_by("pk"))
        records = self.records.organizations(
            page,
            full=query.flag("full"),
            full_services=query.flag("full_service"),
            unverified=query.unverified,
        )
        return paged(page, records)


class Organization(Endpoint):
    """`/organizations/{id}`."""

    def answer(self, query, identifier):
        found = hsds_rows.public_organisations(query.unverified).filter(
            translation_key=as_identifier(identifier)
        )
        records = self.records.organizations(
            found[:1], full=True, full_services=query.flag("full_service"), unverified=query.unverified
        )
        return _one(records, _("There is no organization with this identifier."))


class ServicesAtLocations(Endpoint):
    """`/service_at_locations`. Confidential places are not included."""

    def answer(self, query):
        everything = "" if query.narrows else f"unverified={query.unverified}"
        page = query.page(hsds_rows.place_numbers(_services(query), everything))
        rows = hsds_rows.service_places().filter(pk__in=page.object_list)
        found = rows.select_related("organisationlocation").order_by("pk")
        return paged(page, self.records.services_at_locations(found, full=query.flag("full")))


class ServiceAtLocation(Endpoint):
    """`/service_at_locations/{id}`."""

    def answer(self, query, identifier):
        number = hsds_rows.place_number(as_identifier(identifier))
        services = hsds_rows.public_services(query.unverified).values("pk")
        rows = hsds_rows.service_places().filter(pk=number, servicepage__in=services)
        records = self.records.services_at_locations(rows.select_related("organisationlocation"), full=True)
        return _one(records, _("There is no service at a location with this identifier."))


class Taxonomies(Endpoint):
    """`/taxonomies`: the kinds of terms."""

    def answer(self, query):
        found = [hsds.taxonomy(kind) for kind in TaxonomyTerm.Kind.values]
        page = query.page([record for record in found if _says(query, record)])
        return paged(page, list(page))


class Taxonomy(Endpoint):
    """`/taxonomies/{id}`."""

    def answer(self, query, identifier):
        found = [hsds.taxonomy(kind) for kind in TaxonomyTerm.Kind.values]
        wanted = str(as_identifier(identifier))
        return _one(
            [record for record in found if record["id"] == wanted],
            _("There is no taxonomy with this identifier."),
        )


class TaxonomyTerms(Endpoint):
    """`/taxonomy_terms`. The terms have no hierarchy, so `top_only` changes nothing."""

    def answer(self, query):
        taxonomy = query.identifier("taxonomy_id")
        query.flag("top_only")
        found = [] if query.identifier("parent_id") else all_terms().values()
        records = [
            hsds.taxonomy_term(term)
            for term in found
            if taxonomy is None or hsds.taxonomy_id(term.kind) == str(taxonomy)
        ]
        page = query.page([record for record in records if _says(query, record)])
        return paged(page, list(page))


class Term(Endpoint):
    """`/taxonomy_terms/{id}`."""

    def answer(self, query, identifier):
        wanted = str(as_identifier(identifier))
        found = [hsds.taxonomy_term(term) for term in all_terms().values() if term.key == wanted]
        return _one(found, _("There is no taxonomy term with this identifier."))


def _says(query, record):
    said = f"{record['name']} {record['description']}".casefold()
    return all(word.casefold() in said for word in query.words)


def _one(records, sentence):
    if not records:
        raise Problem(404, sentence)
    return records[0]
