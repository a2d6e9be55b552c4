"""Fetches files over the network: only from fixed hosts, only for a person who asked.

    client             one HTTP client for all: limits, retries, resuming, checks
    published_folder   the UN's folder of resolutions as one tarball
    hosts              the hosts to which a client may connect

This package does not use Django. Its errors are ``FetchError``s, with a message that says what to do.
"""
