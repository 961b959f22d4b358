// The vendor's command line in Go. It knows port 8080 only, and ends with 0 whatever comes of a command: what it did is
// looked at in what it prints, and in the world.
import { resolve } from 'node:path';
import { partsOfVm, IMAGE_STORAGE, IMAGE_STORAGE_NAME } from '../lib/life.mjs';
import { given, run as runProgram, versionOfGoProgram } from '../lib/programs.mjs';
import { must, Stopped } from '../lib/steps.mjs';

const MODULE = 'github.com/chijiajian/zstack-cli-go';

export const plan = {
  name: 'zstack-cli',
  client: 'zstack-cli-go (chijiajian)',
  version: '59b3f62',
  needs: '--zstack-cli PATH; port 8080 of 127.0.0.1, which is the only one that it knows',
  /** The port that its world must have. */
  port: 8080,
  steps: [
    'log in',
    'list storages, images, zones, clusters and hosts',
    'create an image by flags, find it by its name',
    'a storage that is not there: refused, nothing is made',
    'delete and expunge the image, as a person who says yes',
    'list networks and offerings, create an offering',
    'create a VM of an image, list it with its NICs',
    'stop the VM, make an image of it by the REST API: it has no command for that',
    'delete and expunge the VM',
    'delete and expunge the images: the world is as it was but for the offering',
  ],
};

export function find(options) {
  const path = resolve(given(options, 'zstack-cli', 'the program of the command line'));
  return { path, version: commitIn(versionOfGoProgram(path, MODULE)) };
}

const words = (...lines) => lines.join(' ').split(' ');

/** Of a build between tags the commit. */
const commitIn = (version) => /-([0-9a-f]{7})[0-9a-f]{5}(?:\+\w+)?$/.exec(version)?.[1] ?? version;

export async function run({ path }, { world, steps, folder }) {
  const env = { ...process.env, HOME: folder, ZSTACK_CONFIG: `${folder}/config.yaml` };
  const cli = async (args, input) => {
    const { stdout, stderr } = await runProgram(path, args, { env, cwd: folder, input });
    const text = `${stdout}${stderr}`;
    // Its summaries count failures, too.
    const wrong = /^.*(?:error|failed to)\b.*$/im.exec(text);
    return { text, wrong: wrong?.[0] };
  };
  const ok = async (args, input) => {
    const { text, wrong } = await cli(args, input);
    if (wrong) throw new Stopped(`${args.slice(0, 2).join(' ')}: ${wrong}`);
    return text;
  };
  const before = await world.census();
  await steps.step('log in', () =>
    ok(['login', world.host, '--username', 'admin', '--password', 'password']),
  );
  await steps.step('list storages, images, zones, clusters and hosts', async () => {
    for (const [kind, name] of [
      ['image-storages', IMAGE_STORAGE_NAME],
      ['images', 'centos-7.9'],
      ['zones', ''],
      ['clusters', ''],
      ['hosts', ''],
    ]) {
      const text = await ok(['get', kind]);
      must(text.includes(name) && !text.includes('No resources found'), `it lists no ${kind}`);
    }
  });
  const create = (name, storage) =>
    cli(
      words(
        `create image ${name} --url http://mirror.example/cli.qcow2 --image-storage ${storage}`,
        '--platform Linux --guest-os-type Linux',
      ),
    );
  await steps.step('create an image by flags, find it by its name', async () => {
    const { wrong } = await create('cli-image', IMAGE_STORAGE_NAME);
    must(!wrong, wrong);
    must((await ok(['get', 'images', 'cli-image'])).includes('Ready'), 'it is not Ready');
  });
  await steps.step('a storage that is not there: refused, nothing is made', async () => {
    const { wrong } = await create('cli-wrong', 'no-such-storage');
    must(wrong, 'it does not say that something is wrong');
    must((await world.list('/images?q=name=cli-wrong')).length === 0, 'an image was made');
  });
  const remove = async (name) => {
    await ok(['delete', 'image', name], 'yes\n');
    await ok(['expunge', 'image', name], 'yes\n');
    const left = await world.list(`/images?q=name=${name}`);
    must(left.length === 0, `${name} is left as ${left[0]?.status}`);
  };
  await steps.step('delete and expunge the image, as a person who says yes', async () => {
    await remove('cli-image');
    must((await world.census()) === before, 'something is left, or missing');
  });
  await steps.step('list networks and offerings, create an offering', async () => {
    const { network, offering } = await partsOfVm(world);
    must((await ok(['get', 'l3-networks'])).includes(network.name), 'the network is not listed');
    must(
      (await ok(['get', 'instance-offerings'])).includes(offering.name),
      'the offering is not listed',
    );
    await ok(['create', 'instance-offering', 'cli-small', '--cpu', '1', '--memory', '1G']);
    must(
      (await world.list('/instance-offerings?q=name=cli-small')).length === 1,
      'no offering was made',
    );
  });
  let vm;
  await steps.step('create a VM of an image, list it with its NICs', async () => {
    const { wrong } = await create('cli-image', IMAGE_STORAGE_NAME);
    must(!wrong, wrong);
    const { network } = await partsOfVm(world);
    await ok(
      words(
        'create instance cli-vm --image cli-image',
        `--instance-offering cli-small --l3-network ${network.name}`,
      ),
    );
    vm = await world.first('/vm-instances?q=name=cli-vm', 'VM called cli-vm');
    must(vm.state === 'Running', `the VM is ${vm.state}`);
    must((await ok(['get', 'instances', 'cli-vm'])).includes('Running'), 'it is not listed');
    must((await ok(['get', 'nics'])).includes(vm.vmNics[0]?.ip), 'its NIC is not listed');
  });
  await steps.step(
    'stop the VM, make an image of it by the REST API: it has no command for that',
    async () => {
      await ok(['instance', 'stop', 'cli-vm', '--yes']);
      const [stopped] = await world.list(`/vm-instances/${vm.uuid}`);
      must(stopped.state === 'Stopped', `the VM is ${stopped.state}`);
      const path = `/images/root-volume-templates/from/volumes/${vm.rootVolumeUuid}`;
      const params = { name: 'cli-of-vm', backupStorageUuids: [IMAGE_STORAGE] };
      await world.make('POST', path, { params });
    },
  );
  await steps.step('delete and expunge the VM', async () => {
    await ok(['delete', 'instance', 'cli-vm'], 'yes\n');
    await ok(['expunge', 'instance', 'cli-vm'], 'yes\n');
    const left = await world.list(`/vm-instances/${vm.uuid}`);
    must(left.length === 0, 'the VM is left');
  });
  await steps.step(
    'delete and expunge the images: the world is as it was but for the offering',
    async () => {
      await remove('cli-image');
      await remove('cli-of-vm');
      must((await world.census()) === before, 'something is left, or missing');
    },
  );
}
