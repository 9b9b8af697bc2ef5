"""The forms with which a person decides about a version that waits for approval."""

from django import forms
from django.utils.translation import gettext_lazy as _

GIVE_REASON = _("Give a reason: what should be changed, or why it cannot be published.")


class ReasonForm(forms.Form):
    """A decision that the author must be able to understand."""

    comment = forms.CharField(
        label=_("Reason"),
        help_text=_("The author reads it after signing in."),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": GIVE_REASON},
    )


class ApproveForm(forms.Form):
    """An approval; words are optional."""

    comment = forms.CharField(label=_("Comment"), required=False, widget=forms.Textarea({"rows": 2}))


class CalledForm(ApproveForm):
    """The approval of a help line: by somebody who has checked it.

    Wagtail makes the form without the line, so this text is for every kind of line.
    """

    called = forms.BooleanField(
        label=_(
            "I checked this line today, and what it says is right. I called or wrote to it; if it is an emergency number, I compared it with its official page, without calling it."
        ),
        error_messages={
            "required": _(
                "Check the number first: call or write to it; compare an emergency number with its official page, without calling it. With a wrong number, a person gets no help."
            )
        },
    )
