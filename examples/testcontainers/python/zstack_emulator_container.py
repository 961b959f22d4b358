"""zstack-image-emulator in a container, for testcontainers-python 4.13 or later."""

from __future__ import annotations

import os
import re
import uuid
from typing import Any, Optional

from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HttpWaitStrategy

PORT = 8080


class ZstackEmulatorContainer(DockerContainer):  # type: ignore[misc]
    """A ZStack with nothing on disk; its own API takes ``token``, which is made here.

    :param image: ZSTACK_EMULATOR_IMAGE, or ``zstack-image-emulator`` as ``docker build`` tags it
    """

    def __init__(self, image: Optional[str] = None, **more: Any) -> None:
        super().__init__(image or os.environ.get("ZSTACK_EMULATOR_IMAGE") or "zstack-image-emulator", **more)
        self.token = str(uuid.uuid4())
        self.with_exposed_ports(PORT)
        self.with_env("EMULATOR_CONTROL_TOKEN", self.token)
        # Others can reach a container: the published sessions of the seeds are kept there only when one says so.
        self.with_env("EMULATOR_SEED_SECRETS", "kept")
        self.with_env("EMULATOR_DATA_DIR", ":memory:")
        self.waiting_for(HttpWaitStrategy(PORT, "/readyz").for_status_code(200))

    def start(self) -> ZstackEmulatorContainer:
        # A daemon elsewhere has a name, such as `docker` in CI: the emulator is told that it is meant by it.
        host = self.get_docker_client().host()
        if re.fullmatch(r"[\w.-]+", host):
            self.with_env("EMULATOR_ALLOWED_HOSTS", host)
        super().start()
        return self

    @property
    def url(self) -> str:
        """Its address, without a path."""
        return f"http://{self.get_container_host_ip()}:{self.get_exposed_port(PORT)}"
