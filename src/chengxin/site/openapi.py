"""接口说明: the JSON of the public site, of consumers and of programs, as OpenAPI 3.1; see `chengxin openapi`.

Each address is named once, beside what is asked and answered; a test holds the list against the addresses that the
program really has, and another asks them all sorts of things and holds the answers against what is said here.
"""

from dataclasses import dataclass, field
from typing import Any

from chengxin_core.determination.inquiries import Outcome

Schema = dict[str, Any]

_KEY = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
_PATH_PARTS: dict[str, tuple[str, Schema]] = {
    "key": ("key of a publication: random, tells nothing", _KEY),
    "region_id": ("id of a region", {"type": "string", "pattern": "^[0-9A-Za-z_-]{1,16}$"}),
    "body_id": ("id of a public body", {"type": "string", "pattern": "^[0-9A-Za-z_-]{1,24}$"}),
    "rule_id": ("id of a rule", {"type": "string", "pattern": "^[A-Z][0-9]?-[0-9]{2}$"}),
    "pk": ("id of a matter", {"type": "integer", "minimum": 1, "maximum": 2**31}),
    "version": ("which version, from 1", {"type": "integer", "minimum": 1, "maximum": 999999}),
    "first": (
        "number in the log at which the page begins",
        {"type": "integer", "minimum": 0, "maximum": 10**12},
    ),
}
_JSON = "application/json"
_OBJECT: Schema = {"type": "object"}
_REFUSAL: Schema = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": {"type": "string", "description": "what was wrong, in Chinese"}},
}


@dataclass(frozen=True, slots=True)
class Route:
    """One address: what it is, what may be asked with it, what it answers."""

    path: str
    summary: str
    answers: Schema = field(default_factory=lambda: _OBJECT)
    method: str = "get"
    asks: tuple[Schema, ...] = ()
    may_be_missing: bool = False
    may_have_ended: bool = False
    for_consumers: bool = False
    for_staff: bool = False  # who is signed in at the desk
    media_type: str = "application/json"
    takes: Schema | None = None  # the JSON that is sent; None: plain text


