import { once } from 'node:events';
import { ADMIN_SESSION, SEED, type Json } from '../support/emulator';
import { recordOf } from '../support/fleet';
import { EmulatorProcess, eventually, temporaryFolder } from '../support/process';
import { S3Server } from '../support/s3-server';

/** A replica as a process, with everything in memory unless a folder is given. */
function start(
  store: S3Server,
  name: string,
  more: Record<string, string> = {},
  folder = ':memory:',
) {
  const settings = { EMULATOR_REPLICA: name, EMULATOR_DRAIN_DELAY: '0', LOG_LEVEL: 'info' };
  return EmulatorProcess.start(folder, { ...store.variables, ...settings, ...more });
}

const originOf = ({ url }: EmulatorProcess) => new URL(url).origin;

async function create(replica: EmulatorProcess, params: object): Promise<void> {
  await replica.control('POST', '/environments', params);
}

/** Asks for a template in a world; the answer's status. */
async function template(replica: EmulatorProcess, world: string, name: string): Promise<number> {
  const volume = SEED.volumes.runningLinux;
  const answer = await fetch(
    `${originOf(replica)}/environments/${world}/zstack/v1/images/root-volume-templates/from/volumes/${volume}`,
    {
      method: 'POST',
      headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
      body: JSON.stringify({ params: { name } }),
    },
  );
  await answer.text();
  return answer.status;
}

/** Names of what was made; undefined: it is not answered now. */
async function made(replica: EmulatorProcess, world: string): Promise<string[] | undefined> {
  const answer = await fetch(
    `${originOf(replica)}/environments/${world}/zstack/v1/images?q=name~=made-%25`,
    { headers: { Authorization: `OAuth ${ADMIN_SESSION}` } },
  );
  const body = (await answer.json()) as Json;
  if (answer.status !== 200) return undefined;
  return body.inventories.map(({ name }: { name: string }) => name).toSorted();
}

/** Waits until a world is in the store as it is after a change. */
async function stored(store: S3Server, world: string, change: () => Promise<unknown>) {
  const before = recordOf(store, world).contents.checkpoint.key;
  await change();
  await eventually(async () =>
    recordOf(store, world).contents.checkpoint.key === before ? undefined : true,
  );
}

test('the worlds of a killed replica go on elsewhere, as they were stored last', async () => {
  const store = await S3Server.start();
  const [a, b] = await Promise.all([start(store, 'a'), start(store, 'b')]);
  await create(a, { name: 'w' });
  await stored(store, 'w', () => template(a, 'w', 'made-1'));
  await a.end('SIGKILL');
  expect(await eventually(() => made(b, 'w'))).toEqual(['made-1']);
  expect(recordOf(store, 'w')).toMatchObject({ number: 2, replica: 'b' });
});

test('a replica that stood still beyond its lease answers nothing of what it had begun, and writes nothing', async () => {
  const store = await S3Server.start();
  const [a, b] = await Promise.all([start(store, 'a'), start(store, 'b')]);
  await create(a, { name: 'w' });
  await create(a, { name: 'slow' });
  // A call that is let in, and is answered much later.
  const fault = { kind: 'answerLate', operation: 'QueryZone', delay: '5s' };
  await a.control('POST', '/environments/slow/faults', fault);
  const late = fetch(`${originOf(a)}/environments/slow/zstack/v1/zones`, {
    headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
  });
  await eventually(async () => {
    const rules = await fetch(`${originOf(a)}/emulator/v1/environments/slow/faults`);
    const { inventories } = (await rules.json()) as Json;
    return inventories[0].hits > 0 || undefined;
  });
  a.process.kill('SIGSTOP');
  expect(await eventually(() => made(b, 'w'))).toEqual([]);
  expect(await eventually(() => made(b, 'slow'))).toEqual([]);
  expect(await template(b, 'w', 'made-by-b')).toBe(200);
  const { number } = recordOf(store, 'w');
  a.process.kill('SIGCONT');
  const answer = await late;
  expect([answer.status, await answer.text()]).toEqual([
    503,
    expect.stringMatching(/whether what was asked for was done is not known/),
  ]);
  await eventually(async () => (/dropped here/.test(a.stderr) ? true : undefined));
  expect(recordOf(store, 'w')).toMatchObject({ number, replica: 'b' });
  expect(await made(b, 'w')).toEqual(['made-by-b']);
});

test('a replica that is told to end hands over all that it has acknowledged', async () => {
  const store = await S3Server.start();
  const [a, b] = await Promise.all([start(store, 'a'), start(store, 'b')]);
  await create(a, { name: 'w' });
  const acknowledged: string[] = [];
  const exit = once(a.process, 'exit');
  for (let i = 0; ; i++) {
    if (i === 5) a.process.kill('SIGTERM');
    const status = await template(a, 'w', `made-${i}`).catch(() => 0);
    if (status === 200) acknowledged.push(`made-${i}`);
    else if (i >= 5) break;
  }
  expect(await eventually(() => made(b, 'w'))).toEqual(acknowledged.toSorted());
  expect(await exit).toEqual([0, null]);
});

test('what a killed replica had in files goes on from there when nobody has taken it, and is dropped when somebody has', async () => {
  const store = await S3Server.start();
  const folder = temporaryFolder();
  const rarely = { EMULATOR_CHECKPOINT: '1h' };
  const a = await start(store, 'a', rarely, folder);
  for (const name of ['kept', 'taken']) await create(a, { name, storage: 'file' });
  for (const name of ['kept', 'taken']) expect(await template(a, name, 'made-1')).toBe(200);
  await a.end('SIGKILL');
  const b = await start(store, 'b');
  expect(await eventually(() => made(b, 'taken'))).toEqual([]);
  const again = await start(store, 'a', rarely, folder);
  expect(await eventually(() => made(again, 'kept'))).toEqual(['made-1']);
  await eventually(async () =>
    /'taken'.*older than the store's and was removed/.test(again.stderr) ? true : undefined,
  );
  expect(await made(b, 'taken')).toEqual([]);
});
