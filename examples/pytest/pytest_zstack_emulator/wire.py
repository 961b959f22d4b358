"""Requests to an emulator, and what is raised when one goes wrong."""

from __future__ import annotations

import json
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse
from typing import Any, Iterator, Mapping, Optional
from urllib import error, parse, request

#: Seconds that one request may take; the emulator itself waits 30 for a job.
PATIENCE = 90

Json = dict[str, Any]


class EmulatorError(Exception):
    """No emulator can be used; the message says why, and what to do."""


class ApiError(Exception):
    """An API refused.

    ``status`` is that of HTTP, ``code`` the one of the refusal (``SYS.1006``, ``notFound``; empty where it has
    none), ``details`` its sentence, ``error`` all that it said.
    """

    def __init__(self, called: str, status: int, text: str) -> None:
        told = _object_in(text).get("error")
        self.status = status
        self.error: Json = told if isinstance(told, dict) else {}
        self.code = str(self.error.get("code") or "")
        self.details = str(self.error.get("details") or text)
        words = [str(status), self.code, self.details, *_causes(self.error)]
        super().__init__(f"{called}: {' '.join(word for word in words if word)}")


def exchange(
    method: str, url: str, body: Optional[Mapping[str, Any]], headers: Mapping[str, str]
) -> Json:
    """Sends one request; answers the JSON of a good answer.

    :raises ApiError: when it is refused
    :raises EmulatorError: when nobody answers, or no emulator
    """
    data = None if body is None else json.dumps(body).encode()
    kind = {} if data is None else {"Content-Type": "application/json"}
    with _answer(request.Request(url, data=data, method=method, headers={**kind, **headers})) as answer:
        return _object_in(answer.read().decode())


def save(url: str, file: str, headers: Mapping[str, str]) -> None:
    """Writes what a GET answers to a file; raises as ``exchange`` does."""
    with _answer(request.Request(url, headers=dict(headers))) as answer, open(file, "wb") as target:
        while chunk := answer.read(1 << 20):
            target.write(chunk)


@contextmanager
def _answer(call: request.Request) -> Iterator[HTTPResponse]:
    called = f"{call.get_method()} {call.full_url}"
    try:
        with _opener(call.full_url).open(call, timeout=PATIENCE) as answer:
            yield answer
    except error.HTTPError as refusal:
        with refusal:
            raise ApiError(called, refusal.code, refusal.read().decode()) from None
    except (OSError, HTTPException) as broken:
        reason = getattr(broken, "reason", broken)
        raise EmulatorError(f"{called}: no answer ({reason}). Does the emulator still run?") from None


def _opener(url: str) -> request.OpenerDirector:
    """A proxy of the company knows nothing of this machine's loopback."""
    host = parse.urlsplit(url).hostname or ""
    if host in ("localhost", "::1") or host.startswith("127."):
        return request.build_opener(request.ProxyHandler({}))
    return request.build_opener()


def _causes(error: Json) -> Iterator[str]:
    """What is behind a refusal, in brackets: the reason is often told there alone."""
    cause = error.get("cause")
    if isinstance(cause, dict):
        yield f"({cause.get('details')})"
        yield from _causes(cause)


def _object_in(text: str) -> Json:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
