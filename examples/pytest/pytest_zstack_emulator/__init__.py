"""A pytest plugin: a ZStack of its own for every test.

    def test_an_image(zstack_world):
        volume = zstack_world.find("volumes", name="ROOT-for-web-1")
        ...
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from .emulator import Emulator
from .wire import ApiError, EmulatorError
from .world import ADMIN_SESSION, ALICE_SESSION, World

__all__ = ["ADMIN_SESSION", "ALICE_SESSION", "ApiError", "Emulator", "EmulatorError", "World"]

#: A world of a run that was killed goes by itself, from an emulator that others use as well.
IDLE = "2h"
#: The longest name that an environment has.
LONGEST_NAME = 63

_FAILED = pytest.StashKey[bool]()
_WORLD = pytest.StashKey[World]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("zstack", "zstack-image-emulator")
    group.addoption(
        "--zstack-keep-failed",
        action="store_true",
        default=bool(os.environ.get("ZSTACK_EMULATOR_KEEP_FAILED")),
        help="keep the worlds of failed tests: in the emulator at ZSTACK_EMULATOR_URL, "
        "else in files below .zstack-worlds",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "zstack(seed, release, ...): what the world of zstack_world is made of, in place of the default one",
    )


@pytest.fixture(scope="session")
def zstack_emulator() -> Iterator[Emulator]:
    """The emulator: the one at ZSTACK_EMULATOR_URL, else one that is started (a process of pytest-xdist its own)."""
    emulator = _started()
    if isinstance(emulator, EmulatorError):
        pytest.fail(str(emulator), pytrace=False)
    yield emulator
    emulator.end()


@pytest.fixture
def zstack_world(request: pytest.FixtureRequest, zstack_emulator: Emulator) -> Iterator[World]:
    """A world for this test alone, forked in milliseconds."""
    item = request.node
    keeps = item.config.getoption("--zstack-keep-failed")
    idle = None if keeps or zstack_emulator.is_ours else IDLE
    world = zstack_emulator.world(_name_of(item), idle, **_wishes(item))
    item.stash[_WORLD] = world
    yield world
    if not (keeps and item.stash.get(_FAILED, False)):
        world.remove()
    elif zstack_emulator.is_ours:
        file = _file_of(item, world)
        file.parent.mkdir(exist_ok=True)
        zstack_emulator.export(world.name, str(file))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed and call.when != "teardown":
        item.stash[_FAILED] = True
        world = item.stash.get(_WORLD, None)
        if world:
            report.sections.append(("zstack world", _whereabouts(item, world)))
    return report


def _started() -> Emulator | EmulatorError:
    """The reason is returned: pytest would show its traceback, and tell it twice."""
    try:
        return Emulator.start()
    except EmulatorError as reason:
        return reason


def _whereabouts(item: pytest.Item, world: World) -> str:
    """What becomes of the world of a test that has failed."""
    if not item.config.getoption("--zstack-keep-failed"):
        return f"{world.name} (--zstack-keep-failed keeps it)"
    if os.environ.get("ZSTACK_EMULATOR_URL"):
        return f"{world.name} is kept: {world.url}"
    return f"{world.name} is kept: zstack-emulator import {world.name} {_file_of(item, world)}"


def _file_of(item: pytest.Item, world: World) -> Path:
    return item.config.rootpath / ".zstack-worlds" / f"{world.name}.sqlite"


def _name_of(item: pytest.Item) -> str:
    """Of the test's id; unique among all that run beside it, in other processes and on other machines."""
    unique = secrets.token_hex(4)
    told = re.sub(r"[^a-z0-9]+", "-", f"{item.path.stem}-{item.name}".lower()).strip("-")
    return f"{told[: LONGEST_NAME - len(unique) - 1]}-{unique}"


def _wishes(item: pytest.Item) -> dict[str, Any]:
    """What the test's mark says."""
    mark = item.get_closest_marker("zstack")
    wishes = dict(mark.kwargs) if mark else {}
    if "seed" in wishes:
        wishes["from_"] = {"seed": wishes.pop("seed")}
    return wishes
