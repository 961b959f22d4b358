import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { ROOT, type Json } from '../support/emulator';
import { needs } from '../support/tools';

/** Of a virtual environment, where the packages are in one. */
export const PYTHON = process.env['EMULATOR_TEST_PYTHON'] ?? 'python3';

/** With 2.x of the package mcp the server ends at its start. */
const PROBE = 'import zstack_mcp.server, mcp.client.stdio';

export const mcp = needs(PYTHON, ['-c', PROBE], 'python3 with zstack-mcp-server and mcp 1.x');

/** The vendor's MCP server as it comes from PyPI, spoken to through the client of the package `mcp`. */
export class McpServer {
  readonly #lines: AsyncIterator<string>;

  private constructor(
    private readonly bridge: ChildProcessWithoutNullStreams,
    lines: Interface,
    private readonly heard: { stderr: string },
  ) {
    this.#lines = lines[Symbol.asyncIterator]();
  }

  /** Starts it with the environment variables that it documents; answers what it offers, too. */
  static async start(
    variables: Readonly<Record<string, string>>,
  ): Promise<{ readonly server: McpServer; readonly tools: string[] }> {
    const { PATH, HOME } = process.env;
    const bridge = spawn(PYTHON, [join(ROOT, 'test', 'clients', 'mcp', 'bridge.py')], {
      env: { PATH, HOME, ...variables },
    });
    const heard = { stderr: '' };
    bridge.stderr.on('data', (chunk: Buffer) => (heard.stderr += chunk.toString()));
    const server = new McpServer(bridge, createInterface(bridge.stdout), heard);
    return { server, tools: (await server.#next()).tools };
  }

  /** Has it execute an API; answers what it says of that, whole. */
  async execute(apiName: string, parameters: object): Promise<Json> {
    const asked = { tool: 'execute_api', arguments: { api_name: apiName, parameters } };
    this.bridge.stdin.write(`${JSON.stringify(asked)}\n`);
    return this.#next();
  }

  async stop(): Promise<void> {
    const exit = once(this.bridge, 'exit');
    this.bridge.stdin.end();
    await exit;
  }

  async #next(): Promise<Json> {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the MCP client ended: ${this.heard.stderr.slice(-2000)}`);
    return JSON.parse(value);
  }
}
