"""Speaks to the vendor's MCP server for a test: lines of JSON in, lines of JSON out.

Each line that comes is a call, {"tool": ..., "arguments": {...}}; each line that goes is what the tool answered as
text, or {"failure": ...}. The server is the installed one, started over its stdio transport by the client of the
package `mcp`; it finds the emulator by the environment variables that it documents. The first line names its tools.
"""

import asyncio
import json
import os
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

SERVER = StdioServerParameters(
    command=sys.executable,
    args=["-c", "from zstack_mcp.server import main; main()"],
    env=dict(os.environ),
)


def say(value):
    print(json.dumps(value), flush=True)


async def call(session, line):
    asked = json.loads(line)
    answer = await session.call_tool(asked["tool"], asked["arguments"])
    text = "".join(part.text for part in answer.content if part.type == "text")
    if answer.isError:
        return {"failure": text}
    try:
        return json.loads(text)
    except ValueError:
        return {"text": text}


async def main():
    async with stdio_client(SERVER) as (read, write), ClientSession(read, write) as session:
        greeting = await session.initialize()
        tools = await session.list_tools()
        say({"server": greeting.serverInfo.name, "tools": [tool.name for tool in tools.tools]})
        while line := await asyncio.to_thread(sys.stdin.readline):
            say(await call(session, line))


asyncio.run(main())
