#!/usr/bin/env bash
# try-container.sh IMAGE: starts a container as docs/docker.md says, makes an image in it, and ends it.
set -euo pipefail
image=$1
token=0123456789abcdef
container=$(docker run -d -p 127.0.0.1:8080:8080 --read-only --tmpfs /tmp --cap-drop ALL \
  -e "EMULATOR_CONTROL_TOKEN=$token" -e EMULATOR_SEED_SECRETS=kept "$image")
trap 'docker logs "$container"; docker rm -f "$container" > /dev/null' EXIT

for _ in $(seq 60); do
  [ "$(docker inspect -f '{{.State.Health.Status}}' "$container")" = healthy ] && break
  sleep 1
done
curl -sSf http://127.0.0.1:8080/readyz

# The image API by the seed's session, the emulator's own by its token alone.
curl -sSf http://127.0.0.1:8080/zstack/v1/images/root-volume-templates/from/volumes/d0000000000040008000000000000001 \
  -H 'Authorization: OAuth 5e55000000004000800000000000ad01' -d '{"params":{"name":"tried"}}' | grep -q '"status":"Ready"'
[ "$(curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8080/emulator/v1/invariants)" = 401 ]
curl -sSf http://127.0.0.1:8080/emulator/v1/invariants -H "Authorization: Bearer $token" > /dev/null

docker stop --time 20 "$container" > /dev/null
[ "$(docker inspect -f '{{.State.ExitCode}}' "$container")" = 0 ]
