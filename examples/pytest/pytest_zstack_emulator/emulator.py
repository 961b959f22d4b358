"""An emulator: one that runs already, or the local command."""

from __future__ import annotations

import os
from typing import Any, Mapping, Optional
from urllib.parse import urlsplit

from .process import Process
from .wire import ApiError, EmulatorError, Json, exchange, save
from .world import World

#: What worlds need of it.
NEEDED = {"CreateEnvironment", "DeleteEnvironment", "SetClock", "AdvanceClock", "CreateFault", "ListInvariants"}


class Emulator:
    """Makes worlds.

    :param url: any of the addresses that it prints at its start
    :param token: of its own API, where it was started with one (EMULATOR_CONTROL_TOKEN)
    :raises EmulatorError: when what answers there cannot be used
    """

    def __init__(self, url: str, token: Optional[str] = None, process: Optional[Process] = None) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise EmulatorError(f"'{url}' is no address of an emulator; one looks like http://127.0.0.1:8080")
        path = parts.path.rstrip("/")
        for end in ("/zstack", "/emulator/v1"):
            path = path.removesuffix(end)
        self.url = f"{parts.scheme}://{parts.netloc}{path}"
        self._headers: Mapping[str, str] = {"Authorization": f"Bearer {token}"} if token else {}
        self._process = process
        self._check()

    @classmethod
    def start(cls) -> Emulator:
        """The one at ZSTACK_EMULATOR_URL, or one that is started here."""
        token = os.environ.get("EMULATOR_CONTROL_TOKEN")
        url = os.environ.get("ZSTACK_EMULATOR_URL")
        if url:
            return cls(url, token)
        process = Process()
        try:
            return cls(process.url, token, process)
        except BaseException:
            process.end()
            raise

    @property
    def is_ours(self) -> bool:
        """Whether it ends with the tests."""
        return self._process is not None

    def end(self) -> None:
        """Ends it, if it was started here."""
        if self._process:
            self._process.end()

    def control(self, method: str, path: str, body: Optional[Mapping[str, Any]] = None) -> Json:
        """Calls the emulator's own API; ``path`` without ``/emulator/v1``."""
        return exchange(method, f"{self.url}/emulator/v1{path}", body, self._headers)

    def world(self, name: str, idle: Optional[str] = None, **more: Any) -> World:
        """A world: a copy of the default one, or of what ``from_`` names (``{"seed": "edge-cases"}``).

        :param idle: after so long without a request the emulator removes it (``2h``)
        :param more: what else an environment takes, such as ``release="4.8"``
        """
        body = {"name": name, "from": more.pop("from_", {"environment": "default"}), **more}
        if idle:
            body["idle"] = idle
        # Its address as it is reached from here: a container knows another one of itself.
        self.control("POST", "/environments", body)
        return World(self, name)

    def export(self, name: str, file: str) -> None:
        """Writes a world to a file, with its sessions, for nobody else to read."""
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
        save(f"{self.url}/emulator/v1/environments/{name}/export?secrets=keep", file, self._headers)

    def _check(self) -> None:
        stranger = f"what answers at {self.url} is no emulator. Does ZSTACK_EMULATOR_URL say where it listens?"
        try:
            listed = self.control("GET", "")
        except ApiError as refusal:
            if refusal.status in (401, 403):
                raise EmulatorError(
                    f"the emulator at {self.url} refuses: {refusal.details}\n"
                    "Set EMULATOR_CONTROL_TOKEN to the token that it was started with."
                ) from None
            raise EmulatorError(stranger) from None
        except EmulatorError as silence:
            raise EmulatorError(
                f"{silence}\nStart one (zstack-emulator serve), or unset ZSTACK_EMULATOR_URL: "
                "then the tests start one for themselves."
            ) from None
        operations = {operation.get("name") for operation in listed.get("inventories", [])}
        if not operations:
            raise EmulatorError(stranger)
        lacking = sorted(NEEDED - operations)
        if lacking:
            version = listed.get("version", "of another version than this plugin")
            raise EmulatorError(
                f"the emulator at {self.url} ({version}) has no {', '.join(lacking)}. "
                "Take an emulator and a plugin of the same release."
            )
