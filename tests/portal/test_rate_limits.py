"""How often one address may use a form, without anybody learning the address."""

import zlib

import pytest
from django.core.cache import caches
from django.test import RequestFactory

from portal.rate_limits import client_address, is_over


def visit(address="192.0.2.77", **headers):
    return RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)


def test_the_limit_is_passed_by_the_use_after_the_last_allowed_one():
    assert [is_over(visit(), "form", 3, 3600) for _turn in range(5)] == [False, False, False, True, True]


def test_forms_and_addresses_are_counted_apart():
    assert [is_over(visit(), "form", 1, 3600) for _turn in range(2)] == [False, True]
    assert not is_over(visit(), "another", 1, 3600)
    assert not is_over(visit("192.0.2.78"), "form", 1, 3600)


def test_a_new_window_begins_afresh(monkeypatch):
    clock = 1_000_000.0
    monkeypatch.setattr("portal.rate_limits.time.time", lambda: clock)
    assert [is_over(visit(), "form", 1, 60) for _turn in range(2)] == [False, True]
    clock += 61
    assert not is_over(visit(), "form", 1, 60)


def test_no_address_is_written_anywhere_in_clear_on_disk(settings, tmp_path):
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": tmp_path}}
    is_over(visit("198.51.100.23"), "form", 3, 3600)
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        content = path.read_bytes()
        assert b"198.51.100.23" not in content + zlib.decompress(content[content.index(b"x\x9c") :])
        assert "198.51.100.23" not in path.name


def test_the_key_is_no_plain_hash_of_the_address_and_changes_with_the_secret(settings, monkeypatch):
    keys = []
    monkeypatch.setattr(
        "portal.rate_limits.cache",
        type("Kept", (), {"add": lambda self, key, *a, **k: keys.append(key), "incr": lambda self, key: 1})(),
    )
    is_over(visit("198.51.100.23"), "form", 3, 3600)
    settings.SECRET_KEY = "another-secret-for-this-test"
    is_over(visit("198.51.100.23"), "form", 3, 3600)
    assert len(set(keys)) == 2 and not [key for key in keys if "198.51" in key]


def test_a_forwarded_address_counts_only_behind_a_proxy_that_writes_it(settings):
    request = visit("192.0.2.1", **{"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
    assert client_address(request) == "192.0.2.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client_address(request) == "198.51.100.7"


@pytest.mark.django_db
def test_wrong_passwords_leave_no_address_in_the_names_of_the_cache(client, monkeypatch):
    from portal import rate_limits

    real, names = rate_limits.cache_key, []
    monkeypatch.setattr(caches["default"], "key_func", lambda *key: names.append(real(*key)) or names[-1])
    client.post(
        "/accounts/login/", {"login": "editor@example.org", "password": "x"}, REMOTE_ADDR="198.51.100.23"
    )
    assert len(names) > 3 and not [name for name in names if "198.51.100.23" in name or "ip:" in name]


def test_two_addresses_are_still_told_apart():
    from portal.rate_limits import cache_key

    one, other = (cache_key(f"allauth:rl:login:ip:192.0.2.{number}", "", 1) for number in (1, 2))
    assert one != other and cache_key("frame:stamp", "", 1) == ":1:frame:stamp"
