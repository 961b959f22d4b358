"""A world: a ZStack that belongs to one test."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Mapping, Optional
from urllib.parse import urlencode

from .wire import ApiError, EmulatorError, Json, exchange

if TYPE_CHECKING:
    from .emulator import Emulator

#: Sessions of the default seed; they never end.
ADMIN_SESSION = "5e55000000004000800000000000ad01"
ALICE_SESSION = "5e5500000000400080000000000a11ce"


class World:
    """One world, and what a test does with it.

    ``url`` is what the code under test is given: its image API answers at ``{url}/v1``.
    """

    def __init__(self, emulator: Emulator, name: str) -> None:
        self._emulator = emulator
        self.name = name
        self.url = f"{emulator.url}/environments/{name}/zstack"
        self.control_url = f"{emulator.url}/emulator/v1/environments/{name}"
        self._session: Optional[str] = None
        self.clock = Clock(self)
        self.faults = Faults(self)

    @property
    def session(self) -> str:
        """A session of admin: the default seed's, or a new one where the world has none."""
        if self._session is None:
            self._session = self._admin_session()
        return self._session

    def call(
        self, method: str, path: str, body: Optional[Mapping[str, Any]] = None, session: Optional[str] = None
    ) -> Json:
        """Calls the image API; ``path`` without ``/v1``. ``session`` is admin's unless given.

        :raises ApiError: when it is refused
        """
        headers = {"Authorization": f"OAuth {session or self.session}"}
        return exchange(method, f"{self.url}/v1{path}", body, headers)

    def control(self, method: str, path: str, body: Optional[Mapping[str, Any]] = None) -> Json:
        """Calls the emulator's own API for this world; ``path`` such as ``/clock``."""
        return self._emulator.control(method, f"/environments/{self.name}{path}", body)

    def log_in(self, account: str, password: str) -> str:
        """A new session of an account; ``admin`` and ``alice`` are the seed's."""
        digest = hashlib.sha512(password.encode()).hexdigest()
        body = {"logInByAccount": {"accountName": account, "password": digest}}
        return str(exchange("PUT", f"{self.url}/v1/accounts/login", body, {})["inventory"]["uuid"])

    def _admin_session(self) -> str:
        try:
            self.call("GET", "/zones?limit=1", session=ADMIN_SESSION)
            return ADMIN_SESSION
        except ApiError as refusal:
            if refusal.code != "ID.1001":
                raise
        try:
            return self.log_in("admin", "password")
        except ApiError as refusal:
            raise EmulatorError(
                f"nobody knows admin's session or password of {self.name} ({refusal.details}). An emulator that "
                "others can reach replaces the published ones, unless it is started with EMULATOR_SEED_SECRETS=kept."
            ) from None

    def all(self, kind: str, **fields: Any) -> list[Json]:
        """The inventories of a kind (``images``, ``volumes``, ``backup-storage``) that have these fields."""
        query = urlencode([("q", f"{name}={value}") for name, value in fields.items()])
        found: list[Json] = self.call("GET", f"/{kind}?{query}")["inventories"]
        return found

    def find(self, kind: str, **fields: Any) -> Json:
        """The one that has these fields, by its name in the seed for example.

        :raises LookupError: when there is none, or there are several; it names what there is
        """
        found = self.all(kind, **fields)
        if len(found) == 1:
            return found[0]
        names = ", ".join(sorted(str(one.get("name", one["uuid"])) for one in found or self.all(kind))[:20])
        raise LookupError(f"{len(found)} of {kind} have {fields}; there are: {names or 'none at all'}")

    def broken_laws(self) -> list[Json]:
        """The laws that the world breaks, with the rows; empty is good."""
        return [law for law in self.control("GET", "/invariants")["inventories"] if not law["holds"]]

    def reset(self) -> None:
        """Back to what it was made from."""
        self.control("POST", "/reset")

    def remove(self) -> None:
        """Ends it."""
        self.control("DELETE", "")


class Clock:
    """The time of one world. Durations are ``3d``, ``72h``, ``90s``, or milliseconds."""

    def __init__(self, world: World) -> None:
        self._world = world

    def now(self) -> str:
        """ISO 8601."""
        return str(self._world.control("GET", "/clock")["inventory"]["time"])

    def stop(self, at: Optional[str] = None) -> None:
        """Lets it stand, here or at a time (ISO 8601) to come."""
        self._world.control("PUT", "/clock", {"mode": "stopped", **({"time": at} if at else {})})

    def run(self) -> None:
        """Lets it go on from where it stands."""
        self._world.control("PUT", "/clock", {"mode": "run"})

    def advance(self, by: str) -> list[Json]:
        """Moves it on, and does everything that falls due; answers what changed."""
        changes: list[Json] = self._world.control("POST", "/clock/advance", {"by": by})["changes"]
        return changes


class Faults:
    """What goes wrong in one world on purpose."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add(self, kind: str, **fields: Any) -> Json:
        """A rule, in the words of the control API: ``add("fail", operation="AddImage", times=1)``."""
        rule: Json = self._world.control("POST", "/faults", {"kind": kind, **fields})["inventory"]
        return rule

    def all(self) -> list[Json]:
        """The rules, with how often each has fired."""
        rules: list[Json] = self._world.control("GET", "/faults")["inventories"]
        return rules

    def clear(self) -> None:
        """An end to all of them."""
        self._world.control("DELETE", "/faults")
