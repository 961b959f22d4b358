"""The local command, run for as long as the tests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

from .wire import EmulatorError

#: Seconds that a start may take.
START = 60
#: Seconds that an end may take, until it is ended.
END = 15

INSTALL = (
    "Install it (npm install --global zstack-image-emulator), set ZSTACK_EMULATOR_COMMAND to a command that is it "
    "(node /path/to/dist/cli/main.js), or set ZSTACK_EMULATOR_URL to the address of one that runs."
)


class Process:
    """``zstack-emulator serve`` on a port of its own, with nothing on disk.

    It lives as long as the pipe that is its input: also when this process is killed it ends by itself.

    :raises EmulatorError: when it cannot be started
    """

    def __init__(self) -> None:
        self._stderr = tempfile.TemporaryFile("w+")
        port = os.environ.get("ZSTACK_EMULATOR_PORT") or "0"
        serve = ["serve", "--host", "127.0.0.1", "--port", port, "--data-dir", ":memory:", "--until-stdin-ends"]
        try:
            self._child = subprocess.Popen(
                [*command(), *serve],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._stderr,
                env={"LOG_LEVEL": "warn", "EMULATOR_LOG": "none", **os.environ},
                text=True,
                # Ctrl-C is for the tests, which still want to tidy up.
                start_new_session=True,
            )
        except OSError as reason:
            raise EmulatorError(f"{command()[0]} cannot be started: {reason}. {INSTALL}") from None
        self.url = self._listening()

    def _listening(self) -> str:
        """Where it listens, as it says itself."""
        assert self._child.stdout
        too_slow = threading.Timer(START, self._child.kill)
        too_slow.start()
        try:
            for line in self._child.stdout:
                if line.startswith('{"event":"listening"'):
                    return str(json.loads(line)["controlUrl"]).removesuffix("/emulator/v1")
        finally:
            too_slow.cancel()
        code = self._child.wait()
        self._stderr.seek(0)
        raise EmulatorError(_why(self._stderr.read().strip(), code))

    def end(self) -> None:
        """Ends it, and waits until it is gone."""
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                pipe.close()
        try:
            self._child.wait(END)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._stderr.close()


def command() -> list[str]:
    """The words of the command: ZSTACK_EMULATOR_COMMAND, or what npm has installed here or for all."""
    given = os.environ.get("ZSTACK_EMULATOR_COMMAND", "").strip()
    if given:
        # A path may have blanks in it, where it is all that is said.
        words = [given] if Path(given).is_file() else given.split()
        if not shutil.which(words[0]):
            raise EmulatorError(f"ZSTACK_EMULATOR_COMMAND is '{given}', but there is no program '{words[0]}'. {INSTALL}")
        return words
    here = Path.cwd()
    folders = [str(folder / "node_modules" / ".bin") for folder in (here, *here.parents)]
    for path in (os.pathsep.join(folders), None):
        found = shutil.which("zstack-emulator", path=path)
        if found:
            return [found]
    raise EmulatorError(f"there is no program 'zstack-emulator' on the PATH or in node_modules. {INSTALL}")


def _why(said: str, code: int) -> str:
    why = f"the emulator did not start (exit code {code}): {said or 'it said nothing'}"
    if "--until-stdin-ends" in said:
        return f"{why}\nIt is older than this plugin: npm install --global zstack-image-emulator@latest"
    if "is in use" in said and os.environ.get("ZSTACK_EMULATOR_PORT"):
        return f"{why}\nZSTACK_EMULATOR_PORT asks for that port: without it any free one is taken."
    return why
