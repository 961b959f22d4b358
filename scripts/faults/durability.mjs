// `npm run faults:durability [-- SECONDS]`: how many templates a second ten connections create with each
// EMULATOR_DURABILITY, one after the other, several times.
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Emulator, ROOT_VOLUME, SESSION, temporaryFolder } from './emulator.mjs';

const SECONDS = Number(process.argv[2] ?? 10);
const CONNECTIONS = 10;
const ROUNDS = 3;
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const path = `/zstack/v1/images/root-volume-templates/from/volumes/${ROOT_VOLUME}`;
const body = JSON.stringify({ params: { name: 'x' } });

function create(base) {
  return new Promise((resolve, reject) => {
    const call = request(
      base + path,
      { method: 'POST', agent, headers: { Authorization: `OAuth ${SESSION}` } },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode));
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}

/** No storage of the world gets full. */
function makeRoom(path) {
  const database = new Database(path);
  for (const column of ['total_capacity', 'available_capacity']) {
    database.exec(`update backup_storages set ${column} = ${column} + (1 << 52)`);
  }
  database.close();
}

async function perSecond(durability) {
  const data = temporaryFolder();
  await (await Emulator.start(data)).end();
  makeRoom(join(data, 'default.sqlite'));
  const emulator = await Emulator.start(data, {
    env: { EMULATOR_DURABILITY: durability },
  });
  let count = 0;
  const end = performance.now() + SECONDS * 1000;
  const client = async () => {
    while (performance.now() < end) {
      const status = await create(emulator.base);
      if (status === 200) count++;
      else throw new Error(`answered by ${status}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, client));
  await emulator.end();
  return count / SECONDS;
}

const all = { process: [], power: [] };
for (let round = 0; round < ROUNDS; round++) {
  for (const durability of Object.keys(all)) all[durability].push(await perSecond(durability));
}
for (const [durability, rates] of Object.entries(all)) {
  console.log(`${durability}: ${rates.map(Math.round).join(', ')} a second`);
}
const middle = (rates) => rates.toSorted((a, b) => a - b)[1];
console.log(`power to process: ${(middle(all.power) / middle(all.process)).toFixed(2)}`);
agent.destroy();
