"""`manage.py setup` collects the static files again when one of their sources has changed."""

from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finders

from portal.design.bundles import BUNDLES, sources
from portal.management.commands import setup

pytestmark = pytest.mark.one_database


def test_every_file_from_which_static_files_are_made_is_watched():
    needed = set()
    for finder in get_finders():
        for name, storage in finder.list([]):
            needed.update(sources(name) if name in BUNDLES else [Path(storage.path(name))])
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
