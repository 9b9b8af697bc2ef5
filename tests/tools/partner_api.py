"""Writes the description of the API for partners (partners/api/openapi.json): `python -m tests.tools.partner_api`.

The hub serves the file as it is, so that it runs without drf-spectacular.
"""

import json
import os
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.urls import include, path
from django.utils.translation import override
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.settings import patched_settings
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from partners.api import serializers, views
from partners.api.problems import CONTENT_TYPE

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of the event as it was read.",
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="A text of your own for this event, up to 255 characters. A repeated request with it creates no second draft.",
)
ETAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200, 201])
ALWAYS = (401, 403, 429)


@dataclass
class Operation:
    """What the serializers and views do not say themselves."""

    name: str
    summary: str
    answer: type
    sends: Any = None
    statuses: tuple = (200,)
    problems: tuple = ()
    parameters: list = field(default_factory=list)


OPERATIONS = {
    (views.Root, "GET"): Operation("token", "For whom the token works", serializers.TokenSerializer),
    (views.Terms, "GET"): Operation("terms", "The lists of terms", serializers.TermLists),
    (views.Events, "GET"): Operation(
        "events",
        "List the organization's events",
        serializers.EventList,
        problems=(400, 404),
        parameters=[serializers.ListQuery],
    ),
    (views.Events, "POST"): Operation(
        "create",
        "Create a draft",
        serializers.EventSerializer,
        serializers.NewEvent,
        (200, 201),
        (400, 413, 415, 422),
        [IDEMPOTENCY_KEY, ETAG],
    ),
    (views.Event, "GET"): Operation(
        "event", "Read an event", serializers.EventSerializer, problems=(404,), parameters=[ETAG]
    ),
    (views.Event, "PATCH"): Operation(
        "change",
        "Change the draft, or begin a changed draft of a public event",
        serializers.EventSerializer,
        serializers.EventFields,
        problems=(400, 404, 409, 412, 413, 415, 428),
        parameters=[IF_MATCH, ETAG],
    ),
    (views.Submit, "POST"): Operation(
        "submit",
        "Send the event to the office",
        serializers.EventSerializer,
        problems=(404, 409, 412, 428),
        parameters=[IF_MATCH, ETAG],
    ),
    (views.Withdraw, "POST"): Operation(
        "withdraw",
        "Take the event back from the office",
        serializers.EventSerializer,
        problems=(404, 409),
        parameters=[ETAG],
    ),
}


class _Clock(OpenApiSerializerFieldExtension):
    target_class = "partners.api.serializers.ClockField"

    def map_serializer_field(self, auto_schema, direction):
        return {"type": "string", "pattern": r"^\d\d:\d\d(:\d\d)?$"}


class _Schema(AutoSchema):
    @property
    def operation(self):
        return OPERATIONS[type(self.view), self.method]

    def get_operation_id(self):
        return self.operation.name

    def get_summary(self):
        return self.operation.summary

    def get_description(self):
        return ""

    def get_tags(self):
        return ["events"] if "events" in self.path else ["token"]

    def get_auth(self):
        return [{"token": []}]

    def get_request_serializer(self):
        return self.operation.sends

    def get_response_serializers(self):
        problem = serializers.ProblemSerializer
        refusals = sorted({*ALWAYS, *self.operation.problems})
        kinds = {(status, "application/json"): self.operation.answer for status in self.operation.statuses}
        kinds |= {(status, CONTENT_TYPE): problem for status in refusals}
        return {
            (status, kind): OpenApiResponse(answer, description=HTTPStatus(status).phrase)
            for (status, kind), answer in kinds.items()
        }

    def get_override_parameters(self):
        return self.operation.parameters

    def _is_list_view(self, serializer=None):
        return False


SETTINGS = {
    "TITLE": "API for partners",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "DESCRIPTION": "Write events of your organization and send them to the office. Nothing becomes public until the office has approved it.",
    "APPEND_COMPONENTS": {
        "securitySchemes": {
            "token": {
                "type": "http",
                "scheme": "bearer",
                "description": "A token that an owner of the organization has made in the workspace; it begins with hub_partner_.",
            }
        }
    },
    "ENUM_NAME_OVERRIDES": {
        "State": "partners.workspace.submission.State",
        "CalledOff": [(state.value, state.label) for state in serializers.CALLED_OFF],
        "Group": [(group, group) for group in serializers.GROUPS],
    },
}


def document():
    """The description as text."""
    with patched_settings(SETTINGS), override("en"):
        before = views.PartnerView.__dict__.get("schema")
        views.PartnerView.schema = _Schema()
        views.Nothing.schema = None
        try:
            generator = SchemaGenerator(patterns=[path("api/partner/", include("partners.api.urls"))])
            found = generator.get_schema(request=None, public=True)
        finally:
            del views.PartnerView.schema
            if before:
                views.PartnerView.schema = before
            del views.Nothing.schema
    return json.dumps(found, indent=2, ensure_ascii=False, default=str) + "\n"


if __name__ == "__main__":
    views.DESCRIPTION.write_text(document())
