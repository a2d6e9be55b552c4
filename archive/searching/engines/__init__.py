"""Engines: what keeps the index and answers from it. Nothing outside an engine's module knows which one runs."""
