"""Blocks that every page type may use. Blocks with pictures, documents and videos are in media/core/blocks.py."""

from .review import RelatedPagesBlock, SourcesBlock, TextListBlock
from .text import LIMITED_FEATURES, TEXT_BLOCKS, TEXT_FEATURES, BodyBlock, LinkValue, link_failures

__all__ = [
    "LIMITED_FEATURES",
    "TEXT_BLOCKS",
    "TEXT_FEATURES",
    "BodyBlock",
    "LinkValue",
    "RelatedPagesBlock",
    "SourcesBlock",
    "TextListBlock",
    "link_failures",
]
