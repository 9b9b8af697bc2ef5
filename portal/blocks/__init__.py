"""Blocks that every page type may use. Blocks with pictures, documents and videos are in media/blocks.py."""

from .review import RelatedPagesBlock, SourcesBlock, TextListBlock
from .text import LIMITED_FEATURES, TEXT_BLOCKS, TEXT_FEATURES, BodyBlock

__all__ = [
    "LIMITED_FEATURES",
    "TEXT_BLOCKS",
    "TEXT_FEATURES",
    "BodyBlock",
    "RelatedPagesBlock",
    "SourcesBlock",
    "TextListBlock",
]
