"""What many reviews of a film say together."""

from closeup.consensus.share import share_of_fresh

__all__ = ["share_of_fresh"]
