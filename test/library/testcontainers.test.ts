import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/emulator';
import { Pieces } from '../support/pieces';
import { needs } from '../support/tools';

/** Where a daemon answers it must have the image; where none does, the local command is used. */
const READY =
  '{ ! docker info || docker image inspect "${ZSTACK_EMULATOR_IMAGE:-zstack-image-emulator}"; }';
const when = (...probes: string[]) => ['-c', [READY, ...probes].join(' && ')];

const EXAMPLES = {
  node: {
    tool: needs(
      process.execPath,
      ['-e', `require.resolve('testcontainers', { paths: [${JSON.stringify(ROOT)}] })`],
      'testcontainers of npm',
    ),
    words: [process.execPath, '--test'],
    says: /[#ℹ] pass 2\n[#ℹ] fail 0/,
  },
  python: {
    tool: needs(
      'sh',
      when(`python3 -c 'import pytest, testcontainers.core.wait_strategies'`),
      'python3 with pytest and testcontainers',
    ),
    words: ['python3', '-m', 'pytest', '-p', 'pytest_zstack_emulator', '-p', 'no:cacheprovider'],
    says: /zstack: [^]*\b2 passed/,
  },
  go: {
    tool: needs(
      'sh',
      when('test -d "$(go env GOMODCACHE)/github.com/testcontainers/testcontainers-go@v0.45.0"'),
      'go with testcontainers-go in its cache',
    ),
    words: ['go', 'test', '-count=1', '.'],
    says: /^ok /m,
  },
  java: {
    tool: needs(
      'sh',
      when(
        'command -v mvn',
        'cd "$HOME/.m2/repository"',
        'test -d org/junit/jupiter/junit-jupiter/5.14.4',
        'test -d org/testcontainers/testcontainers/2.0.5',
      ),
      'mvn with the packages of examples/testcontainers/java/pom.xml in its repository',
    ),
    // With the extension as it stands, in place of one that was installed.
    words:
      'mvn -o -B -f ../../pom.xml test -Dtest=ContainerTest -Dsurefire.failIfNoSpecifiedTests=false'.split(
        ' ',
      ),
    says: /Tests run: 2, Failures: 0, Errors: 0, Skipped: 0/,
  },
} as const;

let pieces: Pieces;
beforeAll(() => {
  pieces = Pieces.create();
  pieces.write('pom.xml', BOTH);
  const modules = join(pieces.folder, 'examples', 'testcontainers', 'node', 'node_modules');
  symlinkSync(join(ROOT, 'node_modules'), modules, 'junction');
});
afterAll(() => pieces.remove());

const BOTH = `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>com.example</groupId>
  <artifactId>both</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <modules><module>junit5</module><module>testcontainers/java</module></modules>
</project>
`;

for (const [name, { tool, words, says }] of Object.entries(EXAMPLES)) {
  tool.test(`the example of a container for ${name} passes as it stands ${tool.note}`, async () => {
    const more = name === 'python' ? { PYTHONPATH: join(pieces.folder, 'examples', 'pytest') } : {};
    const folder = join('testcontainers', name);
    const { code, stdout, stderr } = await pieces.run(folder, words, { ...docker(), ...more });
    expect([code, code === 0 ? '' : `${stdout}${stderr}`]).toEqual([0, '']);
    expect(stdout).toMatch(says);
    await pieces.allGone();
  });
}

/** What leads to the daemon. */
const docker = () =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => /^(DOCKER_|TESTCONTAINERS_)/.test(name)),
  ) as Record<string, string>;
