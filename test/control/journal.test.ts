import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN_SESSION, ALICE_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import { serveToTheEnd, temporaryFolder } from '../support/process';

const journal = async (emulator: TestEmulator, search = ''): Promise<Json[]> =>
  (await emulator.control('GET', `/journal${search}`)).body.inventories;
const forget = (emulator: TestEmulator) => emulator.anonymous.delete('/emulator/v1/journal');
const password = createHash('sha512').update('password').digest('hex');
const logIn = (emulator: TestEmulator) =>
  emulator.call('PUT', '/accounts/login', {
    logInByAccount: { accountName: 'admin', password },
  });
const template = (emulator: TestEmulator, params: object = {}, headers = {}) =>
  emulator.createTemplate(SEED.volumes.stoppedWindows, { name: 'x', ...params }, { headers });

/** Each eight characters of it that stand together. */
const partsOf = (secret: string) =>
  Array.from({ length: secret.length - 7 }, (_, i) => secret.slice(i, i + 8));

describe('the journal', () => {
  test('keeps a body as it was sent, blanks and the order of its fields included', async () => {
    const emulator = await TestEmulator.start();
    const sent = '{ "systemTags" : [],\n "params" : {"name":"zone-2" } }';
    const { text } = await emulator.anonymous
      .post('/zstack/v1/zones')
      .set('Authorization', `OAuth ${ADMIN_SESSION}`)
      .set('Content-Type', 'application/json')
      .send(sent);
    expect(await journal(emulator)).toMatchObject([{ requestBody: sent, answerBody: text }]);
  });

  test('keeps what was asked, by whom, and what was answered', async () => {
    const emulator = await TestEmulator.start();
    await template(emulator, { description: 'a copy' });
    await emulator.get('/zstack/v1/images?q=name=x', ALICE_SESSION);
    await emulator.get('/zstack/v1/nothing');
    const [created, asked, lost, ...others] = await journal(emulator);
    expect(others).toEqual([]);
    expect(created).toMatchObject({
      id: 1,
      environment: 'default',
      date: '2017-11-14T22:20:57.000Z',
      method: 'POST',
      url: `/zstack/v1/images/root-volume-templates/from/volumes/${SEED.volumes.stoppedWindows}`,
      operation: 'CreateRootVolumeTemplateFromRootVolume',
      accountUuid: '36c27e8ff05c4780bf6d2fa65700f22e',
      jobUuid: expect.stringMatching(/^[0-9a-f]{32}$/),
      status: 200,
      faultUuid: null,
    });
    expect(JSON.parse(created.requestBody)).toEqual({
      params: { name: 'x', description: 'a copy' },
    });
    expect(JSON.parse(created.answerBody).inventory.name).toBe('x');
    expect(created.milliseconds).toBeGreaterThan(0);
    expect(asked).toMatchObject({
      operation: 'QueryImage',
      accountUuid: 'a11ce000000040008000000000000001',
      status: 200,
    });
    expect(lost).toMatchObject({ operation: null, accountUuid: null, status: 404 });
  });

  test('hides passwords, sessions and credentials wherever they stand', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'journal.jsonl');
    const emulator = await TestEmulator.start({ settings: { journalFile: file } });
    const session = (await logIn(emulator)).body.inventory.uuid as string;
    await emulator.get('/zstack/v1/images', session);
    await emulator.call('GET', `/accounts/sessions/${session}/valid`);
    await emulator.call('DELETE', `/accounts/sessions/${session}`);
    await emulator.call('POST', '/backup-storage/sftp', {
      params: {
        name: 's',
        url: '/x',
        hostname: '127.0.0.9',
        username: 'root',
        password: 'open-sesame',
      },
    });
    const har = await emulator.control('GET', '/journal/har');
    const verified = await emulator.control('POST', '/journal/verify', {
      operation: 'LogInByAccount',
      match: { password: 'guess' },
    });
    const told = [JSON.stringify(await journal(emulator)), har.text, verified.text];
    await emulator.stop();
    told.push(readFileSync(file, 'utf8'));
    for (const text of told) {
      for (const secret of [session, password, 'open-sesame']) {
        // Nor is a part of it left.
        for (const part of partsOf(secret)) expect(text).not.toContain(part);
      }
      expect(text).not.toContain(ADMIN_SESSION);
    }
    expect(told[0]).toContain('***');
    expect(told[0]).toContain('/accounts/sessions/***/valid"');
  });

  test('is asked by operation, account, job, status and text, and in pages', async () => {
    const emulator = await TestEmulator.start();
    const jobUuid = 'c0ffee00000040008000000000000001';
    await template(emulator, {}, { 'X-Job-UUID': jobUuid });
    await emulator.get(`/zstack/v1/api-jobs/${jobUuid}`);
    await emulator.get('/zstack/v1/images', ALICE_SESSION);
    await emulator.call('DELETE', '/images/none');
    const ids = async (search: string) => (await journal(emulator, search)).map(({ id }) => id);
    expect(await ids('')).toEqual([1, 2, 3, 4]);
    expect(await ids('?operation=QueryImage')).toEqual([3]);
    expect(await ids('?operation=PollJob')).toEqual([2]);
    expect(await ids(`?jobUuid=${jobUuid}`)).toEqual([1, 2]);
    expect(await ids('?accountUuid=a11ce000000040008000000000000001')).toEqual([3]);
    expect(await ids('?status=503')).toEqual([4]);
    expect(await ids('?text=images/none')).toEqual([4]);
    // Nobody finds a secret by guessing.
    expect(await ids(`?text=${ADMIN_SESSION}`)).toEqual([]);
    expect(await ids('?since=2')).toEqual([3, 4]);
    expect(await ids('?limit=1')).toEqual([4]);
    await forget(emulator);
    expect(await ids('')).toEqual([]);
    const { body } = await emulator.control('GET', '/journal?operation=QueryImages');
    expect(body.error.details).toBe(
      "'QueryImages' is no operation of ZStack (did you mean 'QueryImage'?)",
    );
  });

  test('keeps the last ones only, and no body longer than 16 KiB', async () => {
    const emulator = await TestEmulator.start({ settings: { journalSize: '3' } });
    for (let i = 0; i < 5; i++) await emulator.get(`/zstack/v1/images?q=name=${i}`);
    expect((await journal(emulator)).map(({ id }) => id)).toEqual([3, 4, 5]);
    await emulator.call('PUT', `/images/${SEED.images.linux}/actions`, {
      updateImage: { description: 'long '.repeat(10_000) },
    });
    const [, , long] = await journal(emulator);
    expect([long.requestBody.length, long.status]).toEqual([16_384, 503]);
    const none = await TestEmulator.start({ settings: { journalSize: '0' } });
    await none.get('/zstack/v1/images');
    expect(await journal(none)).toEqual([]);
  });

  test('tells which fault rule made an answer, and of connections without one', async () => {
    const emulator = await TestEmulator.start();
    const rule = async (kind: string) =>
      (await emulator.control('POST', '/faults', { kind, operation: 'QueryImage', times: 1 })).body
        .inventory.uuid;
    const failed = await rule('fail');
    await emulator.get('/zstack/v1/images');
    await rule('dropBefore');
    await emulator.get('/zstack/v1/images').catch(() => undefined);
    expect(await journal(emulator)).toMatchObject([
      { status: 503, faultUuid: failed },
      { status: 0, answerBody: '' },
    ]);
  });

  test('is an HTTP archive with all that the format demands', async () => {
    const emulator = await TestEmulator.start();
    await template(emulator);
    await emulator.get('/zstack/v1/images?q=name=x&limit=1');
    const { log } = (await emulator.control('GET', '/journal/har')).body;
    expect([log.version, log.creator.name, log.entries.length]).toEqual([
      '1.2',
      'zstack-image-emulator',
      2,
    ]);
    const [created, asked] = log.entries;
    for (const { request, response, timings, cache, time, startedDateTime } of log.entries) {
      expect(Date.parse(startedDateTime)).toBeGreaterThan(0);
      expect([typeof time, typeof cache, typeof timings.wait]).toEqual([
        'number',
        'object',
        'number',
      ]);
      for (const part of [request, response]) {
        expect(part).toMatchObject({
          httpVersion: 'HTTP/1.1',
          cookies: [],
          headers: expect.any(Array),
          headersSize: -1,
          bodySize: expect.any(Number),
        });
      }
      expect(response.content.size).toBe(Buffer.byteLength(response.content.text));
    }
    expect(JSON.parse(created.request.postData.text)).toEqual({ params: { name: 'x' } });
    expect(asked.request).toMatchObject({
      method: 'GET',
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/zstack\/v1\/images\?/),
      queryString: [
        { name: 'q', value: 'name=x' },
        { name: 'limit', value: '1' },
      ],
    });
  });

  test('is written to a file as it goes on, and added to what is there', async () => {
    const file = join(temporaryFolder(), 'journal.jsonl');
    const settings = { journalFile: file, journalSize: '0' };
    for (let i = 0; i < 2; i++) {
      const emulator = await TestEmulator.start({ settings });
      await emulator.get('/zstack/v1/images');
      await emulator.stop();
    }
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).operation)).toEqual(['QueryImage', 'QueryImage']);
    const { code, stderr } = await serveToTheEnd([], {
      EMULATOR_DATA_DIR: temporaryFolder(),
      EMULATOR_JOURNAL_FILE: join(temporaryFolder(), 'no', 'where'),
    });
    expect([code, stderr]).toEqual([2, expect.stringContaining('cannot be written')]);
  });
});

