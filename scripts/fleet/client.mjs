// Calls of a fleet's worlds, by the proxy or of one replica directly: whatever comes of them.
import { Agent, request } from 'node:http';

/** The session and a volume of the default seed. */
const SESSION = '5e55000000004000800000000000ad01';
const VOLUME = 'd0000000000040008000000000000001';

const agent = new Agent({ keepAlive: true });

/** Resolves always: with the answer, or with `status` 0 and why there was none. */
export function call(method, url, body, patience = 30_000) {
  return new Promise((resolve) => {
    const headers = { Authorization: `OAuth ${SESSION}`, 'Content-Type': 'application/json' };
    const sent = request(url, { agent, method, headers, timeout: patience }, (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      answer.on('error', (error) => resolve({ status: 0, reason: error.message }));
      answer.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        const { statusCode: status, headers: heard } = answer;
        resolve({
          status,
          text,
          replica: heard['x-emulator-replica'],
          retryAfter: heard['retry-after'],
          json: text.startsWith('{') ? JSON.parse(text) : {},
        });
      });
    });
    sent.on('timeout', () => sent.destroy(new Error('it took too long')));
    sent.on('error', (error) => resolve({ status: 0, reason: error.message }));
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

const imagesOf = (base, world) => `${base}/environments/${world}/zstack/v1/images`;

export const makeWorld = (base, name) =>
  call('POST', `${base}/emulator/v1/environments`, { name, from: { seed: 'default' } });

export const writeTo = (base, world, name) =>
  call('POST', `${imagesOf(base, world)}/root-volume-templates/from/volumes/${VOLUME}`, {
    params: { name },
  });

/** The names of the images of a world that `writeTo` made, or undefined, with what was answered. */
export async function readFrom(base, world, patience) {
  const query = 'fields=name&limit=100000&q=name~=n-%25';
  const answer = await call('GET', `${imagesOf(base, world)}?${query}`, undefined, patience);
  const names = answer.json?.inventories?.map(({ name }) => name);
  return { ...answer, names: answer.status === 200 ? names : undefined };
}

export async function brokenLaws(base, world) {
  const { json } = await call('GET', `${base}/emulator/v1/environments/${world}/invariants`);
  if (!json.inventories) return ['no answer'];
  return json.inventories.filter(({ holds }) => holds === false).map(({ name }) => name);
}

/** All worlds of the fleet as the store knows them, by their names. */
export async function worldsOf(base) {
  const found = new Map();
  for (let after = ''; after !== null;) {
    const query = `limit=1000${after === '' ? '' : `&after=${after}`}`;
    const { json, status, text } = await call('GET', `${base}/emulator/v1/fleet/worlds?${query}`);
    if (status !== 200) throw new Error(`the list of the fleet was answered ${status}: ${text}`);
    for (const world of json.inventories) found.set(world.name, world);
    after = json.next;
  }
  return found;
}

export const closeConnections = () => agent.destroy();
