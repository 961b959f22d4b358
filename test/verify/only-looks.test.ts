import { setTimeout as pause } from 'node:timers/promises';
import { verify } from '../../src/verify';
import { TestEmulator } from '../support/emulator';
import { Proxy } from './proxy';
import { choose, targetAt, unseen } from './target';

test('without --write it logs in, looks, and logs out', async () => {
  const emulator = await TestEmulator.start({ realTime: true });
  const before = emulator.world();
  const proxy = await Proxy.start(emulator.url);
  const { verdicts } = await verify(targetAt(proxy.url), choose(), unseen);

  expect(proxy.refused).toEqual([]);
  expect(proxy.asked.length).toBeGreaterThan(1_000);
  const others = proxy.asked.filter((one) => !one.startsWith('GET /v1/'));
  expect(others).toEqual([
    'PUT /v1/accounts/login',
    expect.stringMatching(/^DELETE \/v1\/accounts\/sessions\/[0-9a-f]{32}$/),
  ]);
  expect(proxy.asked.at(-1)).toBe(others[1]);
  expect(emulator.world()).toEqual(before);

  expect(verdicts.filter(({ state }) => state === 'differs')).toEqual([]);
  const needsWrite = verdicts.filter(({ reasons }) => reasons[0] === 'not tried: it needs --write');
  expect(needsWrite.length).toBeGreaterThan(500);
  expect(needsWrite.map(({ case: { effect } }) => effect)).not.toContain('reads');
});

/** Operations whose cases make things of all kinds; enough to see a difference. */
const SOME = ['*Image*', '*Zone', 'CreateVmInstance', 'QueryVolume', '*Account'];

test.each([
  ['answers without nulls', { wire: 'native' }],
  ['jobs that are asked for', { apiMode: 'async' }],
  ['another world', { seed: 'edge-cases' }],
  ['a large one', { seed: 'large' }],
])('it comes to the same verdicts whoever answers: %s', async (_what, settings) => {
  const states = async (more: Readonly<Record<string, string>>) => {
    const emulator = await TestEmulator.start({ realTime: true, settings: more, chanceSeed: 7 });
    const proxy = await Proxy.start(emulator.url);
    const choice = choose({ writes: true, only: SOME });
    const { verdicts, left } = await verify(targetAt(proxy.url), choice, unseen);
    expect([left, proxy.refused]).toEqual([[], []]);
    return verdicts
      .filter(({ state }) => state === 'differs')
      .map(({ case: { operation, name }, reasons }) => [operation, name, reasons]);
  };
  expect(await states(settings)).toEqual([]);
});

test('a busy second client changes no verdict', async () => {
  const emulator = await TestEmulator.start({ realTime: true });
  const busy = { isOver: false };
  const others = async () => {
    for (let i = 0; !busy.isOver; i += 1) {
      const zone = await emulator.make('POST', '/zones', { params: { name: `busy-${i}` } });
      await emulator.call('DELETE', `/zones/${zone.uuid}`);
      // It has work of its own: in step with the verifier, it would come between the same two calls each time.
      await pause(11 * (i % 3));
    }
  };
  const working = others();
  const { verdicts } = await verify(
    targetAt(`${emulator.url}/zstack`),
    choose({
      writes: true,
      only: ['QueryZone', 'CreateZone', 'DeleteZone', 'QueryImage', 'DeleteImage'],
    }),
    unseen,
  );
  busy.isOver = true;
  await working;
  expect(verdicts.filter(({ state }) => state === 'differs')).toEqual([]);
  expect(verdicts.filter(({ state }) => state === 'proven').length).toBeGreaterThan(60);
});
