"""Sign-off of translations by a person who reads the language: the mixin `SignedTranslation` and `services.sign()`."""
