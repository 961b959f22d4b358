import { closeBrowsers } from '../support/chromium';
import { ADMIN_SESSION, SEED, TestEmulator } from '../support/emulator';
import { needs } from '../support/tools';
import { NARROW, Viewer } from '../support/viewer';

const browser = needs('chromium');
const EVIL = '<img src=x onerror="window.hurt=1">';
const WIDE = 1280;

/** Whether nothing of the page is still asked for. */
const IS_THERE = `document.querySelector('main').getAttribute('aria-busy') === 'false'`;

/** Goes to a fragment of the page that is open, and waits until all of it is there. */
async function go(viewer: Viewer, fragment: string): Promise<void> {
  const view = /#\/[\w-]+/.exec(fragment)?.[0];
  await viewer.page.evaluate(`location.hash = ${JSON.stringify(fragment)}`);
  await viewer.until(
    `document.querySelector('[aria-current=page]').hash === '${view}' && ${IS_THERE}`,
  );
}

/** The views that the navigation names, by their fragments. */
const viewsOf = async (viewer: Viewer): Promise<string[]> =>
  viewer.page.evaluate(
    `[...document.querySelectorAll('nav[aria-label=Views] a[href^="#"]')].map((a) => a.getAttribute('href'))`,
  );

/** An image, and what makes it show up in most views. */
async function withImage(emulator: TestEmulator, name: string): Promise<string> {
  await emulator.control('PUT', '/progression', { mode: 'manual' });
  const answer = await emulator.createTemplate(SEED.volumes.runningLinux, { name });
  expect(answer.status).toBe(202);
  const { body: newest } = await emulator.control(
    'GET',
    '/resources/image?sort=-createDate&limit=1',
  );
  return String(newest.inventories[0].uuid);
}

browser.test(`names are texts in every view ${browser.note}`, async () => {
  const emulator = await TestEmulator.start({ settings: { rewind: 'on' } });
  const uuid = await withImage(emulator, EVIL);
  const viewer = await Viewer.open(emulator.url, WIDE);
  await viewer.sees(EVIL);
  await go(viewer, `#/images/${uuid}`);
  await viewer.until(`document.querySelector('h1')?.innerText.includes('onerror')`);
  await viewer.sees('came into being');
  for (const view of await viewsOf(viewer)) {
    await go(viewer, view);
  }
  expect(await viewer.page.evaluate('typeof window.hurt')).toBe('undefined');
  expect(await viewer.page.evaluate(`document.querySelectorAll('main img').length`)).toBe(0);
  expect(viewer.page.complaints).toEqual([]);
  await closeBrowsers();
});

browser.test(
  `no view is wider than its window, a phone's or another, and none asks anybody else ${browser.note}`,
  async () => {
    const emulator = await TestEmulator.start({ settings: { rewind: 'on' } });
    const long = 'a-name-that-nobody-would-give-'.repeat(8);
    const uuid = await withImage(emulator, long);
    await emulator.control('POST', '/environments', { name: 'x'.repeat(60) });
    const viewer = await Viewer.open(emulator.url);
    await viewer.sees(long);
    const views = [
      ...(await viewsOf(viewer)),
      `#/images/${uuid}`,
      `#/volumes/${SEED.volumes.runningLinux}`,
      '#/images?q=name~=%25a%25&q=backupStorageRefs.backupStorageUuid%20not%20null',
    ];
    for (const view of views) {
      await go(viewer, view);
      for (const width of [NARROW, 900, 1200, WIDE]) {
        await viewer.resize(width);
        const [scroll, client] = await viewer.page.evaluate(
          '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
        );
        expect([view, width, scroll]).toEqual([view, width, client]);
      }
    }
    const elsewhere = viewer.asked.filter((url) => !url.startsWith(`${emulator.url}/`));
    expect(elsewhere.filter((url) => url !== 'about:blank')).toEqual([]);
    expect(viewer.page.complaints).toEqual([]);
    await closeBrowsers();
  },
);

browser.test(`it is light or dark as the system is ${browser.note}`, async () => {
  const emulator = await TestEmulator.start();
  const viewer = await Viewer.open(emulator.url, WIDE);
  await viewer.sees('centos-7.9');
  // Relative luminance of two colours, and the contrast between them, as WCAG counts it.
  const contrast = `(() => {
    const light = (color) => {
      const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map((value) => {
        const part = Number(value) / 255;
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ground = (element) => {
      const { backgroundColor } = getComputedStyle(element);
      return /, 0\\)$/.test(backgroundColor) ? ground(element.parentElement) : backgroundColor;
    };
    return [...document.querySelectorAll('main *, header *, nav *')]
      .filter((element) => [...element.childNodes].some(({ data }) => data?.trim()))
      .filter((element) => element.getAttribute('aria-disabled') !== 'true')
      .map((element) => {
        const [a, b] = [light(getComputedStyle(element).color), light(ground(element))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        return [ratio, element.outerHTML.slice(0, 80)];
      })
      .filter(([ratio]) => ratio < 4.5);
  })()`;
  const grounds: string[] = [];
  for (const scheme of ['light', 'dark'] as const) {
    await viewer.prefer(scheme);
    expect([scheme, await viewer.page.evaluate(contrast)]).toEqual([scheme, []]);
    grounds.push(await viewer.page.evaluate('getComputedStyle(document.body).backgroundColor'));
  }
  expect(grounds[0]).not.toBe(grounds[1]);
  await closeBrowsers();
});

