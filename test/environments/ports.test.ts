import { Agent, request as send } from 'node:http';
import { ADMIN_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import {
  create,
  done,
  environmentOf,
  everything,
  exported,
  host,
  imported,
  ownError,
  refusedByHost,
} from '../support/environments';
import { freePort, occupied } from '../support/listener';
import { rawRequest } from '../support/raw-request';
import { upload } from '../support/upload';

const { runningLinux } = SEED.volumes;
const { imageStore } = SEED.backupStorages;
const TEMPLATE = `/zstack/v1/images/root-volume-templates/from/volumes/${runningLinux}`;

/** A client that knows host and port only. */
class Narrow {
  readonly base: string;

  constructor({ port }: { port: number }) {
    this.base = `http://127.0.0.1:${port}`;
  }

  async call(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: Json; text: string }> {
    const answer = await fetch(`${this.base}${path}`, {
      method,
      headers: { Authorization: `OAuth ${ADMIN_SESSION}`, ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, text, body: text.startsWith('{') ? JSON.parse(text) : null };
  }

  async template(name: string): Promise<Json> {
    const answer = await this.call('POST', TEMPLATE, { params: { name } });
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body.inventory;
  }

  async names(): Promise<string[]> {
    const { body } = await this.call('GET', '/zstack/v1/images?fields=name');
    return body.inventories.map(({ name }: Json) => name);
  }
}

const listens = (port: number) =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    () => true,
    () => false,
  );

async function started(more: object = {}, settings = {}) {
  const emulator = await TestEmulator.start({ settings });
  const made = await create(emulator, { name: 'mine', port: 0, ...more });
  return { emulator, made, mine: new Narrow(made) };
}

describe('an environment with a port of its own', () => {
  test('is all that a client finds there which knows host and port only', async () => {
    const { emulator, made, mine } = await started();
    expect(made).toMatchObject({
      port: expect.any(Number),
      portUrl: `${mine.base}/zstack`,
      url: `${emulator.url}/environments/mine/zstack`,
      problem: null,
    });
    expect(made.port).not.toBe(Number(new URL(emulator.url).port));
    await mine.template('by port');
    expect(await mine.names()).toContain('by port');
    const elsewhere = await emulator.get('/zstack/v1/images?q=name=by port&count=true');
    expect(elsewhere.body.total).toBe(0);
    const byPath = await emulator.get('/environments/mine/zstack/v1/images?q=name=by port');
    expect(byPath.body.inventories).toHaveLength(1);
    const clock = await mine.call('POST', '/emulator/v1/clock/advance', { params: { by: '1h' } });
    expect(clock.status).toBe(200);
    const now = (name: string) => environmentOf(emulator, name).world.clock.now();
    expect(now('mine') - now('default')).toBe(3_600_000);
  });

  test('takes messages there, and answers what came of them', async () => {
    const { emulator, mine } = await started();
    const className = 'org.zstack.header.image.APIUpdateImageMsg';
    const fields = { uuid: SEED.image, name: 'renamed', session: { uuid: ADMIN_SESSION } };
    const answer = await mine.call('POST', '/zstack/api', { [className]: fields });
    const told = await mine.call('GET', `/zstack/api/result/${answer.body.uuid}`);
    expect([answer.status, told.status, told.body.state]).toEqual([200, 200, 'Done']);
    expect(await mine.names()).toContain('renamed');
    expect((await emulator.find(`/images/${SEED.image}`)).name).not.toBe('renamed');
  });

  test('gives addresses that lead back into it', async () => {
    const { emulator, mine } = await started();
    const job = await mine.call(
      'POST',
      TEMPLATE,
      { params: { name: 'later' } },
      { Prefer: 'respond-async' },
    );
    expect(job.body.location.startsWith(`${mine.base}/zstack/v1/api-jobs/`)).toBe(true);
    const poll = await mine.call('GET', new URL(job.body.location).pathname);
    expect([poll.status, poll.body.inventory.name]).toEqual([200, 'later']);
    const there = `${mine.base}/emulator/v1/environments/mine/backup-storage/${imageStore}/`;

    const exporting = { exportImageFromBackupStorage: { imageUuid: poll.body.inventory.uuid } };
    const path = `/zstack/v1/backup-storage/${imageStore}/actions`;
    const { imageUrl } = (await mine.call('PUT', path, exporting)).body;
    expect(imageUrl.startsWith(`${there}exports/`)).toBe(true);
    expect((await fetch(imageUrl, { method: 'HEAD' })).status).toBe(200);

    const uuid = 'feedfeedfeed4eedaeedfeedfeedfeed';
    const params = { resourceUuid: uuid, name: 'up', url: 'upload://x', format: 'raw' };
    const opened = await mine.call('POST', '/zstack/v1/images', {
      params: { ...params, backupStorageUuids: [imageStore] },
    });
    const address: string = opened.body.inventory.backupStorageRefs[0].installPath;
    expect(address.startsWith(`${there}image-uploads/`)).toBe(true);
    const bytes = Buffer.alloc(2_000, 'y');
    const headers = { 'X-IMAGE-UUID': uuid, 'X-IMAGE-SIZE': bytes.length };
    expect(await upload(address, { bytes, headers })).toMatchObject({ status: 200 });

    // What another world adds from there is what was exported here.
    const added = await emulator.call('POST', '/images', {
      params: { name: 'a copy', url: imageUrl, backupStorageUuids: [imageStore], format: 'qcow2' },
    });
    expect(added.status).toBe(200);
    expect(added.body.inventory.md5Sum).toBe(poll.body.inventory.md5Sum);
  });

  test('tells of all environments by addresses that mean the same as at the common port', async () => {
    const { emulator, mine } = await started();
    const { body } = await mine.call('GET', '/emulator/v1/environments');
    expect(body.inventories.map(({ name, url, port }: Json) => [name, url, port])).toEqual([
      ['default', `${mine.base}/environments/default/zstack`, null],
      ['mine', `${mine.base}/environments/mine/zstack`, Number(new URL(mine.base).port)],
    ]);
    await emulator.createTemplate(runningLinux, { name: 'of the default' });
    const path = '/environments/default/zstack/v1/images?q=name=of the default';
    expect((await mine.call('GET', path)).body.inventories).toHaveLength(1);
  });

  test('keeps it through a reset, a snapshot and an import; a copy has none', async () => {
    const { emulator, made, mine } = await started();
    const file = await exported(emulator, 'default');
    await done(emulator, 'POST', '/environments/mine/snapshots', { name: 'begin' });
    const changes = [
      () => done(emulator, 'POST', '/environments/mine/reset'),
      () => done(emulator, 'POST', '/environments/mine/snapshots/begin/restore'),
      () => imported(emulator, 'mine', file),
      () => done(emulator, 'POST', '/environments/mine/reset'),
    ];
    for (const change of changes) {
      await mine.template('gone soon');
      expect(await change()).toMatchObject({ port: made.port, problem: null });
      expect(await mine.names()).not.toContain('gone soon');
    }
    const copies = [
      await create(emulator, { name: 'copy', from: { environment: 'mine' } }),
      await create(emulator, { name: 'of-snapshot', from: { snapshot: 'mine/begin' } }),
      await imported(emulator, 'of-file', await exported(emulator, 'mine')),
    ];
    for (const copy of copies) expect(copy).toMatchObject({ port: null, portUrl: null });
  });

  test('gives it back when it is removed; a connection that stays reaches no other world', async () => {
    const { emulator, made, mine } = await started();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = () =>
      new Promise<[number | undefined, string, boolean]>((resolve, reject) => {
        const headers = { Authorization: `OAuth ${ADMIN_SESSION}` };
        const url = `${mine.base}/zstack/v1/zones`;
        const sent = send(url, { agent, headers }, (answer) => {
          let text = '';
          answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
          answer.on('end', () => resolve([answer.statusCode, text, sent.reusedSocket]));
        });
        sent.on('error', reject);
        sent.end();
      });
    expect((await ask())[0]).toBe(200);
    await host(emulator, 'DELETE', '/environments/mine');
    expect(await ask()).toEqual([404, "there is no environment 'mine'", true]);
    agent.destroy();
    expect(await listens(made.port)).toBe(false);
    const next = await create(emulator, { name: 'next', port: made.port });
    expect(next.port).toBe(made.port);
    expect((await mine.call('GET', '/zstack/v1/zones')).status).toBe(200);
  });
});

describe('a port is refused by name, and nothing is made', () => {
  test('when another environment, the emulator itself or another program has it', async () => {
    const { emulator, made } = await started();
    const common = Number(new URL(emulator.url).port);
    const other = await occupied();
    for (const [port, details] of [
      [made.port, `port ${made.port} is that of the environment 'mine'`],
      [common, `port ${common} is in use: choose another one, or 0 for any free one`],
      [other, `port ${other} is in use: choose another one, or 0 for any free one`],
    ]) {
      const refusal = await refusedByHost(emulator, 'POST', '/environments', { name: 'x', port });
      expect(refusal).toEqual({ code: 'conflict', details });
    }
  });

  test.each([-1, 65_536, 1.5, 'any'])('when it is none: %p', async (port) => {
    const { emulator } = await started();
    const before = everything(emulator);
    const answer = await host(emulator, 'POST', '/environments', { name: 'x', port });
    expect(ownError(answer)).toEqual({
      code: 'invalid',
      details: expect.stringContaining("the field 'port' is "),
    });
    expect(everything(emulator)).toEqual(before);
  });

  test('when there are as many as there may be', async () => {
    const { emulator } = await started({}, { maxPorts: '2' });
    const wanted = Array.from({ length: 4 }, (_, i) => ({ name: `e${i}`, port: 0 }));
    const answers = await Promise.all(
      wanted.map((body) => host(emulator, 'POST', '/environments', body)),
    );
    const [refused, ...more] = answers.filter(({ status }) => status !== 200);
    expect([refused?.body.error.details, more.length]).toEqual([
      '2 environments have a port of their own, which is the most (EMULATOR_MAX_PORTS)',
      2,
    ]);
    const names = emulator.environments.list().map(({ name }) => name);
    const [taker = ''] = names.filter((name) => name.startsWith('e'));
    await host(emulator, 'DELETE', `/environments/${taker}`);
    await create(emulator, { name: 'again', port: 0 });
    await create(emulator, { name: 'without' });
  });

  test('and given back when the world cannot be made', async () => {
    const { emulator } = await started();
    const port = await freePort();
    const before = everything(emulator);
    for (const [status, body] of [
      [404, { name: 'x', from: { snapshot: 'default/none' }, port }],
      [400, { name: 'x', from: { seed: 'none-of-ours' }, port }],
      [409, { name: 'mine', port }],
    ] as const) {
      expect((await host(emulator, 'POST', '/environments', body)).status).toBe(status);
      expect(await listens(port)).toBe(false);
    }
    expect(everything(emulator)).toEqual(before);
    expect((await create(emulator, { name: 'x', port })).port).toBe(port);
  });
});

describe('a seed', () => {
  test('says the port of what is made of it, unless the call says another', async () => {
    const emulator = await TestEmulator.start();
    const seed = { version: 1, port: await freePort() };
    const made = await create(emulator, { name: 'a', from: { seed } });
    expect(made.port).toBe(seed.port);
    expect((await done(emulator, 'POST', '/environments/a/reset')).port).toBe(seed.port);
    const refusal = await refusedByHost(emulator, 'POST', '/environments', { from: { seed } });
    expect(refusal.details).toBe(`port ${seed.port} is that of the environment 'a'`);
    const other = await create(emulator, { name: 'b', from: { seed }, port: 0 });
    expect(other.port).not.toBe(seed.port);
    const wrong = { version: 1, port: 65_536 };
    const invalid = await refusedByHost(emulator, 'POST', '/environments', {
      from: { seed: wrong },
    });
    expect(invalid.details).toMatch(/^the seed cannot be used: .*port/);
  });
});

describe('the guard is that of the common port', () => {
  test('strange names, pages of others and calls without the token are refused', async () => {
    const token = 'correct-horse';
    const emulator = await TestEmulator.start({ settings: { controlToken: token } });
    const answer = await emulator.anonymous
      .post('/emulator/v1/environments')
      .set('Authorization', `Bearer ${token}`)
      .send({ name: 'mine', port: 0 });
    const mine = new Narrow(answer.body.inventory);
    const zones = 'GET /zstack/v1/zones HTTP/1.1\r\nConnection: close\r\n';
    const strange = await rawRequest(mine.base, `${zones}Host: evil.example\r\n\r\n`);
    expect(strange.status).toBe(403);
    const page = await mine.call('GET', '/zstack/v1/zones', undefined, {
      Origin: 'http://evil.example',
    });
    expect(page.status).toBe(403);
    expect((await mine.call('GET', '/emulator/v1/clock')).status).toBe(401);
    const withToken = { Authorization: `Bearer ${token}` };
    const clock = await mine.call('GET', '/emulator/v1/clock', undefined, withToken);
    expect(clock.status).toBe(200);
  });

  test('a web hook to it is one to the emulator itself', async () => {
    const { emulator, mine } = await started();
    const hook = `${mine.base}/emulator/v1/environments/mine/reset`;
    const answer = await emulator.createTemplate(
      runningLinux,
      { name: 'hooked' },
      { headers: { 'X-Web-Hook': hook } },
    );
    expect([answer.status, answer.text]).toEqual([
      400,
      'Invalid header[X-Web-Hook], the emulator does not call itself',
    ]);
  });
});

describe('the name of an environment as a host', () => {
  const ask = (emulator: TestEmulator, name: string, path: string) =>
    rawRequest(
      emulator.url,
      `GET ${path} HTTP/1.1\r\nHost: ${name}\r\nAuthorization: OAuth ${ADMIN_SESSION}\r\nConnection: close\r\n\r\n`,
    );

  test('leads to it at the common port', async () => {
    const { emulator, mine } = await started();
    await mine.template('here');
    const path = '/zstack/v1/images?q=name=here&count=true';
    for (const [name, total] of [
      ['mine.localhost:8080', 1],
      ['MINE.localhost', 1],
      ['default.localhost', 0],
      ['localhost', 0],
      ['x.mine.localhost', 0],
    ] as const) {
      const { status, body } = await ask(emulator, name, path);
      expect([name, status, JSON.parse(body).total]).toEqual([name, 200, total]);
    }
    const { body } = await ask(emulator, 'mine.localhost:8080', '/emulator/v1/environments/mine');
    expect(JSON.parse(body).inventories[0]).toMatchObject({
      url: 'http://mine.localhost:8080/environments/mine/zstack',
      portUrl: `http://localhost:${new URL(mine.base).port}/zstack`,
    });
    // Whoever names another one in the path means that.
    const other = await ask(emulator, 'mine.localhost', `/environments/default${path}`);
    expect(JSON.parse(other.body).total).toBe(0);
  });

  test('leads nowhere when there is none, unless the operator calls the emulator so', async () => {
    const { emulator } = await started();
    for (const path of ['/zstack/v1/zones', '/emulator/v1/clock', '/zstack/api']) {
      const { status, body } = await ask(emulator, 'nobody.localhost', path);
      expect([path, status]).toEqual([path, 404]);
      expect(body).toContain("there is no environment 'nobody'");
    }
    const named = await TestEmulator.start({ settings: { allowedHosts: 'nobody.localhost' } });
    expect((await ask(named, 'nobody.localhost', '/zstack/v1/zones')).status).toBe(200);
  });
});
