"""Search engines: each keeps an index on disk and answers queries from it. No other package depends on one of them."""
