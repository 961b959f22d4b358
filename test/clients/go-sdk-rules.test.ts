import { SEED, TestEmulator } from '../support/emulator';
import { openUpload } from '../support/upload';
import { GoError, GoQuery, GoSdk, NotFound, WaitError, type GoOptions } from './go-sdk';
import { imageView } from './image-view';
import { worldOf } from './wire';

const { imageStore } = SEED.backupStorages;
const { runningLinux, starting } = SEED.volumes;
const ADMIN = { accountName: 'admin', password: 'password' };
const TEMPLATE = `v1/images/root-volume-templates/from/volumes/${runningLinux}`;

async function loggedIn(settings: Record<string, string> = {}, options: GoOptions = {}) {
  const emulator = await TestEmulator.start({ settings });
  const client = new GoSdk(worldOf(emulator), ADMIN, options);
  await client.login();
  return { emulator, client, exchanges: client.world.exchanges };
}

test('the login has no authorization, every later call the session twice', async () => {
  const { client, exchanges } = await loggedIn();
  await client.get('v1/images', SEED.image);
  const [login, query] = exchanges;
  expect(login?.headers).not.toHaveProperty('Authorization');
  expect(query?.headers).toMatchObject({
    Authorization: expect.stringMatching(/^OAuth [0-9a-f]{32}$/),
    'X-Session-Id': expect.stringMatching(/^[0-9a-f]{32}$/),
    'Accept-Encoding': '*',
    'Content-Type': 'application/json; charset=utf-8',
  });
  // Any encoding is said to be welcome, but only these are read.
  expect(query?.answer.headers).not.toHaveProperty('content-encoding');
});

test('what is accepted has a location that the client finds by its key, and polls until 200', async () => {
  const { client, exchanges } = await loggedIn({ apiMode: 'async', progression: 'timed' });
  const image = await client.post(TEMPLATE, {
    params: { name: 'x', backupStorageUuids: [imageStore] },
  });
  expect(imageView(image).status).toBe('Ready');
  const [, accepted, ...polls] = exchanges;
  expect(accepted?.answer.status).toBe(202);
  expect(polls.map(({ answer }) => answer.status)).toEqual([...polls.slice(1).map(() => 202), 200]);
  expect(polls.length).toBeGreaterThan(1);
  const { location } = JSON.parse(accepted?.answer.text ?? '');
  expect(new Set(polls.map(({ url }) => url))).toEqual(new Set([location]));
  expect(polls[0]?.answer.text).toBe('{}');
});

test('no answer that is not of a job has a location', async () => {
  const { client, exchanges } = await loggedIn();
  const paths = ['images', 'backup-storage', 'primary-storage', 'volumes', 'vm-instances', 'zones'];
  for (const path of paths) await client.list(`v1/${path}`, new GoQuery());
  await client.post(TEMPLATE, { params: { name: 'x', backupStorageUuids: [imageStore] } });
  for (const { answer } of exchanges) {
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).not.toHaveProperty('location');
  }
});

test('behind a proxy with another name the client finds its job by the path of the location', async () => {
  const { client, exchanges } = await loggedIn(
    { apiMode: 'async', allowedHosts: 'mn.example' },
    { hostBehindProxy: 'mn.example:8080' },
  );
  const image = await client.post(TEMPLATE, {
    params: { name: 'x', backupStorageUuids: [imageStore] },
  });
  expect(image.name).toBe('x');
  const [, accepted, poll] = exchanges;
  expect(JSON.parse(accepted?.answer.text ?? '').location).toMatch(
    /^http:\/\/mn\.example:8080\/zstack\/v1\/api-jobs\/[0-9a-f]{32}$/,
  );
  expect(poll?.url).toMatch(new RegExp(`^http://${client.world.host}/zstack/v1/api-jobs/`));
});

test('a context path leads the client to the environment that it names', async () => {
  const { emulator } = await loggedIn({ apiMode: 'async' });
  const contextPath = 'environments/default/zstack';
  const client = new GoSdk(worldOf(emulator), ADMIN, { contextPath });
  await client.login();
  const image = await client.post(TEMPLATE, {
    params: { name: 'x', backupStorageUuids: [imageStore] },
  });
  expect(image.name).toBe('x');
  const [, , poll] = client.world.exchanges;
  expect(poll?.url).toContain(`/${contextPath}/v1/api-jobs/`);
});