describe('verification', () => {
  const verify = async (emulator: TestEmulator, params: object): Promise<Json> =>
    (await emulator.control('POST', '/journal/verify', params)).body;

  test('says yes when the calls are there, however else they look', async () => {
    const emulator = await TestEmulator.start();
    await template(emulator, { name: 'golden', description: 'nightly' });
    const asked = { operation: 'CreateRootVolumeTemplateFromRootVolume' };
    const match = { name: 'golden', rootVolumeUuid: SEED.volumes.stoppedWindows };
    expect((await verify(emulator, { ...asked, match })).inventory).toEqual({
      matches: true,
      count: 1,
      calls: [1],
      nearestMisses: [],
    });
    expect((await verify(emulator, { ...asked, match, atLeast: 2 })).inventory.matches).toBe(false);
    expect((await verify(emulator, { ...asked, match, atMost: 0 })).inventory.matches).toBe(false);
    expect(
      (await verify(emulator, { operation: 'DeleteImage', atMost: 0 })).inventory.matches,
    ).toBe(true);
    await emulator.get('/zstack/v1/images?q=name=golden');
    const query = { operation: 'QueryImage', match: { q: 'name=golden' } };
    expect((await verify(emulator, query)).inventory.matches).toBe(true);
  });

  test('says no with the nearest misses, and where they differ', async () => {
    const emulator = await TestEmulator.start();
    await template(emulator, { name: 'iron', description: 'nightly' });
    await template(emulator, { name: 'lead', description: 'weekly' });
    const { inventory } = await verify(emulator, {
      operation: 'CreateRootVolumeTemplateFromRootVolume',
      match: { name: 'golden', description: 'nightly' },
    });
    expect(inventory).toEqual({
      matches: false,
      count: 0,
      calls: [],
      nearestMisses: [
        { id: 1, differences: [{ path: 'name', wanted: 'golden', found: 'iron' }] },
        {
          id: 2,
          differences: [
            { path: 'name', wanted: 'golden', found: 'lead' },
            { path: 'description', wanted: 'nightly', found: 'weekly' },
          ],
        },
      ],
    });
  });

  test.each([
    [{}, "the field 'operation' is missing"],
    [{ operation: 'CreateImage' }, "'CreateImage' is no operation of ZStack (did you mean"],
    [
      { operation: 'QueryImage', atLeast: -1 },
      "'atLeast' is -1: expected a whole number from 0 to",
    ],
  ])('refuses %j', async (params, details) => {
    const emulator = await TestEmulator.start();
    expect((await verify(emulator, params)).error.details).toContain(details);
  });
});

describe('one request of the journal', () => {
  test('is told by its number as the list has it', async () => {
    const emulator = await TestEmulator.start();
    await template(emulator);
    await emulator.get('/zstack/v1/images');
    const [, listed] = await journal(emulator);
    const { status, body } = await emulator.control('GET', '/journal/2');
    expect([status, body.inventory]).toEqual([200, listed]);
  });

  test('that is forgotten, or never came, is told apart', async () => {
    const emulator = await TestEmulator.start({ settings: { journalSize: '1' } });
    await emulator.get('/zstack/v1/images');
    await emulator.get('/zstack/v1/images');
    const details = async (id: number) =>
      (await emulator.control('GET', `/journal/${id}`)).body.error.details;
    expect(await details(1)).toContain('the request 1 is forgotten');
    expect(await details(3)).toContain('there is no request 3');
  });
});
