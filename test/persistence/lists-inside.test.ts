import type { InventoryQueries } from '../../src/domain/inventory-queries';
import type { Queryable } from '../../src/query/queryable';
import { parseQuery } from '../../src/query/parse-query';
import { SEED, TEST_TIME, TestEmulator } from '../support/emulator';

/*
 * Lists inside of inventories are read for all rows of a page together, and for one alone by another statement: each
 * has its own, in their order, and who has none has an empty one.
 */

type Kind = {
  [K in keyof InventoryQueries]: InventoryQueries[K] extends Queryable<infer _Row> ? K : never;
}[keyof InventoryQueries];

/** What belongs to whom: the list of each inventory, by columns of the table that it comes from, in order. */
const LISTS: readonly (readonly [
  kind: Kind,
  list: string,
  item: string | undefined,
  table: string,
  owner: string,
  value: string,
  order?: string,
])[] = [
  [
    'primaryStorages',
    'clusterUuids',
    undefined,
    'primary_storage_clusters',
    'primary_storage_uuid',
    'cluster_uuid',
  ],
  ['primaryStorages', 'mons', 'uuid', 'ceph_primary_storage_mons', 'primary_storage_uuid', 'uuid'],
  [
    'primaryStorages',
    'pools',
    'uuid',
    'ceph_primary_storage_pools',
    'primary_storage_uuid',
    'uuid',
  ],
  [
    'cephPrimaryStorages',
    'pools',
    'uuid',
    'ceph_primary_storage_pools',
    'primary_storage_uuid',
    'uuid',
  ],
  [
    'backupStorages',
    'zoneUuids',
    undefined,
    'backup_storage_zones',
    'backup_storage_uuid',
    'zone_uuid',
  ],
  ['backupStorages', 'mons', 'uuid', 'ceph_backup_storage_mons', 'backup_storage_uuid', 'uuid'],
  ['cephBackupStorages', 'mons', 'uuid', 'ceph_backup_storage_mons', 'backup_storage_uuid', 'uuid'],
  ['vmInstances', 'volumes', 'uuid', 'volumes', 'vm_instance_uuid', 'uuid'],
  ['vmInstances', 'cdRoms', 'uuid', 'vm_cd_roms', 'vm_instance_uuid', 'uuid'],
  ['vmInstances', 'nics', 'uuid', 'vm_nics', 'vm_instance_uuid', 'uuid', 'device_id'],
  ['vmNics', 'usedIps', 'uuid', 'used_ips', 'vm_nic_uuid', 'uuid'],
  [
    'l2Networks',
    'clusterUuids',
    undefined,
    'l2_network_clusters',
    'l2_network_uuid',
    'cluster_uuid',
  ],
  ['l3Networks', 'dns', 'dns', 'l3_network_dns', 'l3_network_uuid', 'dns'],
  ['l3Networks', 'ipRanges', 'uuid', 'ip_ranges', 'l3_network_uuid', 'uuid', 'start_key'],
  [
    'l3Networks',
    'networkServices',
    'networkServiceType',
    'network_service_refs',
    'l3_network_uuid',
    'network_service_type',
  ],
  ['l3Networks', 'hostRoutes', 'prefix', 'l3_network_host_routes', 'l3_network_uuid', 'prefix'],
  ['l3Networks', 'reservedIpRanges', 'uuid', 'reserved_ip_ranges', 'l3_network_uuid', 'uuid'],
  [
    'images',
    'refs',
    'backupStorageUuid',
    'image_backup_storage_refs',
    'image_uuid',
    'backup_storage_uuid',
  ],
  ['securityGroups', 'rules', 'uuid', 'security_group_rules', 'security_group_uuid', 'uuid'],
  [
    'securityGroups',
    'l3NetworkUuids',
    undefined,
    'security_group_l3_networks',
    'security_group_uuid',
    'l3_network_uuid',
  ],
  ['volumeSnapshotTrees', 'snapshots', 'uuid', 'volume_snapshots', 'tree_uuid', 'uuid'],
];

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