_SUBJECT: Schema = {
    "type": "object",
    "description": "a body, by what is known of it; what is said must mean one and the same",
    "additionalProperties": False,
    "properties": {name: {"type": "string", "maxLength": 120} for name in ("id", "credit_code", "name")},
}
_ANSWER: Schema = {
    "type": "object",
    "required": ["number", "id", "outcome", "until", "clause"],
    "properties": {
        "number": {"type": "string", "description": "of the question"},
        "id": {"type": "string"},
        "outcome": {"enum": [str(outcome) for outcome in Outcome]},
        "until": {"type": ["string", "null"], "format": "date"},
        "clause": {"type": "string"},
    },
}
_CELL: Schema = {
    "type": ["string", "integer", "null"],
    "maxLength": 200,
    "minimum": -(2**53),
    "maximum": 2**53,
}
_ROW_MEMBERS = (
    "reference",
    "number",
    "name",
    "input",
    "item",
    "document_number",
    "decided_on",
    "count",
    "months",
)
_ROW: Schema = {
    "type": "object",
    "description": "one entry, in the words of the closed lists of the template; `reference` is the supplier's own "
    "number, by which the same again is known; any other member is refused",
    "properties": dict.fromkeys(_ROW_MEMBERS, _CELL),
    "additionalProperties": _CELL,
}
_PROBLEM: Schema = {
    "type": "object",
    "required": ["row", "field", "title", "found", "expected", "text"],
    "properties": {
        "row": {"type": "integer"},
        **{name: {"type": "string"} for name in ("field", "title", "found", "expected", "text")},
    },
}
_TAKEN: Schema = {
    "type": "object",
    "required": ["row", "outcome", "problems"],
    "properties": {
        "row": {"type": "integer", "description": "from 1"},
        "outcome": {"enum": ["kept", "known", "refused"]},
        "problems": {"type": "array", "items": _PROBLEM},
    },
}
_ENTERED: Schema = {
    "type": "object",
    "required": ["row", "outcome", "id", "number", "problems"],
    "properties": {
        "row": {"type": "integer"},
        "outcome": {"enum": ["kept", "known", "refused"]},
        "id": {"type": ["integer", "null"]},
        "number": {"type": "string"},
        "problems": {
            "type": "array",
            "description": "what was wrong, in Chinese: column, what was found, what was expected",
            "items": {
                "type": "object",
                "properties": {
                    name: {"type": "string"} for name in ("field", "title", "found", "expected", "text")
                },
            },
        },
    },
}
_RECORDS: Schema = {"type": "array", "items": _OBJECT}
ROUTES = (
    Route("/index.json", "Figures and the newest records"),
    Route("/site.json", "What the settings say of this site", may_be_missing=True),
    Route("/data/index.json", "Every kind of file that is handed out, with number, size and hash"),
    Route(
        "/log/entry.schema.json",
        "The form of an entry of the log, as JSON Schema",
        media_type="application/schema+json",
    ),
    Route(
        "/search/index.json",
        "What is in force and holds every word, newest first",
        {
            "type": "object",
            "required": ["q", "records", "next_before"],
            "properties": {
                "q": {"type": "string"},
                "records": _RECORDS,
                "next_before": {"type": ["integer", "null"]},
            },
        },
        asks=(
            {"name": "q", "in": "query", "schema": {"type": "string"}, "description": "words"},
            {
                "name": "before",
                "in": "query",
                "schema": {"type": "integer", "minimum": 0},
                "description": "`next_before` of the page before",
            },
        ),
    ),
    Route("/withdrawn/index.json", "The register of withdrawals: names no body"),
    Route("/log/witnesses/index.json", "Who outside has cosigned the log"),
    Route(
        "/privacy/index.json",
        "Which personal information is processed, how long, by which law, and with which rights",
    ),
    Route("/rules/index.json", "Every rule that the platform works by"),
    Route("/rules/{rule_id}/index.json", "One rule, with citation and days in force", may_be_missing=True),
    Route("/inquiries/index.json", "How often was asked for which purpose, small numbers hidden"),
    Route("/regions/{region_id}/index.json", "A region", may_be_missing=True),
    Route("/bodies/{body_id}/index.json", "A public body: what is in force about it", may_be_missing=True),
    Route("/records/{key}/index.json", "A record", may_be_missing=True, may_have_ended=True),
    Route("/records/{key}/receipt.json", "Its receipt", may_be_missing=True, may_have_ended=True),
    Route("/promises/index.json", "The board of promises of the province: how many stand how"),
    Route("/reviews/index.json", "The results of public reviews, the newest first"),
    Route(
        "/reviews/{key}/index.json",
        "The result of a public review: shares with intervals, none of too few ballots",
        may_be_missing=True,
        may_have_ended=True,
    ),
    Route("/reviews/{key}/receipt.json", "Its receipt", may_be_missing=True, may_have_ended=True),
    Route("/complaint-counts/index.json", "Figures of complaints, month by month, the newest first"),
    Route(
        "/complaint-counts/{key}/index.json",
        "The complaints of a month by body and region, small numbers hidden",
        may_be_missing=True,
        may_have_ended=True,
    ),
    Route("/complaint-counts/{key}/receipt.json", "Its receipt", may_be_missing=True, may_have_ended=True),
    Route("/promises/regions/{region_id}/index.json", "The board of a region", may_be_missing=True),
    Route("/promises/bodies/{body_id}/index.json", "The board of a public body", may_be_missing=True),
    Route(
        "/promises/{key}/index.json",
        "A promise with its versions",
        may_be_missing=True,
        may_have_ended=True,
    ),
    Route("/promises/{key}/receipt.json", "Its receipt", may_be_missing=True, may_have_ended=True),
    Route("/proposals/index.json", "Suggestions and proposals of the province: how many stand how"),
    Route("/proposals/regions/{region_id}/index.json", "Those within a region", may_be_missing=True),
    Route("/proposals/bodies/{body_id}/index.json", "Those that a public body answers", may_be_missing=True),
    Route(
        "/proposals/{key}/index.json",
        "A suggestion or proposal with its answers; who proposed is not told",
        may_be_missing=True,
        may_have_ended=True,
    ),
    Route("/proposals/{key}/receipt.json", "Its receipt", may_be_missing=True, may_have_ended=True),
    Route(
        "/verify/{key}/index.json", "In force, corrected or ended", may_be_missing=True, may_have_ended=True
    ),
    Route(
        "/log/contents/{key}/{version}.json",
        "Content and salt of a version in force",
        may_be_missing=True,
        may_have_ended=True,
    ),
    Route(
        "/desk/commitments/index.json",
        "The promises of the ledger that one may see, nearest due day first",
        {
            "type": "object",
            "required": ["promises", "next"],
            "properties": {"promises": _RECORDS, "next": {"type": ["string", "null"]}},
        },
        asks=(
            {"name": "view", "in": "query", "schema": {"type": "string"}, "description": "open, overdue, …"},
            {"name": "q", "in": "query", "schema": {"type": "string"}, "description": "words"},
            {
                "name": "after",
                "in": "query",
                "schema": {"type": "string"},
                "description": "`next` of the page before",
            },
        ),
        for_staff=True,
    ),
    Route(
        "/desk/commitments/{pk}/index.json", "A promise of the ledger", may_be_missing=True, for_staff=True
    ),
    Route(
        "/desk/commitments/enter.json",
        "Enter promises: rows of the template's members; the same own number with the same content changes nothing",
        {
            "type": "object",
            "required": ["import", "kept", "known", "refused", "rows"],
            "properties": {
                **{name: {"type": "integer"} for name in ("import", "kept", "known", "refused")},
                "rows": {"type": "array", "items": _ENTERED},
            },
        },
        method="post",
        for_staff=True,
        takes={
            "type": "object",
            "required": ["promises"],
            "additionalProperties": False,
            "properties": {
                "promises": {"type": "array", "minItems": 1, "maxItems": 500, "items": _OBJECT},
            },
        },
    ),
    Route(
        "/sharing/withdrawals/{first}",
        "One signed page of what ended",
        {"type": "string"},
        for_consumers=True,
        may_be_missing=True,
        media_type="text/plain",
    ),
    Route(
        "/sharing/answers",
        "A consumer says what it has applied",
        {
            "type": "object",
            "required": ["answered", "open", "size"],
            "properties": {name: {"type": "integer"} for name in ("answered", "open", "size")},
        },
        method="post",
        for_consumers=True,
    ),
    Route(
        "/inquiries/screen",
        "A registered program asks, for one purpose, about one body or many; each question is logged and shown to it",
        {
            "type": "object",
            "required": ["purpose", "basis", "valid_on", "answers"],
            "properties": {
                **{name: {"type": "string"} for name in ("purpose", "basis", "valid_on")},
                "answers": {
                    "type": "array",
                    "description": "in the order of the subjects: an answer, or what was wrong with that subject",
                    "items": {"oneOf": [_ANSWER, _REFUSAL]},
                },
            },
        },
        method="post",
        for_consumers=True,
        takes={
            "type": "object",
            "required": ["purpose", "document_number", "subjects"],
            "additionalProperties": False,
            "properties": {
                "purpose": {"type": "string", "maxLength": 120, "description": "one it was registered for"},
                "document_number": {
                    "type": "string",
                    "maxLength": 120,
                    "description": "of the work it serves",
                },
                "subjects": {"type": "array", "minItems": 1, "maxItems": 1000, "items": _SUBJECT},
            },
        },
    ),
    Route(
        "/dossiers/entries",
        "A registered program of an authorised supplier hands in entries; each is kept, known already, or refused",
        {
            "type": "object",
            "required": ["supply", "kept", "known", "refused", "entries"],
            "properties": {
                **{name: {"type": "integer"} for name in ("supply", "kept", "known", "refused")},
                "entries": {"type": "array", "description": "in the order of the rows", "items": _TAKEN},
            },
        },
        method="post",
        for_consumers=True,
        takes={
            "type": "object",
            "required": ["entries"],
            "additionalProperties": False,
            "properties": {"entries": {"type": "array", "minItems": 1, "maxItems": 500, "items": _ROW}},
        },
    ),
)


