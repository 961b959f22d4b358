import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ParserRuleContext } from 'antlr4ng';
import {
  ConditionContext,
  type ComparisonContext,
  type SubqueryContext,
} from '../../../src/query/zql/generated/zql-parser';
import { readSyntax } from '../../../src/query/zql/syntax';
import { TestEmulator } from '../../support/emulator';

/**
 * What the real system's parser (release 5.3.0) says of statements: that it reads them, how the conditions of it
 * belong together, or with which words it refuses them. `breaks`: it fails while it writes its refusal.
 */
interface Verdict {
  readonly zql: string;
  readonly read?: true;
  readonly conditions?: readonly string[];
  readonly refused?: string;
  readonly breaks?: true;
}
const VERDICTS = JSON.parse(
  readFileSync(join(__dirname, 'verdicts.json'), 'utf8'),
) as readonly Verdict[];

const CALL =
  'unhandled exception happened when calling private void org.zstack.query.QueryFacadeImpl.1.doCall(org.zstack.header.core.ReturnValueCompletion), ';

let emulator: TestEmulator;
beforeEach(async () => {
  emulator = await TestEmulator.start();
});
const detailsOf = async (zql: string): Promise<string | undefined> => {
  const { body } = await emulator.get(`/zstack/v1/zql?zql=${encodeURIComponent(zql)}`);
  return body.error?.details as string | undefined;
};

test('there are verdicts of both kinds, and a few of what breaks the real parser', () => {
  const have = (name: keyof Verdict) => VERDICTS.filter((verdict) => name in verdict).length;
  expect(have('conditions')).toBeGreaterThan(90);
  expect(have('refused')).toBeGreaterThan(300);
  expect(have('breaks')).toBeLessThan(20);
});

test('what the real parser refuses is refused in its words, with its places', async () => {
  const said: Verdict[] = [];
  for (const { zql, refused } of VERDICTS) {
    if (refused === undefined) continue;
    const details = await detailsOf(zql);
    said.push({ zql, refused: String(details?.replace(CALL, '')) });
  }
  expect(said).toEqual(VERDICTS.filter(({ refused }) => refused !== undefined));
});

test('what breaks the real parser is refused, and the place is told', async () => {
  const breaking = VERDICTS.filter(({ breaks }) => breaks);
  const said = await Promise.all(breaking.map(({ zql }) => detailsOf(zql)));
  expect(said).toEqual(breaking.map(() => expect.stringMatching(/ at line \d+:\d+, /) as string));
});

test('what the real parser reads is read', async () => {
  for (const { zql, refused, breaks } of VERDICTS) {
    if (refused !== undefined || breaks) continue;
    const details = await detailsOf(zql);
    expect([zql, details?.match(/error .* at line \d+:\d+, /)?.[0]]).toEqual([zql, undefined]);
  }
});

test('and and or bind as they do there', () => {
  const withConditions = VERDICTS.filter(({ conditions }) => conditions);
  const read = withConditions.map(({ zql }) => ({
    zql,
    conditions: conditionsOf(readSyntax(zql.trim().replace(/;$/, ''))),
  }));
  expect(read).toEqual(withConditions);
});

/** All conditions of a tree, those of subqueries inside of what they belong to. */
function conditionsOf(tree: ParserRuleContext): string[] {
  return tree.children.flatMap((child) => {
    if (child instanceof ConditionContext) return [written(child)];
    return 'children' in child ? conditionsOf(child as ParserRuleContext) : [];
  });
}

function written(tree: ConditionContext): string {
  const [left, right] = tree.condition();
  if (left && right) return `(${written(left)} ${tree.logical(0)?.getText()} ${written(right)})`;
  if (left) return written(left);
  const joined = tree.joined();
  if (joined) {
    const [one, other] = joined.target().map((target) => target.getText());
    return `<<${one} ${joined.operator().getText()} ${other}>>`;
  }
  const comparison = tree.comparison() as ComparisonContext;
  const operand = comparison.operand();
  const subquery = operand?.subquery();
  const value = subquery ? queryIn(subquery) : operand?.getText();
  const behind = value === undefined ? '' : ` ${value}`;
  return `<${comparison.path().getText()} ${comparison.operator().getText()}${behind}>`;
}

const queryIn = (tree: SubqueryContext) =>
  `[query ${[tree.subqueryTarget().getText(), ...tree.condition().map(written)].join(' ')}]`;
