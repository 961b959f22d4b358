"""The plugin's emulator is a container here; where no daemon answers it stays what it is, the local command."""

import docker
import pytest
from pytest_zstack_emulator import Emulator
from zstack_emulator_container import ZstackEmulatorContainer


def why_no_docker():
    try:
        docker.from_env().ping()
    except docker.errors.DockerException as reason:
        return str(reason)


def pytest_report_header():
    reason = why_no_docker()
    return f"zstack: the local command, no Docker daemon answers ({reason})" if reason else "zstack: a container"


@pytest.fixture(scope="session")
def zstack_emulator(request):
    if why_no_docker():
        emulator = Emulator.start()
        yield emulator
        emulator.end()
        return
    with ZstackEmulatorContainer() as container:
        yield Emulator(container.url, container.token)
