import { compileCount, compilePage, driversOf } from '../../src/persistence/queries/compile';
import { entityOf } from '../../src/persistence/queries/names';
import { parseQuery } from '../../src/query/parse-query';
import { TestEmulator } from '../support/emulator';

/*
 * How SQLite finds what a query asks for: a page of a million rows is quick where it walks the index of its order, or
 * begins with the few rows that one condition leads to (docs/performance.md). The same is found either way, so nothing
 * else tells. Beside each way stands how often the time is looked at: once in each loop over rows.
 */

const ALICE = 'a11ce000000040008000000000000001';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

interface Compiled {
  readonly text: string;
  readonly values: readonly unknown[];
}

const OWNED = 'o sqlite_autoindex_account_resource_refs_1 resource_uuid=?';
const SEEN = `${OWNED} | s shared_resources_once resource_uuid=? AND receiver_account_uuid=? | s shared_resources_public resource_uuid=?`;
const THEIRS =
  'v account_resource_refs_account account_uuid=? | v shared_resources_receiver receiver_account_uuid=? | all v shared_resources_public';

/** The loops over rows, the outermost first, and what is sorted. */
function waysOf({ text, values }: Compiled): string {
  const steps = emulator.environment.database
    .prepare(`explain query plan ${text}`)
    .all(...values) as { readonly detail: string }[];
  const loops = steps.flatMap(({ detail }) => {
    const [, how, table, index, of = ''] =
      /^(SEARCH|SCAN) (\w+)(?: EXISTS)?(?: USING (?:COVERING )?(?:INDEX )?(\w+(?: PRIMARY KEY)?))?(?: \((.*)\))?$/.exec(
        detail,
      ) ?? [];
    if (detail.includes('TEMP B-TREE')) return [detail.includes('LAST') ? 'sort rest' : 'sort'];
    if (how === undefined) return [];
    return [`${how === 'SCAN' ? 'all ' : ''}${table} ${index ?? ''} ${of}`.trim()];
  });
  const all = loops
    .join(' | ')
    .replaceAll(SEEN, 'whether it is seen')
    .replaceAll(OWNED, 'whether it is owned')
    .replaceAll(THEIRS, 'all that is seen');
  return `${all} :${text.match(/in_time\(/g)?.length ?? 0}`;
}

/** Of a page, of its count, and of both where they begin with each of the conditions that can list its rows. */
function told(name: string, search: string, viewer?: string): string[] {
  const entity = entityOf(name);
  const query = parseQuery(new URLSearchParams(search));
  const ways = [
    waysOf(compilePage(entity, query, viewer, undefined)),
    waysOf(compileCount(entity, query, viewer, undefined)),
  ];
  for (const { part, probe } of driversOf(entity, query, viewer)) {
    ways.push(waysOf(compilePage(entity, query, viewer, part)));
    ways.push(waysOf(compileCount(entity, query, viewer, part)));
    ways.push(waysOf({ ...probe, values: [...probe.values, 1] }));
  }
  return ways;
}

