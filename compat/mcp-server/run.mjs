// The vendor's MCP server as it comes from PyPI, over its stdio transport, by the client of the package mcp.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../../scripts/lib/prepare.mjs';
import { IMAGE_STORAGE, partsOfVm } from '../lib/life.mjs';
import { run as runProgram, tool } from '../lib/programs.mjs';
import { Missing, must, Stopped } from '../lib/steps.mjs';

export const plan = {
  name: 'mcp-server',
  client: 'zstack-mcp-server (PyPI), by the client of the package mcp 1.x',
  version: '0.1.7',
  needs:
    '`python3` with venv on the PATH, and PyPI or what stands for it; or --mcp-python PATH, one that has both',
  steps: [
    'start the server, list its tools',
    'query storages',
    'add an image by a long job: the server knows no AddImage',
    'change it, export it',
    'a call that cannot be is told with the words of the system',
    'make a VM of it',
    'stop the VM, make an image of it',
    'destroy and expunge the VM',
    'delete, recover, delete and expunge the images',
  ],
};

export async function find(options, folder) {
  const python = options['mcp-python'] ?? (await install(folder));
  const program =
    'from importlib.metadata import version as v; print(v("zstack-mcp-server"), v("mcp"))';
  return { python, version: tool(python, ['-c', program], /^([\d.]+) 1\./) };
}

