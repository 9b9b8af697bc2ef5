"""Serving uploaded pictures and videos where no web server or object storage stands in front."""

import posixpath
import re
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpResponse
from django.utils._os import safe_join
from django.views.static import serve

# Documents have their own view, which asks who may read them; nothing else is for the public.
PUBLIC_FOLDERS = {"images", "original_images", "media"}
YEAR = 365 * 24 * 60 * 60


def serve_upload(request, path):
    """Serve an uploaded file, whole or the part that a player asks for (RFC 9110 §14.2).

    Args:
        request: GET or HEAD, perhaps with a `Range` of one part.
        path: the file's path below the uploads folder.

    Returns:
        200 with the file, 206 with a part, 304, or 416 for a part that the file does not have.

    Raises:
        Http404: there is no such public file.
    """
    if path != posixpath.normpath(path) or path.split("/", 1)[0] not in PUBLIC_FOLDERS or "\0" in path:
        raise Http404("There is no such file.")
    try:
        response = serve(request, path, document_root=settings.MEDIA_ROOT)
    except OSError as error:  # Such as a name that is longer than the file system allows.
        raise Http404("There is no such file.") from error
    # Wagtail gives each new file and rendition a name of its own.
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if response.status_code != 200 or "Range" not in request.headers:
        return response
    file = Path(safe_join(settings.MEDIA_ROOT, path))
    part = _part(request.headers["Range"], file.stat().st_size)
    if part is None:
        return response
    response.file_to_stream.close()
    return _partial(file, *part, response)


def _part(header, size):
    """(first, last) byte of a range of one part; (size, size) when the file has none of it; None to ignore the header."""
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
    """The next bytes of an open file, in pieces."""
    with opened:
        while length > 0:
            piece = opened.read(min(64 * 1024, length))
            if not piece:
                return
            length -= len(piece)
            yield piece
