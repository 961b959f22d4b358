import { closeBrowsers } from '../support/chromium';
import { TestEmulator } from '../support/emulator';
import { needs } from '../support/tools';
import { Viewer } from '../support/viewer';

const browser = needs('chromium');

interface Image {
  readonly name: string;
  readonly status: string;
}

/** The images of a world as its API tells them. */
async function imagesOf(emulator: TestEmulator, world: string): Promise<readonly Image[]> {
  const path = `/environments/${world}/resources/image?sort=%2Bname`;
  return (await emulator.control('GET', path)).body.inventories as Image[];
}

const statusOf = async (emulator: TestEmulator, world: string, name: string) =>
  (await imagesOf(emulator, world)).find((image) => image.name === name)?.status;

browser.test(
  `by keyboard alone on a phone: a world is made, an image added, watched, failed, rewound, the world forked, three days pass ${browser.note}`,
  async () => {
    const emulator = await TestEmulator.start({ settings: { rewind: 'on' } });
    const viewer = await Viewer.open(`${emulator.url}/#/worlds`);

    // A world is made, and looked at: it stands in the address.
    await viewer.use('Make a world');
    await viewer.reach('Name');
    await viewer.type('lab');
    await viewer.use('Make');
    await viewer.sees('lab is there');
    const loaded = viewer.page.whenLoaded();
    await viewer.use('lab');
    await loaded;
    expect(await viewer.page.evaluate('location.pathname')).toBe('/environments/lab');
    await viewer.sees('centos-7.9');

    // Its work waits for a hand from now on.
    await viewer.reach('Work goes on');
    await viewer.type('m');
    await viewer.sees('Work goes on: manual: done');

    // An image is added, and watched until it is Ready.
    await viewer.use('Add image');
    await viewer.reach('Name');
    await viewer.type('web');
    await viewer.use('Add');
    await viewer.sees('waits for a hand');
    expect(await statusOf(emulator, 'lab', 'web')).toBe('Downloading');
    await viewer.use('Finish the work on web');
    await viewer.until("!document.querySelector('progress')");
    expect(await statusOf(emulator, 'lab', 'web')).toBe('Ready');

    // Another one fails, with a reason that its client is told.
    await viewer.use('Add image');
    await viewer.reach('Name');
    await viewer.type('bad');
    await viewer.use('Add');
    await viewer.use('Fail the work on bad');
    await viewer.reach("What the job's error says");
    await viewer.type(' as it was to be');
    await viewer.use('Fail it');
    await viewer.sees('bad: failed');
    expect(await statusOf(emulator, 'lab', 'bad')).toBeUndefined();

    // Both are taken back.
    await viewer.use('History');
    const { inventories } = (await emulator.control('GET', '/environments/lab/history')).body;
    const [write] = (inventories as { id: string; what: string }[]).filter(
      ({ what }) => what === 'AddImage',
    );
    const rewind = `Rewind to before ${write?.id}, AddImage`;
    await viewer.use(rewind);
    await viewer.press('Enter');
    await viewer.sees(`Back to before AddImage (${write?.id}): done`);
    expect(await statusOf(emulator, 'lab', 'web')).toBeUndefined();

    // The world is forked.
    await viewer.use('Worlds');
    await viewer.use('Fork lab');
    await viewer.reach('Name of the copy of lab');
    await viewer.type('lab-2');
    await viewer.use('Fork');
    await viewer.sees('lab-2 is lab as it is now');
    expect(await imagesOf(emulator, 'lab-2')).toEqual(await imagesOf(emulator, 'lab'));

    // Three days pass, and work goes on by itself in them: what was deleted is expunged.
    await viewer.reach('Work goes on');
    await viewer.type('i');
    await viewer.sees('Work goes on: immediate: done');
    await viewer.sees('2017-11-14');
    expect(await statusOf(emulator, 'lab', 'deleted-yesterday')).toBe('Deleted');
    await viewer.use('Advance the clock by 3 days');
    await viewer.sees('2017-11-17');
    expect(await statusOf(emulator, 'lab', 'deleted-yesterday')).toBeUndefined();

    expect(viewer.page.complaints).toEqual([]);
    await closeBrowsers();
  },
);
