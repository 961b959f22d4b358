// A cloud of so many VMs for bench:scale, and what people ask of one.
import { SESSION } from './server.mjs';

const isQuick = process.argv.includes('--quick');

/** Of a /16, the VMs of one network: it has 65,533 addresses. */
const VMS_ON_A_NETWORK = 50_000;
const VMS_ON_A_HOST = 50;
const HOSTS_IN_A_CLUSTER = 50;
const IMAGES = 20;
/** The volume of which there is a long chain of snapshots. */
const CHAIN = 30;

const uuidsOf = (kind) => (n) =>
  `${kind}00000000004000800000${typeof n === 'string' ? n : String(n).padStart(10, '0')}`;
const [NETWORK, VOLUME, HOST, CLUSTER, IMAGE] = ['13', 'da', '05', 'c1', '1a'].map(uuidsOf);
/** The place of a number in the uuid of what is counted. */
const EACH = '{n:010}';

const list = (count, text) => Array.from({ length: count }, (_, i) => text(i + 1)).join('\n');

/** VMs with a NIC and a data volume each, on hosts of 50, in clusters of 50 hosts; snapshots of every tenth volume. */
function seedOf(count) {
  const hosts = Math.ceil(count / VMS_ON_A_HOST);
  const clusters = Math.ceil(hosts / HOSTS_IN_A_CLUSTER);
  const networks = Math.ceil(count / VMS_ON_A_NETWORK);
  const choice = (names) => `{ choice: [${names.join(', ')}] }`;
  const names = (of, most) => Array.from({ length: Math.min(of, most) }, (_, i) => i + 1);
  const all = names(clusters, clusters)
    .map((n) => `c-${n}`)
    .join(', ');
  return `version: 1
sessions: [{ uuid: ${SESSION}, account: admin }]
zones: [{ name: z }]
clusters:
  - { name: "c-{n}", uuid: "${CLUSTER(EACH)}", count: ${clusters}, zone: z }
hosts:
${list(clusters, (n) => `  - { name: "h-{n}", uuid: "${HOST(EACH)}", count: ${Math.min(HOSTS_IN_A_CLUSTER, hosts - (n - 1) * HOSTS_IN_A_CLUSTER)}, from: ${(n - 1) * HOSTS_IN_A_CLUSTER + 1}, cluster: c-${n}, cpuNum: 1024, memory: 4T }`)}
l2Networks:
  - { name: l2, zone: z, clusters: [${all}] }
l3Networks:
${list(networks, (n) => `  - { name: net-${n}, uuid: "${NETWORK(n)}", l2Network: l2, ipRanges: [{ cidr: 10.${n}.0.0/16 }, { cidr: "2001:db8:${n}::/64" }] }`)}
primaryStorages:
  - { name: ps, zone: z, type: NFS, url: "10.0.0.2:/ps", clusterUuids: [${all}], totalCapacity: 8000T }
backupStorages:
  - { name: bs, type: ImageStoreBackupStorage, url: /bs, zones: [z], totalCapacity: 8000T }
images:
  - { name: "image-{n}", uuid: "${IMAGE(EACH)}", count: ${IMAGES}, url: "http://x/{n}.qcow2", size: 1G, actualSize: 1M, backupStorages: [bs] }
vmInstances:
${list(networks, (n) => {
  const from = (n - 1) * VMS_ON_A_NETWORK + 1;
  const some = Math.min(VMS_ON_A_NETWORK, count - from + 1);
  return `  - { name: "web-{n}", count: ${some}, from: ${from}, zone: z, hostUuid: ${choice(names(hosts, 5000).map((h) => `h-${h}`))}, image: ${choice(names(IMAGES, IMAGES).map((i) => `image-${i}`))}, createDate: "-{n}s", nics: [{ l3Network: net-${n} }], rootVolume: { primaryStorage: ps, size: 1G, actualSize: 1M, format: qcow2 } }`;
})}
volumes:
  - { name: "data-{n}", uuid: "${VOLUME(EACH)}", count: ${count}, primaryStorage: ps, size: 1G, actualSize: 1M, vmInstance: "web-{n}" }
snapshots:
  - { name: "daily-{n}", count: ${count / 10}, volume: "data-{n}", size: 1K }
${list(CHAIN, (n) => `  - { name: chain-${n}, volume: data-${count}, size: 1K${n === 1 ? '' : `, parent: chain-${n - 1}`} }`)}
`;
}

const query = (path, search) => `/v1/${path}?${new URLSearchParams(search)}`;
const vms = (search) => query('vm-instances', search);

