"""What Python code says to people is given to gettext: refusals, messages, labels, help texts, choices, mails.

tests/portal/test_unmarked_words.py looks at what is shown; this looks at what can be.
"""

import ast

import pytest

from tests.marked_words import WORD
from tests.tools.catalogue import APPS, ROOT

pytestmark = pytest.mark.one_database

# Calls whose texts are told to somebody.
TELL = {
    "ValidationError",
    "ActionNotAllowed",
    "EditConflict",
    "Problem",
    "NotFetched",
    "success",
    "error",
    "warning",
    "info",
}
# Arguments, and names in a class, that somebody reads.
READ = {
    "label",
    "help_text",
    "verbose_name",
    "verbose_name_plural",
    "subject",
    "message",
    "empty_label",
    "heading",
}
# Operators read them in a console or a log, in English (docs/operators.md).
FOR_OPERATORS = {"home/start_hub/answers.py"}
# Help texts of serializers stand in the description of the API (OpenAPI), in English.
FOR_DEVELOPERS = {"partners/api/serializers.py"}
FILES = [
    path.relative_to(ROOT).as_posix()
    for app in APPS
    for path in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in path.parts
]


def _text(node):
    """The words of a plain text, also of one that is put together; "" of anything else."""
    if isinstance(node, ast.JoinedStr):
        return " ".join(_text(part) for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _said_by_call(node):
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    to_log = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") in ("logger", "log")
    told = node.args if called in TELL and not to_log else []
    return [*told, *(word.value for word in node.keywords if word.arg in READ)]


def _said_by_class(node):
    values = {
        getattr(target, "id", ""): line.value
        for line in node.body
        if isinstance(line, ast.Assign)
        for target in line.targets
    }
    choices = any("Choices" in ast.unparse(base) for base in node.bases)
    for name, value in values.items():
        if name in READ:
            yield value
        elif choices and isinstance(value, ast.Tuple):
            yield value.elts[-1]


def said_past_gettext(code):
    """The texts of some code that people read and no translator sees."""
    said = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            said += _said_by_call(node)
        elif isinstance(node, ast.ClassDef):
            said += _said_by_class(node)
    return [text for text in map(_text, said) if WORD.search(text)]


def test_what_python_says_is_given_to_gettext():
    wrong = {
        name: said_past_gettext((ROOT / name).read_text())
        for name in FILES
        if name not in FOR_OPERATORS | FOR_DEVELOPERS
    }
    assert {name: texts for name, texts in wrong.items() if texts} == {}


@pytest.mark.parametrize(
    "code",
    [
        "raise ValidationError('Enter a title.')",
        "messages.success(request, f'{name} is public.')",
        "name = forms.CharField(label='Your name')",
        "class Level(TextChoices):\n    LOW = 'low', 'Not much'",
        "class Meta:\n    verbose_name = 'event'",
    ],
)
def test_a_text_past_gettext_is_found(code):
    assert said_past_gettext(code)
    assert not said_past_gettext("raise ValidationError(_('Enter a title.'))")
