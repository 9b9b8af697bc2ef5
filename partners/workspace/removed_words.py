"""Tells a member which phrases were removed from what he or she submitted: once, in the response. They are not stored."""

from django.contrib import messages
from django.utils.translation import gettext as _

from partners.confidentiality import checks


def template_context(page, is_not_sent):
    """The template context for a page from which phrases were removed when it was saved.

    Args:
        page: the page as it was saved.
        is_not_sent: whether it should have been submitted to the office.

    Returns:
        A dict for the template.
    """
    sentences = [checks.removed_words(page)]
    if is_not_sent:
        sentences.append(_("Kept as a draft, not sent."))
    return {"taken_out": checks.removed_phrases(page), "taken_out_sentences": sentences}


def redirect_if_repeated(response, address, context):
    """If the same form is submitted again, redirect to the page with the message, without the phrases.

    Args:
        response: the response with the phrases.
        address: the address of the page.
        context: the result of template_context().

    Returns:
        The response.
    """
    response.made_at = address
    response.said = [(messages.WARNING, sentence) for sentence in context["taken_out_sentences"]]
    return response
