import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { occupied } from '../support/listener';
import { Pieces } from '../support/pieces';
import { EmulatorProcess, type Ended } from '../support/process';
import { needs } from '../support/tools';

const pytest = needs('python3', ['-c', 'import pytest'], 'python3 with pytest');
const xdist = needs('python3', ['-c', 'import pytest, xdist'], 'python3 with pytest-xdist');
const go = needs('go', ['version']);
const SUREFIRE = 'org/apache/maven/surefire/surefire-junit-platform/3.5.4';
const JUNIT = 'org/junit/jupiter/junit-jupiter/5.14.4';
const maven = needs(
  'sh',
  ['-c', `command -v mvn && cd "$HOME/.m2/repository" && test -d ${SUREFIRE} && test -d ${JUNIT}`],
  'mvn with the packages of examples/junit5/pom.xml in its repository',
);

let pieces: Pieces;
beforeAll(() => {
  pieces = Pieces.create();
});
afterAll(() => pieces.remove());
afterEach(() => pieces.allGone());

const PYTEST = [
  'python3',
  '-m',
  'pytest',
  '-p',
  'pytest_zstack_emulator',
  '-p',
  'no:cacheprovider',
];
const GO_TEST = ['go', 'test', '-count=1'];

/** What went well says so; of all else one wants to see what it said. */
function expectPassed({ code, stdout, stderr }: Ended, says: RegExp): void {
  expect([code, code === 0 ? '' : `${stdout}${stderr}`]).toEqual([0, '']);
  expect(stdout).toMatch(says);
}

pytest.test(`the example for pytest passes as it stands ${pytest.note}`, async () => {
  expectPassed(await pieces.run('pytest', PYTEST), /\b4 passed/);
  expect(await pieces.allGone()).toBe(1);
});

xdist.test(`each process of pytest-xdist has an emulator of its own ${xdist.note}`, async () => {
  expectPassed(await pieces.run('pytest', [...PYTEST, '-n', '2']), /\b4 passed/);
  expect(await pieces.allGone()).toBe(2);
});

go.test(`the example for Go passes as it stands ${go.note}`, async () => {
  expect(await pieces.run('go', ['gofmt', '-l', '.'])).toMatchObject({ stdout: '' });
  expectPassed(await pieces.run('go', ['go', 'vet', '.']), /^$/);
  expectPassed(await pieces.run('go', GO_TEST), /^ok /m);
  expect(await pieces.allGone()).toBe(1);
});

maven.test(`the example for JUnit 5 passes as it stands ${maven.note}`, async () => {
  const ended = await pieces.run('junit5', ['mvn', '-o', '-B', 'test']);
  expectPassed(
    ended,
    /Running com\.example\.zstackemulator\.DeletedImageTest[^]*Tests run: 5, Failures: 0, Errors: 0, Skipped: 0/,
  );
  expect(await pieces.allGone()).toBe(1);
});

/** How one test of an example is run, and what it is made to do. */
interface Language {
  readonly tool: ReturnType<typeof needs>;
  readonly folder: string;
  readonly file: string;
  /** A test that fails, and one that says `ready` and waits. */
  readonly text: string;
  /** Prepares them. */
  readonly build?: readonly string[];
  readonly failing: readonly string[];
  readonly waiting: readonly string[];
}

const LANGUAGES: Readonly<Record<string, Language>> = {
  pytest: {
    tool: pytest,
    folder: 'pytest',
    file: 'tests/test_more.py',
    text: `import sys
def test_failing(zstack_world):
    assert zstack_world.all("images") == []
def test_waiting(zstack_world):
    print("ready", flush=True)
    sys.stdin.read()
`,
    failing: [...PYTEST, '-k', 'failing'],
    waiting: [...PYTEST, '-s', '-k', 'waiting'],
  },
  Go: {
    tool: go,
    folder: 'go',
    file: 'more_test.go',
    text: `package zstackemulator_test
import ("fmt"; "io"; "os"; "testing"; "example.com/zstack-image-emulator/zstackemulator")
func TestFailing(t *testing.T) {
	if images := zstackemulator.New(t).All("images"); len(images) > 0 { t.Error(len(images), "images") }
}
func TestWaiting(t *testing.T) {
	zstackemulator.New(t)
	fmt.Println("ready")
	_, _ = io.ReadAll(os.Stdin)
}
`,
    build: ['go', 'test', '-c', '-o', 'more.test'],
    failing: ['./more.test', '-test.run', 'TestFailing'],
    waiting: ['./more.test', '-test.run', 'TestWaiting'],
  },
};

/** What may be wrong, and what is said then. */
const WRONG: Readonly<
  Record<string, { variables: () => Promise<Record<string, string>>; says: RegExp }>
