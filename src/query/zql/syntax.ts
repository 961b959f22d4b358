import {
  BaseErrorListener,
  CommonTokenStream,
  DefaultErrorStrategy,
  DFA,
  ParserATNSimulator,
  PredictionContextCache,
  PredictionMode,
  type ATNSimulator,
  type NoViableAltException,
  type Parser,
  type Recognizer,
  type Token,
} from 'antlr4ng';
import { DEEPEST, MOST_COMPARISONS, tooLarge, tooManyComparisons } from '../limits.js';
import { ZqlParser, type BatchContext } from './generated/zql-parser.js';
import { QueryError } from './query-error.js';
import { Tokens } from './tokens.js';

/** So many `and` and `or` a text may have whose error is looked for again (25 ms): see below. */
const MOST_LOOKED_AT = 12;
/** Names, values and parentheses of one text: as many are read in 150 ms. */
const MOST_PIECES = 25_000;
/** As much of a refusal is told: it may name all that was read so far. */
const MOST_TOLD = 2_000;
/** What a way to read has learned is forgotten when it is more: odd statements teach it without an end. */
const MOST_LEARNED = 20_000;

/**
 * The tree of a text of ZQL.
 *
 * The real parser looks at all that could follow an `and` before it goes on, at each of them again: fifty take it
 * three seconds, two hundred take minutes. Here a text is read by what stands next (SLL), which takes the same
 * statements, all of them in linear time. What it refuses is read once more in the real parser's way (LL), so that
 * the refusal is told in its words; but for texts of many `and`.
 *
 * @throws {QueryError} SYS.1000 with the place of what was not expected; SYS.1007 for what is too large
 */
export function readSyntax(zql: string): BatchContext {
  const logical = checkSize(zql);
  try {
    return parse(zql, quick);
  } catch (error) {
    if (!(error instanceof QueryError) || logical > MOST_LOOKED_AT) throw error;
    return parse(zql, exact);
  }
}

const PIECE = /'[^']*(?:''[^']*)*'?|"[^"]*"?|[(){};]|\w+/g;

/** How many `and` and `or` there are. @throws SYS.1007 where reading it would go too deep */
function checkSize(zql: string): number {
  let pieces = 0;
  let depth = 0;
  let logical = 0;
  let all = 0;
  for (const [piece] of zql.matchAll(PIECE)) {
    if (++pieces > MOST_PIECES) throw tooLarge(`ZQL has more than ${MOST_PIECES} names and values`);
    if (piece === '(' || piece === '{') depth++;
    else if (piece === ')' || piece === '}') depth--;
    else if (piece === ';') logical = 0;
    else if (piece === 'and' || piece === 'or') {
      logical++;
      all++;
    }
    if (depth > DEEPEST) throw tooLarge(`ZQL goes more than ${DEEPEST} parentheses deep`);
    if (logical >= MOST_COMPARISONS) throw tooManyComparisons();
  }
  return all;
}

/** A way to read, with what it has learned so far: what one learns would mislead the other. */
class Way {
  #learned = learnedNothing();
  #contexts = new PredictionContextCache();

  constructor(private readonly mode: number) {}

  use(parser: Parser): void {
    const known = this.#learned.reduce((sum, { length }) => sum + length, 0);
    if (known > MOST_LEARNED) {
      this.#learned = learnedNothing();
      this.#contexts = new PredictionContextCache();
    }
    const { atn } = parser;
    parser.interpreter = new ParserATNSimulator(parser, atn, this.#learned, this.#contexts);
    parser.interpreter.predictionMode = this.mode;
  }
}

const learnedNothing = () => ZqlParser._ATN.decisionToState.map((state, i) => new DFA(state, i));
const quick = new Way(PredictionMode.SLL);
const exact = new Way(PredictionMode.LL);

function parse(zql: string, way: Way): BatchContext {
  const thrower = new Thrower(zql);
  const refuse = (text: string, line: number, column: number) => thrower.refuse(text, line, column);
  const tokens = new CommonTokenStream(new Tokens(zql, refuse));
  const parser = new ZqlParser(tokens);
  way.use(parser);
  parser.errorHandler = new Strategy(tokens);
  parser.removeErrorListeners();
  parser.addErrorListener(thrower);
  return parser.batch();
}

/** The real parser reads the rest of the tokens before it tells of what fits nowhere: the first that is none wins. */
class Strategy extends DefaultErrorStrategy {
  constructor(private readonly tokens: CommonTokenStream) {
    super();
  }

  override reportNoViableAlternative(parser: Parser, error: NoViableAltException): void {
    this.tokens.fill();
    super.reportNoViableAlternative(parser, error);
  }
}

/** The first error ends the reading, as in the real system. */
class Thrower extends BaseErrorListener {
  constructor(private readonly zql: string) {
    super();
  }

  override syntaxError(
    _recognizer: Recognizer<ATNSimulator>,
    _offendingSymbol: Token | null,
    line: number,
    column: number,
    message: string,
  ): void {
    this.refuse(message, line, column);
  }

  refuse(message: string, line: number, column: number): never {
    throw new QueryError(
      'org.antlr.v4.runtime.misc.ParseCancellationException',
      `error ${message.slice(0, MOST_TOLD)} at line ${line}:${column}, ${textAround(this.zql, line, column)}`,
    );
  }
}

/** From ten letters before the place to ten behind it; at the end of a line its last letter is left out. */
function textAround(zql: string, line: number, column: number): string {
  const text = zql.split('\n')[line - 1] ?? '';
  const end = column + 10 >= text.length ? text.length - 1 : column + 10;
  return text.slice(Math.max(0, column - 10), Math.max(0, end));
}
