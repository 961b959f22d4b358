import { load } from 'js-yaml';
import { captureSeed } from '../../src/seeding';
import type { Json } from './emulator';

/** What a cloud tells, by its paths: each answers its rows whatever else it is asked. */
const tells =
  (cloud: Readonly<Record<string, Json[]>>) =>
  (path: string): Promise<Json> => {
    const [asked = '', query = ''] = path.split('?');
    const condition = /(?:^|&)(?:q=)?([\w.]*uuid)=(\w+)/.exec(query);
    const key = asked.endsWith('/trash') || condition?.[1]?.includes('.') ? condition?.[2] : null;
    const found = cloud[key ? `${asked} ${key}` : asked];
    const [start, limit] = ['start', 'limit'].map((name) =>
      Number(new RegExp(`(?:^|&)${name}=(\\d+)`).exec(query)?.[1] ?? 0),
    );
    return Promise.resolve(
      found ? { inventories: found.slice(start, limit ? Number(start) + limit : undefined) } : null,
    );
  };

/**
 * A seed with less to read: uuids of a told cloud are `#` and their number, and an entry that has the description and
 * the times of its number says only that.
 */
function inShort(seed: Json): Json {
  const text = JSON.stringify(seed).replaceAll(/\b0{20,}([0-9a-f]+)\b/g, '#$1');
  return JSON.parse(text, (_name, value) => (isNamed(value) ? usual(value) : value));
}

const isNamed = (value: Json): boolean => typeof value?.uuid === 'string' && 'createDate' in value;

function usual({ uuid, description, createDate, lastOpDate, ...entry }: Json): Json {
  const n = Number.parseInt(uuid.slice(1), 16);
  const time = (second: number) => `2021-03-05T00:07:${String(second).padStart(2, '0')}Z`;
  const isUsual =
    description === `of ${entry.name}` &&
    createDate === time(n % 50) &&
    lastOpDate === time((n % 50) + 1);
  return { ...(isUsual ? { uuid } : { uuid, description, createDate, lastOpDate }), ...entry };
}

type Told = Readonly<Record<string, Json[]>>;

const changed = (told: Told, change: (path: string, name: string, value: Json) => Json): Told =>
  Object.fromEntries(
    Object.entries(told).map(([path, rows]) => [
      path,
      JSON.parse(JSON.stringify(rows), (name, value) => change(path, name, value)),
    ]),
  );

const CHOSEN =
  'state status mediaType format platform architecture vSwitchType category mode trashType';
const TYPED = ['/accounts', '/primary-storage', '/backup-storage'];

/** A cloud that chooses otherwise wherever the emulator knows all choices. */
export const oddly = (told: Told): Told =>
  changed(told, (path, name, value) =>
    CHOSEN.split(' ').includes(name) || (name === 'type' && TYPED.includes(path)) ? 'Odd' : value,
  );

const NEEDED =
  /uuid|^$|^\d+$|^type$|status|snapshotDeleted|volumeType|Refs$|^(vmNics|vmCdRoms|priority|ipRanges)$/i;

/** A cloud that tells of everything what it belongs to and nothing else. */
export const barely = (told: Told): Told =>
  changed(told, (path, name, value) =>
    NEEDED.test(name) || (path === '/image-packages' && name === 'state') ? value : undefined,
  );

/** What is captured of a cloud that tells this: the seed with less to read (`inShort`), too. */
export async function captured(told: Told) {
  const { text, notCarried } = await captureSeed(tells(told));
  return { text, seed: inShort(load(text)), notCarried };
}

/** A seed as a test says it. */
export const asSaid = (text: string): Json => load(text);
