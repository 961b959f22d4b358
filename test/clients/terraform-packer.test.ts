import { SEED, TestEmulator, type Json } from '../support/emulator';
import { GoError, GoQuery, GoSdk, NotFound, withoutEmpty } from './go-sdk';
import { imageView } from './image-view';
import { pollUntil, WIRES_AND_MODES, worldOf } from './wire';

const { imageStore, sftp } = SEED.backupStorages;
const { runningLinux: rootVolume } = SEED.volumes;
const { runningLinux: vm } = SEED.vms;
const ADMIN = { accountName: 'admin', password: 'password' };

async function start(wire: string, apiMode: string) {
  const emulator = await TestEmulator.start({ settings: { wire, apiMode, progression: 'timed' } });
  const client = new GoSdk(worldOf(emulator, apiMode), ADMIN);
  await client.login();
  return { emulator, client };
}

/** Terraform's resource of an image: what it sends in each phase, and which of the answer it keeps. */
class ImageResource {
  state: Json = null;

  constructor(readonly client: GoSdk) {}

  async create(plan: { name: string; url: string; bootMode: string; virtio: string }) {
    const [storage] = await this.client.list('v1/backup-storage', new GoQuery());
    const added = await this.client.post('v1/images', {
      params: {
        name: plan.name,
        description: '',
        url: plan.url,
        format: 'qcow2',
        mediaType: 'RootVolumeTemplate',
        platform: 'Linux',
        guestOsType: 'Linux',
        architecture: 'x86_64',
        virtio: plan.virtio === 'true',
        backupStorageUuids: [storage?.uuid],
      },
      systemTags: [`bootMode::${plan.bootMode}`],
    });
    this.#keep(added);
  }

  /** Gone is what is not found, by the error or by its text. */
  async read(): Promise<void> {
    try {
      this.#keep(await this.client.get('v1/images', this.state.uuid));
    } catch (error) {
      if (!(error instanceof NotFound) && !String(error).includes('status code 404')) throw error;
      this.state = null;
    }
  }

  async update(name: string, description: string): Promise<void> {
    const updateImage = withoutEmpty({
      name,
      description,
      guestOsType: 'Linux',
      platform: 'Linux',
    });
    this.#keep(await this.client.put('v1/images', this.state.uuid, { updateImage }));
  }

  async destroy({ expunge }: { expunge: boolean }): Promise<void> {
    await this.client.delete('v1/images', this.state.uuid, 'Enforcing');
    if (expunge) await this.client.put('v1/images', this.state.uuid, { expungeImage: {} });
  }

  #keep(json: Json): void {
    const { uuid, name, url, guestOsType, platform, lastOpDate, description } = imageView(json);
    expect(typeof json.system).toBe('boolean');
    // An empty description is null in the state.
    this.state = { uuid, name, url, guestOsType, platform, lastOpDate };
    this.state.description = description === '' ? null : description;
  }
}

