"""What a first visit costs on a slow and metered line."""

import gzip

import pytest

pytestmark = pytest.mark.one_database

TEXT_PAGES = ["/", "/definitions/wage-theft/", "/get-help/", "/es/get-help/"]
MOST_BYTES, MOST_REQUESTS, MOST_SCRIPT = 60_000, 6, 5_000


@pytest.fixture
def first_load(fresh):
    """What the browser fetches for an address: a list of (address, type, bytes on the line)."""

    def load(path):
        page = fresh(width=390)
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        sizes = {}
        line.on(
            "Network.loadingFinished",
            lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
        )
        kinds = {}
        line.on(
            "Network.responseReceived",
            lambda event: kinds.update({event["requestId"]: (event["response"]["url"], event["type"])}),
        )
        answers = {}
        page.on("response", lambda answer: answers.update({answer.url: answer}))
        page.goto(path)
        page.wait_for_load_state("networkidle")
        fetched = []
        for number, (url, kind) in kinds.items():
            size = sizes[number]
            if "/static/" in url and kind in ("Stylesheet", "Script"):
                # The tests serve static files straight from their sources; the hub serves what WhiteNoise has compressed.
                size = len(gzip.compress(answers[url].body())) + 500  # its headers
            fetched.append((url, kind, size))
        return fetched

    return load


@pytest.mark.parametrize("path", TEXT_PAGES)
def test_a_text_page_is_small_and_needs_few_requests(path, first_load):
    fetched = first_load(path)
    assert len(fetched) <= MOST_REQUESTS, fetched
    assert sum(size for _url, _kind, size in fetched) <= MOST_BYTES, fetched
    assert {kind for _url, kind, _size in fetched} <= {"Document", "Stylesheet", "Script", "Other", "Image"}
    assert not [url for url, kind, _size in fetched if kind == "Font"], "The hub uses the reader's own fonts."
    scripts = sum(size for _url, kind, size in fetched if kind == "Script")
    assert 0 < scripts <= MOST_SCRIPT


def test_the_document_itself_is_sent_compressed(fresh):
    answer = fresh().goto("/get-help/")
    assert answer.headers["content-encoding"] in ("gzip", "br")


def test_a_second_page_fetches_only_its_text(fresh):
    """Styles and scripts come from the browser's cache."""
    page = fresh()
    page.goto("/", wait_until="networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto("/contact/")
    assert asked[0] == "document"
    assert len(asked) <= 4
