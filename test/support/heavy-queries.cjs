// Queries that would hold a process for long if they were let: of the shapes that clients can write, one each.
// `as`: who asks; `by` of the query APIs: path and parameters; `zql`: a text. `refused`: by its shape, in any world.
'use strict';

const times = (text, count, between = '') =>
  Array.from({ length: count }, () => text).join(between);
const numbered = (count, between, text) =>
  Array.from({ length: count }, (_each, i) => text(i)).join(between);
const around = (pairs) => times('backupStorage.image.', pairs);

const images = (parameters) => ({ path: '/v1/images', parameters });
const queries = {
  // Ways that go round.
  'images around the storages, once': images({ count: true, q: `${around(1)}name=nosuch` }),
  'images around the storages, twice': {
    ...images({ count: true, q: `${around(2)}name=nosuch` }),
    refused: true,
  },
  'images around the storages, five times': {
    ...images({ count: true, q: `${around(5)}name=nosuch` }),
    refused: true,
  },
  'the same as a normal account': {
    ...images({ count: true, q: `${around(5)}name=nosuch` }),
    as: 'alice',
    refused: true,
  },
  'storages around the images': {
    path: '/v1/backup-storage',
    parameters: { q: 'image.backupStorage.name=nosuch', count: true },
  },
  'VMs around the zones': {
    path: '/v1/vm-instances',
    parameters: { q: `${times('zone.vmInstance.', 7)}name=nosuch` },
    refused: true,
  },
  'VMs around the zones, once': {
    path: '/v1/vm-instances',
    parameters: { q: 'zone.vmInstance.name=nosuch' },
  },
  'images around the volumes': {
    ...images({ q: `${times('volume.image.', 7)}name=nosuch` }),
    refused: true,
  },
  'a way that goes round, of a negative condition': images({
    count: true,
    q: 'backupStorage.image.name!=nosuch',
  }),
  'a way that goes round, of a pattern': images({
    count: true,
    q: 'backupStorage.image.name~=%nosuch%',
  }),
  'a way that goes round, of a tag': images({
    count: true,
    q: 'backupStorage.image.__systemTag__=nosuch',
  }),
  'a way that goes round, nothing found, newest first': images({
    sort: '-createDate',
    limit: 20,
    q: 'backupStorage.image.name=nosuch',
  }),
  'three ways that go round': images({
    count: true,
    q: ['backupStorage.image.name=a', 'backupStorage.image.url=b', 'backupStorage.image.size=3'],
  }),
  'ways that go round, or': {
    zql: `count image where ${numbered(8, ' or ', (i) => `backupStorage.image.name = 'nosuch${i}'`)}`,
  },
  'ways that go round, 130 or': {
    zql: `count image where ${numbered(130, ' or ', (i) => `${around(1)}name = 'n${i}'`)}`,
    refused: true,
  },
  'ways that go round, 500 or': {
    zql: `count image where ${numbered(500, ' or ', () => `${around(1)}name = 'n'`)}`,
    refused: true,
  },
  'the same for a normal account': {
    zql: `count image where ${numbered(8, ' or ', (i) => `backupStorage.image.name = 'nosuch${i}'`)}`,
    as: 'alice',
  },
  'a way that goes round in a subquery': {
    zql: `count image where uuid in (query image.uuid where ${around(1)}name = 'nosuch')`,
  },
  'a long way that goes round in a subquery': {
    zql: `count image where uuid in (query image.uuid where ${around(4)}name = 'nosuch')`,
    refused: true,
  },
  'a way that goes round, beside a restriction': {
    zql: `count backupstorage where image.backupStorage.image.backupStorage.image.name = 'nosuch' restrict by (image.name = 'nosuch')`,
    refused: true,
  },
  // Everything.
  'a count of everything': images({ count: true }),
  'a count of everything, as a normal account': { ...images({ count: true }), as: 'alice' },
  'a count of everything, of who has nothing': { ...images({ count: true }), as: 'bob' },
  'a count of what is Ready': images({ count: true, q: 'status=Ready' }),
  'a count of what is Ready, as a normal account': {
    ...images({ count: true, q: 'status=Ready' }),
    as: 'alice',
  },
  'a count of what is not Ready': images({ count: true, q: 'status!=Ready' }),
  'a count of what is Enabled': images({ count: true, q: 'state=Enabled' }),
  'a page of everything': images({ limit: 1000 }),
  'a page of 5,000': images({ limit: 5000 }),
  'a page of 20,000': images({ limit: 20_000 }),
  'a page of everything, as a normal account': {
    ...images({ limit: 1000, sort: '-createDate' }),
    as: 'alice',
  },
  'a page with its count': images({ limit: 20, replyWithCount: true }),
  'a page far behind': images({ start: 250_000, limit: 20 }),
  'a page far behind, sorted': images({ start: 250_000, limit: 20, sort: '-createDate' }),
  'a million inventories': images({ limit: 1_000_000 }),
  'two thousand million inventories': images({ limit: 2 ** 31 - 1, sort: '-name' }),
  'a million names': images({ limit: 1_000_000, fields: 'name' }),
  'a million refs': { zql: 'query image limit 1000000' },
  'all tags': { path: '/v1/system-tags', parameters: { limit: 1_000_000 } },
  'all owners': {
    path: '/v1/accounts/resources/refs',
    parameters: { limit: 1_000_000, sort: '-createDate' },
  },
  'a count of all owners': { path: '/v1/accounts/resources/refs', parameters: { count: true } },
  // Patterns.
  'a part of a name': images({ count: true, q: 'name~=%nosuch%' }),
  'a page of a part of a name': images({ limit: 20, q: 'name~=%nosuch%', sort: '-createDate' }),
  'a pattern of 30 wildcards': images({ count: true, q: `url~=${times('%a', 30)}b` }),
  'a pattern of 4,000 wildcards': { zql: `count image where url like '${times('%a', 4000)}b'` },
  'parts of an address, 200 or': {
    zql: `count image where ${numbered(200, ' or ', (i) => `url like '%nosuch${i}%'`)}`,
  },
  'parts of a name, 500 or': {
    zql: `count image where ${numbered(500, ' or ', (i) => `name like '%nosuch${i}%'`)}`,
  },
  'a date by its text': images({ count: true, q: 'createDate~=%nosuch%' }),
  'a beginning of many names': images({ count: true, q: 'name~=web-%' }),
  'a beginning of many names, by size': images({ limit: 20, q: 'name~=web-%', sort: '-size' }),
  'no part of a name': images({ count: true, q: 'name!~=%nosuch%' }),
  // Sorts.
  'by a field without an index': images({ limit: 20, sort: '-url' }),
  'by a field without an index, as a normal account': {
    ...images({ limit: 20, sort: '-url' }),
    as: 'alice',
  },
  'by four fields': {
    zql: 'query image order by url asc, size desc, name asc, uuid desc limit 20',
  },
  // Sums of made-up bytes.
  'a sum that nobody has': images({ limit: 5, q: 'md5Sum=nosuch' }),
  'a count of a sum': images({ count: true, q: 'md5Sum=nosuch' }),
  'sorted by their sums': images({ limit: 20, sort: '+md5Sum' }),
  'groups of sums': { zql: 'count image group by md5Sum limit 10' },
  'a part of a sum': images({ count: true, q: 'md5Sum~=%abc%' }),
  'storages by the sums of their images': {
    path: '/v1/backup-storage',
    parameters: { count: true, q: 'image.md5Sum=nosuch' },
  },
  'the same, of who has nothing': {
    path: '/v1/backup-storage',
    parameters: { count: true, q: 'image.md5Sum=nosuch' },
    as: 'bob',
  },
  'a sum, of who has nothing': { ...images({ q: 'md5Sum=nosuch' }), as: 'bob' },
  // Groups and sums.
  'groups of states': { zql: 'count image group by status' },
  'groups of names': { zql: 'count image group by name limit 10' },
  'groups of addresses': { zql: 'count image group by url limit 10' },
  'the first of each group': { zql: 'query image group by url limit 10' },
  'distinct addresses': { zql: 'query distinct(image.url) limit 10' },
  'a count of distinct addresses': { zql: 'count distinct(image.url)' },
  'sums of sizes': { zql: 'sum image.size by status' },
  'sums of sizes by name': { zql: 'sum image.size,actualSize by name order by size desc limit 10' },
  'sums of everything': {
    zql: 'sum image.size,actualSize,size,actualSize,size,actualSize by uuid limit 10',
  },
  // Relations and sets.
  'all on a storage': images({ count: true, q: 'backupStorage.name=bs-1' }),
  'all on no storage of the name': images({ count: true, q: 'backupStorage.name!=nosuch' }),
  'none on a storage, a page': images({ limit: 20, q: 'backupStorage.name=nosuch' }),
  'all with a ref that is Ready': images({ count: true, q: 'backupStorageRef.status=Ready' }),
  'with a tag that none has': images({ count: true, q: '__systemTag__=nosuch' }),
  'without a tag': images({ count: true, q: '__systemTag__!=nosuch' }),
  'with a tag that is null': images({ count: true, q: '__systemTag__ is null' }),
  'all of a set': { zql: `count image where backupStorage.name has ('bs-1','bs-2')` },
  'a set of 500': {
    zql: `count image where backupStorage.name has (${numbered(500, ',', (i) => `'n${i}'`)})`,
  },
  'a set that none has all of': {
    zql: `count image where backupStorageRefs.backupStorageUuid not has (${numbered(500, ',', (i) => `'n${i}'`)})`,
  },
  'all images beside all images of a storage': {
    zql: 'count image inner join imagebackupstorageref on imagebackupstorageref.imageUuid != image.uuid',
  },
  'all pairs that are alike in nothing': {
    zql: `query image inner join systemtag on systemtag.tag = image.name left join usertag on usertag.tag = image.name limit 5`,
  },
  'a right join, as a normal account': {
    as: 'alice',
    zql: 'count zone right join image on image.name = zone.name',
  },
  'fields against fields': {
    zql: 'count image where image.actualSize > image.size or image.name = image.uuid',
  },
  'sorted by a function': { zql: 'query image order by length(image.name) desc limit 5' },
  'sorted by signs': { zql: 'query image order by (size + actualSize) * size desc limit 5' },
  'functions of all': { zql: 'query max(image.name,size,md5Sum)' },
  'functions of many groups': { zql: 'query avg(image.size) group by name,uuid' },
  'a function of each': { zql: "query upper(image.name) where uuid like '%f' return with (total)" },
  'distinct names': { zql: 'count distinct(image.name)' },
  'a search': { zql: "search 'nosuch'" },
  'a subquery of one value': {
    zql: "count image where size > (query image.size where name = 'nosuch')",
  },
  'a list of 1,000 uuids': {
    zql: `count image where uuid in (${numbered(300, ',', (i) => `'${String(i).padStart(32, '0')}'`)})`,
  },
  'everything but a list': {
    zql: `count image where uuid not in (${numbered(300, ',', (i) => `'${String(i).padStart(32, '0')}'`)})`,
  },
  'everything in everything': { zql: 'count image where uuid in (query image.uuid)' },
  'everything in everything, 12 deep': {
    zql: `count image where ${times('uuid in (query image.uuid where ', 12)}name = 'x'${times(')', 12)}`,
  },
  'nothing of everything': { zql: 'count image where url not in (query image.name)' },
  'names in addresses': {
    zql: `count image where name in (query image.url where url like '%nosuch%')`,
  },
  '64 statements': { zql: times("count image where url like '%nosuch%'", 64, ';') },
  '64 pages': { zql: times('query image limit 1000', 64, ';') },
  '500 conditions': { zql: `count image where ${numbered(500, ' and ', (i) => `url != 'x${i}'`)}` },
  '500 conditions, or': {
    zql: `count image where ${numbered(500, ' or ', (i) => `description = 'x${i}'`)}`,
  },
  '60 pairs of parentheses': {
    zql: `count image where ${times("(url = 'y' or url = 'z' and ", 60)}url = 'x'${times(')', 60)}`,
  },
};

