"""The hub's style sheets and scripts: small files, joined into one of each when static files are collected."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

# The bundle's name among the static files, and the folder of each package whose files it joins.
BUNDLES = {"portal/hub.css": "styles", "portal/hub.js": "scripts"}
# A city's own style sheet, in settings.THEME_DIR: it comes last, so that its colors hold (docs/adopt.md).
THEME = "theme.css"


def sources(name):
    """The files that a bundle joins.

    Those for all pages come first, in the order of their numbers, then the components, then those of each package,
    the lowest app first, and the city's own style sheet last. Within a layer of the cascade the later file wins.

    Args:
        name: a key of BUNDLES.

    Returns:
        A list of paths.
    """
    ending = Path(name).suffix
    design = Path(apps.get_app_config("portal").path) / "design"
    found = sorted(design.glob(f"{BUNDLES[name]}/*{ending}")) + sorted(design.glob(f"components/*/*{ending}"))
    for app in ("portal", "media", "partners", "home"):
        files = Path(apps.get_app_config(app).path).glob(f"*/{BUNDLES[name]}/*{ending}")
        found += sorted(path for path in files if design not in path.parents)
    if settings.THEME_DIR and ending == ".css":
        found += [path for path in [Path(settings.THEME_DIR) / THEME] if path.is_file()]
    return found


# What stays as it is; what is left out; white space that has no meaning, or means one space.
TOKENS = re.compile(
    r"""(?P<kept>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|url\([^)"']*\))|(?P<dropped>/\*.*?\*/|;\s*(?=\}))|\s*[{};,]\s*|:\s+|\s+""",
    re.DOTALL,
)


def minified(css):
    """A style sheet without comments and without white space that has no meaning.

    No library does it: rcssmin 1.3.0 takes the space out of `footer :is(p)` within @layer.
    """
    return TOKENS.sub(
        lambda token: token["kept"] or ("" if token["dropped"] else token[0].strip() or " "), css
    )


def text_of(name):
    """The text of a bundle, as it is served."""
    text = "\n".join(path.read_text() for path in sources(name))
    return minified(text) if name.endswith(".css") else text


class BundleFinder(BaseFinder):
    """Finds the bundles like any other static file, and writes them anew when a source has changed."""

    @property
    def storage(self):
        """Where the bundles are written before they are collected."""
        return FileSystemStorage(location=settings.VAR_DIR / "bundles")

    def _write(self, name):
        target = Path(self.storage.path(name))
        text = text_of(name)
        if not target.exists() or target.read_text() != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        return str(target)

    def check(self, **kwargs):
        """Nothing to check: the sources are the project's own."""
        return []

    def find(self, path, find_all=False, **kwargs):
        """The place of a bundle, when it is what is looked for."""
        if path not in BUNDLES:
            return []
        return [self._write(path)] if find_all else self._write(path)

    def list(self, ignore_patterns):
        """The bundles and the storage that they stand in."""
        for name in BUNDLES:
            self._write(name)
            yield name, self.storage
