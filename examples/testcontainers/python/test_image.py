"""One ZStack for all tests, a world of its own for each."""

from pytest_zstack_emulator import ApiError

import pytest


def make_template(zstack):
    volume = zstack.find("volumes", name="ROOT-for-web-1")["uuid"]
    path = f"/images/root-volume-templates/from/volumes/{volume}"
    return zstack.call("POST", path, {"params": {"name": "mine"}})["inventory"]


def test_an_image_is_made_of_a_root_volume(zstack_world):
    assert make_template(zstack_world)["status"] == "Ready"


def test_a_storage_is_lost_while_it_is_made(zstack_world):
    zstack_world.faults.add("disconnect", point="create-root-volume-template/start-creating-template")
    with pytest.raises(ApiError):
        make_template(zstack_world)
    assert zstack_world.all("images", name="mine") == []