const SESSIONS = {
  admin: '5e55000000004000800000000000ad01',
  alice: '5e5500000000400080000000000a11ce',
  bob: '5e55000000004000800000000000b0b0',
};

/** The address of a query, behind that of the image API. */
function addressOf({ path, parameters, zql }) {
  if (zql !== undefined) return `/v1/zql?${new URLSearchParams({ zql })}`;
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const each of [value].flat()) search.append(name, String(each));
  }
  return `${path}?${search}`;
}

/** A seed of so many images on two storages: a tenth alice's, the rest admin's; bob has nothing. */
const seedOf = (count) => `version: 1
accounts: [{ name: alice, password: alice-password }, { name: bob, password: bob-password }]
sessions:
${Object.entries(SESSIONS)
  .map(([account, uuid]) => `  - { uuid: '${uuid}', account: ${account} }`)
  .join('\n')}
zones: [{ name: zone-1 }]
primaryStorages:
  - { name: ps, zone: zone-1, type: LocalStorage, url: /ps, totalCapacity: 1T }
backupStorages:
  - { name: bs-1, type: ImageStoreBackupStorage, url: /bs, zones: [zone-1], totalCapacity: 8000000000000000 }
  - { name: bs-2, type: ImageStoreBackupStorage, url: /bs, zones: [zone-1], totalCapacity: 8000000000000000 }
vmInstances:
  - name: vm
    zone: zone-1
    rootVolume: { name: root, uuid: 'd0000000000040008000000000000001', primaryStorage: ps, size: 1G, actualSize: 1K }
images:
  - { name: 'web-{n}', count: ${count - count / 10 - 10}, url: 'http://x/web-{n}.qcow2', size: 1M, actualSize: 1K, createDate: '-{n}s', backupStorages: [{ name: bs-1 }, { name: bs-2 }] }
  - { name: 'alice-{n}', account: alice, count: ${count / 10}, url: 'http://x/a-{n}.qcow2', size: 1M, actualSize: 1K, createDate: '-{n}s', backupStorages: [{ name: bs-1 }, { name: bs-2 }] }
  - { name: 'tagged-{n}', count: 10, url: 'http://x/t-{n}.qcow2', size: 1M, actualSize: 1K, systemTags: ['bootMode::UEFI'], backupStorages: [{ name: bs-1 }, { name: bs-2 }] }
`;

const HEAVY_QUERIES = Object.entries(queries).map(([name, query]) => ({
  name,
  as: query.as ?? 'admin',
  address: addressOf(query),
  refused: query.refused ?? false,
}));

module.exports = { HEAVY_QUERIES, SESSIONS, seedOf };
