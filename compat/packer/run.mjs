// Packer with the vendor's plugin: one build of a template, from a url by way of a VM to an exported image.
import { join } from 'node:path';
import { partsOfVm } from '../lib/life.mjs';
import { given, run as runProgram, tool } from '../lib/programs.mjs';
import { Missing, must } from '../lib/steps.mjs';

const SOURCE = 'github.com/zstackio/zstack';

export const plan = {
  name: 'packer',
  client: 'packer-plugin-zstack (chijiajian), by Packer',
  version: '1.0.0',
  needs: '--packer-plugin PATH; `packer` on the PATH, or --packer PATH',
  steps: [
    'the template is valid',
    'add the source image, a VM of it, guest tools, stop, an image of the VM, export',
    'the image is Ready, the VM is gone, the export has its bytes',
  ],
};

export function find(options) {
  const path = given(options, 'packer-plugin', 'the program of the plugin');
  const packer = options.packer ?? 'packer';
  tool(packer, ['version'], /Packer v([\d.]+)/);
  const version = tool(path, ['describe'], /"version":"([^"]+)"/).replace(/-dev$/, '');
  if (!/^\d/.test(version)) throw new Missing(`${path} does not say its version`);
  return { path, packer, version };
}

export async function run({ path, packer }, { world, steps, folder }) {
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
  };
  const args = Object.entries(values).flatMap(([key, value]) => ['-var', `${key}=${value}`]);
  const template = join(import.meta.dirname, 'image.pkr.hcl');
  await steps.step('the template is valid', () => call('validate', ...args, template));
  await steps.step(
    'add the source image, a VM of it, guest tools, stop, an image of the VM, export',
    async () => {
      const { stdout } = await call('build', '-color=false', ...args, template);
      // A step that halts is told, and the build ends well all the same.
      const halted = /fail\w* to [^\n]*|validation failed[^\n]*/i.exec(stdout);
      must(!halted, halted?.[0] ?? '');
    },
  );
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
