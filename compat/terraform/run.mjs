// Terraform with the vendor's provider: configurations that are applied, planned again, changed and destroyed.
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { IMAGE_STORAGE } from '../lib/life.mjs';
import { given, run as runProgram, tool, versionOfGoProgram } from '../lib/programs.mjs';
import { must } from '../lib/steps.mjs';

const ADDRESS = 'zstack.io/terraform-provider-zstack/zstack';
const PROGRAM = 'terraform-provider-zstack';

export const plan = {
  name: 'terraform',
  client: 'terraform-provider-zstack (ZStack-Robot), by Terraform',
  version: '1.1.1',
  needs: '--terraform-provider PATH; `terraform` on the PATH',
  steps: [
    'apply an image, a tag and its attachment',
    'plan again: no changes',
    'the data source finds the image, the tag is on it',
    'rename the token of the tag, plan again: no changes',
    'destroy: the world is as it was',
    'apply an instance offering, an image and a VM of it',
    'the VM runs with an address of the network; plan again: no changes',
    'rename the VM, plan again: no changes',
    'stop the VM and make an image of it, by the REST API: the provider has no resource for that',
    'apply a second VM, of that image; plan again: no changes',
    'destroy: only the image of the VM is left',
  ],
};

export function find(options) {
  const path = given(options, 'terraform-provider', 'the program of the provider');
  tool('terraform', ['version'], /Terraform v([\d.]+)/);
  return { path, version: versionOfGoProgram(path, PROGRAM) };
}

export async function run({ path }, { world, steps, folder }) {
  const terraform = new Terraform(path, world, folder);
  const before = await world.census();
  const image = terraform.in('image');
  await steps.step('apply an image, a tag and its attachment', () => image.apply());
  await steps.step('plan again: no changes', () => image.planIsEmpty());
  await steps.step('the data source finds the image, the tag is on it', async () => {
    const { found, image: uuid } = await image.outputs();
    must(found.join() === 'terraform-base', `the data source finds ${found.join()}`);
    const tags = await world.list(`/user-tags?q=resourceUuid=${uuid}`);
    must(tags[0]?.tag === 'performance::high', 'the tag is not on the image');
  });
  await steps.step('rename the token of the tag, plan again: no changes', async () => {
    const renamed = { tag_value: 'performance::{level}' };
    await image.apply(renamed);
    await image.planIsEmpty(renamed);
  });
  await steps.step('destroy: the world is as it was', async () => {
    await image.destroy();
    must((await world.census()) === before, 'something is left, or missing');
  });

  const vm = terraform.in('vm');
  let values;
  await steps.step('apply an instance offering, an image and a VM of it', async () => {
    const { name } = await world.first('/l3-networks?q=state=Enabled', 'L3 network');
    values = { network: name };
    await vm.apply(values);
  });
  const { vm: uuid } = await vm.outputs();
  await steps.step(
    'the VM runs with an address of the network; plan again: no changes',
    async () => {
      const [found] = await world.list(`/vm-instances/${uuid}`);
      must(found.state === 'Running', `the VM is ${found.state}`);
      const { addresses } = await vm.outputs();
      must(/^\d+(\.\d+){3}$/.test(addresses.join()), `its addresses are '${addresses.join()}'`);
      await vm.planIsEmpty(values);
    },
  );
  await steps.step('rename the VM, plan again: no changes', async () => {
    values = { ...values, vm_name: 'terraform-renamed' };
    await vm.apply(values);
    const [found] = await world.list(`/vm-instances/${uuid}`);
    must(found.name === 'terraform-renamed', `the VM is called ${found.name}`);
    await vm.planIsEmpty(values);
  });
  let ofVm;
  await steps.step(
    'stop the VM and make an image of it, by the REST API: the provider has no resource for that',
    async () => {
      const stop = { stopVmInstance: { type: 'cold' } };
      const { rootVolumeUuid } = await world.make('PUT', `/vm-instances/${uuid}/actions`, stop);
      ofVm = await world.make(
        'POST',
        `/images/root-volume-templates/from/volumes/${rootVolumeUuid}`,
        { params: { name: 'terraform-of-vm', backupStorageUuids: [IMAGE_STORAGE] } },
      );
    },
  );
  await steps.step('apply a second VM, of that image; plan again: no changes', async () => {
    values = { ...values, image_of_vm: ofVm.name };
    await vm.apply(values);
    const [second] = await world.list('/vm-instances?q=name=terraform-second');
    must(second?.imageUuid === ofVm.uuid, 'the second VM is not of the image');
    await vm.planIsEmpty(values);
  });
  await steps.step('destroy: only the image of the VM is left', async () => {
    await vm.destroy(values);
    await world.call('DELETE', `/images/${ofVm.uuid}`);
    await world.call('PUT', `/images/${ofVm.uuid}/actions`, { expungeImage: {} });
    must((await world.census()) === before, 'something is left, or missing');
  });
}

class Terraform {
  #folder;
  #environment;

  constructor(provider, world, folder) {
    this.#folder = folder;
    // By its file in a folder of its own: nothing is installed, and nothing asked of a registry.
    const programs = join(folder, 'provider');
    mkdirSync(programs, { recursive: true });
    copyFileSync(provider, join(programs, PROGRAM));
    const rc = join(folder, 'terraform.rc');
    writeFileSync(
      rc,
      `provider_installation {\n  dev_overrides { "${ADDRESS}" = "${programs}" }\n  direct {}\n}\n`,
    );
    this.#environment = {
      ...process.env,
      TF_CLI_CONFIG_FILE: rc,
      TF_IN_AUTOMATION: '1',
      CHECKPOINT_DISABLE: '1',
      TF_VAR_host: world.host,
      TF_VAR_port: String(world.port),
    };
  }

  /** One configuration of this folder, with its own state. */
  in(name) {
    const cwd = join(this.#folder, name);
    cpSync(join(import.meta.dirname, name), cwd, { recursive: true });
    const terraform = (args, options) =>
      runProgram('terraform', args, { cwd, env: this.#environment, ...options });
    const withValues = (values = {}) =>
      Object.entries(values).flatMap(([key, value]) => ['-var', `${key}=${value}`]);
    const common = ['-no-color', '-input=false'];
    return {
      apply: (values) => terraform(['apply', ...common, '-auto-approve', ...withValues(values)]),
      destroy: (values) =>
        terraform(['destroy', ...common, '-auto-approve', ...withValues(values)]),
      async planIsEmpty(values) {
        const args = ['plan', ...common, '-detailed-exitcode', ...withValues(values)];
        const { code, stdout } = await terraform(args, { codes: [0, 2] });
        const changes = stdout.split('\n').filter((line) => /^ +[-+~/]+ /.test(line));
        must(code === 0, `the plan is not empty: ${changes.slice(0, 3).join('; ')}`);
      },
      async outputs() {
        const { stdout } = await terraform(['output', '-json']);
        const all = Object.entries(JSON.parse(stdout));
        return Object.fromEntries(all.map(([name, { value }]) => [name, value]));
      },
    };
  }
}
