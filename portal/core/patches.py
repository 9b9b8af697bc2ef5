"""Patches of library code. Each is declared with its reason and the version of the library for which it was written.

They are declared in django_patches.py and wagtail_patches.py in this package, and in portal/translation/localize_patches.py. `manage.py
check` reports another version of the library or another signature of a patched function (system_checks.py).
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import cached_property

UNKNOWN = "no upstream issue known"
LIBRARIES: list["Library"] = []


@dataclass
class Patch:
    """One patched attribute of a library.

    Attributes:
        owner: the library's class or module.
        name: the attribute.
        make: a function that takes the original value and returns the new one.
        why: the reason, in one sentence.
        upstream: addresses of the library's issues about it, or UNKNOWN.
        remove_when: when the patch is no longer needed.
        signature: the signature of the original, if it is a function.
        original: the original value, after the patch is applied.
    """

    owner: Any
    name: str
    make: Callable[[Any], Any]
    why: str
    upstream: str
    remove_when: str
    signature: str = ""
    original: Any = None

    @property
    def target(self):
        """The dotted name of the attribute."""
        return f"{self.owner.__name__}.{self.name}"

    def apply(self):
        """Apply the patch, once.

        Raises:
            ImproperlyConfigured: the library has no such attribute.
        """
        if self.original is not None:
            return
        if not hasattr(self.owner, self.name):
            raise ImproperlyConfigured(f"{self.target}, which is patched here, is gone. {self.why}")
        self.original = getattr(self.owner, self.name)
        replacement = self.make(self.original)
        setattr(self.owner, self.name, replacement)
        if isinstance(replacement, cached_property):
            replacement.__set_name__(self.owner, self.name)

    def original_signature(self):
        """The signature of the original; "" if it is not a function."""
        function = self.original.func if isinstance(self.original, cached_property) else self.original
        return str(inspect.signature(function)) if inspect.isroutine(function) else ""


class Library:
    """The patches of one library."""

    def __init__(self, distribution, version):
        """Name the library.

        Args:
            distribution: its name on PyPI.
            version: the version for which the patches were written.
        """
        self.distribution, self.version = distribution, version
        self.patches = []
        LIBRARIES.append(self)

    def patch(self, owner, name, **more):
        """Declare a patch; decorates the function that makes the new value from the original one (see Patch).

        Args:
            owner: the library's class or module.
            name: the attribute.
            **more: the other attributes of a Patch.
        """

        def declare(make):
            self.patches.append(Patch(owner, name, make, **more))
            return make

        return declare

    def apply(self):
        """Apply all patches that are not applied yet."""
        for patch in self.patches:
            patch.apply()

    def problems(self):
        """What no longer fits: another version of the library, another signature.

        Returns:
            Messages that name the library or the patch.
        """
        installed = metadata.version(self.distribution)
        found = []
        if installed != self.version:
            found.append(
                f"The patches of {self.distribution} were written for {self.version}, and {installed} is installed."
            )
        for patch in self.patches:
            if patch.original is None:
                found.append(f"The patch of {patch.target} is not applied.")
            elif (signature := patch.original_signature()) != patch.signature:
                found.append(
                    f"{patch.target} is patched as {patch.signature or 'a value'}, and is {signature or 'a value'} in the library."
                )
        return found