/** Rows like one that is there, or like the given ones, with other values: to have two of each, and none. */
function more(): void {
  const { database } = emulator.environment;
  const like = (table: string, where: string, values: Record<string, string | number | null>) => {
    const names = database
      .prepare<[string], string>('select name from pragma_table_info(?)')
      .pluck()
      .all(table);
    const shown = names.map((name) => (name in values ? `$${name}` : name));
    database
      .prepare(
        `insert into ${table} (${names.join()}) select ${shown.join()} from ${table} where ${where} limit 1`,
      )
      .run(values);
  };
  database.pragma('foreign_keys = OFF');
  database.pragma('ignore_check_constraints = ON');
  const local = SEED.primaryStorages.local;
  like('primary_storage_clusters', `primary_storage_uuid = '${local}'`, {
    cluster_uuid: SEED.clusters.empty,
  });
  like('ceph_primary_storage_mons', '1', { uuid: '0-mon', hostname: 'h' });
  like('ceph_backup_storage_mons', '1', { uuid: '0-mon', hostname: 'h' });
  like('backup_storage_zones', `backup_storage_uuid = '${SEED.backupStorages.sftp}'`, {
    zone_uuid: '0-zone',
  });
  like('vm_nics', `vm_instance_uuid = '${SEED.vms.runningLinux}'`, {
    uuid: '0-nic',
    device_id: 7,
    mac: 'fa:00:00:00:00:77',
  });
  like('vm_nics', `uuid = '0-nic'`, { uuid: '9-nic', device_id: 4, mac: 'fa:00:00:00:00:78' });
  like('used_ips', 'vm_nic_uuid is not null', { uuid: '0-ip', ip: '10.1.0.99', ip_key: '4x99' });
  like('l2_network_clusters', '1', { cluster_uuid: SEED.clusters.empty });
  like('l3_network_dns', '1', { dns: '1.1.1.1' });
  like('ip_ranges', '1', { uuid: '9-range', start_key: '40' });
  like('ip_ranges', '1', { uuid: '0-range', start_key: '9' });
  const dates = `${TEST_TIME}, ${TEST_TIME}`;
  for (const prefix of ['9.0.0.0/8', '8.0.0.0/8'])
    database.exec(
      `insert into l3_network_host_routes (l3_network_uuid, prefix, nexthop, create_date, last_op_date) values ('${SEED.l3Network}', '${prefix}', 'n', ${dates})`,
    );
  for (const uuid of ['r9', 'r8'])
    database.exec(
      `insert into reserved_ip_ranges (uuid, l3_network_uuid, name, start_ip, end_ip, ip_version, create_date, last_op_date) values ('${uuid}', '${SEED.l3Network}', 'n', '10.1.0.1', '10.1.0.2', 4, ${dates})`,
    );
  database.pragma('ignore_check_constraints = OFF');
  database.pragma('foreign_keys = ON');
}

const rowsOf = (kind: Kind, search: string): Record<string, unknown>[] => {
  const of = emulator.environment.world.queries[kind] as unknown as Queryable<
    Record<string, unknown>
  >;
  return [...of.query(parseQuery(new URLSearchParams(search)), undefined).rows];
};

async function fill(): Promise<void> {
  for (const [name, volume] of [
    ['s', SEED.volumes.data],
    ['t', SEED.volumes.data],
    ['u', SEED.volumes.spareData],
  ]) {
    await emulator.make('POST', `/volumes/${volume}/volume-snapshots`, { params: { name } });
  }
  const { uuid } = await emulator.make('POST', '/security-groups', { params: { name: 'g' } });
  await emulator.make('POST', '/security-groups', { params: { name: 'none' } });
  await emulator.make('POST', `/security-groups/${uuid}/rules`, {
    params: {
      rules: [
        { type: 'Ingress', protocol: 'TCP', startPort: 1, endPort: 2 },
        { type: 'Egress', protocol: 'ICMP', startPort: -1, endPort: -1 },
      ],
    },
  });
  await emulator.make('POST', `/security-groups/${uuid}/l3-networks/${SEED.l3Network}`);
  more();
}

test('each inventory has its own lists in their order, among others as alone', async () => {
  await fill();
  for (const [kind, list, item, table, owner, value, order = 'rowid'] of LISTS) {
    const expected = emulator.environment.database
      .prepare<[string], string>(
        `select ${value} from ${table} where ${owner} = ? order by ${order}`,
      )
      .pluck();
    const told = (row: Record<string, unknown>) =>
      (row[list] as unknown[]).map((each) =>
        item === undefined ? each : (each as Record<string, unknown>)[item],
      );
    let found = 0;
    for (const row of rowsOf(kind, '')) {
      const known = expected.all(String(row['uuid']));
      found += known.length;
      expect([kind, list, row['uuid'], told(row)]).toEqual([kind, list, row['uuid'], known]);
      const [alone] = rowsOf(kind, `q=uuid=${String(row['uuid'])}`);
      expect([kind, list, alone]).toEqual([kind, list, row]);
    }
    expect([kind, list, found > 0]).toEqual([kind, list, true]);
  }
});
