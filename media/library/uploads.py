"""Serves uploaded pictures and videos when there is no web server or object storage in front."""

import posixpath
import re
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.utils._os import safe_join
from django.views.static import serve

from media.core import access
from media.images.models import HubImage
from media.videos.models import HubMedia

# Renditions of pictures: their names contain a hash, so they never change.
SIZES = "images"
YEAR = 365 * 24 * 60 * 60


def serve_upload(request, path):
    """Serve an uploaded file, or the range of bytes that a player requests (RFC 9110 §14.2).

    Renditions of pictures, and media files that a live page uses, are public. Original pictures and other media files are only for
    people who work with them. Documents have a view of their own with the same rules (media/core/access.py).

    Args:
        request: GET or HEAD, perhaps with a `Range` header of one range.
        path: the file's path below the uploads folder.

    Returns:
        200 with the file, 206 with a range of it, 304, or 416 if the range is outside the file.

    Raises:
        Http404: there is no such file, or the user may not have it.
    """
    if path != posixpath.normpath(path) or "\0" in path:
        raise Http404("There is no such file.")
    kept = _cache_control(path, request.user)
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as error:  # For example a name that is too long for the file system.
        raise Http404("There is no such file.") from error
    response.headers["Cache-Control"] = kept
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if not isinstance(response, FileResponse) or "Range" not in request.headers:
        return response
    file = Path(safe_join(settings.MEDIA_ROOT, path))
    part = _part(request.headers["Range"], file.stat().st_size)
    if part is None:
        return response
    first, last = part
    if response.file_to_stream is not None:
        response.file_to_stream.close()
    return _partial(file, first, last, response)


def _cache_control(path, user):
    """The Cache-Control header for a file.

    Raises:
        Http404: the user may not have the file, or it does not belong to a library.
    """
    folder = path.split("/", 1)[0]
    if folder == SIZES:
        return f"public, max-age={YEAR}, immutable"
    if folder == "media":
        file = HubMedia.objects.filter(file=path).first()
        if file and access.is_public(file):
            return "no-cache"  # It may no longer be public at the next request.
    elif folder == "original_images":
        file = HubImage.objects.filter(file=path).first()
    else:
        file = None
    if file is None or not access.works_with(file, user):
        raise Http404("There is no such file.")
    return "private, no-store"


def _part(header, size):
    """The range (first, last) of a `Range` header with one range; (size, size) if it is outside the file; None to ignore the header."""
    match = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", header.strip())
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        length = min(int(last), size)
        return (size - length, size - 1) if length else (size, size)
    end = min(int(last), size - 1) if last else size - 1
    if int(first) >= size:
        return size, size
    return (int(first), end) if int(first) <= end else None


def _partial(file, first, last, whole):
    size = file.stat().st_size
    if first >= size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    opened = file.open("rb")
    opened.seek(first)
    response = FileResponse(
        _limited(opened, last - first + 1), status=206, content_type=whole.headers["Content-Type"]
    )
    for name in ("Cache-Control", "Accept-Ranges", "X-Content-Type-Options", "Last-Modified"):
        response.headers[name] = whole.headers[name]
    response.headers["Content-Length"] = str(last - first + 1)
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _limited(opened, length):
    """Read a limited number of bytes of an open file, in chunks."""
    with opened:
        while length > 0:
            piece = opened.read(min(64 * 1024, length))
            if not piece:
                return
            length -= len(piece)
            yield piece
