"""Pictures of 1200 × 630 that social networks show beside a link: the drawn scenes, rendered when static files are collected."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from PIL import Image, ImageDraw

SCENES = Path(__file__).parent / "templates" / "portal" / "drawings"
# Among the static files: "portal/social/bridge.jpg".
FOLDER = "portal/social"
WIDTH, HEIGHT = 1200, 630
# Of a scene. Its middle is the middle of the picture; what it has outside of these units fills the sides.
UNITS = (400, 240)
# Drawn larger and reduced, so that edges are smooth.
FACTOR = 2
LIGHT_SKY = ((0.0, "#e3ebf5"), (0.85, "#fdf0d3"), (1.0, "#fdf0d3"))
# The head of a campaign page (home/campaigns/styles/campaigns.css).
DAWN_SKY = ((0.0, "#143a6b"), (0.25, "#3d5d93"), (0.5, "#b98a8f"), (0.66, "#f3bd78"), (1.0, "#f4b740"))
DAWN = {
    "sun": "#fff0cc",
    "glow": "#ffd98a",
    "far": "#8f86a3",
    "mid": "#7c83ab",
    "near": "#294a80",
    "ground": "#0b1d38",
    "light": "#ffe2a0",
    "water": "#62749e",
}
AT_DAWN = {"city"}
_PIECE = re.compile(r"[MLHVCZ]|-?\d+(?:\.\d+)?")

Point = tuple[float, float]


def names() -> list[str]:
    """The names of all scenes."""
    return sorted(path.stem for path in SCENES.glob("*.svg"))


def sources() -> list[Path]:
    """The files from which the social images are made."""
    return [Path(__file__), *(SCENES / f"{name}.svg" for name in names())]


def static_path(name: str) -> str:
    """Where a scene's social image is among the static files."""
    return f"{FOLDER}/{name}.jpg"


def render(name: str) -> bytes:
    """A scene as a JPEG file of WIDTH × HEIGHT."""
    out = io.BytesIO()
    draw(name).save(out, "JPEG", quality=88, optimize=True, progressive=True)
    return out.getvalue()


def draw(name: str, width: int = WIDTH, height: int = HEIGHT) -> Image.Image:
    """Draw a scene.

    Scenes consist of what this can draw: rectangles, circles, and paths of the commands M, L, H, V, C and Z.

    Args:
        name: of the scene.
        width, height: of the picture, which is as wide as the scene is or wider.
    """
    at_dawn = name in AT_DAWN
    sky = _sky(DAWN_SKY if at_dawn else LIGHT_SKY, width * FACTOR, height * FACTOR)
    scene = _Scene(sky, DAWN if at_dawn else {})
    # The project's own files.
    for shape in ElementTree.fromstring((SCENES / f"{name}.svg").read_text()):  # noqa: S314
        scene.draw(shape)
    return scene.picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)


def _sky(stops, width, height):
    """A gradient from top to bottom."""
    column = Image.new("RGBA", (1, height))
    place = 0
    for y in range(column.height):
        share = y / (column.height - 1)
        while place < len(stops) - 2 and share > stops[place + 1][0]:
            place += 1
        (start, upper), (end, lower) = stops[place], stops[place + 1]
        part = min(1.0, max(0.0, (share - start) / (end - start)))
        mixed = zip(_rgb(upper), _rgb(lower), strict=True)
        column.putpixel((0, y), (*(round(a + (b - a) * part) for a, b in mixed), 255))
    return column.resize((width, height))


def _rgb(color):
    digits = color.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    return tuple(bytes.fromhex(digits))


