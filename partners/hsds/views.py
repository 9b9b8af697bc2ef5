"""`/api/hsds/`: the directory for other programs according to HSDS 3.0. Read-only, without a key, open to other origins (CORS)."""

from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from partners.organisations.models import OrganisationPage, ServicePage
from portal.models import TaxonomyTerm
from portal.taxonomy.selectors import all_terms

from . import selectors as hsds_rows
from . import serializers as hsds
from .parameters import MOST_MINIMAL, NARROWS, Problem, Query, as_identifier

VERSION = "3.0"
PROFILE = "https://docs.openreferral.org/en/3.0/hsds/"
OPENAPI = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json"
METHODS = "GET, HEAD, OPTIONS"


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
    """Base class of the views. Subclasses implement `answer(query, **path)`. Errors are returned as JSON.

    Attributes:
        parameters: the names of those that the address has; `format` is one of every address.
    """

    parameters: tuple[str, ...] | None = None

    def dispatch(self, request, *args, **kwargs):
        """Answer the request, and allow other origins, because nothing here is private."""
        try:
            if request.method == "OPTIONS":
                response = HttpResponse(status=204)
            elif request.method not in ("GET", "HEAD"):
                raise Problem(405, _("This directory can only be read: use GET."))
            else:
                self.records = hsds.Records(lambda page: request.build_absolute_uri(page.url or "/"))
                query = Query(request.GET)
                if self.parameters is not None:
                    query.refuse_others(self.parameters)
                response = self._json(self.answer(query, **kwargs))
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

    parameters = ()

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

    parameters = ("page", "per_page", *NARROWS, "full", "minimal", "include")

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

    parameters = ("include",)

    def answer(self, query, identifier):
        found = hsds_rows.public_services(query.unverified).filter(translation_key=as_identifier(identifier))
        return _one(
            self.records.services(found[:1], full=True), _("There is no service with this identifier.")
        )


class Organizations(Endpoint):
    """`/organizations`."""

    parameters = ("page", "per_page", "search", "modified_after", "full", "full_service", "include")

    def answer(self, query):
        found = hsds_rows.public_organisations(query.unverified)
        for word in query.words:
            found = found.filter(
                Q(title__icontains=word) | Q(summary__icontains=word) | Q(offers__icontains=word)
            )
        if since := query.moment("modified_after"):
            found = found.filter(last_published_at__gte=since)
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

    parameters = ("full_service", "include")

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

    parameters = ("page", "per_page", *NARROWS, "full", "include")

    def answer(self, query):
        everything = "" if query.narrows else f"unverified={query.unverified}"
        page = query.page(hsds_rows.place_numbers(_services(query), everything))
        rows = hsds_rows.service_places().filter(pk__in=page.object_list)
        found = rows.select_related("organisationlocation").order_by("pk")
        return paged(page, self.records.services_at_locations(found, full=query.flag("full")))


class ServiceAtLocation(Endpoint):
    """`/service_at_locations/{id}`."""

    parameters = ("include",)

    def answer(self, query, identifier):
        number = hsds_rows.place_number(as_identifier(identifier))
        services = hsds_rows.public_services(query.unverified).values("pk")
        rows = hsds_rows.service_places().filter(pk=number, servicepage__in=services)
        records = self.records.services_at_locations(rows.select_related("organisationlocation"), full=True)
        return _one(records, _("There is no service at a location with this identifier."))


class Taxonomies(Endpoint):
    """`/taxonomies`: the kinds of terms."""

    parameters = ("page", "per_page", "search")

    def answer(self, query):
        found = [hsds.taxonomy(kind) for kind in TaxonomyTerm.Kind.values]
        page = query.page([record for record in found if _says(query, record)])
        return paged(page, list(page))


class Taxonomy(Endpoint):
    """`/taxonomies/{id}`."""

    parameters = ()

    def answer(self, query, identifier):
        found = [hsds.taxonomy(kind) for kind in TaxonomyTerm.Kind.values]
        wanted = str(as_identifier(identifier))
        return _one(
            [record for record in found if record["id"] == wanted],
            _("There is no taxonomy with this identifier."),
        )


class TaxonomyTerms(Endpoint):
    """`/taxonomy_terms`. The terms have no hierarchy, so `top_only` changes nothing."""

    parameters = ("page", "per_page", "search", "taxonomy_id", "parent_id", "top_only")

    def answer(self, query):
        taxonomy = query.identifier("taxonomy_id")
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

    parameters = ()

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
