/** What a run came to: a table by folder, and what no case found with its lines. */
import { quantile, table, oneLine } from '../report.mjs';

const FOUND = new Set(['seen', 'ended', 'late', 'told']);
const FOLDERS = ['domain', 'services', 'api', 'contract', 'persistence'];

/** `judged`: mutants with their `result`, and `past`: why no call of the API shows them. */
export function reportOf(judged) {
  const rows = FOLDERS.map((folder) => [
    folder === 'persistence' ? 'persistence/queries' : folder,
    judged.filter(({ file }) => file.startsWith(`src/${folder}/`)),
  ]).filter(([, own]) => own.length > 0);
  const cells = [...rows, ['all', judged]].map(([name, own]) => {
    const found = own.filter(isFound).length;
    const past = own.filter((one) => !isFound(one) && one.past !== undefined).length;
    return [
      name,
      own.length,
      found,
      past,
      own.length - found - past,
      rate(found, own.length - past),
    ].map(String);
  });
  const seconds = judged.map(({ result }) => result.seconds).toSorted((a, b) => a - b);
  const total = Math.round(seconds.reduce((sum, one) => sum + one, 0) / 60);
  const unseen = judged.filter((one) => !isFound(one));
  const list = (title, own, also) =>
    own.length === 0 ? [] : [title, ...own.map((one) => `${lineOf(one)}${also(one)}`), ''];
  return [
    table(['folder', 'mutants', 'found', 'past the API', 'survive', 'rate'], cells),
    '',
    `found by a case that differs: ${count(judged, 'seen')}; the emulator ended or did not start: ${count(judged, 'ended')}; a loop without end: ${count(judged, 'late')}; only told otherwise than without it: ${count(judged, 'told')}`,
    `seconds a mutant: ${quantile(seconds, 0.5)} at the median, ${quantile(seconds, 0.9)} at the 90th percentile; ${total} minutes together`,
    '',
    ...list(
      'survive:',
      unseen.filter(({ past }) => past === undefined),
      ({ result }) =>
        result.outcome === 'unreached'
          ? ' (no case reaches it)'
          : ` (${result.tried} of ${result.of} cases hold)`,
    ),
    ...list(
      'no call of the API shows:',
      unseen.filter(({ past }) => past !== undefined),
      ({ past }) => ` (${past})`,
    ),
  ].join('\n');
}

const isFound = ({ result }) => FOUND.has(result.outcome);
const count = (judged, outcome) => judged.filter(({ result }) => result.outcome === outcome).length;
const rate = (part, all) => `${all === 0 ? 100 : Math.round((1000 * part) / all) / 10} %`;

const lineOf = ({ file, line, operator, original, replacement }) =>
  `${file}:${line} ${operator}: ${oneLine(original)} -> ${oneLine(replacement)}`;
