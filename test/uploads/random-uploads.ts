import { once } from 'node:events';
import { createServer } from 'node:net';
import fc from 'fast-check';
import { ADMIN_SESSION, SEED, type Json } from '../support/emulator';
import { EmulatorProcess } from '../support/process';
import { bytesNamed, md5, partOf, sendSlice, type Sending, type Sliced } from '../support/slices';
import type { SmallDisk } from '../support/small-disk';

const { imageStore } = SEED.backupStorages;

/** Kinds of what a client may send: right bytes, and all that can go wrong with them on the way. */
const KINDS = ['right', 'others', 'damaged', 'short', 'long', 'cut', 'slow'] as const;
type Kind = (typeof KINDS)[number];

/** One request: of which image and slice, and how it goes wrong (`right`: not). */
interface Request {
  readonly image: number;
  readonly slice: number;
  readonly kind: Kind;
}

/** Requests that are sent at once, and what happens to the process meanwhile or afterwards. */
export interface Step {
  readonly requests: readonly Request[];
  readonly event: 'nothing' | 'kill meanwhile' | 'kill' | 'restart' | 'fill' | 'make room';
}

export const step: fc.Arbitrary<Step> = fc.record({
  requests: fc.array(
    fc.record({
      image: fc.nat(2),
      slice: fc.nat(7),
      kind: fc.oneof(
        { weight: 3, arbitrary: fc.constant<Kind>('right') },
        { weight: 4, arbitrary: fc.constantFrom(...KINDS) },
      ),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  event: fc.oneof(
    { weight: 4, arbitrary: fc.constant<Step['event']>('nothing') },
    {
      weight: 3,
      arbitrary: fc.constantFrom<Step['event']>(
        'kill meanwhile',
        'kill',
        'restart',
        'fill',
        'make room',
      ),
    },
  ),
});

/** What is known of a slice: whose bytes were acknowledged, and whose may have been when a client did not hear. */
interface Known {
  acknowledged: Buffer | undefined;
  readonly perhaps: Buffer[];
}

/** An image, the other bytes that are sent in place of its own, and what was told of its slices. */
interface Modelled extends Sliced {
  readonly others: Buffer;
  readonly slices: readonly Known[];
  /** Whether a client was told that it is complete; undefined: perhaps. */
  isCompleted: boolean | undefined;
}

function modelled(number: number, length: number, sliceSize: number): Modelled {
  const uuid = `feed00000000400080000000000000${String(number).padStart(2, '0')}`;
  const bytes = bytesNamed(`right/${number}`, length);
  // A hole in the middle.
  if (length > 2 * sliceSize) bytes.fill(0, sliceSize + 7, 2 * sliceSize);
  const count = Math.ceil(length / sliceSize);
  const slices = Array.from({ length: count }, () => ({ acknowledged: undefined, perhaps: [] }));
  const others = bytesNamed(`others/${number}`, length);
  return { uuid, bytes, sliceSize, others, slices, isCompleted: false };
}

/** Uploads to a process that is killed and whose disk gets full, and what must be so by what it answered. */
export class RandomUploads {
  #emulator: EmulatorProcess | undefined;
  /** Where the bytes of each image go, without the origin. */
  readonly #paths = new Map<string, string>();
  readonly images = [
    modelled(1, 390_000, 50_000),
    modelled(2, 1_000, 300),
    modelled(3, 200_000, 200_000),
  ];
  readonly tally = { acknowledged: 0, refused: 0, unheard: 0, kills: 0, full: 0 };

  constructor(
    private readonly folder: string,
    private readonly disk: SmallDisk | undefined,
  ) {}

  async start(): Promise<void> {
    await this.#open();
    await this.#running.stopClock();
    for (const { uuid } of this.images) {
      const params = { name: uuid, resourceUuid: uuid, url: `upload://${uuid}/x`, format: 'raw' };
      const { inventory } = await this.#call('POST', '/images', {
        params: { ...params, backupStorageUuids: [imageStore] },
      });
      this.#paths.set(uuid, new URL(inventory.backupStorageRefs[0].installPath).pathname);
    }
  }

  async take({ requests, event }: Step): Promise<void> {
    let goOn: () => void = () => undefined;
    const others = new Promise<void>((resolve) => (goOn = resolve));
    const all = requests.map((request) => this.#request(request, others));
    const notSlow = all.filter((_, i) => requests[i]?.kind !== 'slow');
    if (event === 'kill meanwhile') {
      // One is answered, or all of them are on their way.
      await Promise.race([...notSlow, this.#beat()]);
      await this.#kill();
    }
    await Promise.all(notSlow);
    goOn();
    await Promise.all(all);
    if (event === 'kill') await this.#kill();
    if (event === 'restart') {
      this.#makeRoom();
      await this.#running.end('SIGTERM');
      await this.#open();
    }
    if (event === 'fill' && this.disk) {
      this.disk.fill(60_000);
      this.tally.full++;
    }
    if (event === 'make room') this.#makeRoom();
  }

  /** Brings what is missing; then every image is Ready with the bytes that its clients were told it has. */
  async finish(): Promise<void> {
    await this.#kill();
    for (const image of this.images) {
      for (;;) {
        const offset = await this.#offsetOf(image);
        if (offset === undefined) break;
        const missing = offset / image.sliceSize;
        expect(image.slices[missing]?.acknowledged).toBeUndefined();
        await this.#request({ image: this.images.indexOf(image), slice: missing, kind: 'right' });
      }
      await this.#expectReady(image);
    }
    const laws = await fetch(`${new URL(this.#running.url).origin}/emulator/v1/invariants`);
    expect(await laws.json()).toMatchObject({ holds: true });
    await this.#running.end('SIGTERM');
  }

  async end(): Promise<void> {
    await this.#emulator?.end('SIGKILL');
  }

  get #running(): EmulatorProcess {
    if (!this.#emulator) throw new Error('no process runs');
    return this.#emulator;
  }

  async #open(): Promise<void> {
    this.#emulator = await EmulatorProcess.start(this.folder);
  }

  async #kill(): Promise<void> {
    this.tally.kills++;
    await this.#running.end('SIGKILL');
    // Whether it starts on a full disk is another question.
    this.#makeRoom();
    await this.#open();
  }

  #makeRoom(): void {
    this.disk?.makeRoom();
  }

  /** As long as the machine takes for a connection: no clock says when. */
  async #beat(): Promise<void> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
  }

  async #request(
    { image: number, slice: wanted, kind }: Request,
    others: Promise<void> = Promise.resolve(),
  ): Promise<void> {
    const image = this.images[number];
    if (!image) throw new Error(`there is no image ${number}`);
    const slice = wanted % image.slices.length;
    const known = image.slices[slice];
    if (!known) throw new Error(`there is no slice ${slice}`);
    const bytes =
      kind === 'others' || kind === 'cut'
        ? partOf({ ...image, bytes: image.others }, slice)
        : partOf(image, slice);
    const isLast = image.slices.every(
      (one) => one === known || one.acknowledged !== undefined || one.perhaps.length > 0,
    );
    const address = `${new URL(this.#running.url).origin}${this.#paths.get(image.uuid)}`;
    // From here on it may be acknowledged without anybody hearing of it.
    if (kind === 'right' || kind === 'others' || kind === 'slow') known.perhaps.push(bytes);
    if (image.isCompleted === false && isLast) image.isCompleted = undefined;
    const answer = await sendSlice(address, image, slice, sendingOf(kind, bytes, others)).catch(
      () => 'unheard' as const,
    );
    if (typeof answer === 'string') {
      this.tally.unheard++;
      return;
    }
    this.#judge(image, known, kind, bytes, answer);
  }

  #judge(
    image: Modelled,
    known: Known,
    kind: Kind,
    bytes: Buffer,
    { status, text }: { readonly status: number; readonly text: string },
  ): void {
    const told = `${kind}: ${status} ${text}`;
    if (status === 200) {
      expect([told, ['right', 'others', 'slow'].includes(kind)]).toEqual([told, true]);
      const before = known.acknowledged ?? bytes;
      expect([told, bytes.equals(before)]).toEqual([told, true]);
      known.acknowledged = bytes;
      if (text.includes('"completed":true')) image.isCompleted = true;
      this.tally.acknowledged++;
      return;
    }
    this.tally.refused++;
    if (status === 409 && text.includes('upload has completed')) {
      expect([told, image.isCompleted]).not.toEqual([told, false]);
    } else if (status === 409) {
      const others = [...(known.acknowledged ? [known.acknowledged] : []), ...known.perhaps];
      expect([told, others.some((one) => !one.equals(bytes))]).toEqual([told, true]);
    } else if (status === 507) {
      expect([told, this.disk === undefined]).toEqual([told, false]);
    } else {
      const expected = { damaged: 406, short: 400, long: 400 }[kind as 'damaged'];
      expect([told, status]).toEqual([told, expected]);
    }
  }

  async #offsetOf({ uuid }: Modelled): Promise<number | undefined> {
    const details = await this.#call('GET', `/images/upload-job/details/${uuid}`);
    return details.existingJobDetails?.[0]?.offset;
  }

  async #expectReady(image: Modelled): Promise<void> {
    const { inventories } = await this.#call('GET', `/images/${image.uuid}`);
    const origin = new URL(this.#running.url).origin;
    const artifact = await fetch(`${origin}/emulator/v1/images/${image.uuid}/artifact`);
    const found = Buffer.from(await artifact.arrayBuffer());
    expect(inventories[0]).toMatchObject({
      status: 'Ready',
      actualSize: image.bytes.length,
      md5Sum: md5(found),
    });
    for (const [slice, { acknowledged, perhaps }] of image.slices.entries()) {
      const part = partOf({ ...image, bytes: found }, slice);
      const possible = acknowledged ? [acknowledged] : perhaps;
      expect([slice, possible.some((bytes) => bytes.equals(part))]).toEqual([slice, true]);
    }
  }

  async #call(method: string, path: string, body?: object): Promise<Json> {
    const answer = await fetch(`${this.#running.url}/v1${path}`, {
      method,
      headers: { Authorization: `OAuth ${ADMIN_SESSION}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  }
}

function sendingOf(kind: Kind, bytes: Buffer, others: Promise<void>): Sending {
  switch (kind) {
    case 'damaged':
      return { headers: { 'X-SLICE-MD5': md5(Buffer.from('what was sent')) } };
    case 'short':
      return { as: bytes.subarray(0, bytes.length >> 1) };
    case 'long':
      return { as: Buffer.concat([bytes, bytes]) };
    case 'cut':
      return { as: bytes, cutAfter: bytes.length >> 1 };
    case 'slow':
      return { as: inTwoParts(bytes, others) };
    case 'right':
    case 'others':
      return { as: bytes, headers: { 'X-SLICE-MD5': md5(bytes) } };
  }
}

/** The second half comes when all others have been answered. */
async function* inTwoParts(bytes: Buffer, others: Promise<void>): AsyncGenerator<Buffer> {
  const half = bytes.length >> 1;
  yield bytes.subarray(0, half);
  await others;
  yield bytes.subarray(half);
}
