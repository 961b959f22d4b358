// The vendor's command line in Python 2, which speaks in messages.
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { IMAGE_STORAGE, LIFE, partsOfVm } from '../lib/life.mjs';
import { given, run as runProgram, tool } from '../lib/programs.mjs';
import { Missing, must, Stopped } from '../lib/steps.mjs';

const PACKAGES = ['zstackcli', 'apibinding', 'zstacklib'];
const PROGRAM = 'from zstackcli import cli; cli.main()';

export const plan = {
  name: 'python-cli',
  client: "the vendor's zstackcli (zstackio/zstack-utility), Python 2.7",
  version: '5.2.0',
  needs: `--python-cli DIR, in which ${PACKAGES.join(', ')} lie; python2.7 on the PATH, or --python2 PATH, with what they import`,
  steps: LIFE,
};

export function find(options) {
  const folder = resolve(given(options, 'python-cli', 'a folder with its packages'));
  const python = options.python2 ?? 'python2.7';
  tool(python, ['--version'], /Python (2\.\d+)/);
  // Installed packages lie there themselves, those of the vendor's repository a folder deeper.
  const paths = PACKAGES.map((name) =>
    [folder, join(folder, name)].find((path) => existsSync(join(path, name, '__init__.py'))),
  );
  const absent = PACKAGES.filter((_, at) => paths[at] === undefined);
  if (absent.length > 0) throw new Missing(`${folder} has no ${absent.join(' and ')}`);
  const inventory = join(paths[1], 'apibinding', 'inventory.py');
  if (!existsSync(inventory)) {
    throw new Missing(`${inventory} is not there: the vendor generates it from its Java code`);
  }
  const isStandIn = readFileSync(inventory, 'utf8').includes('IS_STAND_IN = True');
  return {
    python,
    path: [...new Set(paths)].join(delimiter),
    version: versionIn(paths[0]),
    ...(isStandIn
      ? { note: 'apibinding/inventory.py by a stand-in made of the same classes' }
      : {}),
  };
}

/** As its setup says, or the folder that pip leaves beside it. */
function versionIn(path) {
  const setup = join(path, 'setup.py');
  const text = existsSync(setup) ? readFileSync(setup, 'utf8') : '';
  return /^version = '([^']+)'/m.exec(text)?.[1] ?? 'unknown';
}

export async function run({ python, path }, { world, steps, folder }) {
  const env = { ...process.env, PYTHONPATH: path, HOME: folder, TERM: 'dumb' };
  const call = async (api, parameters = {}, codes = [0]) => {
    const words = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
    const args = ['-c', PROGRAM, '-H', world.host, '-p', String(world.port), api, ...words];
    const { code, stdout, stderr } = await runProgram(python, args, { env, cwd: folder, codes });
    return { code, text: `${stdout}${stderr}`, stdout };
  };
  /** What it prints of an API that must succeed. */
  const ok = async (api, parameters) => {
    const { stdout } = await call(api, parameters);
    try {
      return JSON.parse(stdout.slice(stdout.indexOf('{'), stdout.lastIndexOf('}') + 1));
    } catch {
      throw new Stopped(`${api} prints no JSON: ${stdout.slice(0, 200)}`);
    }
  };
  const before = await world.census();
  await steps.step('log in', () =>
    ok('LogInByAccount', { accountName: 'admin', password: 'password' }),
  );
  await steps.step('find an image storage', async () => {
    const { inventories } = await ok('QueryBackupStorage', {
      type: 'ImageStoreBackupStorage',
      'status?': 'Connected,Disconnected',
      'name~': 'imagestore%',
    });
    must(
      inventories.some(({ uuid }) => uuid === IMAGE_STORAGE),
      'it is not found',
    );
  });
  const image = await steps.step('add an image', async () => {
    const { inventory } = await ok('AddImage', {
      name: 'python-cli-image',
      url: 'http://mirror.example/python-cli.qcow2',
      format: 'qcow2',
      platform: 'Linux',
      backupStorageUuids: IMAGE_STORAGE,
    });
    must(inventory.status === 'Ready', `it is ${inventory.status}`);
    return inventory.uuid;
  });
  await steps.step('find it by its name', async () => {
    const { inventories } = await ok('QueryImage', { name: 'python-cli-image' });
    must(inventories.length === 1 && inventories[0].uuid === image, 'it is not found');
  });
  await steps.step('change it', async () => {
    const { inventory } = await ok('UpdateImage', { uuid: image, name: 'python-cli-changed' });
    must(inventory.name === 'python-cli-changed', `it is called ${inventory.name}`);
  });
  await steps.step('a call that cannot be is refused with the words of the system', async () => {
    const { code, text } = await call('DeleteImage', { uuid: 'f'.repeat(31) }, [1, 3]);
    must(code === 3 && /SYS\.1003|\[code: /.test(text), `it says ${text.slice(0, 200)}`);
  });
  await steps.step('export it', async () => {
    const asked = { imageUuid: image, backupStorageUuid: IMAGE_STORAGE };
    const { imageUrl } = await ok('ExportImageFromBackupStorage', asked);
    const answer = await fetch(imageUrl, { method: 'HEAD' });
    must(answer.status === 200, `its export answers ${answer.status}`);
  });
  await steps.step('delete and recover it', async () => {
    await ok('DeleteImage', { uuid: image });
    const { inventory } = await ok('RecoverImage', { imageUuid: image });
    must(inventory.status === 'Ready', `it is ${inventory.status}`);
  });
  const vm = await steps.step('make a VM of it', async () => {
    const { network, offering } = await partsOfVm(world);
    const { inventory } = await ok('CreateVmInstance', {
      name: 'python-cli-vm',
      imageUuid: image,
      instanceOfferingUuid: offering.uuid,
      l3NetworkUuids: network.uuid,
    });
    must(inventory.state === 'Running' && inventory.vmNics[0]?.ip, `the VM is ${inventory.state}`);
    return inventory;
  });
  await steps.step('stop the VM', async () => {
    const { inventory } = await ok('StopVmInstance', { uuid: vm.uuid, type: 'cold' });
    must(inventory.state === 'Stopped', `the VM is ${inventory.state}`);
  });
  const ofVm = await steps.step('make an image of the VM', async () => {
    const { inventory } = await ok('CreateRootVolumeTemplateFromRootVolume', {
      name: 'python-cli-of-vm',
      rootVolumeUuid: vm.rootVolumeUuid,
      backupStorageUuids: IMAGE_STORAGE,
    });
    must(inventory.status === 'Ready', `it is ${inventory.status}`);
    return inventory.uuid;
  });
  await steps.step('destroy and expunge the VM', async () => {
    await ok('DestroyVmInstance', { uuid: vm.uuid });
    await ok('ExpungeVmInstance', { uuid: vm.uuid });
  });
  await steps.step('delete and expunge the images', async () => {
    for (const uuid of [image, ofVm]) {
      await ok('DeleteImage', { uuid });
      await ok('ExpungeImage', { imageUuid: uuid });
    }
    must((await world.census()) === before, 'something is left, or missing');
  });
  await steps.step('log out', () => ok('LogOut'));
}
