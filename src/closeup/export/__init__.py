"""Readings in the forms that people and other programs take away: HTML, Markdown, JSON lines."""
