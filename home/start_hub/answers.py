"""The answers needed to set up a hub: asked on the terminal, or read from a file (home/start_hub/starter/answers.yaml)."""

import re

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from portal.core import phone_numbers
from portal.models import HelpLine, OfficeIdentity, OfficePhone

# Separates lines of an answer that is typed on the terminal.
LINE_BREAK = " / "
OFFICE_TEXTS = (
    "site_name",
    "city_name",
    "office_name",
    "state_name",
    "address",
    "hours",
    "ada_coordinator",
)


class AnswerError(Exception):
    """Answers are missing or invalid. The message has a sentence for each."""


class OfficeForm(forms.Form):
    """Questions about the office. The labels are the questions; the initial values are the defaults."""

    site_name = forms.CharField(
        label="Name of the hub", max_length=80, initial="Human Trafficking Prevention"
    )
    city_name = forms.CharField(label="City, as it calls itself (such as City of Example)", max_length=80)
    office_name = forms.CharField(label="Office that runs the hub", max_length=80)
    state_name = forms.CharField(label="State", max_length=80)
    address = forms.CharField(label="Address of the office", required=False)
    hours = forms.CharField(label="Office hours", required=False)
    email = forms.EmailField(label="Email address of the office", required=False)
    website = forms.URLField(label="The city's own page", required=False, assume_scheme="https")
    ada_coordinator = forms.CharField(
        label="ADA coordinator: the post and how to reach it", required=False, max_length=200
    )
    exit_url = forms.URLField(
        label="Where “Leave this site” leads", initial="https://www.weather.gov/", assume_scheme="https"
    )
    emergency_number = forms.RegexField(label="Emergency number", regex=r"^[0-9]{3,4}$", initial="911")


class CoordinatorForm(forms.Form):
    """Questions about the first coordinator."""

    email = forms.EmailField(label="Email address of the first coordinator", max_length=254)
    first_name = forms.CharField(label="First name", max_length=150, required=False)
    last_name = forms.CharField(label="Last name", max_length=150, required=False)