class _Scene:
    """Draws the shapes of a scene, its ground at the bottom of the picture."""

    def __init__(self, picture, colors):
        self.picture = picture
        self.colors = colors
        self.scale = picture.height / UNITS[1]
        self.left = (picture.width - UNITS[0] * self.scale) / 2

    def draw(self, shape):
        color = self.colors.get(shape.get("class", "").removesuffix("-stroke"))
        line = shape.get("stroke")
        paint = (
            *_rgb(color or line or shape.get("fill")),
            round(255 * float(shape.get("fill-opacity", 1))),
        )
        layer = Image.new("RGBA", self.picture.size) if paint[3] < 255 else self.picture
        pen = ImageDraw.Draw(layer)
        if shape.tag == "circle":
            x, y, r = (float(shape.get(key)) for key in ("cx", "cy", "r"))
            pen.ellipse([self._at((x - r, y - r)), self._at((x + r, y + r))], fill=paint)
        elif shape.tag == "rect":
            x, y, width, height = (float(shape.get(key)) for key in ("x", "y", "width", "height"))
            radius = float(shape.get("rx", 0)) * self.scale
            box = [self._at((x, y)), self._at((x + width, y + height))]
            pen.rounded_rectangle(box, radius=radius, fill=paint)
        else:
            for points in _lines(shape.get("d")):
                placed = [self._at(point) for point in points]
                if line:
                    self._stroke(pen, placed, float(shape.get("stroke-width")) * self.scale, paint)
                elif len(placed) > 1:
                    pen.polygon(placed, fill=paint)
        if layer is not self.picture:
            self.picture = Image.alpha_composite(self.picture, layer)

    def _at(self, point: Point) -> Point:
        return self.left + point[0] * self.scale, point[1] * self.scale

    def _stroke(self, pen, points, width, paint):
        width = round(width)
        pen.line(points, fill=paint, width=width, joint="curve")
        half = (width - 1) / 2
        for x, y in (points[0], points[-1]):
            pen.ellipse([x - half, y - half, x + half, y + half], fill=paint)


def _lines(path: str) -> Iterator[list[Point]]:
    """The lines of a path, each as a list of points; a curve becomes twelve short lines."""
    points: list[Point] = []
    command = ""
    numbers: list[float] = []
    needed = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6}
    for piece in _PIECE.findall(path):
        if piece.isalpha():
            command, numbers = piece, []
            if piece == "Z":
                points.append(points[0])
            elif piece == "M" and points:
                yield points
                points = []
            continue
        numbers.append(float(piece))
        if len(numbers) < needed[command]:
            continue
        if command == "H":
            points.append((numbers[0], points[-1][1]))
        elif command == "V":
            points.append((points[-1][0], numbers[0]))
        elif command == "C":
            points += _curve(points[-1], *zip(numbers[::2], numbers[1::2], strict=True))
        else:
            points.append((numbers[0], numbers[1]))
        numbers = []
    if points:
        yield points


def _curve(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """Points on a cubic Bézier curve."""
    found = []
    for step in range(1, 13):
        t = step / 12
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
        corners = (start, first, second, end)
        x, y = (sum(w * corner[axis] for w, corner in zip(weights, corners, strict=True)) for axis in (0, 1))
        found.append((x, y))
    return found


class SocialImageFinder(BaseFinder):
    """Finds the social images like any other static file, and renders one anew when its scene or this module has changed."""

    @property
    def storage(self):
        """Where they are kept before they are collected."""
        return FileSystemStorage(location=settings.VAR_DIR / "social")

    def _write(self, name):
        target = Path(self.storage.path(static_path(name)))
        changed = max(path.stat().st_mtime for path in (SCENES / f"{name}.svg", Path(__file__)))
        if not target.exists() or target.stat().st_mtime < changed:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(render(name))
        return str(target)

    def check(self, **kwargs):
        """Nothing to check: the sources are the project's own."""
        return []

    def find(self, path, find_all=False, **kwargs):
        """The place of a social image, when it is what is looked for."""
        name = Path(path).stem
        if path != static_path(name) or name not in names():
            return []
        return [self._write(name)] if find_all else self._write(name)

    def list(self, ignore_patterns):
        """The social images and the storage that they are in."""
        for name in names():
            self._write(name)
            yield static_path(name), self.storage
