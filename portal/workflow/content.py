"""The content of a revision, in a form that can be compared, and as a digest. Imports no models, so that migrations can use it."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

# Fields that are not content: place in the tree, state of the review, locks, steward. A save may change them without an approval.
BOOKKEEPING = frozenset(
    {
        "pk",
        "id",
        "path",
        "depth",
        "numchild",
        "url_path",
        "content_type",
        "translation_key",
        "locale",
        "owner",
        "steward",
        "review_interval",
        "draft_title",
        "live",
        "has_unpublished_changes",
        "live_revision",
        "latest_revision",
        "latest_revision_created_at",
        "first_published_at",
        "last_published_at",
        "go_live_at",
        "expire_at",
        "expired",
        "locked",
        "locked_at",
        "locked_by",
        "alias_of",
        # wagtail.models.COMMENTS_RELATION_NAME, which cannot be imported while models are being loaded.
        "wagtail_admin_comments",
    }
)


def content_digest(content: dict[str, Any]) -> str:
    """The SHA-256 of all that a revision holds, bookkeeping too: publishing writes all of it.

    Args:
        content: `Revision.content`, as stored or as it is about to be stored.

    Returns:
        64 hexadecimal digits.
    """
    text = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def plain(data: dict[str, Any]) -> dict[str, Any]:
    """The data as it is stored in JSON, without the primary keys of child rows and the ids of blocks.

    A revision that was stored before its rows lacks those numbers, so they must not count as a difference.
    """
    return {
        name: _without_numbers(value)
        for name, value in json.loads(json.dumps(data, cls=DjangoJSONEncoder)).items()
    }


def _without_numbers(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("[{"):
        try:
            return _without_block_numbers(json.loads(value))  # A stream.
        except ValueError:
            return value
    if not isinstance(value, list):
        return value
    if all(isinstance(entry, dict) and "pk" in entry for entry in value):
        return [{name: _without_numbers(of) for name, of in entry.items() if name != "pk"} for entry in value]
    return sorted(value, key=str)


def _without_block_numbers(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_block_numbers(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    is_block = {"type", "value"} <= value.keys()
    return {name: _without_block_numbers(of) for name, of in value.items() if not (is_block and name == "id")}