/** A virtual environment of its own, filled by the machine's pip. */
async function install(folder) {
  tool('python3', ['--version'], /Python (3\.\d+)/);
  const env = join(folder, 'env');
  const python = join(env, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  try {
    await runProgram('python3', ['-m', 'venv', env]);
    const packages = [`zstack-mcp-server==${plan.version}`, 'mcp<2'];
    await runProgram(python, ['-m', 'pip', 'install', '--quiet', ...packages]);
  } catch (error) {
    throw new Missing(`it cannot be installed: ${error.message}`);
  }
  if (!existsSync(python)) throw new Missing('venv makes no python');
  return python;
}

export async function run({ python }, { world, steps }) {
  const server = new Server(python, world);
  try {
    await live(server, { world, steps });
  } finally {
    await server.stop();
  }
}

async function live(server, { world, steps }) {
  await steps.step('start the server, list its tools', async () => {
    const { tools = [] } = await server.next();
    must(tools.includes('execute_api'), 'it has no tool execute_api');
  });
  const by = (name, value, op = '=') => ({ conditions: [{ name, op, value }] });
  await steps.step('query storages', async () => {
    const { inventories } = await server.call('QueryBackupStorage', by('state', 'Enabled'));
    must(
      inventories.some(({ uuid }) => uuid === IMAGE_STORAGE),
      'the image storage is not among them',
    );
  });
  const image = await steps.step(
    'add an image by a long job: the server knows no AddImage',
    async () => {
      const jobData = {
        name: 'mcp-image',
        url: 'http://mirror.example/mcp.qcow2',
        format: 'qcow2',
        platform: 'Linux',
        backupStorageUuids: [IMAGE_STORAGE],
      };
      const { inventory: job } = await server.call('SubmitLongJob', {
        jobName: 'APIAddImageMsg',
        jobData: JSON.stringify(jobData),
      });
      for (;;) {
        const [seen] = (await server.call('QueryLongJob', by('uuid', job.uuid))).inventories;
        if (seen.state === 'Succeeded') return seen.targetResourceUuid;
        if (seen.state === 'Failed') throw new Stopped(seen.jobResult);
        await delay(100);
      }
    },
  );
  await steps.step('change it, export it', async () => {
    const { inventory } = await server.call('UpdateImage', { uuid: image, name: 'mcp-changed' });
    must(inventory.name === 'mcp-changed', `it is called ${inventory.name}`);
    const asked = { imageUuid: image, backupStorageUuid: IMAGE_STORAGE };
    const { imageUrl } = await server.call('ExportImageFromBackupStorage', asked);
    const answer = await fetch(imageUrl, { method: 'HEAD' });
    must(answer.status === 200, `its export answers ${answer.status}`);
  });
  await steps.step('a call that cannot be is told with the words of the system', async () => {
    const told = await server.execute('DeleteImage', { uuid: 'no uuid' });
    must(!told.success && JSON.stringify(told).includes('SYS.1003'), JSON.stringify(told));
  });
  const vm = await steps.step('make a VM of it', async () => {
    const { network, offering } = await partsOfVm(world);
    const { inventory } = await server.call('CreateVmInstance', {
      name: 'mcp-vm',
      imageUuid: image,
      instanceOfferingUuid: offering.uuid,
      l3NetworkUuids: [network.uuid],
    });
    must(inventory.state === 'Running', `the VM is ${inventory.state}`);
    must(inventory.vmNics[0]?.ip, 'it has no address');
    return inventory;
  });
  const ofVm = await steps.step('stop the VM, make an image of it', async () => {
    await server.call('StopVmInstance', { uuid: vm.uuid, type: 'cold' });
    const { inventory } = await server.call('CreateRootVolumeTemplateFromRootVolume', {
      rootVolumeUuid: vm.rootVolumeUuid,
      name: 'mcp-of-vm',
      backupStorageUuids: [IMAGE_STORAGE],
    });
    must(inventory.status === 'Ready', `it is ${inventory.status}`);
    return inventory.uuid;
  });
  await steps.step('destroy and expunge the VM', async () => {
    await server.call('DestroyVmInstance', { uuid: vm.uuid });
    await server.call('ExpungeVmInstance', { uuid: vm.uuid });
  });
  await steps.step('delete, recover, delete and expunge the images', async () => {
    await server.call('DeleteImage', { uuid: image });
    await server.call('RecoverImage', { imageUuid: image });
    for (const uuid of [image, ofVm]) {
      await server.call('DeleteImage', { uuid });
      await server.call('ExpungeImage', { imageUuid: uuid });
    }
    const { inventories } = await server.call('QueryImage', by('name', 'mcp-%', 'like'));
    must(inventories.length === 0, 'an image is left');
  });
}

/** The server, spoken to in lines of JSON (test/clients/mcp/bridge.py). */
class Server {
  #bridge;
  #lines;
  #heard = '';

  constructor(python, world) {
    this.#bridge = spawn(python, [join(root, 'test', 'clients', 'mcp', 'bridge.py')], {
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        ZSTACK_API_URL: world.origin,
        ZSTACK_ACCOUNT: 'admin',
        ZSTACK_PASSWORD: 'password',
        ZSTACK_ALLOW_ALL_API: 'true',
      },
    });
    this.#bridge.stderr.on('data', (chunk) => (this.#heard += chunk));
    this.#lines = createInterface(this.#bridge.stdout)[Symbol.asyncIterator]();
  }

  /** What it says next. */
  async next() {
    const { value, done } = await this.#lines.next();
    if (!done) return JSON.parse(value);
    throw new Stopped(`the client of mcp ended: ${this.#heard.trim().split('\n').at(-1)}`);
  }

  /** Has it execute an API; answers what it says of that, whole. */
  execute(name, parameters) {
    const asked = { tool: 'execute_api', arguments: { api_name: name, parameters } };
    this.#bridge.stdin.write(`${JSON.stringify(asked)}\n`);
    return this.next();
  }

  /** What an API answered, which must succeed. */
  async call(name, parameters) {
    const { success, result, ...rest } = await this.execute(name, parameters);
    if (success) return result;
    throw new Stopped(`${name}: ${rest.details?.details ?? JSON.stringify(rest)}`);
  }

  async stop() {
    if (this.#bridge.exitCode !== null) return;
    const exit = once(this.#bridge, 'exit');
    this.#bridge.stdin.end();
    await exit;
  }
}
