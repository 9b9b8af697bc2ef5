"""Serving uploaded pictures and videos where no web server or object storage stands in front."""

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

# Sizes of pictures: each has a name of its own and never changes.
SIZES = "images"
YEAR = 365 * 24 * 60 * 60


def serve_upload(request, path):
    """Serve an uploaded file, whole or the part that a player asks for (RFC 9110 §14.2).

    Everybody gets the sizes of pictures, and media files that a live page uses. Originals of pictures and other media files
    are for those who work with them; documents have their own view, which asks the same (media/core/access.py).

    Args:
        request: GET or HEAD, perhaps with a `Range` of one part.
        path: the file's path below the uploads folder.

    Returns:
        200 with the file, 206 with a part, 304, or 416 for a part that the file does not have.

    Raises:
        Http404: there is no such file for who asks.
    """
    if path != posixpath.normpath(path) or "\0" in path:
        raise Http404("There is no such file.")
    kept = _how_it_may_be_kept(path, request.user)
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except OSError as error:  # Such as a name that is longer than the file system allows.
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


def _how_it_may_be_kept(path, user):
    """What caches may do with a file that somebody may have.

    Raises:
        Http404: it is not for this person, or no file of the libraries.
    """
    folder = path.split("/", 1)[0]
    if folder == SIZES:
        return f"public, max-age={YEAR}, immutable"
    if folder == "media":
        file = HubMedia.objects.filter(file=path).first()
        if file and access.is_public(file):
            return "no-cache"  # It may be public no longer when it is asked for again.
    elif folder == "original_images":
        file = HubImage.objects.filter(file=path).first()
    else:
        file = None
    if file is None or not access.works_with(file, user):
        raise Http404("There is no such file.")
    return "private, no-store"


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