browser.test(
  `where the emulator's own API is closed nothing can be changed, until its token is typed ${browser.note}`,
  async () => {
    const emulator = await TestEmulator.start({ settings: { controlToken: 'only-for-you' } });
    const viewer = await Viewer.open(emulator.url);
    // Images are seen, as any client with a session sees them.
    await viewer.sees('centos-7.9');
    await viewer.sees('Read only');
    const buttons = `[...document.querySelectorAll('main button, header fieldset button')]`;
    expect(
      await viewer.page.evaluate(
        `${buttons}.filter((button) => button.textContent.trim() === 'Add image' || button.closest('fieldset'))
          .map((button) => [button.getAttribute('aria-disabled'), button.title])`,
      ),
    ).toEqual(
      Array.from({ length: 4 }, () => ['true', expect.stringContaining('EMULATOR_CONTROL_TOKEN')]),
    );
    await viewer.use('Add image');
    expect(await viewer.page.evaluate(`document.querySelector('dialog[open]')`)).toBeNull();

    await viewer.use('Read only');
    await viewer.reach("Token of the emulator's own API");
    await viewer.type('only-for-you');
    await viewer.press('Enter');
    await viewer.sees('Access');
    await viewer.until(
      `${buttons}.every((button) => button.getAttribute('aria-disabled') !== 'true')`,
    );
    await viewer.use('Run');
    await viewer.sees('The clock runs: done');
    // It is kept in this tab alone.
    expect(await viewer.page.evaluate('document.cookie + JSON.stringify(localStorage)')).toBe('{}');
    expect(await viewer.page.evaluate('document.documentElement.outerHTML')).not.toContain(
      'only-for-you',
    );
    await closeBrowsers();
  },
);

browser.test(
  `a filter is completed by keyboard, and stands in the address ${browser.note}`,
  async () => {
    const emulator = await TestEmulator.start();
    const viewer = await Viewer.open(emulator.url);
    await viewer.sees('centos-7.9');
    await viewer.reach('Add a condition');
    await viewer.type('stat');
    await viewer.until(`document.querySelectorAll('[role=option]').length > 1`);
    const offered = `[...document.querySelectorAll('[role=option]')].map((one) => one.innerText)`;
    expect(await viewer.page.evaluate(offered)).toEqual([
      'state',
      'status',
      'backupStorageRefs.status',
    ]);
    await viewer.press('ArrowDown');
    await viewer.press('ArrowDown');
    await viewer.press('Enter');
    expect(await viewer.page.evaluate(offered)).toContain('status!=');
    await viewer.type('=De');
    await viewer.press('ArrowDown');
    await viewer.press('Enter');
    await viewer.seesNo('centos-7.9');
    expect(decodeURIComponent(await viewer.page.evaluate('location.hash'))).toBe(
      '#/images?q=status=Deleted',
    );
    await viewer.sees('deleted-yesterday');
    // A word alone is looked for in names.
    await viewer.press('Backspace');
    await viewer.type('windows');
    await viewer.press('Enter');
    await viewer.sees('windows-2019');
    await viewer.seesNo('centos-7.9');
    await viewer.type('nonsense=1');
    await viewer.press('Enter');
    await viewer.sees('not having field[nonsense]');
    await closeBrowsers();
  },
);

browser.test(
  `what it looks at leaves no trace among the requests of clients ${browser.note}`,
  async () => {
    const emulator = await TestEmulator.start();
    const viewer = await Viewer.open(emulator.url, WIDE);
    for (const view of await viewsOf(viewer)) {
      await go(viewer, view);
      await viewer.until(`document.querySelector('[aria-current=page]').hash === '${view}'`);
    }
    const { body: journal } = await emulator.control('GET', '/journal');
    expect(journal.inventories).toEqual([]);
    // What is changed from it does, as any client's call: with the session that everybody knows.
    await go(viewer, `#/images/${SEED.images.linux}`);
    await viewer.use('Disable');
    await viewer.sees('centos-7.9: state changed: done');
    const { body: after } = await emulator.control('GET', '/journal');
    expect(after.inventories).toMatchObject([{ operation: 'ChangeImageState', status: 200 }]);
    expect(JSON.stringify(after)).not.toContain(ADMIN_SESSION);
    await closeBrowsers();
  },
);

browser.test(`who has no session is told so, and logs in ${browser.note}`, async () => {
  const emulator = await TestEmulator.start();
  const viewer = await Viewer.open(`${emulator.url}/#/images/${SEED.images.linux}`);
  await viewer.use('Access');
  await viewer.reach('Session of the image API');
  await viewer.press('Enter');
  await viewer.sees('Access: looking again');
  await viewer.use('Disable');
  await viewer.sees('type a session, or log in, under Access');
  await viewer.use('Access');
  await viewer.reach('Password');
  await viewer.type('password');
  await viewer.press('Enter');
  await viewer.sees('Access: looking again');
  await viewer.use('Disable');
  await viewer.sees('centos-7.9: state changed: done');
  expect(viewer.page.complaints.filter((one) => !one.includes('status of 400'))).toEqual([]);
  await closeBrowsers();
});
