"""The levels of the publishing checks of pictures, documents and videos (portal/checks/)."""

from django.utils.translation import gettext_lazy as _

from portal.checks.requirements import requirement

ALT_TEXT = requirement("alt-text", _("Alternative texts of pictures"))
SUITABLE = requirement("suitable", _("Pictures that were declared suitable"))
DOCUMENTS = requirement("documents", _("Accessible documents"))
TRANSCRIPT = requirement("transcript", _("Transcripts of videos"))
CAPTIONS = requirement("captions", _("Captions of videos"))
AUDIO_DESCRIPTION = requirement("audio-description", _("Audio description of videos"))
