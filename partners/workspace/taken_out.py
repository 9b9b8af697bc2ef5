"""What a member is told when words were taken out of what he or she sent: once, in the answer itself. They are kept nowhere."""

from django.contrib import messages
from django.utils.translation import gettext as _

from partners.confidentiality import checks


def context_of(page, is_not_sent):
    """What the template says of a page that was saved without some of its words.

    Args:
        page: the page as it was saved.
        is_not_sent: whether it was to be sent to the office.

    Returns:
        A dict for the template.
    """
    sentences = [checks.removed_words(page)]
    if is_not_sent:
        sentences.append(_("Kept as a draft, not sent."))
    return {"taken_out": checks.removed_phrases(page), "taken_out_sentences": sentences}


def leads_to(response, address, context):
    """Let the same form, sent again, lead to the page and say there what was said, without the words.

    Args:
        response: the answer with the words.
        address: of the page.
        context: what context_of() gave.

    Returns:
        The response.
    """
    response.made_at = address
    response.said = [(messages.WARNING, sentence) for sentence in context["taken_out_sentences"]]
    return response
