import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { temporaryFolder } from './process';

// oxlint-disable-next-line typescript/no-explicit-any
type Json = any;
type Listener = (params: Json, session: string | undefined) => void;

const FLAGS = [
  '--headless=new',
  // The tests may run as root, in a container.
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // So that nothing but the emulator refuses: pages of names that lead to this machine are local themselves.
  '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests',
  '--remote-debugging-pipe',
];

const browsers = new Set<Chromium>();

/** A real browser, driven by its debugging protocol over a pipe. */
export class Chromium {
  readonly #waiting = new Map<number, (answer: Json) => void>();
  readonly #listeners = new Map<string, Set<Listener>>();
  #count = 0;
  #rest = '';

  private constructor(
    readonly process: ChildProcess,
    readonly profile: string,
  ) {
    const answers = process.stdio[4] as Readable;
    answers.setEncoding('utf8');
    answers.on('data', (text: string) => this.#take(text));
  }

  /** `names`: host names that lead to this machine in the browser, as after an attacker rebound them. */
  static start(names: readonly string[]): Chromium {
    const profile = temporaryFolder();
    const rules = names.map((name) => `MAP ${name} 127.0.0.1`).join(', ');
    const child = spawn(
      'chromium',
      [...FLAGS, `--user-data-dir=${profile}`, `--host-resolver-rules=${rules}`, 'about:blank'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
    );
    const browser = new Chromium(child, profile);
    browsers.add(browser);
    return browser;
  }

  /** Opens a page of its own. */
  async page(): Promise<Page> {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(this, String(sessionId));
    await page.send('Page.enable');
    await page.send('Runtime.enable');
    await page.send('Log.enable');
    return page;
  }

  send(method: string, params: object = {}, sessionId?: string): Promise<Json> {
    const id = ++this.#count;
    const message = JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) });
    (this.process.stdio[3] as Writable).write(`${message}\0`);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result, error }) => {
        if (error) reject(new Error(`${method}: ${error.message}`));
        else resolve(result);
      });
    });
  }

  on(event: string, listener: Listener): () => void {
    const all = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, all.add(listener));
    return () => all.delete(listener);
  }

  async close(): Promise<void> {
    browsers.delete(this);
    const exit = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exit;
    // Its helpers may still write for a moment.
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 10 });
  }

  #take(text: string): void {
    const parts = (this.#rest + text).split('\0');
    this.#rest = parts.pop() ?? '';
    for (const part of parts) {
      const message = JSON.parse(part);
      if (message.id === undefined) {
        for (const listener of this.#listeners.get(message.method) ?? []) {
          listener(message.params, message.sessionId);
        }
      } else {
        this.#waiting.get(message.id)?.(message);
        this.#waiting.delete(message.id);
      }
    }
  }
}

/** One page of a browser. */
export class Page {
  /** What the browser said against it: refused by a policy, errors of scripts. */
  readonly complaints: string[] = [];

  constructor(
    readonly browser: Chromium,
    readonly session: string,
  ) {
    this.on('Log.entryAdded', ({ entry }) => {
      if (entry.level === 'error') this.complaints.push(`${entry.text} ${entry.url ?? ''}`);
    });
    this.on('Runtime.exceptionThrown', ({ exceptionDetails }) =>
      this.complaints.push(exceptionDetails.exception?.description ?? exceptionDetails.text),
    );
  }

  send(method: string, params: object = {}): Promise<Json> {
    return this.browser.send(method, params, this.session);
  }

  on(event: string, listener: (params: Json) => void): () => void {
    return this.browser.on(event, (params, session) => {
      if (session === this.session) listener(params);
    });
  }

  /** Resolves when something was loaded: a page, or the browser's own page of an error. */
  whenLoaded(): Promise<void> {
    return new Promise((resolve) => {
      const off = this.on('Page.loadEventFired', () => {
        off();
        resolve();
      });
    });
  }

  async open(url: string): Promise<void> {
    const loaded = this.whenLoaded();
    await this.send('Page.navigate', { url });
    await loaded;
  }

  /** The value of an expression in the page, waited for. */
  async evaluate(expression: string): Promise<Json> {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      // Some things are for pages that somebody clicked on.
      userGesture: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
    return result.value;
  }

  /** Answers one address with a page instead of asking for it. */
  async serve(url: string, html: string): Promise<void> {
    this.on('Fetch.requestPaused', ({ requestId }) => {
      void this.send('Fetch.fulfillRequest', {
        requestId,
        responseCode: 200,
        responseHeaders: [{ name: 'Content-Type', value: 'text/html' }],
        body: Buffer.from(html).toString('base64'),
      });
    });
    await this.send('Fetch.enable', { patterns: [{ urlPattern: url }] });
  }
}

/** Ends every browser that was started. */
export async function closeBrowsers(): Promise<void> {
  for (const browser of browsers) await browser.close();
}

afterEach(closeBrowsers);
