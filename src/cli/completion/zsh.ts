import { valuePlaces, type Choice, type CommandShape, type Values } from './tree.js';

/** A script for zsh: as a file in `$fpath`, or sourced. */
export function zshCompletion(program: string, tree: readonly CommandShape[]): string {
  const own = `_${program.replaceAll('-', '_')}`;
  const paths = tree.filter(({ at }) => at !== '').map(({ at }) => quote(at));
  const values = valuePlaces(tree).map(
    ({ place, values }) => `    ${quote(place)}) ${reply(values)}; return ;;`,
  );
  const words = tree.map(({ at, commands, options, takes }) => {
    const others = commands.length > 0 ? describe('command', commands) : reply(takes);
    return `    ${quote(at)}) if [[ $words[CURRENT] == -* ]]; then ${describe('option', options)}; else ${others}; fi ;;`;
  });
  return `#compdef ${program}
${own}() {
  local at='' i
  local -a choices
  for ((i = 2; i < CURRENT; i++)); do
    case "$at $words[i]" in
      ${paths.join(' | ')}) at+=" $words[i]" ;;
    esac
  done
  case "$at $words[CURRENT-1]" in
${values.join('\n')}
  esac
  case "$at" in
${words.join('\n')}
  esac
}
if [[ $funcstack[1] == _${program} ]]; then
  ${own} "$@"
else
  compdef ${own} ${program}
fi
`;
}

function describe(what: string, choices: readonly Choice[]): string {
  const all = choices.map(({ name, description }) =>
    quote(`${name.replaceAll(':', String.raw`\:`)}:${description}`),
  );
  return `choices=(${all.join(' ')}); _describe ${what} choices`;
}

function reply(values: Values): string {
  if (values.kind === 'words') return `compadd -- ${values.words.map(quote).join(' ')}`;
  return values.kind === 'files' ? '_files' : ':';
}

const quote = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
