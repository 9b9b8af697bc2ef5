"""How often one address may use a form, without anybody learning the address."""

import zlib

import pytest
import time_machine
from django.core.cache import caches
from django.test import RequestFactory

from portal.core.rate_limits import client_address, is_over, networks, seconds_to_wait


def visit(address="192.0.2.77", **headers):
    return RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)


def test_the_limit_is_passed_by_the_use_after_the_last_allowed_one():
    assert [is_over(visit(), "form", 3, 3600) for _turn in range(5)] == [False, False, False, True, True]


def test_forms_and_addresses_are_counted_apart():
    assert [is_over(visit(), "form", 1, 3600) for _turn in range(2)] == [False, True]
    assert not is_over(visit(), "another", 1, 3600)
    assert not is_over(visit("192.0.2.78"), "form", 1, 3600)


def test_a_window_begins_with_the_first_use_and_not_with_the_full_hour():
    with time_machine.travel("2026-12-01T10:59:50Z", tick=False) as clock:
        assert [is_over(visit(), "form", 2, 3600) for _turn in range(2)] == [False, False]
        clock.shift(20)
        assert is_over(visit(), "form", 2, 3600)
        clock.shift(3560)
        assert is_over(visit(), "form", 2, 3600)
        clock.shift(20)
        assert [is_over(visit(), "form", 2, 3600) for _turn in range(3)] == [False, False, True]


def test_who_has_to_wait_waits_a_whole_interval_from_the_last_turn():
    with time_machine.travel("2026-12-01T10:59:59Z", tick=False) as clock:
        assert seconds_to_wait("someone", "code", 10) == 0
        clock.shift(2)
        assert seconds_to_wait("someone", "code", 10) == 8
        clock.shift(8)
        assert seconds_to_wait("someone", "code", 10) == 0
        assert seconds_to_wait("someone", "code", 10) == 10


def test_no_address_is_written_anywhere_in_clear_on_disk(settings, tmp_path):
    backend = "portal.core.cache_backends.HubFileCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": tmp_path}}
    is_over(visit("198.51.100.23"), "form", 3, 3600)
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        content = path.read_bytes()
        assert b"198.51.100.23" not in content + zlib.decompress(content[content.index(b"x\x9c") :])
        assert "198.51.100.23" not in path.name


def test_no_file_of_one_window_has_the_name_of_one_of_another(settings, tmp_path):
    """Who sees the disk cannot tell that the same address came back."""
    backend = "portal.core.cache_backends.HubFileCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": tmp_path}}
    with time_machine.travel("2026-12-01T10:20:00Z", tick=False) as clock:
        is_over(visit("198.51.100.23"), "form", 3, 3600)
        first = {path.name for path in tmp_path.rglob("*.djcache")}
        caches["default"].clear()
        clock.shift(2 * 3600)
        is_over(visit("198.51.100.23"), "form", 3, 3600)
        second = {path.name for path in tmp_path.rglob("*.djcache")}
    assert first and second and not first & second


def test_the_key_is_no_plain_hash_of_the_address_and_changes_with_the_secret(settings, tmp_path):
    backend = "portal.core.cache_backends.HubFileCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": tmp_path}}
    assert not is_over(visit("198.51.100.23"), "form", 1, 3600)
    assert is_over(visit("198.51.100.23"), "form", 1, 3600)
    settings.SECRET_KEY = "another-secret-for-this-test"
    assert not is_over(visit("198.51.100.23"), "form", 1, 3600)


def test_a_forwarded_address_counts_only_behind_a_proxy_that_writes_it(settings):
    request = visit("192.0.2.1", **{"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
    assert client_address(request) == "192.0.2.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client_address(request) == "198.51.100.7"


@pytest.mark.parametrize(
    ("written", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::FFFF:C000:0201", "192.0.2.1"),
        ("192.0.2.1:4711", "192.0.2.1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("", ""),
        ("nonsense", "nonsense"),
    ],
)
def test_an_address_is_counted_however_it_is_written(written, counted):
    assert client_address(visit(written)) == counted


def test_a_person_with_ipv6_is_one_person_whatever_address_she_takes():
    assert [is_over(visit(f"2001:db8:1:2::{turn:x}"), "form", 3, 3600) for turn in range(5)][2:] == [
        False,
        True,
        True,
    ]
    assert not is_over(visit("2001:db8:1:3::1"), "form", 3, 3600)


def test_a_48_network_has_a_higher_limit_of_its_own():
    found = [is_over(visit(f"2001:db8:1:{turn:x}::1"), "form", 2, 3600) for turn in range(20)]
    assert found == [False] * 16 + [True] * 4
    assert not is_over(visit("2001:db8:2::1"), "form", 2, 3600)
    assert networks("192.0.2.1") == [("192.0.2.1", 1)]


def test_in_a_cache_of_files_an_hour_is_an_hour(settings, tmp_path):
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": tmp_path}}
    with time_machine.travel("2026-12-01T10:00:30Z", tick=False) as clock:
        for _turn in range(3):
            is_over(visit(), "form", 3, 3600)
        clock.shift(20 * 60)
        assert is_over(visit(), "form", 3, 3600)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "allowed", "form"),
    [
        ("/accounts/invitation/unknown/", 60, {}),
        (
            "/partners/join/",
            5,
            {
                "organisation_name": "Example Helpers",
                "offers": "It helps.",
                "contact_name": "Kim",
                "contact_email": "kim@example.org",
            },
        ),
        (
            "/request-accessible-format/",
            10,
            {
                "need": "The page about wages, please.",
                "formats": ["large_print"],
                "answer_by": "email",
                "contact": "kim@example.org",
                "safe": "yes",
                "language": "en",
            },
        ),
    ],
)
def test_every_form_counts_networks(client, address, allowed, form):
    def statuses(network):
        return [
            client.post(address, form, REMOTE_ADDR=f"{network}{turn:x}").status_code
            for turn in range(allowed + 1)
        ]

    inside = statuses("2001:db8:1:2::")
    assert inside[-1] == 429 and 429 not in inside[:-1]
    mapped = [f"::ffff:192.0.2.{turn}" for turn in range(1, 4)]
    assert [client.post(address, form, REMOTE_ADDR=one).status_code for one in mapped].count(429) == 0


@pytest.mark.django_db
def test_wrong_passwords_leave_no_address_in_the_names_of_the_cache(client, monkeypatch):
    from portal.core import rate_limits

    real, names = rate_limits.cache_key, []
    monkeypatch.setattr(caches["default"], "key_func", lambda *key: names.append(real(*key)) or names[-1])
    client.post(
        "/accounts/login/", {"login": "editor@example.org", "password": "x"}, REMOTE_ADDR="198.51.100.23"
    )
    assert len(names) > 3 and not [name for name in names if "198.51.100.23" in name or "ip:" in name]


def test_two_addresses_are_still_told_apart():
    from portal.core.rate_limits import cache_key

    one, other = (cache_key(f"allauth:rl:login:ip:192.0.2.{number}", "", 1) for number in (1, 2))
    assert one != other and cache_key("cache-version", "city", 1) == "city:1:cache-version"
