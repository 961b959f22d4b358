import { existsSync, readFileSync } from 'node:fs';
import type { Identity } from '../../app/image-api-client.js';
import { Judge, type FromShadow, type ToShadow } from '../../shadow/index.js';
import { EmulatorWorld, type WorldOptions } from './emulator-world.js';

/** What the process that judges is told at its beginning. */
export interface ShadowOptions {
  readonly world: WorldOptions;
  /** The cloud's image API. */
  readonly url: string;
  /** Who may ask the cloud what there is; undefined: the world begins as a seed. */
  readonly identity: Identity | undefined;
  /** What has the same uuid is the same thing. */
  readonly hasSameNames: boolean;
}

/** Serves the process that began it; it ends with that one. */
export function serveShadow(): void {
  // A terminal sends its signals here as well: the other process says when it is over.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => undefined);
  process.once('disconnect', () => process.exit());
  // Times on the wire name no zone: UTC unless the operator says otherwise.
  process.env['TZ'] ||= 'UTC';
  let judge: Judge | undefined;
  let before: Promise<void> = Promise.resolve();
  const take = async (message: ToShadow, earlier: Promise<void>) => {
    await earlier;
    if (message.kind === 'end') process.exit();
    if (message.kind === 'begin') judge = await begin(message.options as ShadowOptions);
    else if (judge) {
      const verdict = await judge.judge(message.exchange, message.lostWrites);
      tell({ kind: 'verdict', verdict });
    }
  };
  process.on('message', (message: ToShadow) => {
    before = take(message, before);
  });
}

const tell = (message: FromShadow) => process.send?.(message);

async function begin(options: ShadowOptions): Promise<Judge | undefined> {
  try {
    const { readFacts } = await import('../../verify/facts/facts.js');
    const { readBook } = await import('../../verify/cases/read-book.js');
    const world = await EmulatorWorld.start(options.world, options.url, options.identity);
    const { release } = options.world;
    const judge = new Judge({
      world,
      facts: readFacts(release),
      book: readBook,
      knowsAll: options.identity !== undefined || options.world.seed !== 'none',
      contextPath: new URL(options.url).pathname.replace(/\/+$/, ''),
      notCarried: world.captured?.notCarried ?? [],
      ...(options.hasSameNames ? { sameNames: textOf(options.world.seed, world) } : {}),
    });
    tell({ kind: 'ready' });
    return judge;
  } catch (error) {
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

/** What a world was made of: its names mean the same in the cloud. */
function textOf(seed: string, world: EmulatorWorld): string {
  if (world.captured !== undefined) return world.captured.text;
  const texts = seed.split(',').map((name) => (existsSync(name) ? readFileSync(name, 'utf8') : ''));
  return texts.join('\n');
}
