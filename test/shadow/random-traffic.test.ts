import { createHash } from 'node:crypto';
import { OPERATION_NAMES, RandomWorld, type Step } from '../properties/random-world';
import { seedText, TestEmulator } from '../support/emulator';
import { Beside } from './beside';

/** `npm run shadow:hour` asks for more. */
const SECONDS = Number(process.env['SHADOW_SECONDS'] ?? 20);

/** Steps of a run that is not long, of each world: the same on any machine. */
const A_SHORT_RUN = 250;

/** A long run lets time pass; what falls due in a moment may come before or after a request. */
const IS_LONG = SECONDS > 20;

/** Steps that go past the API: no proxy sees them. */
const PAST_THE_API = ['write', 'storageAgent', 'time', 'restart'];
/** Their own look at capacities needs a clock that stands. */
const OF_A_STOPPED_CLOCK = ['cloneImage'];
const STEPS = OPERATION_NAMES.flatMap((name, i) =>
  [...PAST_THE_API, ...OF_A_STOPPED_CLOCK].includes(name) ? [] : [i],
);

/** What is looked at between steps; `N`, where a random number stands. */
const LOOKS = [
  '/images?replyWithCount=true',
  '/images?sort=-size&limit=5&start=N',
  '/images?q=state=Enabled&fields=uuid,name,status',
  '/images?count=true&q=status=Deleted',
  '/volumes',
  '/volumes?q=type=Data&sort=+name',
  '/volume-snapshots?sort=-createDate',
  '/vm-instances?limit=3',
  '/backup-storage',
  '/primary-storage?q=status=Connected',
  '/primary-storage/capacities?all=true',
  '/zql?zql=query%20image%20where%20size%20>%20N',
  '/system-tags',
  '/nothing?q=N',
  '/images?q=size>abc',
  '/images?q=nofield=N',
];

// prettier-ignore
const FAMILIES = [
  'accounts', 'zones', 'clusters', 'hosts', 'l2-networks', 'l3-networks', 'backup-storage', 'primary-storage',
  'disk-offerings', 'instance-offerings', 'images', 'volumes', 'vm-instances', 'volume-snapshots',
  'volume-snapshots/group', 'vips', 'eips', 'security-groups', 'tags',
];

/** A chance that can be repeated: splitmix32. */
function chanceOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % below;
  };
}

/** Random steps of a client that waits for its jobs. */
class Client extends RandomWorld {
  constructor(
    cloud: TestEmulator,
    private readonly beside: Beside,
  ) {
    super(cloud, undefined);
  }

  override call(method: string, path: string, body?: object) {
    return this.beside.call(method, path, body);
  }
}

/** The default seed, each uuid another one. */
const otherUuids = seedText('default.yaml').replaceAll(/\b[0-9a-f]{32}\b/g, (uuid) =>
  createHash('md5').update(uuid).digest('hex'),
);

const ADMIN = { kind: 'account', name: 'admin', password: 'password' } as const;

const WORLDS = [
  ['alike', {}, {}],
  [
    'without nulls, jobs asked for',
    { wire: 'native', apiMode: 'async' },
    { wire: 'native' as const },
  ],
  ['other uuids', {}, { seed: otherUuids, hasOtherNames: true }],
  ...(IS_LONG ? [['captured, also anew', {}, { identity: ADMIN, pause: 2_000 }] as const] : []),
  ['fewer checks', { checks: 'native' }, { checks: 'native' as const }],
] as const;

test.each(WORLDS)(
  'no difference is invented in random traffic: %s',
  async (_what, settings, options) => {
    const seed = Number(process.env['SHADOW_SEED'] ?? 1);
    const chance = chanceOf(seed);
    const until = performance.now() + (SECONDS * 1000) / WORLDS.length;
    const goesOn = () => !IS_LONG || performance.now() < until;
    const counts: Record<string, number> = {};
    for (let round = 0; IS_LONG ? goesOn() : round === 0; round++) {
      const cloud = await TestEmulator.start({
        settings,
        realTime: IS_LONG,
        chanceSeed: 7 + round,
      });
      const beside = await Beside.start(cloud.url, options);
      // Who knows no uuid looks around first.
      for (const family of FAMILIES) await beside.call('GET', `/${family}`);
      const world = new Client(cloud, beside);
      for (let i = 0; i < (IS_LONG ? 300 : A_SHORT_RUN) && goesOn(); i++) {
        const step: Step = [
          STEPS[chance(STEPS.length)] ?? 0,
          ...([chance(9_999), chance(9_999), chance(9_999)] as const),
        ];
        await world.step(step);
        const look = LOOKS[chance(LOOKS.length)]?.replace('N', String(chance(9)));
        await beside.call('GET', look ?? '');
      }
      const judged = await beside.judged();
      const odd = judged.filter(
        ({ outcome, reason = '' }) =>
          outcome === 'differs' || reason.startsWith('the shadow failed'),
      );
      expect(odd.slice(0, 3)).toEqual([]);
      for (const { outcome, reason } of judged) {
        const what = reason ?? outcome;
        counts[what] = (counts[what] ?? 0) + 1;
      }
      await beside.stop();
      await cloud.stop();
    }
    if (SECONDS > 20) process.stderr.write(`${JSON.stringify(counts)}\n`);
    const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
    // What cannot be compared is the less.
    expect(counts['same'] ?? 0).toBeGreaterThan(all / 2);
  },
  SECONDS * 4_000 + 60_000,
);