describe('queries', () => {
  test('pages of 50 bring every image once, and tell the total', async () => {
    const { emulator, client } = await loggedIn();
    for (let i = 0; i < 110; i++) {
      await emulator.make('POST', '/images', {
        params: {
          name: `many-${i}`,
          url: 'http://x/y',
          format: 'raw',
          backupStorageUuids: [imageStore],
        },
      });
    }
    const all = await client.listAll('v1/images', new GoQuery().q('name~=many-%'));
    expect(new Set(all.map(({ uuid }) => uuid)).size).toBe(110);
    const page = new GoQuery().q('name~=many-%').set('limit', '7').set('replyWithCount', 'true');
    expect(await client.list('v1/images', page)).toHaveLength(7);
    expect(page.total).toBe(110);
  });

  test.each([
    ['version 1, up', { sortDirection: 'asc', sort: 'name' }, 1],
    ['version 1, down', { sortDirection: 'desc', sort: '-name' }, -1],
    ['version 2, up', { sort: '+name' }, 1],
    ['version 2, down', { sort: '-name' }, -1],
  ])('are sorted as %s says it', async (_how, parameters, direction) => {
    const { client } = await loggedIn();
    const query = new GoQuery();
    for (const [name, value] of Object.entries(parameters)) query.set(name, value);
    const names = (await client.list('v1/images', query)).map(({ name }) => String(name));
    const up = names.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
    expect(names).toEqual(direction === 1 ? up : up.toReversed());
  });

  test('one that finds nothing is no error, a get of nothing is', async () => {
    const { client } = await loggedIn();
    expect(await client.list('v1/images', new GoQuery().q('name=nobody'))).toEqual([]);
    await expect(client.get('v1/images', '0'.repeat(32))).rejects.toThrow(NotFound);
  });
});

describe('errors', () => {
  const refused = (client: GoSdk) =>
    client
      .post(`v1/images/root-volume-templates/from/volumes/${starting}`, {
        params: { name: 'x', backupStorageUuids: [imageStore] },
      })
      .then(
        () => undefined,
        (error: unknown) => error,
      );

  test.each(['documented', 'native'])(
    'have class, text and the text of their cause in the %s form',
    async (wire) => {
      const { client } = await loggedIn({ wire });
      const error = await refused(client);
      expect(error).toBeInstanceOf(GoError);
      expect(error).toMatchObject({
        code: 503,
        errorClass: expect.stringMatching(/^SYS\.\d{4}$/),
        details: expect.stringMatching(/./),
        causes: expect.stringMatching(/./),
      });
    },
  );

  test('of jobs are a text with the status, whatever the form', async () => {
    const { client } = await loggedIn({ apiMode: 'async', wire: 'native' });
    const error = await refused(client);
    expect(error).toBeInstanceOf(WaitError);
    expect(String(error)).toMatch(/StatusCode: 503, Reponse: .*SYS\.\d{4}/);
  });

  test('that are plain text are taken whole: the wrong path of candidate storages is a 404', async () => {
    const { client } = await loggedIn();
    const path = `v1/images/volume-snapshot/${'0'.repeat(32)}/candidate-backup-storage`;
    await expect(client.getWithSpec(path, '', '')).rejects.toMatchObject({
      code: 404,
      errorClass: '',
      details: `no api mapping to /${path}`,
    });
  });
});

test('details of an upload are a list, which the client expects to be one object', async () => {
  const { emulator, client } = await loggedIn();
  const { uuid } = await openUpload(emulator, [imageStore]);
  const answer = await client.getWithSpec('v1/images/upload-job/details', uuid, '');
  expect(answer.existingJobDetails).toEqual([expect.objectContaining({ imageUuid: uuid })]);
  const none = await client.getWithSpec('v1/images/upload-job/details', '0'.repeat(32), '');
  expect(none.existingJobDetails ?? null).toBeNull();
});