> = {
  'no such command': {
    variables: async () => ({ ZSTACK_EMULATOR_COMMAND: 'zstack-emulatr --quick' }),
    says: /there is no program 'zstack-emulatr'\. Install it \(npm install --global zstack-image-emulator\)/,
  },
  'the port is taken': {
    variables: async () => ({ ZSTACK_EMULATOR_PORT: String(await occupied()) }),
    says: /port \d+ of 127\.0\.0\.1 is in use[^]*without it any free one is taken/,
  },
  'the command is older': {
    variables: async () => ({
      ZSTACK_EMULATOR_COMMAND: pieces.command(
        `echo "error: unknown option '--until-stdin-ends'" >&2; exit 2`,
        'older',
      ),
    }),
    says: /It is older than this \w+: npm install --global zstack-image-emulator@latest/,
  },
  'a setting is wrong': {
    variables: async () => ({ EMULATOR_API_MODE: 'sometimes' }),
    says: /did not start[^]*wrong settings:\s+EMULATOR_API_MODE/,
  },
  'nobody listens': {
    variables: async () => ({ ZSTACK_EMULATOR_URL: 'http://127.0.0.1:9' }),
    says: /no answer[^]*Start one \(zstack-emulator serve\), or unset ZSTACK_EMULATOR_URL/,
  },
  'somebody else listens': {
    variables: async () => ({ ZSTACK_EMULATOR_URL: await answering(404, 'not here') }),
    says: /what answers at http:\S+ is no emulator/,
  },
  'no address': {
    variables: async () => ({ ZSTACK_EMULATOR_URL: 'localhost:8080' }),
    says: /'localhost:8080' is no address of an emulator/,
  },
  'the token is missing': {
    variables: async () => {
      const more = { EMULATOR_CONTROL_TOKEN: 'a-token-of-a-test' };
      return { ZSTACK_EMULATOR_URL: (await EmulatorProcess.start(':memory:', more)).url };
    },
    says: /refuses: [^]*Set EMULATOR_CONTROL_TOKEN to the token that it was started with/,
  },
  'the emulator that runs is of another release': {
    variables: async () => ({
      ZSTACK_EMULATOR_URL: await answering(200, '{"inventories":[{"name":"AdvanceClock"}]}'),
    }),
    says: /has no CreateEnvironment[^]* Take an emulator and a \w+ of the same release/,
  },
};

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** The address of a program that answers everything so. */
async function answering(status: number, text: string): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status).end(text));
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe.each(Object.entries(LANGUAGES))('%s', (_name, language) => {
  const { tool, folder, file, text, build, failing, waiting } = language;
  beforeAll(async () => {
    pieces.write(join(folder, file), text);
    if (build !== undefined) await pieces.run(folder, build);
  });

  tool.test(`leaves no emulator behind when it is killed ${tool.note}`, async () => {
    await pieces.killWhenReady(folder, waiting);
    expect(await pieces.allGone()).toBe(1);
  });

  tool.test(`writes the world of a failed test to a file, on wish ${tool.note}`, async () => {
    const worlds = join(pieces.folder, 'examples', folder, '.zstack-worlds');
    expect((await pieces.run(folder, failing)).code).not.toBe(0);
    expect(existsSync(worlds)).toBe(false);

    const { stdout } = await pieces.run(folder, failing, { ZSTACK_EMULATOR_KEEP_FAILED: '1' });
    const [, world, path = ''] = /zstack-emulator import (\S+) (\S+)/.exec(stdout) ?? [];
    expect(readdirSync(worlds)).toEqual([`${world}.sqlite`]);
    expect(readFileSync(path).subarray(0, 15).toString()).toBe('SQLite format 3');
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  tool.test(
    `leaves the world of a failed test where it is joined, on wish ${tool.note}`,
    async () => {
      const emulator = await EmulatorProcess.start(':memory:');
      const worlds = async () => {
        const answer = await fetch(emulator.url.replace('/zstack', '/emulator/v1/environments'));
        const { inventories } = (await answer.json()) as { inventories: { name: string }[] };
        return inventories.map(({ name }) => name).filter((name) => name !== 'default');
      };
      const joined = { ZSTACK_EMULATOR_URL: emulator.url };
      await pieces.run(folder, failing, joined);
      expect(await worlds()).toEqual([]);

      const keep = { ...joined, ZSTACK_EMULATOR_KEEP_FAILED: '1' };
      const { stdout } = await pieces.run(folder, failing, keep);
      const [kept] = await worlds();
      expect(stdout).toContain(
        `${kept} is kept: ${emulator.url.replace('/zstack', '')}/environments/`,
      );
      expect(await pieces.allGone()).toBe(0);
    },
  );

  tool.test.each(Object.entries(WRONG))(
    `says what to do: %s ${tool.note}`,
    async (_what, wrong) => {
      const { code, stdout } = await pieces.run(folder, failing, await wrong.variables());
      expect(code).not.toBe(0);
      expect(stdout).toMatch(wrong.says);
      expect(stdout).not.toMatch(/Traceback|panic|goroutine/);
    },
  );
});
