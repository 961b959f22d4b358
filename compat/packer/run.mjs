// Packer with the vendor's plugin: one build of a template, from a url by way of a VM to an exported image.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partsOfVm } from '../lib/life.mjs';
import { given, lastWords, run as runProgram, tool } from '../lib/programs.mjs';
import { Missing, must } from '../lib/steps.mjs';

const SOURCE = 'github.com/zstackio/zstack';

/** The steps of a build, and what the plugin says after each. */
const BUILD = {
  'add the source image': 'Image status is now ready!',
  'a VM of it runs': 'Instance is now running!',
  'attach guest tools': 'Successfully attached guest tools',
  'connect to the guest, stop the VM': 'stopped...',
  'make an image of it': 'Successfully created image',
  'expunge the VM': 'Expunge vm instance success',
  'export the image': 'Export Image from...http',
};

export const plan = {
  name: 'packer',
  client: 'packer-plugin-zstack (chijiajian), by Packer',
  version: '1.0.0',
  needs:
    '--packer-plugin PATH; `packer` on the PATH, or --packer PATH; `go`, for a guest that the plugin can connect to',
  steps: [
    'the template is valid',
    ...Object.keys(BUILD),
    'the image is Ready, the VM is gone, the export has its bytes',
  ],
};

export async function find(options, folder) {
  const path = given(options, 'packer-plugin', 'the program of the plugin');
  const packer = options.packer ?? 'packer';
  tool(packer, ['version'], /Packer v([\d.]+)/);
  const version = tool(path, ['describe'], /"version":"([^"]+)"/).replace(/-dev$/, '');
  if (!/^\d/.test(version)) throw new Missing(`${path} does not say its version`);
  return { path, packer, version, guest: await buildGuest(folder) };
}

/** The version of x/crypto that the plugin itself is built with. */
const CRYPTO = 'golang.org/x/crypto v0.31.0';

async function buildGuest(folder) {
  tool('go', ['version'], /go(1\.\d+)/);
  const program = join(folder, process.platform === 'win32' ? 'guest.exe' : 'guest');
  copyFileSync(join(import.meta.dirname, 'guest', 'main.go'), join(folder, 'main.go'));
  writeFileSync(join(folder, 'go.mod'), `module guest\n\ngo 1.21\n\nrequire ${CRYPTO}\n`);
  await runProgram('go', ['build', '-mod=mod', '-o', program, '.'], {
    cwd: folder,
    env: { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false' },
  });
  return program;
}

export async function run({ guest, ...found }, context) {
  const listening = spawn(guest, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [said] = await once(listening.stdout, 'data');
    await build(found, String(said).trim(), context);
  } finally {
    listening.kill();
  }
}

async function build({ path, packer }, guestPort, { world, steps, folder }) {
  const env = {
    ...process.env,
    PACKER_PLUGIN_PATH: join(folder, 'plugins'),
    PACKER_CONFIG_DIR: folder,
    CHECKPOINT_DISABLE: '1',
  };
  const call = (...args) => runProgram(packer, args, { cwd: folder, env });
  await call('plugins', 'install', '--path', path, SOURCE);
  const { network, offering } = await partsOfVm(world);
  const values = {
    host: world.host,
    port: world.port,
    network: network.name,
    offering: offering.name,
    guest_port: guestPort,
  };
  const args = Object.entries(values).flatMap(([key, value]) => ['-var', `${key}=${value}`]);
  const template = join(import.meta.dirname, 'image.pkr.hcl');
  await steps.step('the template is valid', () => call('validate', ...args, template));
  // A step that halts is told, and the build ends well all the same.
  const { stdout } = await call('build', '-color=false', ...args, template);
  for (const [step, said] of Object.entries(BUILD)) {
    await steps.step(step, () => must(stdout.includes(said), lastWords(stdout)));
  }
  await steps.step('the image is Ready, the VM is gone, the export has its bytes', async () => {
    const [image] = await world.list('/images?q=name=packer-image');
    must(image?.status === 'Ready', `the image is ${image?.status ?? 'not there'}`);
    const vms = await world.list('/vm-instances?q=name=packer-vm');
    must(vms.length === 0, 'the VM is still there');
    const { exportUrl } = image.backupStorageRefs[0];
    must(exportUrl, 'the image was not exported');
    const answer = await fetch(exportUrl, { method: 'HEAD' });
    must(answer.status === 200, `its export answers ${answer.status}`);
  });
}
