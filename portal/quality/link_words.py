"""Words of links that do not say where the link leads (WCAG 2.4.4), in each language of the hub."""

import re

# Compared without case, accents of punctuation and arrows. English counts everywhere: people leave it in translations.
SAY_NOTHING = {
    "en": {
        "click",
        "click here",
        "click this link",
        "continue",
        "continue reading",
        "details",
        "find out more",
        "go",
        "here",
        "learn more",
        "link",
        "more",
        "more details",
        "more info",
        "more information",
        "press here",
        "read",
        "read more",
        "read on",
        "see here",
        "see more",
        "tap here",
        "this",
        "this link",
        "this page",
        "this website",
        "visit",
        "website",
    },
    "es": {
        "acá",
        "aquí",
        "clic",
        "clic aquí",
        "continuar",
        "continuar leyendo",
        "detalles",
        "enlace",
        "este enlace",
        "esta página",
        "haga clic",
        "haga clic aquí",
        "haz clic aquí",
        "leer más",
        "lea más",
        "más",
        "más detalles",
        "más información",
        "oprima aquí",
        "presione aquí",
        "pulse aquí",
        "saber más",
        "ver más",
        "vea aquí",
    },
    "so": {
        "akhri",
        "akhri wax badan",
        "akhri wax dheeraad ah",
        "faahfaahin",
        "guji",
        "guji halkan",
        "halkan",
        "halkan guji",
        "halkan riix",
        "riix halkan",
        "wax badan",
        "wax badan akhri",
        "wax dheeraad ah",
    },
    "hmn": {
        "nias ntawm no",
        "nias qhov no",
        "ntawm no",
        "ntxiv",
        "nyeem ntxiv",
        "nyem ntawm no",
        "nyem qhov no",
        "qhov no",
        "saib ntxiv",
    },
}
_TRIM = re.compile(r"^[\W_]+|[\W_]+$")
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$|^[\w.-]+\.[a-z]{2,}/\S*$", re.IGNORECASE)


def says_nothing(text, language):
    """Whether words of a link could stand on any link.

    Args:
        text: the words, without markup.
        language: the code of the page's language.
    """
    words = re.sub(r"\s+", " ", _TRIM.sub("", text)).casefold()
    return words in SAY_NOTHING["en"] or words in SAY_NOTHING.get(language, ())


def is_address(text):
    """Whether the words of a link are a whole address; the bare name of a site, such as example.org, says where it leads."""
    return bool(_ADDRESS.match(text.strip()))