class LawForm(forms.Form):
    """A statute of the state that a definition quotes."""

    term = forms.CharField(validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$")])
    title = forms.CharField(max_length=255, required=False)
    quotation = forms.CharField()
    citation = forms.CharField(max_length=120)
    url = forms.URLField(assume_scheme="https")
    jurisdiction = forms.CharField(max_length=80)
    language = forms.CharField(max_length=10, required=False)
    amended_note = forms.CharField(max_length=300, required=False)
    checked_on = forms.DateField(required=False)


def number_of(display):
    """The dialed number of a displayed one: "202-555-0100" → "+12025550100", "311" → "311".

    Numbers of ten digits belong to the North American Numbering Plan.
    """
    return phone_numbers.dialed(display)


def checked(data):
    """Validate the answers.

    Args:
        data: a dict like home/start_hub/starter/answers.yaml.

    Returns:
        A dict with the same keys, of cleaned values: `languages` is a list of codes, `phones` and `help_lines` are lists
        of the models' fields, `laws` a list of dicts, `coordinator` a dict, `translations` a dict of dicts by language.

    Raises:
        AnswerError: with a sentence for each missing or invalid answer.
    """
    if not isinstance(data, dict):
        raise AnswerError(
            "The answers must be a list of names and values, as home/start_hub/starter/answers.yaml shows it."
        )
    problems = []
    known = {
        *OfficeForm.base_fields,
        "phones",
        "languages",
        "coordinator",
        "help_lines",
        "laws",
        "translations",
    }
    problems += [
        f"{name}: this is not asked. Known are {', '.join(sorted(known))}." for name in set(data) - known
    ]
    problems += [f"{where}: it must not contain < or >." for where in _with_angles(data)]
    answers = _clean(OfficeForm, data, "", problems)
    answers["coordinator"] = _clean(CoordinatorForm, data.get("coordinator"), "coordinator.", problems)
    answers["languages"] = _languages(data.get("languages"), problems)
    answers["phones"] = [
        _record(OfficePhone, phone, "number", f"phones {number}", problems)
        for number, phone in _numbered(data.get("phones"), "phones", problems)
    ]
    if not any(phone.get("kind", "voice") == "voice" for phone in answers["phones"]):
        problems.append("phones: give at least one phone of the office that people can call.")
    answers["help_lines"] = [
        _record(HelpLine, line, "phone", f"help_lines {number}", problems)
        for number, line in _numbered(data.get("help_lines"), "help_lines", problems)
    ]
    answers["laws"] = [
        _clean(LawForm, law, f"laws {number}: ", problems)
        for number, law in _numbered(data.get("laws"), "laws", problems)
    ]
    answers["translations"] = _translations(data.get("translations"), answers["languages"], problems)
    if problems:
        raise AnswerError("\n".join(problems))
    return answers


def _with_angles(data, where=""):
    """The names of answers that contain < or >: answers are inserted into rich text."""
    if isinstance(data, dict | list):
        entries = data.items() if isinstance(data, dict) else enumerate(data, 1)
        for name, value in entries:
            yield from _with_angles(value, f"{where} {name}".strip())
    elif isinstance(data, str) and re.search("[<>]", data) and "quotation" not in where:
        yield where


def _clean(form_class, data, where, problems):
    given = {name: value for name, value in _mapping(data, where, problems).items() if value is not None}
    offered = {name: field.initial for name, field in form_class.base_fields.items() if field.initial}
    form = form_class({**offered, **given})
    unknown = set(form.data) - set(form.fields)
    if where:
        problems += [f"{where}{name}: this is not asked." for name in sorted(unknown)]
    problems += [f"{where}{name}: {error}" for name, errors in form.errors.items() for error in errors]
    return form.cleaned_data


def _mapping(data, where, problems):
    if isinstance(data, dict):
        return data
    if data is not None:
        problems.append(f"{where.rstrip(': .')}: it must be names and values.")
    return {}


def _numbered(data, where, problems):
    if data is not None and not isinstance(data, list):
        problems.append(f"{where}: it must be a list, each entry beginning with “-”.")
        data = None
    return enumerate(data or [], 1)


def _record(model, data, number_field, where, problems):
    """The fields of a record, validated like the admin's form; `display` sets the dialed and the displayed number."""
    data = {name: value for name, value in _mapping(data, where, problems).items() if value is not None}
    if "display" in data and not data.get(number_field):
        data[number_field] = number_of(str(data["display"]))
        if number_field == "phone":
            data["phone_display"] = data.pop("display")
    fields = {field.name for field in model._meta.concrete_fields}
    problems += [f"{where}: {name} is not asked." for name in sorted(set(data) - fields)]
    data = {name: value for name, value in data.items() if name in fields}
    try:
        record = model(**data)
        record.full_clean(exclude=["locale", "office", "translation_key"], validate_unique=False)
    except ValidationError as error:
        problems += [
            f"{where}: {name.strip('_')}: {sentence}"
            for name, sentences in error.message_dict.items()
            for sentence in sentences
        ]
    return data


def _languages(codes, problems):
    offered = [code for code, _name in settings.LANGUAGES]
    if codes is None:
        return offered
    codes = codes.replace(",", " ").split() if isinstance(codes, str) else codes
    if not isinstance(codes, list):
        problems.append("languages: it must be a list of language codes, such as [en, es].")
        return offered
    missing = [str(code) for code in codes if code not in offered]
    if missing:
        problems.append(
            f"languages: {', '.join(missing)} is not switched on. Set LANGUAGES={','.join(map(str, codes))} in the environment."
        )
    if settings.LANGUAGE_CODE not in codes:
        problems.append(
            f"languages: {settings.LANGUAGE_CODE} must be among them; it has the addresses without a prefix."
        )
    return [code for code in offered if code in codes]


def _translations(data, languages, problems):
    translations = {}
    for code, texts in _mapping(data, "translations", problems).items():
        texts = _mapping(texts, f"translations {code}", problems)
        if code not in languages:
            problems.append(
                f"translations: {code} is not one of the hub's languages ({', '.join(languages)})."
            )
        for name, text in texts.items():
            limit = (
                getattr(OfficeIdentity._meta.get_field(name), "max_length", None)
                if name in OFFICE_TEXTS
                else None
            )
            if name not in OFFICE_TEXTS:
                problems.append(f"translations {code}: {name} is not one of {', '.join(OFFICE_TEXTS)}.")
            elif not isinstance(text, str) or (limit and len(text) > limit):
                problems.append(
                    f"translations {code}: {name} must be a text of at most {limit or 2000} characters."
                )
        translations[code] = texts
    return translations


def ask(read=input, write=print):
    """Ask the questions on the terminal. Invalid answers are asked again.

    Args:
        read: shows a question and returns the answer.
        write: shows a message.

    Returns:
        Answers for checked().
    """
    write(
        f"An empty answer takes what stands in brackets, or leaves out. Several lines: put “{LINE_BREAK.strip()}” between them."
    )
    answers = {name: _ask(field, read, write) for name, field in OfficeForm.base_fields.items()}
    for name in ("address", "hours"):
        answers[name] = answers[name].replace(LINE_BREAK, "\n")
    phone = forms.RegexField(
        label="Phone of the office (such as 202-555-0100)", regex=r"^\+?[0-9][0-9 ().-]{1,20}$"
    )
    answers["phones"] = [{"label": "City information", "display": _ask(phone, read, write)}]
    offered = [code for code, _name in settings.LANGUAGES]
    if len(offered) > 1:
        choice = forms.RegexField(
            label="Languages, by their codes",
            regex=rf"^(({'|'.join(offered)})[ ,]*)+$",
            initial=" ".join(offered),
        )
        answers["languages"] = _ask(choice, read, write)
    answers["coordinator"] = {
        name: _ask(field, read, write) for name, field in CoordinatorForm.base_fields.items()
    }
    return answers


def _ask(field, read, write):
    offer = f" [{field.initial}]" if field.initial else ""
    while True:
        given = read(f"{field.label}{offer}: ").strip() or field.initial or ""
        try:
            return field.clean(given)
        except ValidationError as error:
            write("  " + " ".join(error.messages))
