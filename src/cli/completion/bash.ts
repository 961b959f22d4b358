import { valuePlaces, type CommandShape, type Values } from './tree.js';

/** A script for bash 4 and later. */
export function bashCompletion(program: string, tree: readonly CommandShape[]): string {
  const paths = tree.filter(({ at }) => at !== '').map(({ at }) => quote(at));
  const values = valuePlaces(tree).map(
    ({ place, values }) => `    ${quote(place)}) ${reply(values)}; return ;;`,
  );
  const words = tree.map(({ at, commands, options, takes }) => {
    const flags = `_words ${quote(options.map(({ name }) => name).join(' '))}`;
    const others =
      commands.length > 0
        ? `_words ${quote(commands.map(({ name }) => name).join(' '))}`
        : reply(takes);
    return `    ${quote(at)}) if [[ $current == -* ]]; then ${flags}; else ${others}; fi ;;`;
  });
  const own = `_${program.replaceAll('-', '_')}`;
  return `# bash completion of ${program}; in ~/.bashrc: source <(${program} completion bash)
${own}() {
  local current=\${COMP_WORDS[COMP_CWORD]} at='' i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$at \${COMP_WORDS[i]}" in
      ${paths.join(' | ')}) at+=" \${COMP_WORDS[i]}" ;;
    esac
  done
  case "$at \${COMP_WORDS[COMP_CWORD - 1]}" in
${values.join('\n')}
  esac
  case "$at" in
${words.join('\n')}
  esac
}
${own}_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }
${own}_files() { compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$current"); }
complete -F ${own} ${program}
`.replaceAll(/(?<=[;:)] |then |else )_(words|files)\b/g, `${own}_$1`);
}

function reply(values: Values): string {
  if (values.kind === 'words') return `_words ${quote(values.words.join(' '))}`;
  return values.kind === 'files' ? '_files' : ':';
}

const quote = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