def document() -> Schema:
    """Return the whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "诚信 Chengxin",
            "version": "1",
            "description": "Public JSON, and the addresses of consumers and programs: no cookie, no session. "
            "The ledger of promises, for who is signed in at the desk.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "paths": {route.path: {route.method: _operation(route)} for route in ROUTES},
        "components": {
            "securitySchemes": {
                "consumer": {"type": "http", "scheme": "bearer"},
                "staff": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
            }
        },
    }


def _operation(route: Route) -> Schema:
    parts = [name for name in _PATH_PARTS if f"{{{name}}}" in route.path]
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": _PATH_PARTS[name][1],
            "description": _PATH_PARTS[name][0],
        }
        for name in parts
    ]
    said: Schema = {
        "summary": route.summary,
        "parameters": [*parameters, *route.asks],
        "responses": _responses(route),
    }
    if route.for_consumers:
        said["security"] = [{"consumer": []}]
    if route.for_staff:
        said["security"] = [{"staff": []}]
    if route.method == "post":
        media, schema = ("text/plain", {"type": "string"}) if route.takes is None else (_JSON, route.takes)
        said["requestBody"] = {"required": True, "content": {media: {"schema": schema}}}
    return said


def _responses(route: Route) -> Schema:
    answers: Schema = {"200": _response("as described", route.answers, route.media_type)}
    if route.may_be_missing:
        answers["404"] = {"description": "there is none"}
    if route.may_have_ended:
        answers["410"] = {"description": "it ended: day and ground, nothing else"}
    if route.for_consumers:
        refusals = {"401": "no token, or none that holds", "429": "too often"}
        refusals |= {"400": "not an answer of this form", "413": "too long"} if route.method == "post" else {}
        refusals |= {"403": "not what this program may do"} if route.takes else {}
        answers |= {status: _response(why, _REFUSAL, "application/json") for status, why in refusals.items()}
    if route.for_staff:
        staff = {"401": "not signed in", "403": "no post that may, or no token against forgery"}
        staff |= {"400": "not of this form", "413": "too long"} if route.method == "post" else {}
        answers |= {status: _response(why, _REFUSAL, _JSON) for status, why in staff.items()}
    return answers


def _response(description: str, schema: Schema, media_type: str) -> Schema:
    return {"description": description, "content": {media_type: {"schema": schema}}}
