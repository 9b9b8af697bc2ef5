"""Fields with the same value in every language of a record: numbers, times, switches.

A right number beside a wrong one in another language would send somebody nowhere. So what becomes public in one language
changes in all that are public, in the same transaction; their words stay, and their drafts stay drafts.
"""

from . import contributions


def changed(record, version):
    """What a version changes for the public that is the same in every language.

    Args:
        record: a reviewed snippet, before the version becomes public.
        version: the record as the revision says.

    Returns:
        A list of names of fields; empty while the record is not public.
    """
    before = type(record).objects.filter(pk=record.pk, live=True).first()
    names = getattr(record, "SHARED", ()) if before else ()
    return [name for name in names if getattr(version, name) != getattr(before, name)]


def sync_shared_fields(record, version, names, publish):
    """Give every public translation these values, without what is only a draft of it.

    Args:
        record: the record that became public.
        version: the record as it is public now.
        names: of changed().
        publish: a function of a translation and its new revision that makes it public.
    """
    for translation in record.get_translations().filter(live=True) if names else ():
        draft = translation.latest_revision if translation.has_unpublished_changes else None
        writers = list(contributions.contributors(translation)) if draft else []
        revision = _with(translation, version, names).save_revision()
        publish(translation, revision)
        if draft:
            _with(draft.as_object(), version, names).save_revision(user=draft.user)
            # The version that was just approved does not hold what they wrote.
            contributions.note(translation, writers)


def _with(record, version, names):
    for name in names:
        setattr(record, name, getattr(version, name))
    return record
