"""A person who reads the language signs a translation: the mixin `SignedTranslation` and `services.sign()`."""