describe.each(WIRES_AND_MODES)('$wire wire, $apiMode mode', ({ wire, apiMode }) => {
  test('Terraform makes, reads, changes and destroys an image, and plans no change in between', async () => {
    const { emulator, client } = await start(wire, apiMode);
    const before = emulator.available('backup', imageStore);
    const resource = new ImageResource(client);
    const plan = { name: 'tf', url: 'http://mirror.example/tf.qcow2', bootMode: 'UEFI' };
    await resource.create({ ...plan, virtio: 'true' });
    const made = resource.state;
    expect(made).toMatchObject({ name: 'tf', description: null, platform: 'Linux' });
    await resource.read();
    expect(resource.state).toEqual(made);
    const tags = new GoQuery().q(`resourceUuid=${made.uuid}`);
    expect(await client.list('v1/system-tags', tags)).toMatchObject([{ tag: 'bootMode::UEFI' }]);

    await resource.update('tf, renamed', 'told');
    const changed = resource.state;
    expect(changed).toMatchObject({ uuid: made.uuid, name: 'tf, renamed', description: 'told' });
    await resource.read();
    expect(resource.state).toEqual(changed);

    await resource.destroy({ expunge: true });
    await resource.read();
    expect(resource.state).toBeNull();
    expect(emulator.available('backup', imageStore)).toBe(before);
  });

  test("Terraform's data sources find images and storages by uuid, name and pattern", async () => {
    const { client } = await start(wire, apiMode);
    const found = async (condition: string) =>
      (await client.list('v1/images', new GoQuery().q(condition))).map(({ uuid }) => uuid);
    const { name } = await client.get('v1/images', SEED.image);
    expect(await found(`uuid=${SEED.image}`)).toEqual([SEED.image]);
    expect(await found(`name=${name}`)).toEqual([SEED.image]);
    expect(await found(`name~=%${name.slice(1)}`)).toEqual([SEED.image]);
    const path = 'v1/backup-storage/image-store';
    const ofKind = (uuid: string) => client.list(path, new GoQuery().q(`uuid=${uuid}`));
    expect(await ofKind(imageStore)).toMatchObject([{ uuid: imageStore }]);
    expect(await ofKind(sftp)).toEqual([]);
  });

  test('Terraform makes a tag, attaches it to images, renames its token and takes it away', async () => {
    const { client } = await start(wire, apiMode);
    const params = {
      name: 'performance',
      value: 'performance::{class}',
      description: 'how fast',
      color: '#57D355',
      type: 'withToken',
    };
    const tag = await client.post('v1/tags', { params });
    expect(tag).toMatchObject(params);
    expect(await client.get('v1/tags', tag.uuid)).toEqual(tag);

    // The attachment's event has no inventory of its own.
    const body = { params: { resourceUuids: [SEED.image], tokens: { class: 'high' } } };
    const event = await client.post(`v1/tags/${tag.uuid}/resources`, body, '');
    expect(event).toMatchObject({ success: true, results: [{ success: true }] });
    const attached = new GoQuery().q(`tagPatternUuid=${tag.uuid}`);
    expect(await client.list('v1/user-tags', attached)).toMatchObject([
      { resourceUuid: SEED.image, tag: 'performance::high' },
    ]);

    const change = { name: 'performance', value: 'performance::{level}', color: '#57D356' };
    expect(await client.put('v1/tags', tag.uuid, { updateTag: change })).toMatchObject(change);

    // The SDK detaches a tag by deleting it; Terraform then destroys it once more.
    await client.delete('v1/tags', tag.uuid, 'Permissive');
    await client.delete('v1/tags', tag.uuid, 'Permissive');
    expect(await client.list('v1/user-tags', attached)).toEqual([]);
    await expect(client.get('v1/tags', tag.uuid)).rejects.toBeInstanceOf(NotFound);
  });

  test('Packer builds an image of a stopped machine by way of a snapshot, and exports it', async () => {
    const { client } = await start(wire, apiMode);
    // The first call only proves the credentials.
    expect(await client.list('v1/zones', new GoQuery())).not.toEqual([]);
    const named = new GoQuery().q('name=packer-source');
    expect(await client.list('v1/images', named)).toEqual([]);
    const { uuid: source } = await client.post('v1/images', {
      params: {
        name: 'packer-source',
        url: 'http://mirror.example/source.qcow2',
        format: 'qcow2',
        platform: 'Linux',
        backupStorageUuids: [imageStore],
      },
      systemTags: ['bootMode::Legacy'],
    });
    const ready = ({ status, state }: Json) => status === 'Ready' && state === 'Enabled';
    await pollUntil(client.world, 2_000, () => client.get('v1/images', source), ready);

    const stopped = await client.put('v1/vm-instances', vm, {
      stopVmInstance: { type: 'grace', stopHA: 'true' },
    });
    expect(stopped.state).toBe('Stopped');
    const snapshot = await client.post(`v1/volumes/${rootVolume}/volume-snapshots`, {
      params: { name: 'packer-snapshot' },
    });
    const ask = () => client.get('v1/volume-snapshots', snapshot.uuid);
    await pollUntil(client.world, 2_000, ask, ready);
    const image = await client.post(
      `v1/images/root-volume-templates/from/volume-snapshots/${snapshot.uuid}`,
      { params: { name: 'packer-built', platform: 'Linux', backupStorageUuids: [imageStore] } },
    );
    expect(imageView(image)).toMatchObject({ status: 'Ready', name: 'packer-built' });
    const exported = await client.put(
      'v1/backup-storage',
      imageStore,
      { exportImageFromBackupStorage: { imageUuid: image.uuid } },
      '',
    );
    expect((await fetch(exported.imageUrl, { method: 'HEAD' })).status).toBe(200);
    await client.delete('v1/volume-snapshots', snapshot.uuid, 'Permissive');
  });
});

test.each(['documented', 'native'])(
  'Packer knows by its words that a storage exports nothing, and goes on without (%s)',
  async (wire) => {
    const { client } = await start(wire, 'auto');
    const { uuid } = await client.post('v1/images', {
      params: {
        name: 'x',
        url: 'http://mirror.example/x.qcow2',
        format: 'qcow2',
        backupStorageUuids: [sftp],
      },
    });
    const error: unknown = await client
      .put('v1/backup-storage', sftp, { exportImageFromBackupStorage: { imageUuid: uuid } }, '')
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GoError);
    const words =
      /no service deals with message|not support|unsupported|apiexportimagefrombackupstoragemsg/;
    expect(String(error).toLowerCase()).toMatch(words);
  },
);
