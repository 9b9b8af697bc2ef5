"""What wagtail-localize writes is a draft, sent for review like any other version.

As it comes, saving a translation writes the public row, whether it is to be published or not
(https://github.com/wagtail/wagtail-localize/issues/655), and "Publish" asks for no review.
"""

from django.forms import HiddenInput

from portal import approvals
from portal.public_words import drafts_only


def connect():
    """Have translations saved as drafts only, and offer no publication beside the review."""
    from wagtail_localize.models import TranslationSource
    from wagtail_localize.views import edit_translation
    from wagtail_localize.views.update_translations import UpdateTranslationsForm

    as_it_comes = TranslationSource.create_or_update_translation

    def create_or_update_translation(self, locale, user=None, publish=True, **kwargs):
        """As wagtail-localize has it, but never public without a review.

        Raises:
            NotApproved: publication was asked for.
        """
        model = self.specific_content_type.model_class()
        if not getattr(model, "requires_approval", False):
            return as_it_comes(self, locale, user=user, publish=publish, **kwargs)
        if publish:
            raise approvals.NotApproved
        with drafts_only():
            return as_it_comes(self, locale, user=user, publish=False, **kwargs)

    TranslationSource.create_or_update_translation = create_or_update_translation
    as_it_asks = edit_translation.get_permission_name

    def get_permission_name(action, model):
        # Who may "publish" a record takes it away or puts it in order; the editor of translations would offer more.
        nobodys = action == "publish" and getattr(model, "requires_approval", False)
        return "portal.nobody" if nobodys else as_it_asks(action, model)

    edit_translation.get_permission_name = get_permission_name
    offered = UpdateTranslationsForm.base_fields["publish_translations"]
    offered.disabled, offered.widget = True, HiddenInput()
