import type { CommandShape, Values } from './tree.js';

/** A script for fish. */
export function fishCompletion(program: string, tree: readonly CommandShape[]): string {
  const is = `__${program.replaceAll('-', '_')}_at`;
  const paths = tree.filter(({ at }) => at !== '').map(({ at }) => quote(at));
  const line = (at: string, what: string) =>
    `complete -c ${program} -n ${quote(`${is} ${quote(at)}`)} ${what}`;
  const lines = tree.flatMap(({ at, commands, options, takes }) => [
    ...commands.map(({ name, description }) => line(at, `-a ${name} -d ${quote(description)}`)),
    ...options.map(({ name, description, values }) =>
      line(at, `-l ${name.slice(2)} ${valueOf(values)}-d ${quote(description)}`),
    ),
    ...(takes.kind === 'unknown' ? [] : [line(at, argumentOf(takes))]),
  ]);
  return `# fish completion of ${program}
function ${is}
  set -l at ''
  set -l given (commandline -opc)
  set -e given[1]
  for word in $given
    switch "$at $word"
      case ${paths.join(' ')}
        set at "$at $word"
    end
  end
  test "$at" = "$argv[1]"
end
complete -c ${program} -f
${lines.join('\n')}
`;
}

const argumentOf = (values: Values) =>
  values.kind === 'words' ? `-a ${quote(values.words.join(' '))}` : '-F';

function valueOf(values: Values | undefined): string {
  if (values === undefined) return '';
  return values.kind === 'unknown'
    ? '-x '
    : values.kind === 'files'
      ? '-r -F '
      : `-x ${argumentOf(values)} `;
}

const quote = (text: string) =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
