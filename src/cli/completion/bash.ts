import { valuePlaces, type CommandShape, type Values } from './tree.js';

/** A script for bash. */
export function bashCompletion(program: string, tree: readonly CommandShape[]): string {
  const own = `_${program.replaceAll('-', '_')}`;
  const wordsOf = (words: readonly string[]) => `${own}_words ${quote(words.join(' '))}`;
  const reply = (values: Values) => {
    if (values.kind === 'words') return wordsOf(values.words);
    return values.kind === 'files' ? `${own}_files` : ':';
  };
  const paths = tree.filter(({ at }) => at !== '').map(({ at }) => quote(at));
  const values = valuePlaces(tree).map(
    ({ place, values }) => `    ${quote(place)}) ${reply(values)}; return ;;`,
  );
  const words = tree.map(({ at, commands, options, takes }) => {
    const flags = wordsOf(options.map(({ name }) => name));
    const others = commands.length > 0 ? wordsOf(commands.map(({ name }) => name)) : reply(takes);
    return `    ${quote(at)}) if [[ $current == -* ]]; then ${flags}; else ${others}; fi ;;`;
  });
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
${own}_words() { COMPREPLY=($(compgen -W "$1" -- "$current")); }
${own}_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$current"))
}
complete -F ${own} ${program}
`;
}

const quote = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
