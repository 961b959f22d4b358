/** The groups of operations in the order in which the page shows them: images first, what they need next. */
const GROUPS: Readonly<Record<string, string>> = {
  images:
    'Images: added from urls or by upload, made of volumes and snapshots, changed, deleted, taken back, expunged',
  'image-groups': 'Templates of all volumes of a VM that belong together',
  'image-replication-groups': "Image stores that get each other's images by themselves",
  ovf: 'VMs as one file (OVA), and VMs of descriptors (OVF)',
  'image-packages': 'What was exported so',
  'backup-storage': 'Where images lie: image stores, Sftp and Ceph; exports',
  volumes: 'Disks of VMs, which templates are made of',
  'volume-snapshots': 'Snapshots of volumes, alone and in groups',
  'volume-backups': 'Backups of volumes on image stores',
  'vm-instances': 'VMs, made of images',
  longjobs: 'Calls that go on after their answer, with progress',
  'task-progresses': 'How far the work of a call is',
  jobs: 'What a call that was answered 202 came to',
  zql: 'The query language, over all kinds of resources',
  'batch-queries': 'Several queries in one call',
  'primary-storage': 'Where volumes lie: local storage, NFS, shared mount points, Ceph',
  zones: 'Zones, and the storages that are attached to them',
  cluster: 'Networks that a cluster may be attached to',
  clusters: 'Clusters of hosts',
  hosts: 'Hosts, and what they have left',
  'instance-offerings': 'Processors and memory of VMs, by name',
  'disk-offerings': 'Sizes of disks, by name',
  nics: 'Network interfaces of VMs',
  'l2-networks': 'L2 networks',
  'l3-networks': 'L3 networks with ranges, DNS, routes and services',
  'images-l3networks': 'Networks that VMs of an image can have',
  'backupStorage-l3networks': 'Networks and backup storages that go together',
  'ip-capacity': 'How many addresses are left',
  'network-services': 'Services of networks, and who provides them',
  vips: 'Virtual addresses',
  eips: 'Elastic addresses of NICs',
  'security-groups': 'Security groups and their rules',
  'ssh-key-pair': 'SSH keys of VMs',
  tags: 'Tag patterns, and what they are attached to',
  'system-tags': 'System tags',
  'user-tags': 'User tags',
  login: 'Logging in, by the newer call',
  accounts: 'Accounts, sessions, quotas, sharing',
  account: 'Changes of owner',
  accesskeys: 'Access keys, for signed requests',
  users: 'Users, groups and policies of an account',
  resources: 'Names and owners of resources of any kind',
  'global-configurations': 'The configuration of the cloud',
  'resource-configurations': 'The configuration of single resources',
  'web-hooks': 'Web hooks that are told of events',
  'gc-jobs': 'Garbage that waits for its storage',
  'management-nodes': 'The management node: version, time, readiness',
  'meta-data': 'What kind of installation it is',
  messages: 'The same operations by the message API',
  environments: "The emulator's own API: worlds as wholes",
  emulator: "The emulator's own API: clock, tasks, faults, journal, laws of a world",
};

/** The groups that are used, each with what it is about. */
export function groupsOf(used: ReadonlySet<string>): { name: string; description?: string }[] {
  const known = Object.entries(GROUPS).flatMap(([name, description]) =>
    used.has(name) ? [{ name, description }] : [],
  );
  const others = [...used].filter((name) => !Object.hasOwn(GROUPS, name));
  return [...known, ...others.map((name) => ({ name }))];
}