/** `mark`: how much slower than in the smallest cloud it may be. */
const QUERIES = [
  { name: 'VM by uuid', path: (world) => `/v1/vm-instances/${world.vm()}`, mark: 1.3 },
  { name: 'VM by name', path: (world) => vms({ q: `name=web-${world.number()}` }), mark: 2 },
  {
    name: 'VMs by name prefix, a page',
    path: () => vms({ q: 'name~=web-5%', limit: 20 }),
    mark: 2,
  },
  {
    name: 'VMs of an image, a page',
    path: (world) => vms({ q: `imageUuid=${world.image()}`, limit: 20 }),
    mark: 2,
  },
  {
    name: 'VMs of a host',
    path: (world) => vms({ q: `hostUuid=${world.host()}`, limit: 100 }),
    mark: 2,
  },
  {
    name: 'VMs that run, newest first, a page',
    path: () => vms({ q: 'state=Running', sort: '-createDate', start: 100, limit: 20 }),
    mark: 2,
  },
  {
    name: 'VM by an address of its NIC',
    path: (world) => vms({ q: `vmNics.ip=${world.address()}` }),
    mark: 2,
  },
  {
    name: 'NICs of a VM',
    path: (world) => query('vm-instances/nics', { q: `vmInstanceUuid=${world.vm()}` }),
    mark: 1.3,
  },
  {
    name: 'volumes of a VM',
    path: (world) => query('volumes', { q: `vmInstanceUuid=${world.vm()}` }),
    mark: 1.3,
  },
  {
    name: 'volume by name',
    path: (world) => query('volumes', { q: `name=data-${world.number()}` }),
    mark: 2,
  },
  {
    name: 'snapshots of a volume',
    path: (world) => query('volume-snapshots', { q: `volumeUuid=${world.volume()}` }),
    mark: 1.3,
  },
  {
    name: 'tree of a chain of snapshots',
    path: (world) => query('volume-snapshots/trees', { q: `volumeUuid=${world.chained}` }),
    mark: 2,
  },
  {
    name: 'hosts of a cluster, a page',
    path: (world) => query('hosts', { q: `clusterUuid=${world.cluster()}`, limit: 20 }),
    mark: 2,
  },
  {
    name: 'who has an address',
    path: (world) => query('l3-networks/ip-address', { q: `ip=${world.address()}` }),
    mark: 2,
  },
  {
    name: 'taken addresses of a /16, a page',
    path: (world) =>
      query('l3-networks/ip-address', { q: `l3NetworkUuid=${world.network}`, limit: 20 }),
    mark: 2,
  },
  {
    name: 'whether an address of a /16 is free',
    path: (world) => `/v1/l3-networks/${world.network}/ip/${world.address()}/availability`,
    mark: 2,
  },
  {
    name: 'free addresses of a /16, behind its taken ones',
    path: (world) => `/v1/l3-networks/${world.network}/ip/free?limit=20`,
    isFew: true,
  },
  {
    name: 'capacity of a /16',
    path: (world) => `/v1/ip-capacity?l3NetworkUuids=${world.network}`,
    isFew: true,
  },
  {
    name: 'make a NIC',
    creation: (world) => ['/v1/nics', { params: { l3NetworkUuid: world.network } }],
    mark: 2,
  },
  {
    name: 'make a VM',
    creation: (world) => [
      '/v1/vm-instances',
      {
        params: {
          name: 'made',
          cpuNum: 1,
          memorySize: 2 ** 30,
          imageUuid: world.image(),
          l3NetworkUuids: [world.network],
        },
      },
    ],
    mark: 2,
  },
];

async function lookAt(_server, count, ask) {
  const { json } = await ask(vms({ limit: 1000, fields: 'uuid' }));
  const uuids = json.inventories.map(({ uuid }) => uuid);
  const hosts = Math.ceil(count / VMS_ON_A_HOST);
  let at = 0;
  const next = (most) => (at++ % most) + 1;
  const taken = Math.min(count, VMS_ON_A_NETWORK);
  return {
    vm: () => uuids[at++ % uuids.length],
    number: () => next(count),
    volume: () => VOLUME(next(count / 10)),
    chained: VOLUME(count),
    host: () => HOST(next(hosts)),
    cluster: () => CLUSTER(next(Math.ceil(hosts / HOSTS_IN_A_CLUSTER))),
    image: () => IMAGE(next(IMAGES)),
    network: NETWORK(1),
    address() {
      const n = next(taken) + 1;
      return `10.1.${Math.floor(n / 256)}.${n % 256}`;
    },
  };
}

export const CLOUD = {
  name: 'scale-of-a-cloud',
  of: 'VMs',
  sizes: isQuick ? [200, 2_000] : [1_000, 20_000, 100_000],
  seedOf,
  queries: QUERIES,
  lookAt,
  mostSeeding: 120,
  mostMemory: 400,
};