const WAYS: readonly (readonly [
  entity: string,
  search: string,
  viewer: string | undefined,
  ways: string[],
])[] = [
  ['image', '', undefined, ['all t0 images_create_date :1', 'all images images_create_date :0']],
  [
    'image',
    'sort=name',
    undefined,
    ['all t0 images_name | sort rest :1', 'all images images_create_date :0'],
  ],
  [
    'image',
    'sort=-name',
    undefined,
    ['all t0 images_name | sort rest :1', 'all images images_create_date :0'],
  ],
  [
    'image',
    'sort=-createDate',
    undefined,
    ['all t0 images_create_date :1', 'all images images_create_date :0'],
  ],
  ['image', 'sort=size', undefined, ['all t0 | sort :1', 'all images images_create_date :0']],
  ['image', 'q=name=x', undefined, ['t0 images_name name=? | sort :1', 't0 images_name name=? :1']],
  [
    'image',
    'q=uuid=x',
    undefined,
    ['t0 sqlite_autoindex_images_1 uuid=? :1', 't0 sqlite_autoindex_images_1 uuid=? :1'],
  ],
  [
    'image',
    'q=status=Ready',
    undefined,
    ['t0 images_status status=? :1', 't0 images_status status=? :1'],
  ],
  [
    'image',
    'q=name~=c%',
    undefined,
    [
      't0 images_name name>? AND name<? | sort rest :1',
      't0 images_name name>? AND name<? :1',
      't0 INTEGER PRIMARY KEY rowid=? | t1 images_name name>? AND name<? | sort :2',
      't0 INTEGER PRIMARY KEY rowid=? | t1 images_name name>? AND name<? :2',
      't1 images_name name>? AND name<? :1',
    ],
  ],
  [
    'image',
    'q=name~=c%x',
    undefined,
    [
      't0 images_name name>? AND name<? | sort rest :1',
      't0 images_name name>? AND name<? :1',
      't0 INTEGER PRIMARY KEY rowid=? | t1 images_name name>? AND name<? | sort :2',
      't0 INTEGER PRIMARY KEY rowid=? | t1 images_name name>? AND name<? :2',
      't1 images_name name>? AND name<? :1',
    ],
  ],
  [
    'image',
    'q=name~=%x',
    undefined,
    [
      'all t0 images_create_date :1',
      'all t0 images_name :1',
      't0 INTEGER PRIMARY KEY rowid=? | all t1 images_name | sort :2',
      't0 INTEGER PRIMARY KEY rowid=? | all t1 images_name :2',
      'all t1 images_name :1',
    ],
  ],
  ['image', 'q=name!~=c%', undefined, ['all t0 images_create_date :1', 'all t0 images_name :1']],
  [
    'image',
    'q=name~=c%&q=status=Ready',
    undefined,
    [
      't0 images_status status=? | sort :1',
      't0 images_status status=? :1',
      't0 INTEGER PRIMARY KEY rowid=? | t1 images_name name>? AND name<? | sort :2',
      't0 INTEGER PRIMARY KEY rowid=? | t1 images_name name>? AND name<? :2',
      't1 images_name name>? AND name<? :1',
    ],
  ],
  [
    'image',
    'q=name~=c%&sort=-createDate',
    undefined,
    [
      'all t0 images_create_date :1',
      't0 images_name name>? AND name<? :1',
      't0 INTEGER PRIMARY KEY rowid=? | t1 images_name name>? AND name<? | sort :2',
      't0 INTEGER PRIMARY KEY rowid=? | t1 images_name name>? AND name<? :2',
      't1 images_name name>? AND name<? :1',
    ],
  ],
  [
    'image',
    'q=name~=c%&sort=-name',
    undefined,
    [
      't0 images_name name>? AND name<? | sort rest :1',
      't0 images_name name>? AND name<? :1',
      't0 INTEGER PRIMARY KEY rowid=? | t1 images_name name>? AND name<? | sort :2',
      't0 INTEGER PRIMARY KEY rowid=? | t1 images_name name>? AND name<? :2',
      't1 images_name name>? AND name<? :1',
    ],
  ],
  [
    'image',
    'q=name~=%c&sort=name',
    undefined,
    [
      'all t0 images_name | sort rest :1',
      'all t0 images_name :1',
      't0 INTEGER PRIMARY KEY rowid=? | all t1 images_name | sort :2',
      't0 INTEGER PRIMARY KEY rowid=? | all t1 images_name :2',
      'all t1 images_name :1',
    ],
  ],
  [
    'image',
    'q=createDate>2017-01-01&sort=createDate',
    undefined,
    ['t0 images_create_date create_date>? :1', 't0 images_create_date create_date>? :1'],
  ],
  [
    'image',
    'q=__systemTag__=x',
    undefined,
    [
      'all t0 images_create_date | t1 system_tags_once resource_uuid=? :2',
      'all t0 sqlite_autoindex_images_1 | t1 system_tags_once resource_uuid=? :2',
      't0 sqlite_autoindex_images_1 uuid=? | t1 system_tags_tag tag=? | sort :2',
      't0 sqlite_autoindex_images_1 uuid=? | t1 system_tags_tag tag=? :2',
      't1 system_tags_tag tag=? :1',
    ],
  ],
  [
    'image',
    'q=__systemTag__!=x',
    undefined,
    [
      'all t0 images_create_date | t1 system_tags_once resource_uuid=? :2',
      'all t0 sqlite_autoindex_images_1 | t1 system_tags_once resource_uuid=? :2',
    ],
  ],
  [
    'image',
    'q=backupStorage.name=x',
    undefined,
    [
      'all t0 images_create_date | t1 image_backup_storage_refs_once image_uuid=? | t2 sqlite_autoindex_backup_storages_1 uuid=? :3',
      'all t0 sqlite_autoindex_images_1 | t1 image_backup_storage_refs_once image_uuid=? | t2 sqlite_autoindex_backup_storages_1 uuid=? :3',
      't0 sqlite_autoindex_images_1 uuid=? | t1 image_backup_storage_refs_storage backup_storage_uuid=? | all t2 | sort :3',
      't0 sqlite_autoindex_images_1 uuid=? | t1 image_backup_storage_refs_storage backup_storage_uuid=? | all t2 :3',
      't1 image_backup_storage_refs_storage backup_storage_uuid=? | all t2 :2',
    ],
  ],
  [
    'image',
    'q=backupStorageRef.backupStorageUuid=x&q=name~=c%',
    undefined,
    [
      't0 images_name name>? AND name<? | t1 image_backup_storage_refs_once image_uuid=? AND backup_storage_uuid=? | sort rest :2',
      't0 images_name name>? AND name<? | t1 image_backup_storage_refs_once image_uuid=? AND backup_storage_uuid=? :2',
      't0 sqlite_autoindex_images_1 uuid=? | t1 image_backup_storage_refs_storage backup_storage_uuid=? | sort :2',
      't0 sqlite_autoindex_images_1 uuid=? | t1 image_backup_storage_refs_storage backup_storage_uuid=? :2',
      't1 image_backup_storage_refs_storage backup_storage_uuid=? :1',
      't0 INTEGER PRIMARY KEY rowid=? | t2 images_name name>? AND name<? | t1 image_backup_storage_refs_once image_uuid=? AND backup_storage_uuid=? | sort :3',
      't0 INTEGER PRIMARY KEY rowid=? | t2 images_name name>? AND name<? | t1 image_backup_storage_refs_once image_uuid=? AND backup_storage_uuid=? :3',
      't1 images_name name>? AND name<? :1',
    ],
  ],
  [
    'image',
    'q=volume.vmInstance.name~=x%',
    undefined,
    [
      'all t0 images_create_date | t1 volumes_root_image root_image_uuid=? | t2 sqlite_autoindex_vm_instances_1 uuid=? :3',
      'all t0 sqlite_autoindex_images_1 | t1 volumes_root_image root_image_uuid=? | t2 sqlite_autoindex_vm_instances_1 uuid=? :3',
      't0 sqlite_autoindex_images_1 uuid=? | t1 volumes_vm_instance vm_instance_uuid=? | t2 INTEGER PRIMARY KEY rowid=? | t3 vm_instances_name name>? AND name<? | sort :4',
      't0 sqlite_autoindex_images_1 uuid=? | t1 volumes_vm_instance vm_instance_uuid=? | t2 INTEGER PRIMARY KEY rowid=? | t3 vm_instances_name name>? AND name<? :4',
      't1 volumes_vm_instance vm_instance_uuid=? | t2 INTEGER PRIMARY KEY rowid=? | t3 vm_instances_name name>? AND name<? :3',
    ],
  ],
  [
    'volume',
    'q=name~=c%',
    undefined,
    [
      't0 volumes_name name>? AND name<? :1',
      't0 volumes_name name>? AND name<? :1',
      't0 INTEGER PRIMARY KEY rowid=? | t1 volumes_name name>? AND name<? | sort :2',
      't0 INTEGER PRIMARY KEY rowid=? | t1 volumes_name name>? AND name<? :2',
      't1 volumes_name name>? AND name<? :1',
    ],
  ],
  [
    'systemtag',
    'q=tag~=c%',
    undefined,
    [
      't0 system_tags_tag tag>? AND tag<? :1',
      't0 system_tags_tag tag>? AND tag<? :1',
      't0 INTEGER PRIMARY KEY rowid=? | t1 system_tags_tag tag>? AND tag<? | sort :2',
      't0 INTEGER PRIMARY KEY rowid=? | t1 system_tags_tag tag>? AND tag<? :2',
      't1 system_tags_tag tag>? AND tag<? :1',
    ],
  ],
  ['vminstance', '', undefined, ['all t0 :1', 'all vm_instances vm_instances_name :0']],
  ['sftpbackupstorage', '', undefined, ['all t0 :1', 'all t0 :1']],
  [
    'host',
    'q=cluster.name=x',
    undefined,
    [
      'all t0 | t1 sqlite_autoindex_clusters_1 uuid=? :2',
      'all t0 hosts_cluster | t1 sqlite_autoindex_clusters_1 uuid=? :2',
      't0 hosts_cluster cluster_uuid=? | all t1 | sort :2',
      't0 hosts_cluster cluster_uuid=? | all t1 :2',
      'all t1 :1',
    ],
  ],
  [
    'image',
    '',
    ALICE,
    [
      'all t0 images_create_date | whether it is seen :1',
      'account_resource_refs account_resource_refs_account account_uuid=? AND resource_type=? | all s shared_resources_once :1',
      't0 sqlite_autoindex_images_1 uuid=? | all that is seen | sort :4',
      'account_resource_refs account_resource_refs_account account_uuid=? AND resource_type=? | all s shared_resources_once :1',
      'all that is seen :3',
    ],
  ],
  [
    'image',
    'q=name~=c%',
    ALICE,
    [
      't0 images_name name>? AND name<? | whether it is seen | sort rest :1',
      't0 images_name name>? AND name<? | whether it is seen :1',
      't0 sqlite_autoindex_images_1 uuid=? | all that is seen | sort :4',
      't0 sqlite_autoindex_images_1 uuid=? | all that is seen :4',
      'all that is seen :3',
      't0 INTEGER PRIMARY KEY rowid=? | t1 images_name name>? AND name<? | whether it is seen | sort :2',
      't0 INTEGER PRIMARY KEY rowid=? | t1 images_name name>? AND name<? | whether it is seen :2',
      't1 images_name name>? AND name<? :1',
    ],
  ],
  [
    'image',
    'q=__userTag__=x',
    ALICE,
    [
      'all t0 images_create_date | whether it is seen | t1 user_tags_once resource_uuid=? | whether it is owned :2',
      'all t0 sqlite_autoindex_images_1 | whether it is seen | t1 user_tags_once resource_uuid=? | whether it is owned :2',
      't0 sqlite_autoindex_images_1 uuid=? | all that is seen | t1 user_tags_once resource_uuid=? | whether it is owned | sort :5',
      't0 sqlite_autoindex_images_1 uuid=? | all that is seen | t1 user_tags_once resource_uuid=? | whether it is owned :5',
      'all that is seen :3',
      't0 sqlite_autoindex_images_1 uuid=? | t1 user_tags_tag tag=? | whether it is owned | whether it is seen | sort :2',
      't0 sqlite_autoindex_images_1 uuid=? | t1 user_tags_tag tag=? | whether it is owned | whether it is seen :2',
      't1 user_tags_tag tag=? | whether it is owned :1',
    ],
  ],
  [
    'zone',
    'q=vmInstance.name=x',
    ALICE,
    [
      'all t0 | t1 vm_instances_name name=? | whether it is seen :2',
      'all t0 sqlite_autoindex_zones_1 | t1 vm_instances_name name=? | whether it is seen :2',
      't0 sqlite_autoindex_zones_1 uuid=? | t1 vm_instances_name name=? | whether it is seen | sort :2',
      't0 sqlite_autoindex_zones_1 uuid=? | t1 vm_instances_name name=? | whether it is seen :2',
      't1 vm_instances_name name=? | whether it is seen :1',
    ],
  ],
  [
    'usertag',
    'q=tag~=c%',
    ALICE,
    [
      't0 user_tags_tag tag>? AND tag<? | whether it is seen | whether it is owned | a sqlite_autoindex_accounts_1 uuid=? | whether it is owned :1',
      't0 user_tags_tag tag>? AND tag<? | whether it is seen | whether it is owned | a sqlite_autoindex_accounts_1 uuid=? | whether it is owned :1',
      't0 INTEGER PRIMARY KEY rowid=? | t1 user_tags_tag tag>? AND tag<? | whether it is seen | whether it is owned | a sqlite_autoindex_accounts_1 uuid=? | whether it is owned | sort :2',
      't0 INTEGER PRIMARY KEY rowid=? | t1 user_tags_tag tag>? AND tag<? | whether it is seen | whether it is owned | a sqlite_autoindex_accounts_1 uuid=? | whether it is owned :2',
      't1 user_tags_tag tag>? AND tag<? :1',
    ],
  ],
  [
    'quota',
    '',
    ALICE,
    ['t0 quotas_once identity_uuid=? | sort :1', 't0 quotas_once identity_uuid=? :1'],
  ],
];

test.each(WAYS)('of %s, %j as %s', (entity, search, viewer, ways) => {
  expect(told(entity, search, viewer)).toEqual(ways);
});
