"""Search engines. Each engine keeps an index on disk and answers queries. No other package depends on one engine."""
