"""The description of the API, and what every answer with data says in its headers."""

from __future__ import annotations

import json
from typing import Annotated, Any, NotRequired, TypedDict

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from openapi_spec_validator import OpenAPIV31SpecValidator

from archive.formats import CSL
from archive.views.answer import answer
from archive.views.api.addresses import ADDRESSES
from archive.views.api.openapi import description
from archive.views.api.schema import Schemas, about, keys_of


class Leaf(TypedDict):
    name: Annotated[str, "its name"]


class Other:
    class Leaf(TypedDict):
        green: Annotated[bool, "its colour"]


class Tree(Leaf):
    leaves: Annotated[list[Leaf], "its leaves"]
    parent: NotRequired[Annotated[Leaf | None, "what it hangs on"]]


def test_the_description_is_valid_openapi() -> None:
    OpenAPIV31SpecValidator(description()).validate()
    assert len(description()["paths"]) == len(ADDRESSES)


def test_every_key_is_described_in_both_languages() -> None:
    schemas = Schemas()
    for address in ADDRESSES:
        for kind in address.data:
            schemas.of(kind)
    assert len(schemas.kinds) > 100
    for name, kind in schemas.kinds.items():
        for key, hint in keys_of(kind).items():
            assert str(about(hint)), (name, key)
            said = schemas.components[name]["properties"][key]["description"]
            assert " / " in said, (name, key, said)


def test_mypy_refuses_an_answer_without_a_typed_dictionary(rf: RequestFactory) -> None:
    """The comments expect an error of mypy. If mypy finds none, it calls them unused, and the check of types fails."""
    leaf: dict[str, Any] = {"name": "oak"}
    asked = rf.get("/?format=json")
    answer(asked, "", dict, lambda: leaf)  # type: ignore[arg-type, return-value]
    answer(asked, "", dict, lambda: Tree(name="oak", leaves=[leaf]))  # type: ignore[list-item]
    told = answer(asked, "", dict, lambda: Tree(name="oak", leaves=[Leaf(name="green")]))
    assert isinstance(told, HttpResponse)
    assert json.loads(told.content) == {"name": "oak", "leaves": [{"name": "green"}]}


def test_the_schema_of_a_dictionary() -> None:
    schemas = Schemas()
    assert schemas.of(list[Tree]) == {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}
    assert schemas.components["Tree"] == {
        "type": "object",
        "properties": {
            "name": {"type": "string", "description": "its name"},
            "leaves": {
                "type": "array", "items": {"$ref": "#/components/schemas/Leaf"}, "description": "its leaves",
            },
            "parent": {
                "anyOf": [{"$ref": "#/components/schemas/Leaf"}, {"type": "null"}], "description": "what it hangs on",
            },
        },
        "required": ["name", "leaves"],
        "additionalProperties": False,
    }  # fmt: skip


def test_two_dictionaries_of_one_name_are_refused() -> None:
    schemas = Schemas()
    schemas.of(Leaf)
    with pytest.raises(TypeError, match="two dictionaries have the name Leaf"):
        schemas.of(Other.Leaf)


def test_a_key_without_a_description_is_refused() -> None:
    with pytest.raises(TypeError, match="no description"):
        about(str)


@pytest.mark.usefixtures("seed")
class TestHeaders:
    def test_csl_json_is_described_as_the_list_that_it_is(self, client: Client) -> None:
        answers = description()["paths"]["/votes/"]["get"]["responses"]["200"]["content"]
        assert answers[CSL.media_type]["schema"] == {"type": "array", "items": {"type": "object"}}
        assert isinstance(client.get("/votes/?format=csl").json(), list)

    def test_the_description_is_at_its_address(self, client: Client) -> None:
        found = client.get("/api/openapi.json").json()
        assert (found["openapi"], found["servers"]) == ("3.1.0", [{"url": "http://testserver"}])

    @pytest.mark.parametrize(
        ("address", "headers", "open_to_all"),
        [
            ("/votes/?format=json", {}, True),
            ("/votes/?format=csv", {}, True),
            ("/votes/", {"accept": "application/json"}, True),
            ("/votes/?topic=AAA&format=json", {}, True),
            ("/api/openapi.json", {}, True),
            ("/votes/", {}, False),
            ("/admin/login/?format=json", {}, False),
        ],
    )
    def test_scripts_of_other_sites_may_read_data_and_no_page(
        self, client: Client, address: str, headers: dict[str, str], open_to_all: bool
    ) -> None:
        found: Any = client.get(address, headers=headers | {"origin": "https://scholar.example"}).headers
        assert (found.get("Access-Control-Allow-Origin") == "*") == open_to_all
        assert ("API-Version" in found) == open_to_all
        assert "Access-Control-Allow-Credentials" not in found

    def test_a_browser_may_ask_first(self, client: Client) -> None:
        asks = {"access-control-request-method": "GET", "origin": "https://scholar.example"}
        found = client.options("/votes/", headers=asks)
        assert (found.status_code, found.headers["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
        assert client.options("/admin/login/", headers=asks).headers.get("Access-Control-Allow-Origin") is None
