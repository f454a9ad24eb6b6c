"""Reading a review: sentences, windows, the encoder, and what its answers mean."""

from closeup.reader.reader import Pass, Reader

__all__ = ["Pass", "Reader"]
