"""Addresses of the directory for other programs, below `/api/hsds`, each with and without a slash at its end."""

from django.urls import re_path

from partners.views import hsds

ROOMS = {
    "services": (hsds.Services, hsds.Service),
    "organizations": (hsds.Organizations, hsds.Organization),
    "service_at_locations": (hsds.ServicesAtLocations, hsds.ServiceAtLocation),
    "taxonomies": (hsds.Taxonomies, hsds.Taxonomy),
    "taxonomy_terms": (hsds.TaxonomyTerms, hsds.Term),
}

app_name = "hsds"
urlpatterns = [re_path(r"^$", hsds.Root.as_view(), name="root")]
for room, (many, one) in ROOMS.items():
    urlpatterns += [
        re_path(rf"^{room}/?$", many.as_view(), name=room),
        re_path(rf"^{room}/(?P<identifier>[^/]{{1,64}})/?$", one.as_view(), name=f"{room}_one"),
    ]
urlpatterns += [re_path(r"", hsds.Endpoint.as_view(), name="nothing")]
