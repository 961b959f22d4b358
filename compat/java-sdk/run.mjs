// A program in Java that uses the vendor's SDK: its actions, results and inventories.
import { readFileSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { LIFE } from '../lib/life.mjs';
import { follow, given, isFolder, run as runProgram, sumOf, tool } from '../lib/programs.mjs';

export const plan = {
  name: 'java-sdk',
  client: "the vendor's Java SDK (zstackio/zstack), by a program of ours",
  version: '5.2.1',
  needs:
    '--java-sdk JAR, a class path: the jar of the SDK, then the jars that it needs (okhttp, gson, …); `javac` and `java` on the PATH',
  steps: LIFE,
};

export async function find(options, folder) {
  const classPath = given(options, 'java-sdk', 'the jar of the SDK, with those that it needs');
  tool('javac', ['-version'], /javac ([\d.]+)/);
  const source = join(import.meta.dirname, 'ImageLife.java');
  await runProgram('javac', ['-nowarn', '-Xlint:-options', '-cp', classPath, '-d', folder, source]);
  return { classPath: [classPath, folder].join(delimiter), version: versionOf(classPath) };
}

/** As the name of the jar says it, or the sum of its bytes. */
function versionOf(classPath) {
  const [jar = ''] = classPath.split(delimiter);
  const [, version] = /-(\d[\w.]*?)\.jar$/.exec(basename(jar)) ?? [];
  return version ?? (isFolder(jar) ? 'a folder of classes' : sumOf(readFileSync(jar)));
}

export const run = ({ classPath }, { world, steps }) =>
  follow(steps, 'java', ['-cp', classPath, 'ImageLife', world.host, String(world.port)]);
