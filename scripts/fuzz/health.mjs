// A thread of its own: asks for /healthz all the while, so that no other work of this process is measured.
import { Agent, get } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

const PAUSE = 50;
/** No answer within this time, in ms, is none. */
const LONGEST = 10_000;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const times = [];
let failed = 0;
const over = new AbortController();
parentPort.once('message', () => over.abort());

while (!over.signal.aborted) {
  const started = performance.now();
  const status = await ask();
  if (status === 200) times.push(performance.now() - started);
  else failed++;
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
}
agent.destroy();
times.sort((a, b) => a - b);
const found = {
  failed,
  asked: times.length,
  median: times[times.length >> 1],
  most99: times[Math.floor(times.length * 0.99)],
  most: times.at(-1),
};
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has none
parentPort.postMessage(found);

function ask() {
  return new Promise((resolve) => {
    const request = get(`${workerData.base}/healthz`, { agent, timeout: LONGEST }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(0));
  });
}
