import Database from 'better-sqlite3';
import { join } from 'node:path';
import { TestEmulator, type Json } from '../support/emulator';
import { DATA_DIRECTORIES, unpacked } from './fixtures';

/** What the older version kept of its storages and VMs, as rows. */
function rowsOf(folder: string, sql: string): Json[] {
  const database = new Database(join(folder, 'default.sqlite'), { readonly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

test.each(DATA_DIRECTORIES)(
  'every cluster and host that the world of %s/%s names is there, and every monitor and pool',
  async (version, name) => {
    const folder = unpacked(version, name);
    const clusters = rowsOf(
      folder,
      `select distinct cluster_uuid as uuid from primary_storage_clusters union
       select cluster_uuid from vm_instances where cluster_uuid is not null`,
    ).map(({ uuid }) => uuid);
    const hosts = rowsOf(
      folder,
      `select host_uuid as uuid from vm_instances where host_uuid is not null union
       select last_host_uuid from vm_instances where last_host_uuid is not null`,
    ).map(({ uuid }) => uuid);
    const monitors = ['primary', 'backup'].flatMap((kind) =>
      rowsOf(
        folder,
        `select uuid, mon_urls from ${kind}_storages where mon_urls is not null and mon_urls <> ''`,
      ).map(({ uuid, mon_urls: urls }) => [kind, uuid, urls.split(',')] as const),
    );
    const emulator = await TestEmulator.start({ settings: { dataDir: folder } });
    const all = async (path: string) => (await emulator.call('GET', path)).body.inventories;
    const uuids = (rows: Json[]) => rows.map(({ uuid }) => uuid);
    expect(uuids(await all('/clusters'))).toEqual(expect.arrayContaining(clusters));
    expect(uuids(await all('/hosts'))).toEqual(expect.arrayContaining(hosts));
    for (const [kind, uuid, urls] of monitors) {
      const { mons } = await emulator.find(`/${kind}-storage/ceph/${uuid}`);
      const told = mons.map(
        (mon: Json) =>
          `${mon.sshUsername}:*@${mon.hostname}:${mon.sshPort}/?monPort=${mon.monPort}`,
      );
      expect([uuid, told]).toEqual([uuid, urls]);
    }
    for (const storage of await all('/primary-storage/ceph')) {
      const name_ = storage.url.replace(/^ceph:\/\//, '');
      expect(storage.pools.map(({ poolName }: Json) => poolName)).toEqual([name_, name_, name_]);
    }
    const locals = await all('/volumes?q=primaryStorage.type=LocalStorage&q=status=Ready');
    const refs = await all('/primary-storage/local-storage/resource-refs');
    const placed = refs.map(({ resourceUuid }: Json) => resourceUuid);
    const attached = locals.filter((volume: Json) => volume.vmInstanceUuid !== null);
    expect(placed).toEqual(expect.arrayContaining(uuids(attached)));
    expect(emulator.brokenLaws()).toEqual({});
  },
);
