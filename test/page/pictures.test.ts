import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closeBrowsers } from '../support/chromium';
import { SEED, TestEmulator } from '../support/emulator';
import { needs } from '../support/tools';
import { Viewer } from '../support/viewer';

const browser = needs('chromium');

/** The pictures of README and of docs/page.md: `WRITE_PICTURES=1 npm test -- page/pictures` takes them anew. */
const FOLDER = join(__dirname, '..', '..', 'docs', 'images');
const PICTURES = { light: 'page.png', dark: 'page-dark.png' } as const;

const addImage = (emulator: TestEmulator, name: string) =>
  emulator.call('POST', '/images', {
    params: {
      name,
      url: `http://192.168.1.20/share/${name}.qcow2`,
      mediaType: 'RootVolumeTemplate',
      format: 'qcow2',
      backupStorageUuids: [SEED.backupStorages.imageStore, SEED.backupStorages.sftp],
    },
  });

browser.test(`images that are being made have a bar for each storage ${browser.note}`, async () => {
  const emulator = await TestEmulator.start({
    settings: { progression: 'timed', apiMode: 'async' },
  });
  await addImage(emulator, 'ubuntu-24.04');
  emulator.advance(2_600);
  await addImage(emulator, 'rocky-9.4');
  emulator.advance(1_200);
  const viewer = await Viewer.open(emulator.url, 1200);
  await viewer.page.send('Emulation.setDeviceMetricsOverride', {
    width: 1200,
    height: 740,
    deviceScaleFactor: 1,
    mobile: false,
  });
  await viewer.page.send('Emulation.setScrollbarsHidden', { hidden: true });
  for (const name of ['rocky-9.4', 'ubuntu-24.04', 'centos-7.9']) await viewer.sees(name);
  const bars = await viewer.page.evaluate(`document.querySelectorAll('main progress').length`);
  expect(bars).toBeGreaterThan(2);
  for (const [scheme, name] of Object.entries(PICTURES)) {
    await viewer.prefer(scheme as keyof typeof PICTURES);
    const { data } = await viewer.page.send('Page.captureScreenshot', { format: 'png' });
    const picture = Buffer.from(String(data), 'base64');
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    if (process.env['WRITE_PICTURES'] === undefined) continue;
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(join(FOLDER, name), picture);
  }
  await closeBrowsers();
});
