import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SEED, TestEmulator, type Json } from '../support/emulator';

const { starting } = SEED.volumes;

/** How a client comes to know of a failure: each answers the text of a body. */
const WAYS: Record<string, (emulator: TestEmulator) => Promise<string>> = {
  'a refused call': async (emulator) => (await emulator.createTemplate(starting, {})).text,
  'a call that failed with a cause': async (emulator) =>
    (await emulator.createTemplate(starting, { name: 'x' })).text,
  'a refused query': async (emulator) => (await emulator.get('/zstack/v1/images?q=nothing=1')).text,
  'a refused statement of ZQL': async (emulator) =>
    (await emulator.get('/zstack/v1/zql?zql=query')).text,
  'a call with an ended session': async (emulator) =>
    (await emulator.get('/zstack/v1/images', '0'.repeat(32))).text,
  'an operation that is not emulated': async (emulator) =>
    (await emulator.get('/zstack/v1/ldap/servers')).text,
  'a polled job': async (emulator) => {
    const accepted = await emulator.createTemplate(
      starting,
      { name: 'x' },
      { headers: { Prefer: 'respond-async' } },
    );
    expect(accepted.status).toBe(202);
    const { pathname } = new URL(accepted.body.location);
    return (await emulator.anonymous.get(pathname)).text;
  },
  'a web hook': async (emulator) => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const received = once(server, 'request');
    await emulator.createTemplate(
      starting,
      { name: 'x' },
      { headers: { 'X-Web-Hook': `http://127.0.0.1:${port}/` } },
    );
    const [request, response] = await received;
    expect(request.headers['x-job-success']).toBe('false');
    let text = '';
    for await (const chunk of request) text += String(chunk);
    response.end();
    server.close();
    return text;
  },
};

/** The emulator's own API has words of its own, in both forms the same. */
const OWN_WAYS: Readonly<Record<string, (emulator: TestEmulator) => Promise<Json>>> = {
  'the API of the emulator itself': async (emulator) =>
    (await emulator.anonymous.put('/emulator/v1/clock').send({ mode: 'backwards' }).expect(400))
      .body,
  'the API of environments': async (emulator) =>
    (await emulator.anonymous.post('/emulator/v1/environments').send({ name: '?' }).expect(400))
      .body,
};

describe.each(['documented', 'native'])('in the %s form, too, a failure', (wire) => {
  test.each(Object.entries(OWN_WAYS))('told by %s is a word and a sentence', async (_, told) => {
    const emulator = await TestEmulator.start({ settings: { wire } });
    expect(await told(emulator)).toEqual({
      error: { code: 'invalid', details: expect.stringMatching(/./) },
    });
  });
});

describe.each(['documented', 'native'])('a failure in the %s form is its error alone', (wire) => {
  test.each(Object.entries(WAYS))('told by %s', async (_, told) => {
    const emulator = await TestEmulator.start({ settings: { wire } });
    const body: Json = JSON.parse(await told(emulator));
    expect(Object.keys(body)).toEqual(['error']);
    for (let error = body.error; error; error = error.cause) {
      const texts = [error.code, error.description, error.details];
      expect(texts).toEqual(Array(3).fill(expect.stringMatching(/./)));
      // What has no value stands there in the published form, and is left out natively.
      const unset = ['elaboration', 'opaque', 'cause'].filter((field) => error[field] === null);
      const missing = ['elaboration', 'opaque', 'cause'].filter((field) => !(field in error));
      expect(wire === 'documented' ? missing : unset).toEqual([]);
      expect(wire === 'documented' ? unset : missing).toContain('elaboration');
    }
  });
});
