"""The part of the form of an event that chooses the organizations that hold it together with its own."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rapidfuzz import process

from partners.events.models import EventPage
from partners.events.models.event_rules import MOST_CO_HOSTS
from partners.organisations.models import OrganisationPage
from portal.core.stemming import fold

# More organizations than these are not listed: their names are typed.
MOST_LISTED = 60
# How many names a refused one may have meant, and how similar they are, in percent.
SUGGESTIONS, SIMILAR = 3, 60


class CoHostForm(forms.Form):
    """The field of the co-hosts; there is none if there is no other public organization."""

    _public: Any = None

    def offer_co_hosts(self, organisation: OrganisationPage | None) -> None:
        """Offer the public organizations: as a list, or by their names where there are many.

        Args:
            organisation: the one that holds the event, which is left out.
        """
        field: Any = EventPage._meta.get_field("co_hosts")
        public = OrganisationPage.objects.complex_filter(field.get_limit_choices_to())
        if organisation:
            public = public.exclude(translation_key=organisation.translation_key)
        self._public = public.order_by("title").values_list("pk", "title")
        choices = list(self._public[: MOST_LISTED + 1])
        if not choices:
            return
        if len(choices) > MOST_LISTED:
            self.fields["co_hosts"] = forms.CharField(
                label=field.verbose_name,
                required=False,
                widget=forms.Textarea({"rows": 3}),
                help_text=_("One organization on each line, with the name that its page has. %(more)s")
                % {"more": field.help_text},
            )
            self.initial["co_hosts"] = "\n".join(self._titles(self.initial.get("co_hosts") or ()))
            return
        self.fields["co_hosts"] = forms.TypedMultipleChoiceField(
            label=field.verbose_name,
            required=False,
            coerce=int,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=field.help_text,
        )

    def _titles(self, pks: Iterable[int]) -> list[str]:
        return list(self._public.filter(pk__in=list(pks)).values_list("title", flat=True))

    def clean_co_hosts(self) -> list[int]:
        """Accept four at most.

        Raises:
            ValidationError: there are more, or a name is not that of one public organization.
        """
        given = self.cleaned_data["co_hosts"]
        chosen = self._named(given) if isinstance(given, str) else given
        if len(chosen) > MOST_CO_HOSTS:
            raise ValidationError(_("Choose four organizations at most."))
        return chosen

    def _named(self, text: str) -> list[int]:
        """The organizations that have these names, one on each line: the whole name, or a part that no other has."""
        names = list(filter(None, (line.strip() for line in text.splitlines())))
        if not names:
            return []
        known = [(pk, title, fold(title)) for pk, title in self._public]
        chosen, refused = [], []
        for name in names:
            looked_for = fold(name)
            found = [pk for pk, _title, folded in known if folded == looked_for]
            found = found or [pk for pk, _title, folded in known if looked_for in folded]
            if len(found) == 1:
                chosen.append(found[0])
            elif found:
                titles = [title for pk, title, _folded in known if pk in found[:SUGGESTIONS]]
                refused.append(
                    _meant(gettext("Several organizations have “%(name)s” in their name."), name, titles)
                )
            else:
                near = process.extract(
                    looked_for,
                    [folded for _pk, _title, folded in known],
                    limit=SUGGESTIONS,
                    score_cutoff=SIMILAR,
                )
                titles = [known[place][1] for _folded, _score, place in near]
                refused.append(_meant(gettext("No public organization is called “%(name)s”."), name, titles))
        if refused:
            raise ValidationError(refused)
        return list(dict.fromkeys(chosen))

    def co_hosts(self) -> list[OrganisationPage]:
        """The chosen organizations."""
        return list(OrganisationPage.objects.filter(pk__in=self.cleaned_data.get("co_hosts") or []))


def _meant(sentence: str, name: str, titles: list[str]) -> str:
    """A refusal with the names that may have been meant."""
    words = [sentence % {"name": name}]
    if titles:
        words.append(gettext("Did you mean %(names)s?") % {"names": get_text_list(titles, gettext("or"))})
    return " ".join(words)
