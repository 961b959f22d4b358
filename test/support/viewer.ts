import { Chromium, type Page } from './chromium';

/** A phone's width. */
export const NARROW = 375;

/** How long the page is waited for, in ms: a net for what never comes, wide enough for a machine that does much else. */
const PATIENCE = Number(process.env['EMULATOR_PATIENCE'] ?? 120_000);

const KEYS = {
  Tab: 9,
  Enter: 13,
  Escape: 27,
  ArrowDown: 40,
  ArrowUp: 38,
  Backspace: 8,
} as const;

/** The name by which a reader of screens calls an element, as far as the page has names. */
const NAME_OF = `(element) => {
  const labelled = [...(element?.labels?.[0]?.childNodes ?? [])]
    .filter((node) => !node.matches?.('input, select'))
    .map((node) => node.textContent).join(' ');
  const name = element?.getAttribute('aria-label') || labelled || element?.innerText || '';
  return name.trim().replace(/\\s+/g, ' ');
}`;

/** Somebody who looks at the page with a keyboard and no mouse. */
export class Viewer {
  /** Addresses that the page asked for, in order. */
  readonly asked: string[] = [];

  private constructor(readonly page: Page) {}

  /** Opens the page in a browser of its own. */
  static async open(url: string, width = NARROW): Promise<Viewer> {
    const page = await Chromium.start([]).page();
    const viewer = new Viewer(page);
    await page.send('Network.enable');
    page.on('Network.requestWillBeSent', ({ request }) => viewer.asked.push(String(request.url)));
    await viewer.resize(width);
    await page.open(url);
    return viewer;
  }

  resize(width: number): Promise<unknown> {
    const size = { width, height: 800, deviceScaleFactor: 1, mobile: false };
    return this.page.send('Emulation.setDeviceMetricsOverride', size);
  }

  prefer(scheme: 'light' | 'dark'): Promise<unknown> {
    return this.page.send('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: scheme }],
    });
  }

  /** Waits until an expression of the page is true, however slow the machine is. */
  async until(expression: string): Promise<void> {
    const last = await this.page.evaluate(`new Promise((resolve) => {
      const end = performance.now() + ${PATIENCE};
      const look = () => {
        if (${expression}) resolve(null);
        else if (performance.now() > end) resolve(document.body.innerText);
        else setTimeout(look, 30);
      };
      look();
    })`);
    if (last !== null) throw new Error(`it never comes to ${expression}; the page shows: ${last}`);
  }

  /** Waits until the page shows a text. */
  sees(text: string): Promise<void> {
    return this.until(`document.body.innerText.includes(${JSON.stringify(text)})`);
  }

  seesNo(text: string): Promise<void> {
    return this.until(`!document.body.innerText.includes(${JSON.stringify(text)})`);
  }

  /** Everything that the page shows. */
  async text(): Promise<string> {
    return String(await this.page.evaluate('document.body.innerText'));
  }

  /** Goes on with the tabulator until the focus is on what has this name. */
  async reach(name: string): Promise<void> {
    const wanted = JSON.stringify(name);
    // It may be about to come.
    await this.until(`[...document.querySelectorAll('a, button, input, select')]
      .some((element) => (${NAME_OF})(element) === ${wanted})`);
    const seen: string[] = [];
    for (let i = 0; i < 200; i += 1) {
      const at = await this.page.evaluate(
        `document.activeElement === document.body ? '' : (${NAME_OF})(document.activeElement)`,
      );
      if (at === name) return;
      seen.push(String(at));
      await this.press('Tab');
    }
    throw new Error(
      `the tabulator never comes to '${name}', but to ${[...new Set(seen)].join(', ')}`,
    );
  }

  async press(key: keyof typeof KEYS): Promise<void> {
    const code = { key, code: key, windowsVirtualKeyCode: KEYS[key] };
    const text = key === 'Enter' ? { text: '\r' } : {};
    await this.page.send('Input.dispatchKeyEvent', { type: 'keyDown', ...code, ...text });
    await this.page.send('Input.dispatchKeyEvent', { type: 'keyUp', ...code });
  }

  /** Types a text where the focus is. */
  async type(text: string): Promise<void> {
    for (const letter of text) {
      await this.page.send('Input.dispatchKeyEvent', { type: 'keyDown', text: letter });
      await this.page.send('Input.dispatchKeyEvent', { type: 'keyUp' });
    }
  }

  /** Reaches something, and presses it. */
  async use(name: string): Promise<void> {
    await this.reach(name);
    await this.press('Enter');
  }
}
