"""The description of the API, made from the typed dictionaries of ``archive.views.keys``.

addresses    the addresses with data: a row for each
parameters   their parameters
tables       the columns of CSV
schema       JSON Schema of the typed dictionaries
openapi      /api/openapi.json
reading      headers of answers with data
"""

from pathlib import Path

EXAMPLES = Path(__file__).with_name("examples.toml")
"""Programs that ask the API, for the help (``archive.views.examples``)."""
