import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { EmulatorProcess, temporaryFolder } from '../../support/process';
import { HEAVY_QUERIES, seedOf, SESSIONS } from '../../support/heavy-queries.cjs';

/*
 * Over a million images, with how long /healthz waits: `npm run bench:heavy -- --images 1000000`, figures in
 * docs/performance.md. Here machines may have much else to do, so the work of the process is what counts.
 */

/** Less than the default, so that there is less to wait for. */
const DEADLINE = 100;
/** What the process may have worked when it has refused a query, in ms: it also reads it, and is told in steps of 10. */
const MOST_WORK = 3 * DEADLINE;

async function start(images: number, folder = temporaryFolder()): Promise<EmulatorProcess> {
  writeFileSync(join(folder, 'seed.yaml'), seedOf(images));
  return EmulatorProcess.start(folder, {
    EMULATOR_SEED: join(folder, 'seed.yaml'),
    EMULATOR_QUERY_DEADLINE: String(DEADLINE),
    NODE_OPTIONS: '--max-http-header-size=65536',
  });
}

/** What a process has worked so far, in ms; 0 where the system does not say. */
function workOf({ process: { pid } }: EmulatorProcess): number {
  try {
    const [, , , , , , , , , , , user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '0 0 ')
      .split(' ');
    return (Number(user) + Number(system)) * 10;
  } catch {
    return 0;
  }
}

async function ask(emulator: EmulatorProcess, address: string, session: string) {
  const before = workOf(emulator);
  const answer = await fetch(emulator.url + address, {
    headers: { Authorization: `OAuth ${session}` },
  });
  const { error } = (await answer.json()) as { error: { code: string; details: string } | null };
  return {
    isAnswered: answer.status === 200,
    details: error ? `${error.code} ${error.details}` : '',
    work: workOf(emulator) - before,
  };
}

const BY_SHAPE =
  /^SYS\.1007 (the way\[.+\] of a condition comes to|the conditions of a query take)/;
const BY_COST =
  /^SYS\.1007 (the query takes longer than the 100 ms|the query would sort more than|the answer would be larger than|the MD5 sums of seeded images are being made)/;
/** These must be answered however many images there are. */
const HONEST = [
  'a count of everything',
  'a count of everything, as a normal account',
  'a count of everything, of who has nothing',
  'a page with its count',
  'none on a storage, a page',
  'with a tag that none has',
  'a sum, of who has nothing',
];

test('no query holds the process for longer than it may: each is answered, or refused in words', async () => {
  expect(HEAVY_QUERIES.length).toBeGreaterThan(60);
  const emulator = await start(20_000);
  const odd: object[] = [];
  const verdicts: string[] = [];
  for (const { name, as, address, refused } of HEAVY_QUERIES) {
    const { isAnswered, details, work } = await ask(emulator, address, SESSIONS[as] ?? '');
    const isRight = refused ? BY_SHAPE.test(details) : isAnswered || BY_COST.test(details);
    const isDear = !isAnswered && !details.includes('MD5') && work > MOST_WORK;
    if (!isRight || isDear || (HONEST.includes(name) && !isAnswered)) {
      odd.push({ name, isAnswered, details, work });
    }
    verdicts.push(isAnswered ? 'answered' : details);
  }
  expect(odd).toEqual([]);
  // The world is large enough for some to need more than they get, and small enough for most.
  expect(verdicts.filter((verdict) => BY_COST.test(verdict)).length).toBeGreaterThan(0);
  expect(verdicts.filter((verdict) => verdict === 'answered').length).toBeGreaterThan(30);
});

test('sums of made-up bytes are made once, when somebody asks for all, and kept', async () => {
  const folder = temporaryFolder();
  const emulator = await start(5_000, folder);
  const { inventories } = (await (await emulator.get('/v1/images?q=name=web-77')).json()) as {
    inventories: { uuid: string; md5Sum: string }[];
  };
  const [image] = inventories;
  const found = await emulator.get(`/v1/images?fields=uuid&q=md5Sum=${image?.md5Sum}`);
  expect(await found.json()).toMatchObject({ inventories: [{ uuid: image?.uuid }] });
  await emulator.end('SIGKILL');
  const database = new Database(join(folder, 'default.sqlite'));
  const missing = "select count(*) from images where md5_sum = 'summed when asked for'";
  expect(database.prepare(missing).pluck().get()).toBe(0);
  database.close();
});
