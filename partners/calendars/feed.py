"""An Atom feed of events (Atom 1.0, RFC 4287): the next ones that match the filters, latest change first."""

import uuid

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partners.events.dates import wall_clock
from partners.events.listing import EventFilters
from partners.events.prefetch import EventSet
from partners.events.wording import hours_words, list_words, span_words
from portal.checks.faults import without_faults

from . import texts as calendar_texts

# The maximum number of entries, so that the cost does not grow with the number of events.
ENTRIES = 100


class EventFeed(Atom1Feed):
    """Django's feed, with ids and dates that depend on neither the host nor the current time."""

    def latest_post_date(self):
        """When the latest entry changed; for an empty feed, when its page was published."""
        return self.feed["modified"]

    def item_attributes(self, item):
        """Add the language of an entry if it is not the feed's."""
        return {"xml:lang": item["lang"]} if item["lang"] else {}


def feed_answer(request, index):
    """The feed of the next events that match the filters.

    Args:
        request: the HTTP request; its filters are those of the list.
        index: the EventIndexPage.

    Returns:
        An HttpResponse of application/atom+xml.
    """
    language = get_language()
    filters = EventFilters(request.GET, language)
    events = EventSet.upcoming(filters.occurrences(), ENTRIES)
    newest = sorted(events, key=lambda event: (events.modified(event), event.pk), reverse=True)
    query = f"?{filters.query}" if filters.query else ""
    address = request.build_absolute_uri(index.get_url(request))
    feed = EventFeed(
        title=calendar_texts.list_name(index, filters),
        link=f"{address}{query}",
        description=None,
        subtitle=index.summary,
        language=language,
        feed_url=f"{address}feed.atom{query}",
        # One id for each language and set of filters (RFC 4287 §4.2.6), whatever the host.
        feed_guid=uuid.uuid5(index.translation_key, f"{language}{query}").urn,
        modified=events.modified(newest[0]) if newest else index.last_published_at,
    )

    def entry(event):
        own = event.locale.language_code
        return dict(
            title=calendar_texts.title(event, event.status.state, name=calendar_texts.page_name(event)),
            link=request.build_absolute_uri(event.get_url(request)),
            description=_summary(event),
            author_name=list_words(events.organisations(event)) or calendar_texts.list_name(index),
            unique_id=event.translation_key.urn,
            pubdate=event.first_published_at,
            updateddate=events.modified(event),
            categories=[term.name for term in events.terms(event)["topics"]],
            lang="" if own == language else own,
        )

    for item in without_faults(newest, entry, "feed"):
        feed.add_item(**item)
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _summary(event):
    """When, where and what, as HTML."""
    first = event.recurrence.first or event.start_date
    if rule := event.recurrence.words():
        # The hours of the rule, even if its first date was moved.
        begin, end = wall_clock(event, first)
        hours = hours_words(begin.time(), end and end.time(), event.all_day)
        when = _("%(day)s, %(hours)s") % {"day": rule, "hours": hours}
    else:
        begin, end = wall_clock(event, first, event.changed_dates.get(first))
        when = span_words(begin, end or begin, event.last_day, event.all_day)
    lines = [when, calendar_texts.place(event), event.summary]
    paragraphs = [format_html("<p>{}</p>", calendar_texts.one_line(line)) for line in lines if line]
    return "".join(paragraphs)
