import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { closeBrowsers } from '../support/chromium';
import { ADMIN_SESSION, SEED, TestEmulator, type Json } from '../support/emulator';
import { needs } from '../support/tools';
import { Viewer } from '../support/viewer';

const browser = needs('chromium');
const run = promisify(execFile);

const EVIL = '<img src=x onerror="window.hurt=1">';
const STORAGE = SEED.backupStorages.sftp;

/** A client adds an image, as real ones do. */
const addImage = (emulator: TestEmulator, name: string) =>
  fetch(`${emulator.url}/zstack/v1/images`, {
    method: 'POST',
    headers: { Authorization: `OAuth ${ADMIN_SESSION}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      params: { name, url: 'http://x/y.qcow2', format: 'qcow2', backupStorageUuids: [STORAGE] },
    }),
  });

const journalOf = async (emulator: TestEmulator): Promise<Json[]> =>
  (await emulator.control('GET', '/journal')).body.inventories;

/** Nothing of a view is beside the screen of a phone. */
async function isNotWider(viewer: Viewer): Promise<void> {
  const [scroll, client] = await viewer.page.evaluate(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  expect(scroll).toBe(client);
}

browser.test(
  `by keyboard alone on a phone: a storage is broken at a step, the request found, copied as curl and run ${browser.note}`,
  async () => {
    const emulator = await TestEmulator.start();
    const viewer = await Viewer.open(`${emulator.url}/#/images`);

    // At a step of the flow of AddImage its storage is to be lost.
    await viewer.use('Faults');
    await viewer.use('Put a fault at finish download');
    await viewer.reach('What happens');
    await viewer.type('its');
    await viewer.reach('How often');
    await viewer.type('1');
    await viewer.use('Put it');
    await viewer.sees('A fault at finish download: done');
    await viewer.sees('disconnect: waits');
    const [rule] = (await emulator.control('GET', '/faults')).body.inventories;
    expect(rule).toMatchObject({
      kind: 'disconnect',
      point: 'add-image/finish-download',
      times: 1,
    });

    // A client meets it, and it is seen to fire while nobody touches the page.
    const refused = await addImage(emulator, `it's $HOME ${EVIL}`);
    expect(refused.status).toBe(503);
    await viewer.sees('disconnect: fired once');
    await isNotWider(viewer);

    // The request is found, and copied.
    await viewer.use('Journal');
    await viewer.reach('Answered');
    await viewer.type('by');
    await isNotWider(viewer);
    await viewer.use('AddImage');
    await viewer.sees('Send it again');
    await viewer.sees('503');
    await isNotWider(viewer);
    expect(await viewer.text()).toContain('onerror');
    expect(
      await viewer.page.evaluate("[typeof window.hurt, document.querySelector('main img')]"),
    ).toEqual(['undefined', null]);
    await viewer.page.send('Browser.grantPermissions', {
      permissions: ['clipboardReadWrite', 'clipboardSanitizedWrite'],
    });
    await viewer.use('Copy');
    await viewer.sees('curl: copied');
    const copied = String(await viewer.page.evaluate('navigator.clipboard.readText()'));
    expect(copied).not.toContain(ADMIN_SESSION);

    // It runs as it is, with a session.
    const env = { ...process.env, ZSTACK_SESSION: ADMIN_SESSION };
    const { stdout } = await run('sh', ['-c', copied], { env });
    expect(JSON.parse(stdout).error.code).toBe('SYS.1006');
    const [first, second] = await journalOf(emulator);
    expect(second).toMatchObject({
      operation: 'AddImage',
      requestBody: first.requestBody,
      accountUuid: first.accountUuid,
    });

    // The rule goes.
    await viewer.use('Faults');
    await viewer.use('Remove the fault disconnect at add-image/finish-download');
    await viewer.sees('Nothing is to go wrong');
    expect((await emulator.control('GET', '/faults')).body.inventories).toEqual([]);
    expect(viewer.page.complaints).toEqual([]);
    await closeBrowsers();
  },
);

browser.test(
  `a flood of requests is shown a few times a second, and takes no more room than so much ${browser.note}`,
  async () => {
    const emulator = await TestEmulator.start({ settings: { journalSize: '5000' } });
    const viewer = await Viewer.open(`${emulator.url}/#/journal`, 1280);
    await viewer.sees('No client has asked anything yet');
    await viewer.page.evaluate(`(() => {
      window.renders = 0;
      window.begun = performance.now();
      new MutationObserver(() => window.renders++).observe(document.querySelector('main'), {
        subtree: true, childList: true, characterData: true, attributes: true,
      });
    })()`);
    const headers = { Authorization: `OAuth ${ADMIN_SESSION}` };
    const ask = async () =>
      (await fetch(`${emulator.url}/zstack/v1/zones?limit=1`, { headers })).text();
    for (let i = 0; i < 70; i++) await Promise.all(Array.from({ length: 20 }, ask));
    const last = (await journalOf(emulator)).at(-1);
    await viewer.until(
      `document.querySelector('tbody a')?.getAttribute('href') === '#/journal/${last.id}'`,
    );
    const seen = await viewer.page.evaluate(`({
      rows: document.querySelectorAll('tbody tr').length,
      kept: document.querySelector('h1 .count').innerText,
      perSecond: window.renders / ((performance.now() - window.begun) / 1000),
    })`);
    expect(seen).toMatchObject({ rows: 50, kept: '500' });
    // Four a second at most, and what else moves; twenty come in each of 70 turns.
    expect(seen.perSecond).toBeLessThan(12);

    // While it is held nothing moves, and what came is counted.
    await viewer.use('Pause');
    for (let i = 0; i < 3; i++) await ask();
    await viewer.sees('Go on (3 more)');
    expect(
      await viewer.page.evaluate(`document.querySelector('tbody a').getAttribute('href')`),
    ).toBe(`#/journal/${last.id}`);
    await viewer.use('Go on (3 more)');
    await viewer.until(
      `document.querySelector('tbody a').getAttribute('href') === '#/journal/${last.id + 3}'`,
    );
    expect(viewer.page.complaints).toEqual([]);
    await closeBrowsers();
  },
);

browser.test(`laws that are broken are named ${browser.note}`, async () => {
  const emulator = await TestEmulator.start();
  const viewer = await Viewer.open(`${emulator.url}/#/laws`);
  await viewer.sees('all hold');
  const law = 'capacity of backup storages';
  await viewer.sees(law);
  emulator.environment.database.exec(
    `update backup_storages set available_capacity = available_capacity - 1 where uuid = '${STORAGE}'`,
  );
  await viewer.use('Look again');
  await viewer.sees('1 broken');
  await viewer.until(`document.querySelector('section h3')?.innerText.includes('${law}')`);
  emulator.environment.database.exec(
    `update backup_storages set available_capacity = available_capacity + 1 where uuid = '${STORAGE}'`,
  );
  await closeBrowsers();
});
