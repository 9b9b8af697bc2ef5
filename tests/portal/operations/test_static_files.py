"""`manage.py setup` collects the static files again when one of their sources has changed."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders

from portal.design import social_images
from portal.design.bundles import BUNDLES, sources
from portal.management.commands import setup

pytestmark = pytest.mark.one_database
SOCIAL_IMAGES = [social_images.static_path(name) for name in social_images.names()]


def scene_of(social_image):
    return [social_images.SCENES / f"{Path(social_image).stem}.svg", Path(social_images.__file__)]


def test_every_file_from_which_static_files_are_made_is_watched():
    needed = set()
    for finder in get_finders():
        for name, storage in finder.list([]):
            made = {**dict.fromkeys(BUNDLES, sources), **dict.fromkeys(SOCIAL_IMAGES, scene_of)}.get(name)
            needed.update(made(name) if made else [Path(storage.path(name))])
    assert len(needed) > 100 and needed <= set(setup.static_sources())


@pytest.mark.parametrize("name", sorted(BUNDLES))
def test_a_changed_part_of_a_bundle_is_noticed(name, tmp_path, settings, monkeypatch):
    changed = tmp_path / Path(name).name
    changed.write_text("/* as it was */")
    real = setup.sources
    monkeypatch.setattr(setup, "sources", lambda bundle: [*real(bundle), changed])
    before = setup.static_state()
    assert setup.static_state() == before
    changed.write_text("/* mended */")
    assert setup.static_state() != before


def test_another_way_of_storing_them_is_noticed(settings):
    before = setup.static_state()
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "another.Storage"}}
    assert setup.static_state() != before
