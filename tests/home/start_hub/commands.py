"""Runs start_hub."""

import io

import yaml
from django.core.management import call_command

from tests.home.example_city import answers


def command(*arguments):
    """What start_hub prints."""
    out = io.StringIO()
    call_command("start_hub", *arguments, stdout=out)
    return out.getvalue()


def write_answers(folder):
    """The path of a file in a folder with the answers of Example City."""
    path = folder / "answers.yaml"
    path.write_text(yaml.safe_dump(answers(), allow_unicode=True), encoding="utf-8")
    return str(path)
