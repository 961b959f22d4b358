import { HOST_OPERATIONS } from '../../src/control/environments';
import { CONTROL_OPERATIONS } from '../../src/control/operations';
import type { Operation } from '../../src/api/define-operation';
import type { Param } from '../../src/api/params';
import { SEED, TestEmulator, type Json } from '../support/emulator';
import { everything, ownError } from '../support/environments';

/*
 * What every operation of the emulator's own API keeps to, from the declarations themselves: one that is new is
 * tested by being declared.
 */

const ALL = [...CONTROL_OPERATIONS.values(), ...HOST_OPERATIONS.values()];
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'] as const;

/** A uuid that nothing has, and a name that no environment has. */
const NOTHING = '00000000000040008000000000000bad';
const NOBODY = 'nobody';

/** Of each way of an operation: its variables filled with what is not there, or with what is. */
const pathOf = (path: string, values: Readonly<Record<string, string>>) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? NOTHING);

const GONE = { name: NOBODY, environment: NOBODY, snapshot: NOBODY, id: '987654321' };

const variablesOf = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));
const takesBody = ({ method }: Operation) => method === 'POST' || method === 'PUT';
/** Bytes that a client of the image API sends or fetches, or a whole world: they come as they are. */
const takesJson = (operation: Operation) =>
  takesBody(operation) &&
  operation.kind !== 'upload' &&
  !(operation.kind === 'host' && operation.takesBytes);
const isForClients = (operation: Operation) =>
  (operation.kind === 'upload' || operation.kind === 'download') && operation.isForClients === true;
/** Parameters that do not stand in the path. */
const ownParams = ({ params }: Operation, path: string): [string, Param<unknown>][] =>
  Object.entries(params).filter(([name]) => !variablesOf(path).includes(name));

interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function send(
  emulator: TestEmulator,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const answer = await fetch(`${emulator.url}/emulator${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = text.startsWith('{');
  return {
    status: answer.status,
    text,
    body: isJson ? JSON.parse(text) : undefined,
    headers: Object.fromEntries(answer.headers),
  };
}

/** Every way to every operation. */
const WAYS = ALL.flatMap((operation) =>
  operation.paths.map((path): [string, Operation, string] => [
    `${operation.name}: ${operation.method} ${path}`,
    operation,
    path,
  ]),
);

/** A refusal in the emulator's own words, which name nothing of Java, of classes or of ZStack's codes. */
function refusal(answer: Answer, code: string): string {
  const found = ownError(answer);
  expect([found.code, found.details]).toEqual([code, expect.not.stringMatching(FOREIGN)]);
  return found.details;
}
const FOREIGN = /java|org\.zstack|Message|SYS\.\d|VO\b|null|undefined|\[object/;

/** What a refusal says of a name that is like a known one. */
const hintOf = (known: string | undefined) =>
  known === undefined ? 'it takes none' : `(did you mean '${known}'?)`;

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});

/** Nothing of a refused call holds. */
async function changingNothing(work: () => Promise<void>): Promise<void> {
  const before = everything(emulator);
  await work();
  expect(everything(emulator)).toEqual(before);
}

test.each(WAYS.filter(([, operation]) => takesJson(operation)))(
  '%s takes no field that it does not know, and names the nearest',
  async (_way, operation, path) => {
    const [known] = ownParams(operation, path)[0] ?? [];
    const wrong = known === undefined ? 'nonsense' : `${known}X`;
    await changingNothing(async () => {
      for (const body of [{ [wrong]: 1 }, { params: { [wrong]: 1 } }]) {
        const answer = await send(emulator, operation.method, pathOf(path, GONE), body);
        const told = refusal(answer, 'invalid');
        expect(told).toContain(`${operation.name} takes no field '${wrong}'`);
        expect(told).toContain(hintOf(known));
      }
    });
  },
);

test.each(WAYS.filter(([, operation]) => !takesJson(operation) && !isForClients(operation)))(
  '%s takes no query parameter that it does not know, and names the nearest',
  async (_way, operation, path) => {
    const [known] = ownParams(operation, path)[0] ?? [];
    const wrong = known === undefined ? 'nonsense' : `${known}X`;
    const answer = await send(emulator, operation.method, `${pathOf(path, GONE)}?${wrong}=1`);
    const told = refusal(answer, 'invalid');
    expect(told).toContain(`${operation.name} takes no query parameter '${wrong}'`);
    expect(told).toContain(hintOf(known));
  },
);

test.each(WAYS.filter(([, operation]) => takesJson(operation)))(
  '%s overlooks nothing in its query, and nothing beside its parameters',
  async (_way, operation, path) => {
    const at = pathOf(path, GONE);
    await changingNothing(async () => {
      const answer = await send(emulator, operation.method, `${at}?uuid=1`, {});
      expect(refusal(answer, 'invalid')).toContain("'uuid' stands in the query");
      const beside = await send(emulator, operation.method, at, { params: {}, systemTags: [] });
      expect(refusal(beside, 'invalid')).toContain("'systemTags' stands beside 'params'");
    });
  },
);

test.each(WAYS.filter(([, { method }]) => method === 'DELETE'))(
  '%s overlooks no body',
  async (_way, _operation, path) => {
    await changingNothing(async () => {
      const answer = await send(emulator, 'DELETE', pathOf(path, GONE), { uuid: 1 });
      expect(refusal(answer, 'invalid')).toContain("'uuid' stands in the body");
    });
  },
);

test.each(WAYS)('%s takes no other method', async (_way, _operation, path) => {
  const allowed = ALL.filter(({ paths }) => paths.includes(path))
    .map(({ method }) => method)
    .toSorted();
  const at = pathOf(path, GONE);
  await changingNothing(async () => {
    for (const method of METHODS.filter((one) => !allowed.includes(one as never))) {
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      const answer = await send(emulator, method, at, body);
      expect([method, answer.status]).toEqual([method, 405]);
      expect(refusal(answer, 'methodNotAllowed')).toContain(`takes ${allowed.join(', ')}, not`);
      expect(answer.headers['allow']).toBe(allowed.join(', '));
    }
  });
});

/** Values that are none of a type. */
function wrongValues({ type, rules }: Param<unknown>, inBody: boolean): unknown[] {
  const range = rules.numberRange;
  const beyond =
    range && type !== 'Duration'
      ? [range[0] - 1, ...(range[1] < Number.MAX_SAFE_INTEGER ? [range[1] + 1] : [])]
      : [];
  const ofType = ((): unknown[] => {
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- all others are numbers here
    switch (type) {
      case 'String':
        return rules.validValues ? ['nonsense'] : [];
      case 'boolean':
      case 'Boolean':
        return ['yes', 1];
      case 'Duration':
        return ['soon', '3 days', '-1h', -1, 1.5];
      case 'Point':
        return inBody ? [true, 1.5] : [];
      case 'Object':
        return inBody ? ['text', 5] : [];
      case 'List<String>':
        return inBody ? ['text', [5]] : [];
      default:
        return ['many', 1.5, '', ...beyond];
    }
  })();
  const never = type === 'Object' ? [[1]] : [[1], {}];
  return inBody ? [...never, ...ofType, ...(type === 'String' ? [5, true] : [])] : ofType;
}

test.each(WAYS.filter(([, operation]) => !isForClients(operation)))(
  '%s takes no value of another type',
  async (_way, operation, path) => {
    const inBody = takesJson(operation);
    await changingNothing(async () => {
      for (const [name, param] of ownParams(operation, path)) {
        for (const value of wrongValues(param, inBody)) {
          const at = pathOf(path, GONE);
          const answer = inBody
            ? await send(emulator, operation.method, at, { [name]: value })
            : await send(emulator, operation.method, `${at}?${name}=${String(value)}`);
          const told = answer.status === 400 ? refusal(answer, 'invalid') : answer.text;
          // Where another one is missing that is read before, that is told.
          expect([name, value, told]).toEqual([
            name,
            value,
            expect.stringMatching(
              new RegExp(`^the (field|query parameter) ('${name}' is |'\\w+' is missing)`),
            ),
          ]);
        }
      }
    });
  },
);

/** Those that make what is not there. */
const MAKES = ['ImportEnvironment'];

test.each(WAYS.filter(([, { name }, path]) => path.includes('{') && !MAKES.includes(name)))(
  '%s of what is not there is 404',
  async (_way, operation, path) => {
    await changingNothing(async () => {
      const body = takesJson(operation) ? goodBody(operation, path) : undefined;
      const answer = await send(emulator, operation.method, pathOf(path, GONE), body);
      expect([answer.status, answer.text]).toEqual([404, expect.stringMatching(/\S/)]);
      if (!isForClients(operation)) refusal(answer, 'notFound');
    });
  },
);

/** What no declaration can tell of a good call. */
const MORE: Readonly<Record<string, object>> = {
  AdvanceClock: { by: '1h' },
  Bisect: { law: 'capacity of backup storages' },
  CreateFault: { operation: 'QueryImage' },
  VerifyJournal: { operation: 'QueryImage' },
  CreateEnvironment: { name: 'fresh' },
  Rewind: { to: 'feedfeedfeed4eedaeedfeedfeedfeed' },
  SetClock: { mode: 'stopped' },
  SetProgression: { mode: 'timed' },
};

/** The least that an operation takes. */
function goodBody(operation: Operation, path: string): Record<string, unknown> {
  const required = Object.entries(operation.params).filter(
    ([name, { rules }]) => rules.required && !variablesOf(path).includes(name),
  );
  const values = required.map(([name, { type, rules }]) => {
    const value =
      rules.validValues?.[0] ?? (type === 'boolean' ? false : type === 'String' ? 'some' : 1);
    return [name, value] as const;
  });
  return { ...Object.fromEntries(values), ...MORE[operation.name] };
}

/** What the variables of a path name in a world. */
async function thereIn(world: TestEmulator, path: string): Promise<Record<string, string>> {
  await world.environments.takeSnapshot('default', 'kept', 'all');
  const [task] = world.environment.world.repositories.tasks
    .list(1000)
    .filter(({ jobUuid }) => jobUuid !== null);
  const uuid = path.includes('/hosts/')
    ? String(world.environment.database.prepare<[], string>('select uuid from hosts').pluck().get())
    : path.includes('/volumes/')
      ? SEED.volumes.data
      : SEED.backupStorages.imageStore;
  return { name: 'default', environment: 'default', snapshot: 'kept', id: String(task?.id), uuid };
}

/** Those that an emulator alone refuses (test/fleet has what they do). */
const OF_FLEET = ['KeepFleetExport', 'KeepFleetSeed'];

test.each(WAYS.filter(([, operation]) => takesJson(operation)))(
  '%s takes its body alone and under params alike',
  async (_way, operation, path) => {
    const status = OF_FLEET.includes(operation.name) ? 404 : 200;
    const answers = [];
    for (const form of [(body: object) => body, (params: object) => ({ params })]) {
      const fresh = await TestEmulator.start({ settings: { rewind: 'on' } });
      await fresh.control('PUT', '/progression', { mode: 'manual' });
      await fresh.createTemplate(
        SEED.volumes.runningLinux,
        { name: 'slow' },
        { headers: { 'X-Job-UUID': 'feedfeedfeed4eedaeedfeedfeedfeed' } },
      );
      // Its job has begun, and its copy waits for a hand.
      fresh.advance(0);
      const values = await thereIn(fresh, path);
      const body = form(goodBody(operation, path));
      const answer = await send(fresh, operation.method, pathOf(path, values), body);
      expect([answer.status, answer.text]).toEqual([status, expect.anything()]);
      answers.push(
        answer.text.replaceAll(fresh.url, '').replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, ''),
      );
    }
    expect(answers[1]).toBe(answers[0]);
  },
);

test('a body that is too large, or no JSON, or not of an object is refused by what it is', async () => {
  const post = async (body: string) => {
    const answer = await fetch(`${emulator.url}/emulator/v1/faults`, { method: 'POST', body });
    const text = await answer.text();
    return { status: answer.status, text, body: JSON.parse(text), headers: {} };
  };
  expect(refusal(await post('x'.repeat(1024 * 1024 + 1)), 'tooLarge')).toContain('1048576 bytes');
  expect(refusal(await post('{'), 'invalid')).toContain('the body is not valid JSON');
  expect(refusal(await post('[1]'), 'invalid')).toBe('the body is not a JSON object');
  expect(refusal(await post('{"params":[1]}'), 'invalid')).toContain("'params' is [1]");
});

test('a path that there is not is told with the nearest, and where all of them are', async () => {
  const answer = await send(emulator, 'GET', '/v1/clok');
  const told = refusal(answer, 'notFound');
  expect(told).toContain("nothing is at /emulator/v1/clok (did you mean '/emulator/v1/clock'?)");
  const all = (await send(emulator, 'GET', '/v1')).body.inventories;
  expect(all.map(({ name }: Json) => name)).toEqual(
    ALL.flatMap(({ name, paths }) => paths.map(() => name)),
  );
});

test('of an environment that there is not nothing is there, whatever is asked', async () => {
  const ways = WAYS.filter(([, { kind }]) => kind !== 'host');
  for (const [, { method }, path] of ways) {
    const at = pathOf(path, GONE).replace('/v1', `/v1/environments/${NOBODY}`);
    const answer = await send(
      emulator,
      method,
      at === `/v1/environments/${NOBODY}` ? `${at}/clock` : at,
    );
    expect([at, answer.status]).toEqual([at, 404]);
    expect(refusal(answer, 'notFound')).toContain(`there is no environment '${NOBODY}'`);
  }
});

test('what the path says may be said again in the body, but not otherwise', async () => {
  const path = `/v1/volumes/${SEED.volumes.data}/writes`;
  const same = await send(emulator, 'POST', path, { uuid: SEED.volumes.data, bytes: 5 });
  expect(same.status).toBe(200);
  const other = await send(emulator, 'POST', path, { uuid: SEED.volumes.spareData, bytes: 5 });
  expect(refusal(other, 'invalid')).toContain(`uuid is '${SEED.volumes.data}' in the path`);
});
