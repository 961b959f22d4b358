import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { askedAsOwn, attacks, evilPage } from '../support/attacks';
import { Chromium, closeBrowsers, type Page } from '../support/chromium';
import { ADMIN_SESSION, ROOT, TestEmulator, type TestOptions } from '../support/emulator';
import { Client, create, everything, openUploadIn, until } from '../support/environments';
import { recorder } from '../support/recorder';
import { needs } from '../support/tools';

/** `EMULATOR_RECORD=1`: what the browser sends becomes what recorded-requests.test.ts replays. */
const RECORDING = process.env['EMULATOR_RECORD'] === '1';
const RECORDED = join(ROOT, 'test', 'security', 'recorded-requests.json');

const browser = needs('chromium');
const closing: (() => void)[] = [];

/** The browser goes first: an emulator waits for connections that are open. */
const thenClosed = (run: () => Promise<void>) => async () => {
  try {
    await run();
  } finally {
    await closeBrowsers();
    for (const close of closing.splice(0)) close();
  }
};

async function evilSite() {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html').end(evilPage);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

async function started(options: TestOptions = {}) {
  const emulator = await TestEmulator.start(options);
  await create(emulator, { name: 'victim' });
  const between = await recorder(emulator.url);
  closing.push(between.close);
  return { emulator, between, port: await evilSite() };
}

/** What each of several expressions comes to in a page, all at once. */
async function allOf(page: Page, expressions: Readonly<Record<string, string>>) {
  const entries = Object.entries(expressions).map(
    ([what, expression]) => `[${JSON.stringify(what)}, () => ${expression}]`,
  );
  const all = `Promise.all([${entries.join(', ')}].map(async ([what, run]) => [what, await run()]))`;
  return (await page.evaluate(all)) as [string, string][];
}

const isOfApi = (request: string) => /^\S+ \/(zstack|emulator|environments)\//.test(request);

/** Ports differ from run to run; everything else is as the browser sent it. */
const withPlaces = (request: string, emulator: number, page: number) =>
  request.replaceAll(`:${emulator}`, ':{{emulator}}').replaceAll(`:${page}`, ':{{page}}');

browser.describe(`a page of another site in a browser ${browser.note}`, () => {
  test(
    'changes nothing and reads nothing, neither as a stranger nor by a name that was rebound',
    thenClosed(async () => {
      const { emulator, between, port } = await started();
      const before = everything(emulator);
      const names = ['evil.example', 'rebound.example'];
      const page = await Chromium.start(names).page();

      await page.open(`http://evil.example:${port}/`);
      for (const [what, read] of await allOf(page, attacks(between.url))) {
        expect([what, read]).toEqual([what, 'nothing']);
      }
      // Navigations: a link, and a form that is the page itself.
      for (const go of [
        `location.href = '${between.url}/emulator/v1/clock/advance?by=100h&x=link'`,
        `Object.assign(document.body.appendChild(document.createElement('form')), { method: 'post', action: '${between.url}/emulator/v1/clock/advance?by=100h&x=page' }).submit()`,
      ]) {
        await page.open(`http://evil.example:${port}/`);
        const loaded = page.whenLoaded();
        await page.evaluate(go);
        await loaded;
        expect(await page.evaluate('document.body.textContent')).toContain('may not use');
      }
      const asStranger = between.requests().filter(isOfApi).length;

      // To the browser this page is the emulator's own.
      const rebound = await page.browser.page();
      const home = `http://rebound.example:${between.port}/home`;
      await rebound.serve(home, evilPage);
      await rebound.open(home);
      for (const [what, answer] of await allOf(rebound, askedAsOwn())) {
        expect([what, answer.slice(0, 3)]).toEqual([what, '403']);
      }
      expect(everything(emulator)).toEqual(before);

      // It was the emulator that refused: the requests came.
      const requests = between.requests().filter(isOfApi);
      expect(asStranger).toBeGreaterThan(Object.keys(attacks('')).length - 3);
      expect(requests.length - asStranger).toBe(Object.keys(askedAsOwn()).length);
      if (RECORDING) {
        const recorded = requests.map((one) => withPlaces(one, between.port, port));
        writeFileSync(RECORDED, `${JSON.stringify(recorded, null, 2)}\n`);
      }
    }),
  );

  test(
    'shows no page of the emulator in a frame',
    thenClosed(async () => {
      const { between, port } = await started();
      const page = await Chromium.start(['evil.example']).page();
      await page.open(`http://evil.example:${port}/`);
      const paths = ['/docs/index.html', '/', '/openapi.json', '/healthz', '/nothing'];
      await allOf(
        page,
        Object.fromEntries(
          paths.map((path) => [
            path,
            `ended(document.createElement('iframe'), { src: '${between.url}${path}' }).then(() => '')`,
          ]),
        ),
      );
      const refused = () => page.complaints.filter((text) => text.includes('frame-ancestors'));
      await until(() => refused().length >= paths.length);
      expect(refused()).toHaveLength(paths.length);
    }),
  );

  test(
    'uses the image API and uploads where the operator allowed its origin, and nothing else',
    thenClosed(async () => {
      const evil = await evilSite();
      const origin = `http://page.test:${evil}`;
      const emulator = await TestEmulator.start({ settings: { allowedOrigins: origin } });
      const { uuid, address } = await openUploadIn(new Client(emulator, 'default'));
      const page = await Chromium.start(['page.test']).page();
      await page.open(`${origin}/`);
      const authorized = JSON.stringify({
        Authorization: `OAuth ${ADMIN_SESSION}`,
        'Content-Type': 'application/json',
        'X-Job-UUID': '0123456789abcdef0123456789abcdef',
      });
      const ask = (path: string, rest: string) =>
        page.evaluate(`read(fetch('${emulator.url}${path}', { headers: ${authorized}, ${rest} }))`);
      expect(await ask('/zstack/v1/images?limit=1', '')).toMatch(/^200 \{"success":true/);
      const body = JSON.stringify(JSON.stringify({ params: { name: 'made by a page' } }));
      expect(await ask('/zstack/v1/zones', `method: 'POST', body: ${body}`)).toMatch(/^202 \{"loc/);
      const job = '/zstack/v1/api-jobs/0123456789abcdef0123456789abcdef';
      await until(async () => /made by a page/.test(String(await ask(job, ''))));
      const sent = await page.evaluate(`(() => {
      const form = new FormData();
      form.set('file', new Blob(['bytes of a page']));
      return read(fetch('${address}', { method: 'POST', body: form, headers: { 'X-IMAGE-UUID': '${uuid}', 'X-IMAGE-SIZE': '15' } }));
    })()`);
      expect(sent).toMatch(/^200 .*"completed":true/);
      expect(await ask('/emulator/v1/clock', '')).toBe('nothing');
    }),
  );
});

browser.test(
  `the documentation is shown, and calls the emulator, under its own policy ${browser.note}`,
  thenClosed(async () => {
    const emulator = await TestEmulator.start();
    const page = await Chromium.start([]).page();
    await page.open(`${emulator.url}/docs/index.html`);
    await until(
      async () => (await page.evaluate("document.querySelectorAll('.opblock').length")) > 0,
    );
    const status = await page.evaluate(
      `fetch('/zstack/v1/images', { headers: { Authorization: 'OAuth ${ADMIN_SESSION}' } }).then((a) => a.status)`,
    );
    expect(status).toBe(200);
    expect(page.complaints).toEqual([]);
  }),
);
