import { ControlError } from '../../src/core/control-error';
import { KeptPorts, type PortListener } from '../../src/environment/kept-ports';
import { portUnusableText } from '../../src/environment/refusals';
import { Queues } from '../../src/environment/queues';

/** A machine on which some ports cannot be had. */
class Machine implements PortListener {
  readonly open = new Map<string, number>();
  readonly refused = new Map<number, unknown>();
  readonly closed: string[] = [];
  #next = 40_000;

  async listen(name: string, port: number): Promise<number> {
    await Promise.resolve();
    if (this.refused.has(port)) throw this.refused.get(port);
    const given = port === 0 ? this.#next++ : port;
    this.open.set(name, given);
    return given;
  }

  close(name: string): void {
    this.closed.push(name);
    this.open.delete(name);
  }
}

function started({ most = 10 } = {}) {
  const machine = new Machine();
  const logged: string[] = [];
  const ports = new KeptPorts({ listener: machine, most, log: (text) => logged.push(text) });
  return { machine, logged, ports };
}

const failure = (code: string, message = code) => Object.assign(new Error(message), { code });
const IN_USE = 'port 8090 is in use: choose another one, or 0 for any free one';
const portOf = async (port: number | undefined) => Promise.resolve(port);

describe('a port of an environment', () => {
  test('is its own from before it is made until it is released', async () => {
    const { machine, ports } = started();
    expect(await ports.making('none', undefined, portOf)).toBeUndefined();
    expect([ports.portOf('none'), ports.problemOf('none')]).toEqual([undefined, undefined]);
    expect(await ports.making('a', 8090, portOf)).toBe(8090);
    expect(await ports.making('any', 0, portOf)).toBe(40_000);
    expect([ports.portOf('a'), ports.portOf('any'), ports.problemOf('a')]).toEqual([
      8090,
      40_000,
      undefined,
    ]);
    await expect(ports.making('b', 40_000, portOf)).rejects.toThrow(
      "port 40000 is that of the environment 'any'",
    );
    ports.release('any');
    expect([ports.portOf('any'), machine.closed]).toEqual([undefined, ['any']]);
    expect(await ports.making('b', 40_000, portOf)).toBe(40_000);
    expect(machine.open).toEqual(
      new Map([
        ['a', 8090],
        ['b', 40_000],
      ]),
    );
  });

  test('counts from when it is asked for, and any free one is that of nobody', async () => {
    const { ports } = started({ most: 2 });
    const made = ['a', 'b', 'c'].map((name) => ports.making(name, 0, portOf));
    expect(await Promise.allSettled(made)).toEqual([
      { status: 'fulfilled', value: 40_000 },
      { status: 'fulfilled', value: 40_001 },
      {
        status: 'rejected',
        reason: new ControlError(
          'conflict',
          '2 environments have a port of their own, which is the most (EMULATOR_MAX_PORTS)',
        ),
      },
    ]);
  });

  test('is given back when nobody listens there, or the environment is not made', async () => {
    const { machine, ports } = started({ most: 1 });
    machine.refused.set(80, failure('EACCES'));
    machine.refused.set(8090, failure('EADDRINUSE'));
    machine.refused.set(8091, failure('EODD'));
    await expect(ports.making('a', 80, portOf)).rejects.toEqual(
      new ControlError(
        'conflict',
        'port 80 needs more rights: choose one above 1023, or 0 for any free one',
      ),
    );
    await expect(ports.making('a', 8090, portOf)).rejects.toEqual(
      new ControlError('conflict', IN_USE),
    );
    await expect(ports.making('a', 8091, portOf)).rejects.toBe(machine.refused.get(8091));
    expect([ports.portOf('a'), machine.open.size]).toEqual([undefined, 0]);
    await expect(
      ports.making('a', 8092, () => Promise.reject(new Error('no world'))),
    ).rejects.toThrow('no world');
    expect([ports.portOf('a'), machine.open.size]).toEqual([undefined, 0]);
    expect(await ports.making('a', 8092, portOf)).toBe(8092);
  });

  test('of an earlier run is opened when all are, and later ones at once', async () => {
    const { machine, logged, ports } = started();
    ports.keep('a', 8090);
    ports.keep('any', 0);
    ports.keep('a', 8091);
    expect([machine.open.size, ports.portOf('a'), ports.portOf('any')]).toEqual([0, 8090, 0]);
    await ports.begin();
    expect(machine.open).toEqual(
      new Map([
        ['a', 8090],
        ['any', 40_000],
      ]),
    );
    expect(ports.portOf('any')).toBe(40_000);
    ports.keep('a', 8099);
    ports.keep('late', 8092);
    await new Promise(setImmediate);
    expect(machine.open.get('late')).toBe(8092);
    expect([machine.open.get('a'), logged]).toEqual([8090, []]);
    // It went while it was opened.
    ports.keep('gone', 8093);
    ports.release('gone');
    await new Promise(setImmediate);
    expect([machine.open.has('gone'), ports.portOf('gone')]).toEqual([false, undefined]);
  });

  test('that cannot be opened again stays that of its environment, which tells why', async () => {
    const { machine, logged, ports } = started();
    machine.refused.set(8090, failure('EADDRINUSE'));
    machine.refused.set(8091, failure('EODD', 'the machine is odd'));
    ports.keep('a', 8090);
    ports.keep('odd', 8091);
    ports.keep('first', 8092);
    ports.keep('second', 8092);
    await ports.begin();
    const told = [
      ['a', 8090, IN_USE],
      ['odd', 8091, 'port 8091 cannot be opened: the machine is odd'],
      ['first', 8092, "port 8092 is that of the environment 'second'"],
      ['second', 8092, undefined],
    ];
    expect(
      ['a', 'odd', 'first', 'second'].map((name) => [
        name,
        ports.portOf(name),
        ports.problemOf(name),
      ]),
    ).toEqual(told);
    expect(logged).toEqual(
      told
        .slice(0, 3)
        .map(([name, , why]) => `the environment '${name}' is not reached at its own port: ${why}`),
    );
    // Nobody listens there for it: whoever can may have it.
    machine.refused.clear();
    expect(await ports.making('new', 8090, portOf)).toBe(8090);
    expect(portUnusableText(1, 'odd')).toBe('port 1 cannot be opened: odd');
  });
});

test('things with one name are done one after the other, whatever their end, and others beside', async () => {
  const queues = new Queues();
  const done: string[] = [];
  const ends: (() => void)[] = [];
  const work = (text: string) => () => {
    done.push(`begin ${text}`);
    return new Promise<string>((resolve) => ends.push(() => resolve(text)));
  };
  const turn = () => new Promise(setImmediate);
  const results = [
    queues.run('a', work('a1')),
    queues.run('a', () => Promise.reject(new Error('a2'))),
    queues.run('a', work('a3')),
    queues.run('b', work('b1')),
  ];
  const settled = Promise.allSettled(results);
  await turn();
  expect(done).toEqual(['begin a1', 'begin b1']);
  let isIdle = false;
  const idle = queues.idle().then(() => (isIdle = true));
  ends[0]?.();
  ends[1]?.();
  await turn();
  expect([done, isIdle]).toEqual([['begin a1', 'begin b1', 'begin a3'], false]);
  ends[2]?.();
  expect((await settled).map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual(
    ['a1', 'failed', 'a3', 'b1'],
  );
  await idle;
  expect(isIdle).toBe(true);
  // What comes when nothing is under way begins at once.
  void queues.run('a', work('a4'));
  expect(done.at(-1)).toBe('begin a4');
});
