"""Addresses of the directory for other programs, below `/api/hsds`, each with and without a trailing slash."""

from django.urls import re_path

from . import views as hsds

RESOURCES = {
    "services": (hsds.Services, hsds.Service),
    "organizations": (hsds.Organizations, hsds.Organization),
    "service_at_locations": (hsds.ServicesAtLocations, hsds.ServiceAtLocation),
    "taxonomies": (hsds.Taxonomies, hsds.Taxonomy),
    "taxonomy_terms": (hsds.TaxonomyTerms, hsds.Term),
}

app_name = "hsds"
urlpatterns = [re_path(r"^$", hsds.Root.as_view(), name="root")]
for resource, (many, one) in RESOURCES.items():
    urlpatterns += [
        re_path(rf"^{resource}/?$", many.as_view(), name=resource),
        re_path(rf"^{resource}/(?P<identifier>[^/]{{1,64}})/?$", one.as_view(), name=f"{resource}_one"),
    ]
urlpatterns += [re_path(r"", hsds.Endpoint.as_view(), name="nothing")]
