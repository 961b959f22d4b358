"""What a test with a world of its own looks like."""

import json
import urllib.error
import urllib.request

import pytest

from pytest_zstack_emulator import ALICE_SESSION, ApiError


def make_template(url, session, volume, name):
    """Stands for the code under test: it knows ZStack by an address and a session."""
    request = urllib.request.Request(
        f"{url}/v1/images/root-volume-templates/from/volumes/{volume}",
        data=json.dumps({"params": {"name": name}}).encode(),
        headers={"Authorization": f"OAuth {session}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["inventory"]


def test_an_image_goes_three_days_after_its_deletion(zstack_world):
    zstack_world.clock.stop()
    volume = zstack_world.find("volumes", name="ROOT-for-web-1")

    image = make_template(zstack_world.url, zstack_world.session, volume["uuid"], "web")
    assert zstack_world.find("images", name="web")["status"] == "Ready"

    zstack_world.call("DELETE", f"/images/{image['uuid']}")
    assert zstack_world.find("images", name="web")["status"] == "Deleted"

    # Three days, and the hour within which the world looks for what is to be expunged.
    changes = zstack_world.clock.advance("73h")
    assert (image["uuid"], "Deleted", None) in [(c["resourceUuid"], c["from"], c["to"]) for c in changes]
    assert zstack_world.all("images", name="web") == []
    assert zstack_world.broken_laws() == []


def test_a_lost_storage_leaves_no_image(zstack_world):
    volume = zstack_world.find("volumes", name="ROOT-for-web-1")
    zstack_world.faults.add(
        "disconnect", point="create-root-volume-template/start-creating-template", times=1
    )

    with pytest.raises(urllib.error.HTTPError):
        make_template(zstack_world.url, zstack_world.session, volume["uuid"], "web")

    assert zstack_world.all("images", name="web") == []
    assert zstack_world.faults.all()[0]["hits"] == 1
    assert zstack_world.broken_laws() == []


def test_what_is_admins_is_not_alices(zstack_world):
    image = zstack_world.all("images", status="Ready")[0]
    with pytest.raises(ApiError) as refusal:
        zstack_world.call("DELETE", f"/images/{image['uuid']}", session=ALICE_SESSION)
    assert refusal.value.status == 503
    assert zstack_world.find("images", uuid=image["uuid"])["status"] == "Ready"


@pytest.mark.zstack(seed="none")
def test_a_world_can_be_empty(zstack_world):
    assert zstack_world.all("images") == []
