"""Events for feed readers (Atom 1.0, RFC 4287): the next ones that match, what changed last first."""

import uuid

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partners.events.dates import wall_clock
from partners.events.listing import EventFilters
from partners.events.prefetch import EventSet
from partners.events.wording import hours_words, span_words
from portal.checks.faults import without_faults

from . import texts as calendar_texts

# The most entries: with 10,000 events the feed costs what it does with 100.
ENTRIES = 100


class EventFeed(Atom1Feed):
    """Django's feed, in which neither a host nor a clock stands in what identifies and dates it."""

    def latest_post_date(self):
        """When the newest entry changed; of an empty feed, when its page was published."""
        return self.feed["modified"]

    def item_attributes(self, item):
        """Say the language of an entry where it is not the feed's."""
        return {"xml:lang": item["lang"]} if item["lang"] else {}


def feed_answer(request, index):
    """The next events that match the address.

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
    name = ": ".join(part for part in (calendar_texts.hub_name(), index.title) if part)
    query = f"?{filters.query}" if filters.query else ""
    address = request.build_absolute_uri(index.get_url(request))
    feed = EventFeed(
        title=f"{name}, {filters.words}" if filters.words else name,
        link=f"{address}{query}",
        description=None,
        subtitle=index.summary,
        language=language,
        feed_url=f"{address}feed.atom{query}",
        # One for each language and choice of filters (RFC 4287 §4.2.6), wherever the hub stands.
        feed_guid=uuid.uuid5(index.translation_key, f"{language}{query}").urn,
        modified=events.modified(newest[0]) if newest else index.last_published_at,
    )

    def entry(event):
        own = event.locale.language_code
        return dict(
            title=calendar_texts.title(event, event.status.state),
            link=request.build_absolute_uri(event.get_url(request)),
            description=_summary(event),
            author_name=events.organisation(event) or name,
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
    begin, end = wall_clock(event, first, event.changed_dates.get(first))
    if rule := event.recurrence.words():
        hours = hours_words(begin.time(), end and end.time(), event.all_day)
        when = _("%(day)s, %(hours)s") % {"day": rule, "hours": hours}
    else:
        when = span_words(begin, end or begin, event.last_day, event.all_day)
    lines = [when, calendar_texts.place(event), event.summary]
    paragraphs = [format_html("<p>{}</p>", calendar_texts.one_line(line)) for line in lines if line]
    return "".join(paragraphs)
