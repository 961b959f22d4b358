// @ts-nocheck
// Made of ../grammar/Zql.g4 by `npm run grammar` (antlr-ng@1.0.10); sha256 4486dac11d7d54830185a149bd6ae3616f728de9feb210fe700103b4409d509d
import * as antlr from "antlr4ng";
import { Token } from "antlr4ng";

// for running tests with parameters, TODO: discuss strategy for typed parameters in CI
// eslint-disable-next-line no-unused-vars
type int = number;


export class ZqlParser extends antlr.Parser {
    public static readonly SEMICOLON = 1;
    public static readonly DOT = 2;
    public static readonly COMMA = 3;
    public static readonly EQ = 4;
    public static readonly NE = 5;
    public static readonly GT = 6;
    public static readonly GE = 7;
    public static readonly LT = 8;
    public static readonly LE = 9;
    public static readonly IS_NULL = 10;
    public static readonly IS_NOT_NULL = 11;
    public static readonly IN = 12;
    public static readonly NOT_IN = 13;
    public static readonly LIKE = 14;
    public static readonly NOT_LIKE = 15;
    public static readonly HAS = 16;
    public static readonly NOT_HAS = 17;
    public static readonly OPEN = 18;
    public static readonly CLOSE = 19;
    public static readonly LIST = 20;
    public static readonly BEGIN = 21;
    public static readonly END = 22;
    public static readonly BY = 23;
    public static readonly TIMES = 24;
    public static readonly DIVIDED_BY = 25;
    public static readonly MODULO = 26;
    public static readonly PLUS = 27;
    public static readonly MINUS = 28;
    public static readonly TWO_MINUS = 29;
    public static readonly INNER = 30;
    public static readonly LEFT = 31;
    public static readonly RIGHT = 32;
    public static readonly JOIN = 33;
    public static readonly ON = 34;
    public static readonly FILTER_BY = 35;
    public static readonly OFFSET = 36;
    public static readonly LIMIT = 37;
    public static readonly QUERY = 38;
    public static readonly GET = 39;
    public static readonly COUNT = 40;
    public static readonly SUM = 41;
    public static readonly SEARCH = 42;
    public static readonly ORDER_BY = 43;
    public static readonly GROUP_BY = 44;
    public static readonly NAMED_AS = 45;
    public static readonly ORDER_BY_VALUE = 46;
    public static readonly RESTRICT_BY = 47;
    public static readonly RETURN_WITH = 48;
    public static readonly WHERE = 49;
    public static readonly FROM = 50;
    public static readonly AND = 51;
    public static readonly OR = 52;
    public static readonly ASC = 53;
    public static readonly DESC = 54;
    public static readonly API = 55;
    public static readonly OUTPUT = 56;
    public static readonly BOOLEAN = 57;
    public static readonly INT = 58;
    public static readonly FLOAT = 59;
    public static readonly ID = 60;
    public static readonly WS = 61;
    public static readonly STRING = 62;
    public static readonly RULE_batch = 0;
    public static readonly RULE_statement = 1;
    public static readonly RULE_query = 2;
    public static readonly RULE_count = 3;
    public static readonly RULE_sum = 4;
    public static readonly RULE_search = 5;
    public static readonly RULE_target = 6;
    public static readonly RULE_functionTarget = 7;
    public static readonly RULE_join = 8;
    public static readonly RULE_entity = 9;
    public static readonly RULE_path = 10;
    public static readonly RULE_manyNames = 11;
    public static readonly RULE_names = 12;
    public static readonly RULE_condition = 13;
    public static readonly RULE_logical = 14;
    public static readonly RULE_comparison = 15;
    public static readonly RULE_joined = 16;
    public static readonly RULE_operator = 17;
    public static readonly RULE_operand = 18;
    public static readonly RULE_value = 19;
    public static readonly RULE_subquery = 20;
    public static readonly RULE_subqueryTarget = 21;
    public static readonly RULE_getApi = 22;
    public static readonly RULE_api = 23;
    public static readonly RULE_output = 24;
    public static readonly RULE_parameter = 25;
    public static readonly RULE_listOfValues = 26;
    public static readonly RULE_restrictBy = 27;
    public static readonly RULE_restriction = 28;
    public static readonly RULE_returnWith = 29;
    public static readonly RULE_returned = 30;
    public static readonly RULE_filterBy = 31;
    public static readonly RULE_filter = 32;
    public static readonly RULE_block = 33;
    public static readonly RULE_groupBy = 34;
    public static readonly RULE_groupNames = 35;
    public static readonly RULE_orderBy = 36;
    public static readonly RULE_order = 37;
    public static readonly RULE_term = 38;
    public static readonly RULE_arithmetic = 39;
    public static readonly RULE_sumBy = 40;
    public static readonly RULE_sumName = 41;
    public static readonly RULE_limit = 42;
    public static readonly RULE_offset = 43;
    public static readonly RULE_namedAs = 44;

    public static readonly literalNames = [
        null, "';'", "'.'", "','", "'='", "'!='", "'>'", "'>='", "'<'", 
        "'<='", "'is null'", "'is not null'", "'in'", "'not in'", "'like'", 
        "'not like'", "'has'", "'not has'", "'('", "')'", "'list('", "'{'", 
        "'}'", "'by'", "'*'", "'/'", "'%'", "'+'", "'-'", "'--'", "'inner'", 
        "'left'", "'right'", "'join'", "'on'", "'filter by'", "'offset'", 
        "'limit'", "'query'", "'getapi'", "'count'", "'sum'", "'search'", 
        "'order by'", "'group by'", "'named as'", null, "'restrict by'", 
        "'return with'", "'where'", "'from'", "'and'", "'or'", "'asc'", 
        "'desc'", "'api'", "'output'"
    ];

    public static readonly symbolicNames = [
        null, "SEMICOLON", "DOT", "COMMA", "EQ", "NE", "GT", "GE", "LT", 
        "LE", "IS_NULL", "IS_NOT_NULL", "IN", "NOT_IN", "LIKE", "NOT_LIKE", 
        "HAS", "NOT_HAS", "OPEN", "CLOSE", "LIST", "BEGIN", "END", "BY", 
        "TIMES", "DIVIDED_BY", "MODULO", "PLUS", "MINUS", "TWO_MINUS", "INNER", 
        "LEFT", "RIGHT", "JOIN", "ON", "FILTER_BY", "OFFSET", "LIMIT", "QUERY", 
        "GET", "COUNT", "SUM", "SEARCH", "ORDER_BY", "GROUP_BY", "NAMED_AS", 
        "ORDER_BY_VALUE", "RESTRICT_BY", "RETURN_WITH", "WHERE", "FROM", 
        "AND", "OR", "ASC", "DESC", "API", "OUTPUT", "BOOLEAN", "INT", "FLOAT", 
        "ID", "WS", "STRING"
    ];
    public static readonly ruleNames = [
        "batch", "statement", "query", "count", "sum", "search", "target", 
        "functionTarget", "join", "entity", "path", "manyNames", "names", 
        "condition", "logical", "comparison", "joined", "operator", "operand", 
        "value", "subquery", "subqueryTarget", "getApi", "api", "output", 
        "parameter", "listOfValues", "restrictBy", "restriction", "returnWith", 
        "returned", "filterBy", "filter", "block", "groupBy", "groupNames", 
        "orderBy", "order", "term", "arithmetic", "sumBy", "sumName", "limit", 
        "offset", "namedAs",
    ];

    public get grammarFileName(): string { return "Zql.g4"; }
    public get literalNames(): (string | null)[] { return ZqlParser.literalNames; }
    public get symbolicNames(): (string | null)[] { return ZqlParser.symbolicNames; }
    public get ruleNames(): string[] { return ZqlParser.ruleNames; }
    public get serializedATN(): number[] { return ZqlParser._serializedATN; }

    protected createFailedPredicateException(predicate?: string, message?: string): antlr.FailedPredicateException {
        return new antlr.FailedPredicateException(this, predicate, message);
    }

    public constructor(input: antlr.TokenStream) {
        super(input);
        this.interpreter = new antlr.ParserATNSimulator(this, ZqlParser._ATN, ZqlParser.decisionsToDFA, new antlr.PredictionContextCache());
    }
    public batch(): BatchContext {
        let localContext = new BatchContext(this.context, this.state);
        this.enterRule(localContext, 0, ZqlParser.RULE_batch);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 90;
            this.statement();
            this.state = 95;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            while (_la === 1) {
                {
                {
                this.state = 91;
                this.match(ZqlParser.SEMICOLON);
                this.state = 92;
                this.statement();
                }
                }
                this.state = 97;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
            }
            this.state = 98;
            this.match(ZqlParser.EOF);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public statement(): StatementContext {
        let localContext = new StatementContext(this.context, this.state);
        this.enterRule(localContext, 2, ZqlParser.RULE_statement);
        try {
            this.state = 104;
            this.errorHandler.sync(this);
            switch (this.tokenStream.LA(1)) {
            case ZqlParser.QUERY:
                this.enterOuterAlt(localContext, 1);
                {
                this.state = 100;
                this.query();
                }
                break;
            case ZqlParser.COUNT:
                this.enterOuterAlt(localContext, 2);
                {
                this.state = 101;
                this.count();
                }
                break;
            case ZqlParser.SUM:
                this.enterOuterAlt(localContext, 3);
                {
                this.state = 102;
                this.sum();
                }
                break;
            case ZqlParser.SEARCH:
                this.enterOuterAlt(localContext, 4);
                {
                this.state = 103;
                this.search();
                }
                break;
            default:
                throw new antlr.NoViableAltException(this);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public query(): QueryContext {
        let localContext = new QueryContext(this.context, this.state);
        this.enterRule(localContext, 4, ZqlParser.RULE_query);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 106;
            this.match(ZqlParser.QUERY);
            this.state = 107;
            this.functionTarget();
            this.state = 114;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 49) {
                {
                this.state = 108;
                this.match(ZqlParser.WHERE);
                this.state = 110;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                do {
                    {
                    {
                    this.state = 109;
                    this.condition(0);
                    }
                    }
                    this.state = 112;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                } while (_la === 18 || _la === 60);
                }
            }

            this.state = 117;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 47) {
                {
                this.state = 116;
                this.restrictBy();
                }
            }

            this.state = 120;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 48) {
                {
                this.state = 119;
                this.returnWith();
                }
            }

            this.state = 123;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 44) {
                {
                this.state = 122;
                this.groupBy();
                }
            }

            this.state = 126;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 43) {
                {
                this.state = 125;
                this.orderBy();
                }
            }

            this.state = 129;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 37) {
                {
                this.state = 128;
                this.limit();
                }
            }

            this.state = 132;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 36) {
                {
                this.state = 131;
                this.offset();
                }
            }

            this.state = 135;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 35) {
                {
                this.state = 134;
                this.filterBy();
                }
            }

            this.state = 138;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 45) {
                {
                this.state = 137;
                this.namedAs();
                }
            }

            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public count(): CountContext {
        let localContext = new CountContext(this.context, this.state);
        this.enterRule(localContext, 6, ZqlParser.RULE_count);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 140;
            this.match(ZqlParser.COUNT);
            this.state = 141;
            this.functionTarget();
            this.state = 148;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 49) {
                {
                this.state = 142;
                this.match(ZqlParser.WHERE);
                this.state = 144;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                do {
                    {
                    {
                    this.state = 143;
                    this.condition(0);
                    }
                    }
                    this.state = 146;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                } while (_la === 18 || _la === 60);
                }
            }

            this.state = 151;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 47) {
                {
                this.state = 150;
                this.restrictBy();
                }
            }

            this.state = 154;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 44) {
                {
                this.state = 153;
                this.groupBy();
                }
            }

            this.state = 157;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 43) {
                {
                this.state = 156;
                this.orderBy();
                }
            }

            this.state = 160;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 37) {
                {
                this.state = 159;
                this.limit();
                }
            }

            this.state = 163;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 36) {
                {
                this.state = 162;
                this.offset();
                }
            }

            this.state = 166;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 45) {
                {
                this.state = 165;
                this.namedAs();
                }
            }

            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public sum(): SumContext {
        let localContext = new SumContext(this.context, this.state);
        this.enterRule(localContext, 8, ZqlParser.RULE_sum);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 168;
            this.match(ZqlParser.SUM);
            this.state = 169;
            this.target();
            this.state = 170;
            this.sumBy();
            this.state = 177;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 49) {
                {
                this.state = 171;
                this.match(ZqlParser.WHERE);
                this.state = 173;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                do {
                    {
                    {
                    this.state = 172;
                    this.condition(0);
                    }
                    }
                    this.state = 175;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                } while (_la === 18 || _la === 60);
                }
            }

            this.state = 180;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 43) {
                {
                this.state = 179;
                this.orderBy();
                }
            }

            this.state = 183;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 37) {
                {
                this.state = 182;
                this.limit();
                }
            }

            this.state = 186;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 36) {
                {
                this.state = 185;
                this.offset();
                }
            }

            this.state = 189;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 45) {
                {
                this.state = 188;
                this.namedAs();
                }
            }

            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public search(): SearchContext {
        let localContext = new SearchContext(this.context, this.state);
        this.enterRule(localContext, 10, ZqlParser.RULE_search);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 191;
            this.match(ZqlParser.SEARCH);
            this.state = 192;
            this.match(ZqlParser.STRING);
            this.state = 195;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 50) {
                {
                this.state = 193;
                this.match(ZqlParser.FROM);
                this.state = 194;
                this.names();
                }
            }

            this.state = 198;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 47) {
                {
                this.state = 197;
                this.restrictBy();
                }
            }

            this.state = 201;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 37) {
                {
                this.state = 200;
                this.limit();
                }
            }

            this.state = 204;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 36) {
                {
                this.state = 203;
                this.offset();
                }
            }

            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public target(): TargetContext {
        let localContext = new TargetContext(this.context, this.state);
        this.enterRule(localContext, 12, ZqlParser.RULE_target);
        try {
            let alternative: number;
            this.state = 223;
            this.errorHandler.sync(this);
            switch (this.interpreter.adaptivePredict(this.tokenStream, 31, this.context) ) {
            case 1:
                this.enterOuterAlt(localContext, 1);
                {
                this.state = 206;
                this.entity();
                }
                break;
            case 2:
                this.enterOuterAlt(localContext, 2);
                {
                this.state = 207;
                this.entity();
                this.state = 208;
                this.match(ZqlParser.DOT);
                this.state = 209;
                this.path();
                }
                break;
            case 3:
                this.enterOuterAlt(localContext, 3);
                {
                this.state = 211;
                this.entity();
                this.state = 212;
                this.match(ZqlParser.DOT);
                this.state = 213;
                this.manyNames();
                }
                break;
            case 4:
                this.enterOuterAlt(localContext, 4);
                {
                this.state = 219;
                this.errorHandler.sync(this);
                alternative = 1;
                do {
                    switch (alternative) {
                    case 1:
                        {
                        {
                        this.state = 215;
                        this.entity();
                        this.state = 216;
                        this.match(ZqlParser.DOT);
                        this.state = 217;
                        this.path();
                        }
                        }
                        break;
                    default:
                        throw new antlr.NoViableAltException(this);
                    }
                    this.state = 221;
                    this.errorHandler.sync(this);
                    alternative = this.interpreter.adaptivePredict(this.tokenStream, 30, this.context);
                } while (alternative !== 2 && alternative !== antlr.ATN.INVALID_ALT_NUMBER);
                }
                break;
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public functionTarget(): FunctionTargetContext {
        let localContext = new FunctionTargetContext(this.context, this.state);
        this.enterRule(localContext, 14, ZqlParser.RULE_functionTarget);
        let _la: number;
        try {
            this.state = 242;
            this.errorHandler.sync(this);
            switch (this.interpreter.adaptivePredict(this.tokenStream, 34, this.context) ) {
            case 1:
                this.enterOuterAlt(localContext, 1);
                {
                this.state = 225;
                this.target();
                this.state = 229;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                while (((((_la - 30)) & ~0x1F) === 0 && ((1 << (_la - 30)) & 7) !== 0)) {
                    {
                    {
                    this.state = 226;
                    this.join();
                    }
                    }
                    this.state = 231;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                }
                }
                break;
            case 2:
                this.enterOuterAlt(localContext, 2);
                {
                this.state = 232;
                this.match(ZqlParser.ID);
                this.state = 233;
                this.match(ZqlParser.OPEN);
                this.state = 234;
                this.functionTarget();
                this.state = 235;
                this.match(ZqlParser.CLOSE);
                this.state = 239;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                while (((((_la - 30)) & ~0x1F) === 0 && ((1 << (_la - 30)) & 7) !== 0)) {
                    {
                    {
                    this.state = 236;
                    this.join();
                    }
                    }
                    this.state = 241;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                }
                }
                break;
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public join(): JoinContext {
        let localContext = new JoinContext(this.context, this.state);
        this.enterRule(localContext, 16, ZqlParser.RULE_join);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 244;
            _la = this.tokenStream.LA(1);
            if(!(((((_la - 30)) & ~0x1F) === 0 && ((1 << (_la - 30)) & 7) !== 0))) {
            this.errorHandler.recoverInline(this);
            }
            else {
                this.errorHandler.reportMatch(this);
                this.consume();
            }
            this.state = 245;
            this.match(ZqlParser.JOIN);
            this.state = 246;
            this.target();
            this.state = 247;
            this.match(ZqlParser.ON);
            this.state = 249;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            do {
                {
                {
                this.state = 248;
                this.condition(0);
                }
                }
                this.state = 251;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
            } while (_la === 18 || _la === 60);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public entity(): EntityContext {
        let localContext = new EntityContext(this.context, this.state);
        this.enterRule(localContext, 18, ZqlParser.RULE_entity);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 253;
            this.match(ZqlParser.ID);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public path(): PathContext {
        let localContext = new PathContext(this.context, this.state);
        this.enterRule(localContext, 20, ZqlParser.RULE_path);
        try {
            let alternative: number;
            this.state = 263;
            this.errorHandler.sync(this);
            switch (this.interpreter.adaptivePredict(this.tokenStream, 37, this.context) ) {
            case 1:
                this.enterOuterAlt(localContext, 1);
                {
                this.state = 255;
                this.match(ZqlParser.ID);
                }
                break;
            case 2:
                this.enterOuterAlt(localContext, 2);
                {
                this.state = 256;
                this.match(ZqlParser.ID);
                this.state = 259;
                this.errorHandler.sync(this);
                alternative = 1;
                do {
                    switch (alternative) {
                    case 1:
                        {
                        {
                        this.state = 257;
                        this.match(ZqlParser.DOT);
                        this.state = 258;
                        this.match(ZqlParser.ID);
                        }
                        }
                        break;
                    default:
                        throw new antlr.NoViableAltException(this);
                    }
                    this.state = 261;
                    this.errorHandler.sync(this);
                    alternative = this.interpreter.adaptivePredict(this.tokenStream, 36, this.context);
                } while (alternative !== 2 && alternative !== antlr.ATN.INVALID_ALT_NUMBER);
                }
                break;
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public manyNames(): ManyNamesContext {
        let localContext = new ManyNamesContext(this.context, this.state);
        this.enterRule(localContext, 22, ZqlParser.RULE_manyNames);
        try {
            let alternative: number;
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 265;
            this.match(ZqlParser.ID);
            this.state = 268;
            this.errorHandler.sync(this);
            alternative = 1;
            do {
                switch (alternative) {
                case 1:
                    {
                    {
                    this.state = 266;
                    this.match(ZqlParser.COMMA);
                    this.state = 267;
                    this.match(ZqlParser.ID);
                    }
                    }
                    break;
                default:
                    throw new antlr.NoViableAltException(this);
                }
                this.state = 270;
                this.errorHandler.sync(this);
                alternative = this.interpreter.adaptivePredict(this.tokenStream, 38, this.context);
            } while (alternative !== 2 && alternative !== antlr.ATN.INVALID_ALT_NUMBER);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public names(): NamesContext {
        let localContext = new NamesContext(this.context, this.state);
        this.enterRule(localContext, 24, ZqlParser.RULE_names);
        let _la: number;
        try {
            this.state = 280;
            this.errorHandler.sync(this);
            switch (this.interpreter.adaptivePredict(this.tokenStream, 40, this.context) ) {
            case 1:
                this.enterOuterAlt(localContext, 1);
                {
                this.state = 272;
                this.match(ZqlParser.ID);
                }
                break;
            case 2:
                this.enterOuterAlt(localContext, 2);
                {
                this.state = 273;
                this.match(ZqlParser.ID);
                this.state = 276;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                do {
                    {
                    {
                    this.state = 274;
                    this.match(ZqlParser.COMMA);
                    this.state = 275;
                    this.match(ZqlParser.ID);
                    }
                    }
                    this.state = 278;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                } while (_la === 3);
                }
                break;
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }

    public condition(): ConditionContext;
    public condition(_p: number): ConditionContext;
    public condition(_p?: number): ConditionContext {
        if (_p === undefined) {
            _p = 0;
        }

        let parentContext = this.context;
        let parentState = this.state;
        let localContext = new ConditionContext(this.context, parentState);
        let previousContext = localContext;
        let _startState = 26;
        this.enterRecursionRule(localContext, 26, ZqlParser.RULE_condition, _p);
        try {
            let alternative: number;
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 289;
            this.errorHandler.sync(this);
            switch (this.interpreter.adaptivePredict(this.tokenStream, 41, this.context) ) {
            case 1:
                {
                this.state = 283;
                this.match(ZqlParser.OPEN);
                this.state = 284;
                this.condition(0);
                this.state = 285;
                this.match(ZqlParser.CLOSE);
                }
                break;
            case 2:
                {
                this.state = 287;
                this.comparison();
                }
                break;
            case 3:
                {
                this.state = 288;
                this.joined();
                }
                break;
            }
            this.context!.stop = this.tokenStream.LT(-1);
            this.state = 301;
            this.errorHandler.sync(this);
            alternative = this.interpreter.adaptivePredict(this.tokenStream, 43, this.context);
            while (alternative !== 2 && alternative !== antlr.ATN.INVALID_ALT_NUMBER) {
                if (alternative === 1) {
                    if (this.parseListeners != null) {
                        this.triggerExitRuleEvent();
                    }
                    previousContext = localContext;
                    {
                    {
                    localContext = new ConditionContext(parentContext, parentState);
                    this.pushNewRecursionContext(localContext, _startState, ZqlParser.RULE_condition);
                    this.state = 291;
                    if (!(this.precpred(this.context, 3))) {
                        throw this.createFailedPredicateException("this.precpred(this.context, 3)");
                    }
                    this.state = 295;
                    this.errorHandler.sync(this);
                    alternative = 1;
                    do {
                        switch (alternative) {
                        case 1:
                            {
                            {
                            this.state = 292;
                            this.logical();
                            this.state = 293;
                            this.condition(0);
                            }
                            }
                            break;
                        default:
                            throw new antlr.NoViableAltException(this);
                        }
                        this.state = 297;
                        this.errorHandler.sync(this);
                        alternative = this.interpreter.adaptivePredict(this.tokenStream, 42, this.context);
                    } while (alternative !== 2 && alternative !== antlr.ATN.INVALID_ALT_NUMBER);
                    }
                    }
                }
                this.state = 303;
                this.errorHandler.sync(this);
                alternative = this.interpreter.adaptivePredict(this.tokenStream, 43, this.context);
            }
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.unrollRecursionContexts(parentContext);
        }
        return localContext;
    }
    public logical(): LogicalContext {
        let localContext = new LogicalContext(this.context, this.state);
        this.enterRule(localContext, 28, ZqlParser.RULE_logical);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 304;
            _la = this.tokenStream.LA(1);
            if(!(_la === 51 || _la === 52)) {
            this.errorHandler.recoverInline(this);
            }
            else {
                this.errorHandler.reportMatch(this);
                this.consume();
            }
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public comparison(): ComparisonContext {
        let localContext = new ComparisonContext(this.context, this.state);
        this.enterRule(localContext, 30, ZqlParser.RULE_comparison);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 306;
            this.path();
            this.state = 307;
            this.operator();
            this.state = 309;
            this.errorHandler.sync(this);
            switch (this.interpreter.adaptivePredict(this.tokenStream, 44, this.context) ) {
            case 1:
                {
                this.state = 308;
                this.operand();
                }
                break;
            }
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public joined(): JoinedContext {
        let localContext = new JoinedContext(this.context, this.state);
        this.enterRule(localContext, 32, ZqlParser.RULE_joined);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 311;
            this.target();
            this.state = 312;
            this.operator();
            this.state = 313;
            this.target();
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public operator(): OperatorContext {
        let localContext = new OperatorContext(this.context, this.state);
        this.enterRule(localContext, 34, ZqlParser.RULE_operator);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 315;
            _la = this.tokenStream.LA(1);
            if(!((((_la) & ~0x1F) === 0 && ((1 << _la) & 262128) !== 0))) {
            this.errorHandler.recoverInline(this);
            }
            else {
                this.errorHandler.reportMatch(this);
                this.consume();
            }
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public operand(): OperandContext {
        let localContext = new OperandContext(this.context, this.state);
        this.enterRule(localContext, 36, ZqlParser.RULE_operand);
        let _la: number;
        try {
            this.state = 360;
            this.errorHandler.sync(this);
            switch (this.interpreter.adaptivePredict(this.tokenStream, 51, this.context) ) {
            case 1:
                this.enterOuterAlt(localContext, 1);
                {
                this.state = 317;
                this.value();
                }
                break;
            case 2:
                this.enterOuterAlt(localContext, 2);
                {
                this.state = 318;
                this.match(ZqlParser.OPEN);
                this.state = 319;
                this.subquery();
                this.state = 320;
                this.match(ZqlParser.CLOSE);
                }
                break;
            case 3:
                this.enterOuterAlt(localContext, 3);
                {
                this.state = 323;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                if (_la === 18) {
                    {
                    this.state = 322;
                    this.match(ZqlParser.OPEN);
                    }
                }

                this.state = 325;
                this.getApi();
                this.state = 326;
                this.match(ZqlParser.OPEN);
                this.state = 327;
                this.api();
                this.state = 328;
                this.match(ZqlParser.COMMA);
                this.state = 329;
                this.output();
                this.state = 334;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                while (_la === 3) {
                    {
                    {
                    this.state = 330;
                    this.match(ZqlParser.COMMA);
                    this.state = 331;
                    this.parameter();
                    }
                    }
                    this.state = 336;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                }
                this.state = 337;
                this.match(ZqlParser.CLOSE);
                this.state = 339;
                this.errorHandler.sync(this);
                switch (this.interpreter.adaptivePredict(this.tokenStream, 47, this.context) ) {
                case 1:
                    {
                    this.state = 338;
                    this.match(ZqlParser.CLOSE);
                    }
                    break;
                }
                }
                break;
            case 4:
                this.enterOuterAlt(localContext, 4);
                {
                this.state = 342;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                if (_la === 18) {
                    {
                    this.state = 341;
                    this.match(ZqlParser.OPEN);
                    }
                }

                this.state = 344;
                this.getApi();
                this.state = 345;
                this.match(ZqlParser.OPEN);
                this.state = 346;
                this.output();
                this.state = 347;
                this.match(ZqlParser.COMMA);
                this.state = 348;
                this.api();
                this.state = 353;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                while (_la === 3) {
                    {
                    {
                    this.state = 349;
                    this.match(ZqlParser.COMMA);
                    this.state = 350;
                    this.parameter();
                    }
                    }
                    this.state = 355;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                }
                this.state = 356;
                this.match(ZqlParser.CLOSE);
                this.state = 358;
                this.errorHandler.sync(this);
                switch (this.interpreter.adaptivePredict(this.tokenStream, 50, this.context) ) {
                case 1:
                    {
                    this.state = 357;
                    this.match(ZqlParser.CLOSE);
                    }
                    break;
                }
                }
                break;
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public value(): ValueContext {
        let localContext = new ValueContext(this.context, this.state);
        this.enterRule(localContext, 38, ZqlParser.RULE_value);
        let _la: number;
        try {
            this.state = 377;
            this.errorHandler.sync(this);
            switch (this.tokenStream.LA(1)) {
            case ZqlParser.STRING:
                this.enterOuterAlt(localContext, 1);
                {
                this.state = 362;
                this.match(ZqlParser.STRING);
                }
                break;
            case ZqlParser.INT:
                this.enterOuterAlt(localContext, 2);
                {
                this.state = 363;
                this.match(ZqlParser.INT);
                }
                break;
            case ZqlParser.FLOAT:
                this.enterOuterAlt(localContext, 3);
                {
                this.state = 364;
                this.match(ZqlParser.FLOAT);
                }
                break;
            case ZqlParser.BOOLEAN:
                this.enterOuterAlt(localContext, 4);
                {
                this.state = 365;
                this.match(ZqlParser.BOOLEAN);
                }
                break;
            case ZqlParser.OPEN:
                this.enterOuterAlt(localContext, 5);
                {
                this.state = 366;
                this.match(ZqlParser.OPEN);
                this.state = 367;
                this.value();
                this.state = 372;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                while (_la === 3) {
                    {
                    {
                    this.state = 368;
                    this.match(ZqlParser.COMMA);
                    this.state = 369;
                    this.value();
                    }
                    }
                    this.state = 374;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                }
                this.state = 375;
                this.match(ZqlParser.CLOSE);
                }
                break;
            default:
                throw new antlr.NoViableAltException(this);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public subquery(): SubqueryContext {
        let localContext = new SubqueryContext(this.context, this.state);
        this.enterRule(localContext, 40, ZqlParser.RULE_subquery);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 379;
            this.match(ZqlParser.QUERY);
            this.state = 380;
            this.subqueryTarget();
            this.state = 387;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            if (_la === 49) {
                {
                this.state = 381;
                this.match(ZqlParser.WHERE);
                this.state = 383;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                do {
                    {
                    {
                    this.state = 382;
                    this.condition(0);
                    }
                    }
                    this.state = 385;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                } while (_la === 18 || _la === 60);
                }
            }

            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public subqueryTarget(): SubqueryTargetContext {
        let localContext = new SubqueryTargetContext(this.context, this.state);
        this.enterRule(localContext, 42, ZqlParser.RULE_subqueryTarget);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 389;
            this.entity();
            this.state = 392;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            do {
                {
                {
                this.state = 390;
                this.match(ZqlParser.DOT);
                this.state = 391;
                this.match(ZqlParser.ID);
                }
                }
                this.state = 394;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
            } while (_la === 2);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public getApi(): GetApiContext {
        let localContext = new GetApiContext(this.context, this.state);
        this.enterRule(localContext, 44, ZqlParser.RULE_getApi);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 396;
            this.match(ZqlParser.GET);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public api(): ApiContext {
        let localContext = new ApiContext(this.context, this.state);
        this.enterRule(localContext, 46, ZqlParser.RULE_api);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 398;
            this.match(ZqlParser.API);
            this.state = 399;
            this.match(ZqlParser.EQ);
            this.state = 400;
            this.match(ZqlParser.STRING);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public output(): OutputContext {
        let localContext = new OutputContext(this.context, this.state);
        this.enterRule(localContext, 48, ZqlParser.RULE_output);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 402;
            this.match(ZqlParser.OUTPUT);
            this.state = 403;
            this.match(ZqlParser.EQ);
            this.state = 404;
            this.match(ZqlParser.STRING);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public parameter(): ParameterContext {
        let localContext = new ParameterContext(this.context, this.state);
        this.enterRule(localContext, 50, ZqlParser.RULE_parameter);
        try {
            this.state = 412;
            this.errorHandler.sync(this);
            switch (this.interpreter.adaptivePredict(this.tokenStream, 57, this.context) ) {
            case 1:
                this.enterOuterAlt(localContext, 1);
                {
                this.state = 406;
                this.match(ZqlParser.ID);
                this.state = 407;
                this.match(ZqlParser.EQ);
                this.state = 408;
                this.value();
                }
                break;
            case 2:
                this.enterOuterAlt(localContext, 2);
                {
                this.state = 409;
                this.match(ZqlParser.ID);
                this.state = 410;
                this.match(ZqlParser.EQ);
                this.state = 411;
                this.listOfValues();
                }
                break;
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public listOfValues(): ListOfValuesContext {
        let localContext = new ListOfValuesContext(this.context, this.state);
        this.enterRule(localContext, 52, ZqlParser.RULE_listOfValues);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 414;
            this.match(ZqlParser.LIST);
            this.state = 415;
            this.value();
            this.state = 420;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            while (_la === 3) {
                {
                {
                this.state = 416;
                this.match(ZqlParser.COMMA);
                this.state = 417;
                this.value();
                }
                }
                this.state = 422;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
            }
            this.state = 423;
            this.match(ZqlParser.CLOSE);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public restrictBy(): RestrictByContext {
        let localContext = new RestrictByContext(this.context, this.state);
        this.enterRule(localContext, 54, ZqlParser.RULE_restrictBy);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 425;
            this.match(ZqlParser.RESTRICT_BY);
            this.state = 426;
            this.match(ZqlParser.OPEN);
            this.state = 427;
            this.restriction();
            this.state = 432;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            while (_la === 3) {
                {
                {
                this.state = 428;
                this.match(ZqlParser.COMMA);
                this.state = 429;
                this.restriction();
                }
                }
                this.state = 434;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
            }
            this.state = 435;
            this.match(ZqlParser.CLOSE);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public restriction(): RestrictionContext {
        let localContext = new RestrictionContext(this.context, this.state);
        this.enterRule(localContext, 56, ZqlParser.RULE_restriction);
        let _la: number;
        try {
            this.state = 449;
            this.errorHandler.sync(this);
            switch (this.interpreter.adaptivePredict(this.tokenStream, 62, this.context) ) {
            case 1:
                this.enterOuterAlt(localContext, 1);
                {
                this.state = 437;
                this.entity();
                this.state = 438;
                this.match(ZqlParser.DOT);
                this.state = 439;
                this.match(ZqlParser.ID);
                this.state = 440;
                this.operator();
                this.state = 442;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                if (_la === 18 || ((((_la - 57)) & ~0x1F) === 0 && ((1 << (_la - 57)) & 39) !== 0)) {
                    {
                    this.state = 441;
                    this.value();
                    }
                }

                }
                break;
            case 2:
                this.enterOuterAlt(localContext, 2);
                {
                this.state = 444;
                this.match(ZqlParser.ID);
                this.state = 445;
                this.operator();
                this.state = 447;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                if (_la === 18 || ((((_la - 57)) & ~0x1F) === 0 && ((1 << (_la - 57)) & 39) !== 0)) {
                    {
                    this.state = 446;
                    this.value();
                    }
                }

                }
                break;
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public returnWith(): ReturnWithContext {
        let localContext = new ReturnWithContext(this.context, this.state);
        this.enterRule(localContext, 58, ZqlParser.RULE_returnWith);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 451;
            this.match(ZqlParser.RETURN_WITH);
            this.state = 452;
            this.match(ZqlParser.OPEN);
            this.state = 453;
            this.returned();
            this.state = 458;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            while (_la === 3) {
                {
                {
                this.state = 454;
                this.match(ZqlParser.COMMA);
                this.state = 455;
                this.returned();
                }
                }
                this.state = 460;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
            }
            this.state = 461;
            this.match(ZqlParser.CLOSE);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public returned(): ReturnedContext {
        let localContext = new ReturnedContext(this.context, this.state);
        this.enterRule(localContext, 60, ZqlParser.RULE_returned);
        let _la: number;
        try {
            this.state = 473;
            this.errorHandler.sync(this);
            switch (this.interpreter.adaptivePredict(this.tokenStream, 65, this.context) ) {
            case 1:
                this.enterOuterAlt(localContext, 1);
                {
                this.state = 463;
                this.match(ZqlParser.ID);
                this.state = 468;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                while (_la === 2) {
                    {
                    {
                    this.state = 464;
                    this.match(ZqlParser.DOT);
                    this.state = 465;
                    this.match(ZqlParser.ID);
                    }
                    }
                    this.state = 470;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                }
                }
                break;
            case 2:
                this.enterOuterAlt(localContext, 2);
                {
                this.state = 471;
                this.match(ZqlParser.ID);
                this.state = 472;
                this.block();
                }
                break;
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public filterBy(): FilterByContext {
        let localContext = new FilterByContext(this.context, this.state);
        this.enterRule(localContext, 62, ZqlParser.RULE_filterBy);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 475;
            this.match(ZqlParser.FILTER_BY);
            this.state = 476;
            this.filter();
            this.state = 481;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            while (_la === 3) {
                {
                {
                this.state = 477;
                this.match(ZqlParser.COMMA);
                this.state = 478;
                this.filter();
                }
                }
                this.state = 483;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
            }
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public filter(): FilterContext {
        let localContext = new FilterContext(this.context, this.state);
        this.enterRule(localContext, 64, ZqlParser.RULE_filter);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 484;
            this.match(ZqlParser.ID);
            this.state = 485;
            this.block();
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public block(): BlockContext {
        let localContext = new BlockContext(this.context, this.state);
        this.enterRule(localContext, 66, ZqlParser.RULE_block);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 487;
            this.match(ZqlParser.BEGIN);
            this.state = 492;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            while ((((_la) & ~0x1F) === 0 && ((1 << _la) & 4290772990) !== 0) || ((((_la - 32)) & ~0x1F) === 0 && ((1 << (_la - 32)) & 2147483647) !== 0)) {
                {
                this.state = 490;
                this.errorHandler.sync(this);
                switch (this.interpreter.adaptivePredict(this.tokenStream, 67, this.context) ) {
                case 1:
                    {
                    this.state = 488;
                    _la = this.tokenStream.LA(1);
                    if(_la<=0 || _la === 22) {
                    this.errorHandler.recoverInline(this);
                    }
                    else {
                        this.errorHandler.reportMatch(this);
                        this.consume();
                    }
                    }
                    break;
                case 2:
                    {
                    this.state = 489;
                    this.block();
                    }
                    break;
                }
                }
                this.state = 494;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
            }
            this.state = 495;
            this.match(ZqlParser.END);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public groupBy(): GroupByContext {
        let localContext = new GroupByContext(this.context, this.state);
        this.enterRule(localContext, 68, ZqlParser.RULE_groupBy);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 497;
            this.match(ZqlParser.GROUP_BY);
            this.state = 498;
            this.groupNames();
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public groupNames(): GroupNamesContext {
        let localContext = new GroupNamesContext(this.context, this.state);
        this.enterRule(localContext, 70, ZqlParser.RULE_groupNames);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 500;
            this.match(ZqlParser.ID);
            this.state = 505;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            while (_la === 3) {
                {
                {
                this.state = 501;
                this.match(ZqlParser.COMMA);
                this.state = 502;
                this.match(ZqlParser.ID);
                }
                }
                this.state = 507;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
            }
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public orderBy(): OrderByContext {
        let localContext = new OrderByContext(this.context, this.state);
        this.enterRule(localContext, 72, ZqlParser.RULE_orderBy);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 508;
            this.match(ZqlParser.ORDER_BY);
            this.state = 509;
            this.order();
            this.state = 514;
            this.errorHandler.sync(this);
            _la = this.tokenStream.LA(1);
            while (_la === 3) {
                {
                {
                this.state = 510;
                this.match(ZqlParser.COMMA);
                this.state = 511;
                this.order();
                }
                }
                this.state = 516;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
            }
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public order(): OrderContext {
        let localContext = new OrderContext(this.context, this.state);
        this.enterRule(localContext, 74, ZqlParser.RULE_order);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 517;
            this.term(0);
            this.state = 518;
            this.match(ZqlParser.ORDER_BY_VALUE);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }

    public term(): TermContext;
    public term(_p: number): TermContext;
    public term(_p?: number): TermContext {
        if (_p === undefined) {
            _p = 0;
        }

        let parentContext = this.context;
        let parentState = this.state;
        let localContext = new TermContext(this.context, parentState);
        let previousContext = localContext;
        let _startState = 76;
        this.enterRecursionRule(localContext, 76, ZqlParser.RULE_term, _p);
        let _la: number;
        try {
            let alternative: number;
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 539;
            this.errorHandler.sync(this);
            switch (this.interpreter.adaptivePredict(this.tokenStream, 72, this.context) ) {
            case 1:
                {
                this.state = 521;
                this.match(ZqlParser.ID);
                }
                break;
            case 2:
                {
                this.state = 522;
                this.target();
                }
                break;
            case 3:
                {
                this.state = 523;
                this.match(ZqlParser.ID);
                this.state = 524;
                this.match(ZqlParser.OPEN);
                this.state = 525;
                this.target();
                this.state = 526;
                this.match(ZqlParser.CLOSE);
                }
                break;
            case 4:
                {
                this.state = 528;
                this.match(ZqlParser.OPEN);
                this.state = 529;
                this.term(0);
                this.state = 534;
                this.errorHandler.sync(this);
                _la = this.tokenStream.LA(1);
                while (_la === 3) {
                    {
                    {
                    this.state = 530;
                    this.match(ZqlParser.COMMA);
                    this.state = 531;
                    this.term(0);
                    }
                    }
                    this.state = 536;
                    this.errorHandler.sync(this);
                    _la = this.tokenStream.LA(1);
                }
                this.state = 537;
                this.match(ZqlParser.CLOSE);
                }
                break;
            }
            this.context!.stop = this.tokenStream.LT(-1);
            this.state = 547;
            this.errorHandler.sync(this);
            alternative = this.interpreter.adaptivePredict(this.tokenStream, 73, this.context);
            while (alternative !== 2 && alternative !== antlr.ATN.INVALID_ALT_NUMBER) {
                if (alternative === 1) {
                    if (this.parseListeners != null) {
                        this.triggerExitRuleEvent();
                    }
                    previousContext = localContext;
                    {
                    {
                    localContext = new TermContext(parentContext, parentState);
                    this.pushNewRecursionContext(localContext, _startState, ZqlParser.RULE_term);
                    this.state = 541;
                    if (!(this.precpred(this.context, 1))) {
                        throw this.createFailedPredicateException("this.precpred(this.context, 1)");
                    }
                    this.state = 542;
                    this.arithmetic();
                    this.state = 543;
                    this.term(2);
                    }
                    }
                }
                this.state = 549;
                this.errorHandler.sync(this);
                alternative = this.interpreter.adaptivePredict(this.tokenStream, 73, this.context);
            }
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.unrollRecursionContexts(parentContext);
        }
        return localContext;
    }
    public arithmetic(): ArithmeticContext {
        let localContext = new ArithmeticContext(this.context, this.state);
        this.enterRule(localContext, 78, ZqlParser.RULE_arithmetic);
        let _la: number;
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 550;
            _la = this.tokenStream.LA(1);
            if(!((((_la) & ~0x1F) === 0 && ((1 << _la) & 1056964608) !== 0))) {
            this.errorHandler.recoverInline(this);
            }
            else {
                this.errorHandler.reportMatch(this);
                this.consume();
            }
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public sumBy(): SumByContext {
        let localContext = new SumByContext(this.context, this.state);
        this.enterRule(localContext, 80, ZqlParser.RULE_sumBy);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 552;
            this.match(ZqlParser.BY);
            this.state = 553;
            this.sumName();
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public sumName(): SumNameContext {
        let localContext = new SumNameContext(this.context, this.state);
        this.enterRule(localContext, 82, ZqlParser.RULE_sumName);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 555;
            this.match(ZqlParser.ID);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public limit(): LimitContext {
        let localContext = new LimitContext(this.context, this.state);
        this.enterRule(localContext, 84, ZqlParser.RULE_limit);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 557;
            this.match(ZqlParser.LIMIT);
            this.state = 558;
            this.match(ZqlParser.INT);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public offset(): OffsetContext {
        let localContext = new OffsetContext(this.context, this.state);
        this.enterRule(localContext, 86, ZqlParser.RULE_offset);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 560;
            this.match(ZqlParser.OFFSET);
            this.state = 561;
            this.match(ZqlParser.INT);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }
    public namedAs(): NamedAsContext {
        let localContext = new NamedAsContext(this.context, this.state);
        this.enterRule(localContext, 88, ZqlParser.RULE_namedAs);
        try {
            this.enterOuterAlt(localContext, 1);
            {
            this.state = 563;
            this.match(ZqlParser.NAMED_AS);
            this.state = 564;
            this.match(ZqlParser.STRING);
            }
        }
        catch (re) {
            if (re instanceof antlr.RecognitionException) {
                this.errorHandler.reportError(this, re);
                this.errorHandler.recover(this, re);
            } else {
                throw re;
            }
        }
        finally {
            this.exitRule();
        }
        return localContext;
    }

    public override sempred(localContext: antlr.ParserRuleContext | null, ruleIndex: number, predIndex: number): boolean {
        switch (ruleIndex) {
        case 13:
            return this.condition_sempred(localContext as ConditionContext, predIndex);
        case 38:
            return this.term_sempred(localContext as TermContext, predIndex);
        }
        return true;
    }
    private condition_sempred(localContext: ConditionContext | null, predIndex: number): boolean {
        switch (predIndex) {
        case 0:
            return this.precpred(this.context, 3);
        }
        return true;
    }
    private term_sempred(localContext: TermContext | null, predIndex: number): boolean {
        switch (predIndex) {
        case 1:
            return this.precpred(this.context, 1);
        }
        return true;
    }

    public static readonly _serializedATN: number[] = [
        4,1,62,567,2,0,7,0,2,1,7,1,2,2,7,2,2,3,7,3,2,4,7,4,2,5,7,5,2,6,7,
        6,2,7,7,7,2,8,7,8,2,9,7,9,2,10,7,10,2,11,7,11,2,12,7,12,2,13,7,13,
        2,14,7,14,2,15,7,15,2,16,7,16,2,17,7,17,2,18,7,18,2,19,7,19,2,20,
        7,20,2,21,7,21,2,22,7,22,2,23,7,23,2,24,7,24,2,25,7,25,2,26,7,26,
        2,27,7,27,2,28,7,28,2,29,7,29,2,30,7,30,2,31,7,31,2,32,7,32,2,33,
        7,33,2,34,7,34,2,35,7,35,2,36,7,36,2,37,7,37,2,38,7,38,2,39,7,39,
        2,40,7,40,2,41,7,41,2,42,7,42,2,43,7,43,2,44,7,44,1,0,1,0,1,0,5,
        0,94,8,0,10,0,12,0,97,9,0,1,0,1,0,1,1,1,1,1,1,1,1,3,1,105,8,1,1,
        2,1,2,1,2,1,2,4,2,111,8,2,11,2,12,2,112,3,2,115,8,2,1,2,3,2,118,
        8,2,1,2,3,2,121,8,2,1,2,3,2,124,8,2,1,2,3,2,127,8,2,1,2,3,2,130,
        8,2,1,2,3,2,133,8,2,1,2,3,2,136,8,2,1,2,3,2,139,8,2,1,3,1,3,1,3,
        1,3,4,3,145,8,3,11,3,12,3,146,3,3,149,8,3,1,3,3,3,152,8,3,1,3,3,
        3,155,8,3,1,3,3,3,158,8,3,1,3,3,3,161,8,3,1,3,3,3,164,8,3,1,3,3,
        3,167,8,3,1,4,1,4,1,4,1,4,1,4,4,4,174,8,4,11,4,12,4,175,3,4,178,
        8,4,1,4,3,4,181,8,4,1,4,3,4,184,8,4,1,4,3,4,187,8,4,1,4,3,4,190,
        8,4,1,5,1,5,1,5,1,5,3,5,196,8,5,1,5,3,5,199,8,5,1,5,3,5,202,8,5,
        1,5,3,5,205,8,5,1,6,1,6,1,6,1,6,1,6,1,6,1,6,1,6,1,6,1,6,1,6,1,6,
        1,6,4,6,220,8,6,11,6,12,6,221,3,6,224,8,6,1,7,1,7,5,7,228,8,7,10,
        7,12,7,231,9,7,1,7,1,7,1,7,1,7,1,7,5,7,238,8,7,10,7,12,7,241,9,7,
        3,7,243,8,7,1,8,1,8,1,8,1,8,1,8,4,8,250,8,8,11,8,12,8,251,1,9,1,
        9,1,10,1,10,1,10,1,10,4,10,260,8,10,11,10,12,10,261,3,10,264,8,10,
        1,11,1,11,1,11,4,11,269,8,11,11,11,12,11,270,1,12,1,12,1,12,1,12,
        4,12,277,8,12,11,12,12,12,278,3,12,281,8,12,1,13,1,13,1,13,1,13,
        1,13,1,13,1,13,3,13,290,8,13,1,13,1,13,1,13,1,13,4,13,296,8,13,11,
        13,12,13,297,5,13,300,8,13,10,13,12,13,303,9,13,1,14,1,14,1,15,1,
        15,1,15,3,15,310,8,15,1,16,1,16,1,16,1,16,1,17,1,17,1,18,1,18,1,
        18,1,18,1,18,1,18,3,18,324,8,18,1,18,1,18,1,18,1,18,1,18,1,18,1,
        18,5,18,333,8,18,10,18,12,18,336,9,18,1,18,1,18,3,18,340,8,18,1,
        18,3,18,343,8,18,1,18,1,18,1,18,1,18,1,18,1,18,1,18,5,18,352,8,18,
        10,18,12,18,355,9,18,1,18,1,18,3,18,359,8,18,3,18,361,8,18,1,19,
        1,19,1,19,1,19,1,19,1,19,1,19,1,19,5,19,371,8,19,10,19,12,19,374,
        9,19,1,19,1,19,3,19,378,8,19,1,20,1,20,1,20,1,20,4,20,384,8,20,11,
        20,12,20,385,3,20,388,8,20,1,21,1,21,1,21,4,21,393,8,21,11,21,12,
        21,394,1,22,1,22,1,23,1,23,1,23,1,23,1,24,1,24,1,24,1,24,1,25,1,
        25,1,25,1,25,1,25,1,25,3,25,413,8,25,1,26,1,26,1,26,1,26,5,26,419,
        8,26,10,26,12,26,422,9,26,1,26,1,26,1,27,1,27,1,27,1,27,1,27,5,27,
        431,8,27,10,27,12,27,434,9,27,1,27,1,27,1,28,1,28,1,28,1,28,1,28,
        3,28,443,8,28,1,28,1,28,1,28,3,28,448,8,28,3,28,450,8,28,1,29,1,
        29,1,29,1,29,1,29,5,29,457,8,29,10,29,12,29,460,9,29,1,29,1,29,1,
        30,1,30,1,30,5,30,467,8,30,10,30,12,30,470,9,30,1,30,1,30,3,30,474,
        8,30,1,31,1,31,1,31,1,31,5,31,480,8,31,10,31,12,31,483,9,31,1,32,
        1,32,1,32,1,33,1,33,1,33,5,33,491,8,33,10,33,12,33,494,9,33,1,33,
        1,33,1,34,1,34,1,34,1,35,1,35,1,35,5,35,504,8,35,10,35,12,35,507,
        9,35,1,36,1,36,1,36,1,36,5,36,513,8,36,10,36,12,36,516,9,36,1,37,
        1,37,1,37,1,38,1,38,1,38,1,38,1,38,1,38,1,38,1,38,1,38,1,38,1,38,
        1,38,5,38,533,8,38,10,38,12,38,536,9,38,1,38,1,38,3,38,540,8,38,
        1,38,1,38,1,38,1,38,5,38,546,8,38,10,38,12,38,549,9,38,1,39,1,39,
        1,40,1,40,1,40,1,41,1,41,1,42,1,42,1,42,1,43,1,43,1,43,1,44,1,44,
        1,44,1,44,0,2,26,76,45,0,2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,
        32,34,36,38,40,42,44,46,48,50,52,54,56,58,60,62,64,66,68,70,72,74,
        76,78,80,82,84,86,88,0,5,1,0,30,32,1,0,51,52,1,0,4,17,1,0,22,22,
        1,0,24,29,607,0,90,1,0,0,0,2,104,1,0,0,0,4,106,1,0,0,0,6,140,1,0,
        0,0,8,168,1,0,0,0,10,191,1,0,0,0,12,223,1,0,0,0,14,242,1,0,0,0,16,
        244,1,0,0,0,18,253,1,0,0,0,20,263,1,0,0,0,22,265,1,0,0,0,24,280,
        1,0,0,0,26,289,1,0,0,0,28,304,1,0,0,0,30,306,1,0,0,0,32,311,1,0,
        0,0,34,315,1,0,0,0,36,360,1,0,0,0,38,377,1,0,0,0,40,379,1,0,0,0,
        42,389,1,0,0,0,44,396,1,0,0,0,46,398,1,0,0,0,48,402,1,0,0,0,50,412,
        1,0,0,0,52,414,1,0,0,0,54,425,1,0,0,0,56,449,1,0,0,0,58,451,1,0,
        0,0,60,473,1,0,0,0,62,475,1,0,0,0,64,484,1,0,0,0,66,487,1,0,0,0,
        68,497,1,0,0,0,70,500,1,0,0,0,72,508,1,0,0,0,74,517,1,0,0,0,76,539,
        1,0,0,0,78,550,1,0,0,0,80,552,1,0,0,0,82,555,1,0,0,0,84,557,1,0,
        0,0,86,560,1,0,0,0,88,563,1,0,0,0,90,95,3,2,1,0,91,92,5,1,0,0,92,
        94,3,2,1,0,93,91,1,0,0,0,94,97,1,0,0,0,95,93,1,0,0,0,95,96,1,0,0,
        0,96,98,1,0,0,0,97,95,1,0,0,0,98,99,5,0,0,1,99,1,1,0,0,0,100,105,
        3,4,2,0,101,105,3,6,3,0,102,105,3,8,4,0,103,105,3,10,5,0,104,100,
        1,0,0,0,104,101,1,0,0,0,104,102,1,0,0,0,104,103,1,0,0,0,105,3,1,
        0,0,0,106,107,5,38,0,0,107,114,3,14,7,0,108,110,5,49,0,0,109,111,
        3,26,13,0,110,109,1,0,0,0,111,112,1,0,0,0,112,110,1,0,0,0,112,113,
        1,0,0,0,113,115,1,0,0,0,114,108,1,0,0,0,114,115,1,0,0,0,115,117,
        1,0,0,0,116,118,3,54,27,0,117,116,1,0,0,0,117,118,1,0,0,0,118,120,
        1,0,0,0,119,121,3,58,29,0,120,119,1,0,0,0,120,121,1,0,0,0,121,123,
        1,0,0,0,122,124,3,68,34,0,123,122,1,0,0,0,123,124,1,0,0,0,124,126,
        1,0,0,0,125,127,3,72,36,0,126,125,1,0,0,0,126,127,1,0,0,0,127,129,
        1,0,0,0,128,130,3,84,42,0,129,128,1,0,0,0,129,130,1,0,0,0,130,132,
        1,0,0,0,131,133,3,86,43,0,132,131,1,0,0,0,132,133,1,0,0,0,133,135,
        1,0,0,0,134,136,3,62,31,0,135,134,1,0,0,0,135,136,1,0,0,0,136,138,
        1,0,0,0,137,139,3,88,44,0,138,137,1,0,0,0,138,139,1,0,0,0,139,5,
        1,0,0,0,140,141,5,40,0,0,141,148,3,14,7,0,142,144,5,49,0,0,143,145,
        3,26,13,0,144,143,1,0,0,0,145,146,1,0,0,0,146,144,1,0,0,0,146,147,
        1,0,0,0,147,149,1,0,0,0,148,142,1,0,0,0,148,149,1,0,0,0,149,151,
        1,0,0,0,150,152,3,54,27,0,151,150,1,0,0,0,151,152,1,0,0,0,152,154,
        1,0,0,0,153,155,3,68,34,0,154,153,1,0,0,0,154,155,1,0,0,0,155,157,
        1,0,0,0,156,158,3,72,36,0,157,156,1,0,0,0,157,158,1,0,0,0,158,160,
        1,0,0,0,159,161,3,84,42,0,160,159,1,0,0,0,160,161,1,0,0,0,161,163,
        1,0,0,0,162,164,3,86,43,0,163,162,1,0,0,0,163,164,1,0,0,0,164,166,
        1,0,0,0,165,167,3,88,44,0,166,165,1,0,0,0,166,167,1,0,0,0,167,7,
        1,0,0,0,168,169,5,41,0,0,169,170,3,12,6,0,170,177,3,80,40,0,171,
        173,5,49,0,0,172,174,3,26,13,0,173,172,1,0,0,0,174,175,1,0,0,0,175,
        173,1,0,0,0,175,176,1,0,0,0,176,178,1,0,0,0,177,171,1,0,0,0,177,
        178,1,0,0,0,178,180,1,0,0,0,179,181,3,72,36,0,180,179,1,0,0,0,180,
        181,1,0,0,0,181,183,1,0,0,0,182,184,3,84,42,0,183,182,1,0,0,0,183,
        184,1,0,0,0,184,186,1,0,0,0,185,187,3,86,43,0,186,185,1,0,0,0,186,
        187,1,0,0,0,187,189,1,0,0,0,188,190,3,88,44,0,189,188,1,0,0,0,189,
        190,1,0,0,0,190,9,1,0,0,0,191,192,5,42,0,0,192,195,5,62,0,0,193,
        194,5,50,0,0,194,196,3,24,12,0,195,193,1,0,0,0,195,196,1,0,0,0,196,
        198,1,0,0,0,197,199,3,54,27,0,198,197,1,0,0,0,198,199,1,0,0,0,199,
        201,1,0,0,0,200,202,3,84,42,0,201,200,1,0,0,0,201,202,1,0,0,0,202,
        204,1,0,0,0,203,205,3,86,43,0,204,203,1,0,0,0,204,205,1,0,0,0,205,
        11,1,0,0,0,206,224,3,18,9,0,207,208,3,18,9,0,208,209,5,2,0,0,209,
        210,3,20,10,0,210,224,1,0,0,0,211,212,3,18,9,0,212,213,5,2,0,0,213,
        214,3,22,11,0,214,224,1,0,0,0,215,216,3,18,9,0,216,217,5,2,0,0,217,
        218,3,20,10,0,218,220,1,0,0,0,219,215,1,0,0,0,220,221,1,0,0,0,221,
        219,1,0,0,0,221,222,1,0,0,0,222,224,1,0,0,0,223,206,1,0,0,0,223,
        207,1,0,0,0,223,211,1,0,0,0,223,219,1,0,0,0,224,13,1,0,0,0,225,229,
        3,12,6,0,226,228,3,16,8,0,227,226,1,0,0,0,228,231,1,0,0,0,229,227,
        1,0,0,0,229,230,1,0,0,0,230,243,1,0,0,0,231,229,1,0,0,0,232,233,
        5,60,0,0,233,234,5,18,0,0,234,235,3,14,7,0,235,239,5,19,0,0,236,
        238,3,16,8,0,237,236,1,0,0,0,238,241,1,0,0,0,239,237,1,0,0,0,239,
        240,1,0,0,0,240,243,1,0,0,0,241,239,1,0,0,0,242,225,1,0,0,0,242,
        232,1,0,0,0,243,15,1,0,0,0,244,245,7,0,0,0,245,246,5,33,0,0,246,
        247,3,12,6,0,247,249,5,34,0,0,248,250,3,26,13,0,249,248,1,0,0,0,
        250,251,1,0,0,0,251,249,1,0,0,0,251,252,1,0,0,0,252,17,1,0,0,0,253,
        254,5,60,0,0,254,19,1,0,0,0,255,264,5,60,0,0,256,259,5,60,0,0,257,
        258,5,2,0,0,258,260,5,60,0,0,259,257,1,0,0,0,260,261,1,0,0,0,261,
        259,1,0,0,0,261,262,1,0,0,0,262,264,1,0,0,0,263,255,1,0,0,0,263,
        256,1,0,0,0,264,21,1,0,0,0,265,268,5,60,0,0,266,267,5,3,0,0,267,
        269,5,60,0,0,268,266,1,0,0,0,269,270,1,0,0,0,270,268,1,0,0,0,270,
        271,1,0,0,0,271,23,1,0,0,0,272,281,5,60,0,0,273,276,5,60,0,0,274,
        275,5,3,0,0,275,277,5,60,0,0,276,274,1,0,0,0,277,278,1,0,0,0,278,
        276,1,0,0,0,278,279,1,0,0,0,279,281,1,0,0,0,280,272,1,0,0,0,280,
        273,1,0,0,0,281,25,1,0,0,0,282,283,6,13,-1,0,283,284,5,18,0,0,284,
        285,3,26,13,0,285,286,5,19,0,0,286,290,1,0,0,0,287,290,3,30,15,0,
        288,290,3,32,16,0,289,282,1,0,0,0,289,287,1,0,0,0,289,288,1,0,0,
        0,290,301,1,0,0,0,291,295,10,3,0,0,292,293,3,28,14,0,293,294,3,26,
        13,0,294,296,1,0,0,0,295,292,1,0,0,0,296,297,1,0,0,0,297,295,1,0,
        0,0,297,298,1,0,0,0,298,300,1,0,0,0,299,291,1,0,0,0,300,303,1,0,
        0,0,301,299,1,0,0,0,301,302,1,0,0,0,302,27,1,0,0,0,303,301,1,0,0,
        0,304,305,7,1,0,0,305,29,1,0,0,0,306,307,3,20,10,0,307,309,3,34,
        17,0,308,310,3,36,18,0,309,308,1,0,0,0,309,310,1,0,0,0,310,31,1,
        0,0,0,311,312,3,12,6,0,312,313,3,34,17,0,313,314,3,12,6,0,314,33,
        1,0,0,0,315,316,7,2,0,0,316,35,1,0,0,0,317,361,3,38,19,0,318,319,
        5,18,0,0,319,320,3,40,20,0,320,321,5,19,0,0,321,361,1,0,0,0,322,
        324,5,18,0,0,323,322,1,0,0,0,323,324,1,0,0,0,324,325,1,0,0,0,325,
        326,3,44,22,0,326,327,5,18,0,0,327,328,3,46,23,0,328,329,5,3,0,0,
        329,334,3,48,24,0,330,331,5,3,0,0,331,333,3,50,25,0,332,330,1,0,
        0,0,333,336,1,0,0,0,334,332,1,0,0,0,334,335,1,0,0,0,335,337,1,0,
        0,0,336,334,1,0,0,0,337,339,5,19,0,0,338,340,5,19,0,0,339,338,1,
        0,0,0,339,340,1,0,0,0,340,361,1,0,0,0,341,343,5,18,0,0,342,341,1,
        0,0,0,342,343,1,0,0,0,343,344,1,0,0,0,344,345,3,44,22,0,345,346,
        5,18,0,0,346,347,3,48,24,0,347,348,5,3,0,0,348,353,3,46,23,0,349,
        350,5,3,0,0,350,352,3,50,25,0,351,349,1,0,0,0,352,355,1,0,0,0,353,
        351,1,0,0,0,353,354,1,0,0,0,354,356,1,0,0,0,355,353,1,0,0,0,356,
        358,5,19,0,0,357,359,5,19,0,0,358,357,1,0,0,0,358,359,1,0,0,0,359,
        361,1,0,0,0,360,317,1,0,0,0,360,318,1,0,0,0,360,323,1,0,0,0,360,
        342,1,0,0,0,361,37,1,0,0,0,362,378,5,62,0,0,363,378,5,58,0,0,364,
        378,5,59,0,0,365,378,5,57,0,0,366,367,5,18,0,0,367,372,3,38,19,0,
        368,369,5,3,0,0,369,371,3,38,19,0,370,368,1,0,0,0,371,374,1,0,0,
        0,372,370,1,0,0,0,372,373,1,0,0,0,373,375,1,0,0,0,374,372,1,0,0,
        0,375,376,5,19,0,0,376,378,1,0,0,0,377,362,1,0,0,0,377,363,1,0,0,
        0,377,364,1,0,0,0,377,365,1,0,0,0,377,366,1,0,0,0,378,39,1,0,0,0,
        379,380,5,38,0,0,380,387,3,42,21,0,381,383,5,49,0,0,382,384,3,26,
        13,0,383,382,1,0,0,0,384,385,1,0,0,0,385,383,1,0,0,0,385,386,1,0,
        0,0,386,388,1,0,0,0,387,381,1,0,0,0,387,388,1,0,0,0,388,41,1,0,0,
        0,389,392,3,18,9,0,390,391,5,2,0,0,391,393,5,60,0,0,392,390,1,0,
        0,0,393,394,1,0,0,0,394,392,1,0,0,0,394,395,1,0,0,0,395,43,1,0,0,
        0,396,397,5,39,0,0,397,45,1,0,0,0,398,399,5,55,0,0,399,400,5,4,0,
        0,400,401,5,62,0,0,401,47,1,0,0,0,402,403,5,56,0,0,403,404,5,4,0,
        0,404,405,5,62,0,0,405,49,1,0,0,0,406,407,5,60,0,0,407,408,5,4,0,
        0,408,413,3,38,19,0,409,410,5,60,0,0,410,411,5,4,0,0,411,413,3,52,
        26,0,412,406,1,0,0,0,412,409,1,0,0,0,413,51,1,0,0,0,414,415,5,20,
        0,0,415,420,3,38,19,0,416,417,5,3,0,0,417,419,3,38,19,0,418,416,
        1,0,0,0,419,422,1,0,0,0,420,418,1,0,0,0,420,421,1,0,0,0,421,423,
        1,0,0,0,422,420,1,0,0,0,423,424,5,19,0,0,424,53,1,0,0,0,425,426,
        5,47,0,0,426,427,5,18,0,0,427,432,3,56,28,0,428,429,5,3,0,0,429,
        431,3,56,28,0,430,428,1,0,0,0,431,434,1,0,0,0,432,430,1,0,0,0,432,
        433,1,0,0,0,433,435,1,0,0,0,434,432,1,0,0,0,435,436,5,19,0,0,436,
        55,1,0,0,0,437,438,3,18,9,0,438,439,5,2,0,0,439,440,5,60,0,0,440,
        442,3,34,17,0,441,443,3,38,19,0,442,441,1,0,0,0,442,443,1,0,0,0,
        443,450,1,0,0,0,444,445,5,60,0,0,445,447,3,34,17,0,446,448,3,38,
        19,0,447,446,1,0,0,0,447,448,1,0,0,0,448,450,1,0,0,0,449,437,1,0,
        0,0,449,444,1,0,0,0,450,57,1,0,0,0,451,452,5,48,0,0,452,453,5,18,
        0,0,453,458,3,60,30,0,454,455,5,3,0,0,455,457,3,60,30,0,456,454,
        1,0,0,0,457,460,1,0,0,0,458,456,1,0,0,0,458,459,1,0,0,0,459,461,
        1,0,0,0,460,458,1,0,0,0,461,462,5,19,0,0,462,59,1,0,0,0,463,468,
        5,60,0,0,464,465,5,2,0,0,465,467,5,60,0,0,466,464,1,0,0,0,467,470,
        1,0,0,0,468,466,1,0,0,0,468,469,1,0,0,0,469,474,1,0,0,0,470,468,
        1,0,0,0,471,472,5,60,0,0,472,474,3,66,33,0,473,463,1,0,0,0,473,471,
        1,0,0,0,474,61,1,0,0,0,475,476,5,35,0,0,476,481,3,64,32,0,477,478,
        5,3,0,0,478,480,3,64,32,0,479,477,1,0,0,0,480,483,1,0,0,0,481,479,
        1,0,0,0,481,482,1,0,0,0,482,63,1,0,0,0,483,481,1,0,0,0,484,485,5,
        60,0,0,485,486,3,66,33,0,486,65,1,0,0,0,487,492,5,21,0,0,488,491,
        8,3,0,0,489,491,3,66,33,0,490,488,1,0,0,0,490,489,1,0,0,0,491,494,
        1,0,0,0,492,490,1,0,0,0,492,493,1,0,0,0,493,495,1,0,0,0,494,492,
        1,0,0,0,495,496,5,22,0,0,496,67,1,0,0,0,497,498,5,44,0,0,498,499,
        3,70,35,0,499,69,1,0,0,0,500,505,5,60,0,0,501,502,5,3,0,0,502,504,
        5,60,0,0,503,501,1,0,0,0,504,507,1,0,0,0,505,503,1,0,0,0,505,506,
        1,0,0,0,506,71,1,0,0,0,507,505,1,0,0,0,508,509,5,43,0,0,509,514,
        3,74,37,0,510,511,5,3,0,0,511,513,3,74,37,0,512,510,1,0,0,0,513,
        516,1,0,0,0,514,512,1,0,0,0,514,515,1,0,0,0,515,73,1,0,0,0,516,514,
        1,0,0,0,517,518,3,76,38,0,518,519,5,46,0,0,519,75,1,0,0,0,520,521,
        6,38,-1,0,521,540,5,60,0,0,522,540,3,12,6,0,523,524,5,60,0,0,524,
        525,5,18,0,0,525,526,3,12,6,0,526,527,5,19,0,0,527,540,1,0,0,0,528,
        529,5,18,0,0,529,534,3,76,38,0,530,531,5,3,0,0,531,533,3,76,38,0,
        532,530,1,0,0,0,533,536,1,0,0,0,534,532,1,0,0,0,534,535,1,0,0,0,
        535,537,1,0,0,0,536,534,1,0,0,0,537,538,5,19,0,0,538,540,1,0,0,0,
        539,520,1,0,0,0,539,522,1,0,0,0,539,523,1,0,0,0,539,528,1,0,0,0,
        540,547,1,0,0,0,541,542,10,1,0,0,542,543,3,78,39,0,543,544,3,76,
        38,2,544,546,1,0,0,0,545,541,1,0,0,0,546,549,1,0,0,0,547,545,1,0,
        0,0,547,548,1,0,0,0,548,77,1,0,0,0,549,547,1,0,0,0,550,551,7,4,0,
        0,551,79,1,0,0,0,552,553,5,23,0,0,553,554,3,82,41,0,554,81,1,0,0,
        0,555,556,5,60,0,0,556,83,1,0,0,0,557,558,5,37,0,0,558,559,5,58,
        0,0,559,85,1,0,0,0,560,561,5,36,0,0,561,562,5,58,0,0,562,87,1,0,
        0,0,563,564,5,45,0,0,564,565,5,62,0,0,565,89,1,0,0,0,74,95,104,112,
        114,117,120,123,126,129,132,135,138,146,148,151,154,157,160,163,
        166,175,177,180,183,186,189,195,198,201,204,221,223,229,239,242,
        251,261,263,270,278,280,289,297,301,309,323,334,339,342,353,358,
        360,372,377,385,387,394,412,420,432,442,447,449,458,468,473,481,
        490,492,505,514,534,539,547
    ];

    private static __ATN: antlr.ATN;
    public static get _ATN(): antlr.ATN {
        if (!ZqlParser.__ATN) {
            ZqlParser.__ATN = new antlr.ATNDeserializer().deserialize(ZqlParser._serializedATN);
        }

        return ZqlParser.__ATN;
    }


    private static readonly vocabulary = new antlr.Vocabulary(ZqlParser.literalNames, ZqlParser.symbolicNames, []);

    public override get vocabulary(): antlr.Vocabulary {
        return ZqlParser.vocabulary;
    }

    private static readonly decisionsToDFA = ZqlParser._ATN.decisionToState.map( (ds: antlr.DecisionState, index: number) => new antlr.DFA(ds, index) );
}

export class BatchContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public statement(): StatementContext[];
    public statement(i: number): StatementContext | null;
    public statement(i?: number): StatementContext[] | StatementContext | null {
        if (i === undefined) {
            return this.getRuleContexts(StatementContext);
        }

        return this.getRuleContext(i, StatementContext);
    }
    public EOF(): antlr.TerminalNode {
        return this.getToken(ZqlParser.EOF, 0)!;
    }
    public SEMICOLON(): antlr.TerminalNode[];
    public SEMICOLON(i: number): antlr.TerminalNode | null;
    public SEMICOLON(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.SEMICOLON);
    	} else {
    		return this.getToken(ZqlParser.SEMICOLON, i);
    	}
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_batch;
    }
}


export class StatementContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public query(): QueryContext | null {
        return this.getRuleContext(0, QueryContext);
    }
    public count(): CountContext | null {
        return this.getRuleContext(0, CountContext);
    }
    public sum(): SumContext | null {
        return this.getRuleContext(0, SumContext);
    }
    public search(): SearchContext | null {
        return this.getRuleContext(0, SearchContext);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_statement;
    }
}


export class QueryContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public QUERY(): antlr.TerminalNode {
        return this.getToken(ZqlParser.QUERY, 0)!;
    }
    public functionTarget(): FunctionTargetContext {
        return this.getRuleContext(0, FunctionTargetContext)!;
    }
    public WHERE(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.WHERE, 0);
    }
    public restrictBy(): RestrictByContext | null {
        return this.getRuleContext(0, RestrictByContext);
    }
    public returnWith(): ReturnWithContext | null {
        return this.getRuleContext(0, ReturnWithContext);
    }
    public groupBy(): GroupByContext | null {
        return this.getRuleContext(0, GroupByContext);
    }
    public orderBy(): OrderByContext | null {
        return this.getRuleContext(0, OrderByContext);
    }
    public limit(): LimitContext | null {
        return this.getRuleContext(0, LimitContext);
    }
    public offset(): OffsetContext | null {
        return this.getRuleContext(0, OffsetContext);
    }
    public filterBy(): FilterByContext | null {
        return this.getRuleContext(0, FilterByContext);
    }
    public namedAs(): NamedAsContext | null {
        return this.getRuleContext(0, NamedAsContext);
    }
    public condition(): ConditionContext[];
    public condition(i: number): ConditionContext | null;
    public condition(i?: number): ConditionContext[] | ConditionContext | null {
        if (i === undefined) {
            return this.getRuleContexts(ConditionContext);
        }

        return this.getRuleContext(i, ConditionContext);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_query;
    }
}


export class CountContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public COUNT(): antlr.TerminalNode {
        return this.getToken(ZqlParser.COUNT, 0)!;
    }
    public functionTarget(): FunctionTargetContext {
        return this.getRuleContext(0, FunctionTargetContext)!;
    }
    public WHERE(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.WHERE, 0);
    }
    public restrictBy(): RestrictByContext | null {
        return this.getRuleContext(0, RestrictByContext);
    }
    public groupBy(): GroupByContext | null {
        return this.getRuleContext(0, GroupByContext);
    }
    public orderBy(): OrderByContext | null {
        return this.getRuleContext(0, OrderByContext);
    }
    public limit(): LimitContext | null {
        return this.getRuleContext(0, LimitContext);
    }
    public offset(): OffsetContext | null {
        return this.getRuleContext(0, OffsetContext);
    }
    public namedAs(): NamedAsContext | null {
        return this.getRuleContext(0, NamedAsContext);
    }
    public condition(): ConditionContext[];
    public condition(i: number): ConditionContext | null;
    public condition(i?: number): ConditionContext[] | ConditionContext | null {
        if (i === undefined) {
            return this.getRuleContexts(ConditionContext);
        }

        return this.getRuleContext(i, ConditionContext);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_count;
    }
}


export class SumContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public SUM(): antlr.TerminalNode {
        return this.getToken(ZqlParser.SUM, 0)!;
    }
    public target(): TargetContext {
        return this.getRuleContext(0, TargetContext)!;
    }
    public sumBy(): SumByContext {
        return this.getRuleContext(0, SumByContext)!;
    }
    public WHERE(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.WHERE, 0);
    }
    public orderBy(): OrderByContext | null {
        return this.getRuleContext(0, OrderByContext);
    }
    public limit(): LimitContext | null {
        return this.getRuleContext(0, LimitContext);
    }
    public offset(): OffsetContext | null {
        return this.getRuleContext(0, OffsetContext);
    }
    public namedAs(): NamedAsContext | null {
        return this.getRuleContext(0, NamedAsContext);
    }
    public condition(): ConditionContext[];
    public condition(i: number): ConditionContext | null;
    public condition(i?: number): ConditionContext[] | ConditionContext | null {
        if (i === undefined) {
            return this.getRuleContexts(ConditionContext);
        }

        return this.getRuleContext(i, ConditionContext);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_sum;
    }
}


export class SearchContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public SEARCH(): antlr.TerminalNode {
        return this.getToken(ZqlParser.SEARCH, 0)!;
    }
    public STRING(): antlr.TerminalNode {
        return this.getToken(ZqlParser.STRING, 0)!;
    }
    public FROM(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.FROM, 0);
    }
    public names(): NamesContext | null {
        return this.getRuleContext(0, NamesContext);
    }
    public restrictBy(): RestrictByContext | null {
        return this.getRuleContext(0, RestrictByContext);
    }
    public limit(): LimitContext | null {
        return this.getRuleContext(0, LimitContext);
    }
    public offset(): OffsetContext | null {
        return this.getRuleContext(0, OffsetContext);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_search;
    }
}


export class TargetContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public entity(): EntityContext[];
    public entity(i: number): EntityContext | null;
    public entity(i?: number): EntityContext[] | EntityContext | null {
        if (i === undefined) {
            return this.getRuleContexts(EntityContext);
        }

        return this.getRuleContext(i, EntityContext);
    }
    public DOT(): antlr.TerminalNode[];
    public DOT(i: number): antlr.TerminalNode | null;
    public DOT(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.DOT);
    	} else {
    		return this.getToken(ZqlParser.DOT, i);
    	}
    }
    public path(): PathContext[];
    public path(i: number): PathContext | null;
    public path(i?: number): PathContext[] | PathContext | null {
        if (i === undefined) {
            return this.getRuleContexts(PathContext);
        }

        return this.getRuleContext(i, PathContext);
    }
    public manyNames(): ManyNamesContext | null {
        return this.getRuleContext(0, ManyNamesContext);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_target;
    }
}


export class FunctionTargetContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public target(): TargetContext | null {
        return this.getRuleContext(0, TargetContext);
    }
    public join(): JoinContext[];
    public join(i: number): JoinContext | null;
    public join(i?: number): JoinContext[] | JoinContext | null {
        if (i === undefined) {
            return this.getRuleContexts(JoinContext);
        }

        return this.getRuleContext(i, JoinContext);
    }
    public ID(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.ID, 0);
    }
    public OPEN(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.OPEN, 0);
    }
    public functionTarget(): FunctionTargetContext | null {
        return this.getRuleContext(0, FunctionTargetContext);
    }
    public CLOSE(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.CLOSE, 0);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_functionTarget;
    }
}


export class JoinContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public JOIN(): antlr.TerminalNode {
        return this.getToken(ZqlParser.JOIN, 0)!;
    }
    public target(): TargetContext {
        return this.getRuleContext(0, TargetContext)!;
    }
    public ON(): antlr.TerminalNode {
        return this.getToken(ZqlParser.ON, 0)!;
    }
    public INNER(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.INNER, 0);
    }
    public LEFT(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.LEFT, 0);
    }
    public RIGHT(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.RIGHT, 0);
    }
    public condition(): ConditionContext[];
    public condition(i: number): ConditionContext | null;
    public condition(i?: number): ConditionContext[] | ConditionContext | null {
        if (i === undefined) {
            return this.getRuleContexts(ConditionContext);
        }

        return this.getRuleContext(i, ConditionContext);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_join;
    }
}


export class EntityContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public ID(): antlr.TerminalNode {
        return this.getToken(ZqlParser.ID, 0)!;
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_entity;
    }
}


export class PathContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public ID(): antlr.TerminalNode[];
    public ID(i: number): antlr.TerminalNode | null;
    public ID(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.ID);
    	} else {
    		return this.getToken(ZqlParser.ID, i);
    	}
    }
    public DOT(): antlr.TerminalNode[];
    public DOT(i: number): antlr.TerminalNode | null;
    public DOT(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.DOT);
    	} else {
    		return this.getToken(ZqlParser.DOT, i);
    	}
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_path;
    }
}


export class ManyNamesContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public ID(): antlr.TerminalNode[];
    public ID(i: number): antlr.TerminalNode | null;
    public ID(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.ID);
    	} else {
    		return this.getToken(ZqlParser.ID, i);
    	}
    }
    public COMMA(): antlr.TerminalNode[];
    public COMMA(i: number): antlr.TerminalNode | null;
    public COMMA(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.COMMA);
    	} else {
    		return this.getToken(ZqlParser.COMMA, i);
    	}
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_manyNames;
    }
}


export class NamesContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public ID(): antlr.TerminalNode[];
    public ID(i: number): antlr.TerminalNode | null;
    public ID(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.ID);
    	} else {
    		return this.getToken(ZqlParser.ID, i);
    	}
    }
    public COMMA(): antlr.TerminalNode[];
    public COMMA(i: number): antlr.TerminalNode | null;
    public COMMA(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.COMMA);
    	} else {
    		return this.getToken(ZqlParser.COMMA, i);
    	}
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_names;
    }
}


export class ConditionContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public OPEN(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.OPEN, 0);
    }
    public condition(): ConditionContext[];
    public condition(i: number): ConditionContext | null;
    public condition(i?: number): ConditionContext[] | ConditionContext | null {
        if (i === undefined) {
            return this.getRuleContexts(ConditionContext);
        }

        return this.getRuleContext(i, ConditionContext);
    }
    public CLOSE(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.CLOSE, 0);
    }
    public comparison(): ComparisonContext | null {
        return this.getRuleContext(0, ComparisonContext);
    }
    public joined(): JoinedContext | null {
        return this.getRuleContext(0, JoinedContext);
    }
    public logical(): LogicalContext[];
    public logical(i: number): LogicalContext | null;
    public logical(i?: number): LogicalContext[] | LogicalContext | null {
        if (i === undefined) {
            return this.getRuleContexts(LogicalContext);
        }

        return this.getRuleContext(i, LogicalContext);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_condition;
    }
}


export class LogicalContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public AND(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.AND, 0);
    }
    public OR(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.OR, 0);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_logical;
    }
}


export class ComparisonContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public path(): PathContext {
        return this.getRuleContext(0, PathContext)!;
    }
    public operator(): OperatorContext {
        return this.getRuleContext(0, OperatorContext)!;
    }
    public operand(): OperandContext | null {
        return this.getRuleContext(0, OperandContext);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_comparison;
    }
}


export class JoinedContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public target(): TargetContext[];
    public target(i: number): TargetContext | null;
    public target(i?: number): TargetContext[] | TargetContext | null {
        if (i === undefined) {
            return this.getRuleContexts(TargetContext);
        }

        return this.getRuleContext(i, TargetContext);
    }
    public operator(): OperatorContext {
        return this.getRuleContext(0, OperatorContext)!;
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_joined;
    }
}


export class OperatorContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public EQ(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.EQ, 0);
    }
    public NE(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.NE, 0);
    }
    public GT(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.GT, 0);
    }
    public GE(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.GE, 0);
    }
    public LT(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.LT, 0);
    }
    public LE(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.LE, 0);
    }
    public IS_NULL(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.IS_NULL, 0);
    }
    public IS_NOT_NULL(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.IS_NOT_NULL, 0);
    }
    public IN(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.IN, 0);
    }
    public NOT_IN(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.NOT_IN, 0);
    }
    public LIKE(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.LIKE, 0);
    }
    public NOT_LIKE(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.NOT_LIKE, 0);
    }
    public HAS(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.HAS, 0);
    }
    public NOT_HAS(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.NOT_HAS, 0);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_operator;
    }
}


export class OperandContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public value(): ValueContext | null {
        return this.getRuleContext(0, ValueContext);
    }
    public OPEN(): antlr.TerminalNode[];
    public OPEN(i: number): antlr.TerminalNode | null;
    public OPEN(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.OPEN);
    	} else {
    		return this.getToken(ZqlParser.OPEN, i);
    	}
    }
    public subquery(): SubqueryContext | null {
        return this.getRuleContext(0, SubqueryContext);
    }
    public CLOSE(): antlr.TerminalNode[];
    public CLOSE(i: number): antlr.TerminalNode | null;
    public CLOSE(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.CLOSE);
    	} else {
    		return this.getToken(ZqlParser.CLOSE, i);
    	}
    }
    public getApi(): GetApiContext | null {
        return this.getRuleContext(0, GetApiContext);
    }
    public api(): ApiContext | null {
        return this.getRuleContext(0, ApiContext);
    }
    public COMMA(): antlr.TerminalNode[];
    public COMMA(i: number): antlr.TerminalNode | null;
    public COMMA(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.COMMA);
    	} else {
    		return this.getToken(ZqlParser.COMMA, i);
    	}
    }
    public output(): OutputContext | null {
        return this.getRuleContext(0, OutputContext);
    }
    public parameter(): ParameterContext[];
    public parameter(i: number): ParameterContext | null;
    public parameter(i?: number): ParameterContext[] | ParameterContext | null {
        if (i === undefined) {
            return this.getRuleContexts(ParameterContext);
        }

        return this.getRuleContext(i, ParameterContext);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_operand;
    }
}


export class ValueContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public STRING(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.STRING, 0);
    }
    public INT(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.INT, 0);
    }
    public FLOAT(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.FLOAT, 0);
    }
    public BOOLEAN(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.BOOLEAN, 0);
    }
    public OPEN(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.OPEN, 0);
    }
    public value(): ValueContext[];
    public value(i: number): ValueContext | null;
    public value(i?: number): ValueContext[] | ValueContext | null {
        if (i === undefined) {
            return this.getRuleContexts(ValueContext);
        }

        return this.getRuleContext(i, ValueContext);
    }
    public CLOSE(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.CLOSE, 0);
    }
    public COMMA(): antlr.TerminalNode[];
    public COMMA(i: number): antlr.TerminalNode | null;
    public COMMA(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.COMMA);
    	} else {
    		return this.getToken(ZqlParser.COMMA, i);
    	}
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_value;
    }
}


export class SubqueryContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public QUERY(): antlr.TerminalNode {
        return this.getToken(ZqlParser.QUERY, 0)!;
    }
    public subqueryTarget(): SubqueryTargetContext {
        return this.getRuleContext(0, SubqueryTargetContext)!;
    }
    public WHERE(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.WHERE, 0);
    }
    public condition(): ConditionContext[];
    public condition(i: number): ConditionContext | null;
    public condition(i?: number): ConditionContext[] | ConditionContext | null {
        if (i === undefined) {
            return this.getRuleContexts(ConditionContext);
        }

        return this.getRuleContext(i, ConditionContext);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_subquery;
    }
}


export class SubqueryTargetContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public entity(): EntityContext {
        return this.getRuleContext(0, EntityContext)!;
    }
    public DOT(): antlr.TerminalNode[];
    public DOT(i: number): antlr.TerminalNode | null;
    public DOT(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.DOT);
    	} else {
    		return this.getToken(ZqlParser.DOT, i);
    	}
    }
    public ID(): antlr.TerminalNode[];
    public ID(i: number): antlr.TerminalNode | null;
    public ID(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.ID);
    	} else {
    		return this.getToken(ZqlParser.ID, i);
    	}
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_subqueryTarget;
    }
}


export class GetApiContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public GET(): antlr.TerminalNode {
        return this.getToken(ZqlParser.GET, 0)!;
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_getApi;
    }
}


export class ApiContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public API(): antlr.TerminalNode {
        return this.getToken(ZqlParser.API, 0)!;
    }
    public EQ(): antlr.TerminalNode {
        return this.getToken(ZqlParser.EQ, 0)!;
    }
    public STRING(): antlr.TerminalNode {
        return this.getToken(ZqlParser.STRING, 0)!;
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_api;
    }
}


export class OutputContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public OUTPUT(): antlr.TerminalNode {
        return this.getToken(ZqlParser.OUTPUT, 0)!;
    }
    public EQ(): antlr.TerminalNode {
        return this.getToken(ZqlParser.EQ, 0)!;
    }
    public STRING(): antlr.TerminalNode {
        return this.getToken(ZqlParser.STRING, 0)!;
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_output;
    }
}


export class ParameterContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public ID(): antlr.TerminalNode {
        return this.getToken(ZqlParser.ID, 0)!;
    }
    public EQ(): antlr.TerminalNode {
        return this.getToken(ZqlParser.EQ, 0)!;
    }
    public value(): ValueContext | null {
        return this.getRuleContext(0, ValueContext);
    }
    public listOfValues(): ListOfValuesContext | null {
        return this.getRuleContext(0, ListOfValuesContext);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_parameter;
    }
}


export class ListOfValuesContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public LIST(): antlr.TerminalNode {
        return this.getToken(ZqlParser.LIST, 0)!;
    }
    public value(): ValueContext[];
    public value(i: number): ValueContext | null;
    public value(i?: number): ValueContext[] | ValueContext | null {
        if (i === undefined) {
            return this.getRuleContexts(ValueContext);
        }

        return this.getRuleContext(i, ValueContext);
    }
    public CLOSE(): antlr.TerminalNode {
        return this.getToken(ZqlParser.CLOSE, 0)!;
    }
    public COMMA(): antlr.TerminalNode[];
    public COMMA(i: number): antlr.TerminalNode | null;
    public COMMA(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.COMMA);
    	} else {
    		return this.getToken(ZqlParser.COMMA, i);
    	}
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_listOfValues;
    }
}


export class RestrictByContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public RESTRICT_BY(): antlr.TerminalNode {
        return this.getToken(ZqlParser.RESTRICT_BY, 0)!;
    }
    public OPEN(): antlr.TerminalNode {
        return this.getToken(ZqlParser.OPEN, 0)!;
    }
    public restriction(): RestrictionContext[];
    public restriction(i: number): RestrictionContext | null;
    public restriction(i?: number): RestrictionContext[] | RestrictionContext | null {
        if (i === undefined) {
            return this.getRuleContexts(RestrictionContext);
        }

        return this.getRuleContext(i, RestrictionContext);
    }
    public CLOSE(): antlr.TerminalNode {
        return this.getToken(ZqlParser.CLOSE, 0)!;
    }
    public COMMA(): antlr.TerminalNode[];
    public COMMA(i: number): antlr.TerminalNode | null;
    public COMMA(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.COMMA);
    	} else {
    		return this.getToken(ZqlParser.COMMA, i);
    	}
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_restrictBy;
    }
}


export class RestrictionContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public entity(): EntityContext | null {
        return this.getRuleContext(0, EntityContext);
    }
    public DOT(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.DOT, 0);
    }
    public ID(): antlr.TerminalNode {
        return this.getToken(ZqlParser.ID, 0)!;
    }
    public operator(): OperatorContext {
        return this.getRuleContext(0, OperatorContext)!;
    }
    public value(): ValueContext | null {
        return this.getRuleContext(0, ValueContext);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_restriction;
    }
}


export class ReturnWithContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public RETURN_WITH(): antlr.TerminalNode {
        return this.getToken(ZqlParser.RETURN_WITH, 0)!;
    }
    public OPEN(): antlr.TerminalNode {
        return this.getToken(ZqlParser.OPEN, 0)!;
    }
    public returned(): ReturnedContext[];
    public returned(i: number): ReturnedContext | null;
    public returned(i?: number): ReturnedContext[] | ReturnedContext | null {
        if (i === undefined) {
            return this.getRuleContexts(ReturnedContext);
        }

        return this.getRuleContext(i, ReturnedContext);
    }
    public CLOSE(): antlr.TerminalNode {
        return this.getToken(ZqlParser.CLOSE, 0)!;
    }
    public COMMA(): antlr.TerminalNode[];
    public COMMA(i: number): antlr.TerminalNode | null;
    public COMMA(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.COMMA);
    	} else {
    		return this.getToken(ZqlParser.COMMA, i);
    	}
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_returnWith;
    }
}


export class ReturnedContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public ID(): antlr.TerminalNode[];
    public ID(i: number): antlr.TerminalNode | null;
    public ID(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.ID);
    	} else {
    		return this.getToken(ZqlParser.ID, i);
    	}
    }
    public DOT(): antlr.TerminalNode[];
    public DOT(i: number): antlr.TerminalNode | null;
    public DOT(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.DOT);
    	} else {
    		return this.getToken(ZqlParser.DOT, i);
    	}
    }
    public block(): BlockContext | null {
        return this.getRuleContext(0, BlockContext);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_returned;
    }
}


export class FilterByContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public FILTER_BY(): antlr.TerminalNode {
        return this.getToken(ZqlParser.FILTER_BY, 0)!;
    }
    public filter(): FilterContext[];
    public filter(i: number): FilterContext | null;
    public filter(i?: number): FilterContext[] | FilterContext | null {
        if (i === undefined) {
            return this.getRuleContexts(FilterContext);
        }

        return this.getRuleContext(i, FilterContext);
    }
    public COMMA(): antlr.TerminalNode[];
    public COMMA(i: number): antlr.TerminalNode | null;
    public COMMA(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.COMMA);
    	} else {
    		return this.getToken(ZqlParser.COMMA, i);
    	}
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_filterBy;
    }
}


export class FilterContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public ID(): antlr.TerminalNode {
        return this.getToken(ZqlParser.ID, 0)!;
    }
    public block(): BlockContext {
        return this.getRuleContext(0, BlockContext)!;
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_filter;
    }
}


export class BlockContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public BEGIN(): antlr.TerminalNode {
        return this.getToken(ZqlParser.BEGIN, 0)!;
    }
    public END(): antlr.TerminalNode[];
    public END(i: number): antlr.TerminalNode | null;
    public END(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.END);
    	} else {
    		return this.getToken(ZqlParser.END, i);
    	}
    }
    public block(): BlockContext[];
    public block(i: number): BlockContext | null;
    public block(i?: number): BlockContext[] | BlockContext | null {
        if (i === undefined) {
            return this.getRuleContexts(BlockContext);
        }

        return this.getRuleContext(i, BlockContext);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_block;
    }
}


export class GroupByContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public GROUP_BY(): antlr.TerminalNode {
        return this.getToken(ZqlParser.GROUP_BY, 0)!;
    }
    public groupNames(): GroupNamesContext {
        return this.getRuleContext(0, GroupNamesContext)!;
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_groupBy;
    }
}


export class GroupNamesContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public ID(): antlr.TerminalNode[];
    public ID(i: number): antlr.TerminalNode | null;
    public ID(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.ID);
    	} else {
    		return this.getToken(ZqlParser.ID, i);
    	}
    }
    public COMMA(): antlr.TerminalNode[];
    public COMMA(i: number): antlr.TerminalNode | null;
    public COMMA(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.COMMA);
    	} else {
    		return this.getToken(ZqlParser.COMMA, i);
    	}
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_groupNames;
    }
}


export class OrderByContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public ORDER_BY(): antlr.TerminalNode {
        return this.getToken(ZqlParser.ORDER_BY, 0)!;
    }
    public order(): OrderContext[];
    public order(i: number): OrderContext | null;
    public order(i?: number): OrderContext[] | OrderContext | null {
        if (i === undefined) {
            return this.getRuleContexts(OrderContext);
        }

        return this.getRuleContext(i, OrderContext);
    }
    public COMMA(): antlr.TerminalNode[];
    public COMMA(i: number): antlr.TerminalNode | null;
    public COMMA(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.COMMA);
    	} else {
    		return this.getToken(ZqlParser.COMMA, i);
    	}
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_orderBy;
    }
}


export class OrderContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public term(): TermContext {
        return this.getRuleContext(0, TermContext)!;
    }
    public ORDER_BY_VALUE(): antlr.TerminalNode {
        return this.getToken(ZqlParser.ORDER_BY_VALUE, 0)!;
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_order;
    }
}


export class TermContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public ID(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.ID, 0);
    }
    public target(): TargetContext | null {
        return this.getRuleContext(0, TargetContext);
    }
    public OPEN(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.OPEN, 0);
    }
    public CLOSE(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.CLOSE, 0);
    }
    public term(): TermContext[];
    public term(i: number): TermContext | null;
    public term(i?: number): TermContext[] | TermContext | null {
        if (i === undefined) {
            return this.getRuleContexts(TermContext);
        }

        return this.getRuleContext(i, TermContext);
    }
    public COMMA(): antlr.TerminalNode[];
    public COMMA(i: number): antlr.TerminalNode | null;
    public COMMA(i?: number): antlr.TerminalNode | null | antlr.TerminalNode[] {
    	if (i === undefined) {
    		return this.getTokens(ZqlParser.COMMA);
    	} else {
    		return this.getToken(ZqlParser.COMMA, i);
    	}
    }
    public arithmetic(): ArithmeticContext | null {
        return this.getRuleContext(0, ArithmeticContext);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_term;
    }
}


export class ArithmeticContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public TIMES(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.TIMES, 0);
    }
    public DIVIDED_BY(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.DIVIDED_BY, 0);
    }
    public MODULO(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.MODULO, 0);
    }
    public PLUS(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.PLUS, 0);
    }
    public MINUS(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.MINUS, 0);
    }
    public TWO_MINUS(): antlr.TerminalNode | null {
        return this.getToken(ZqlParser.TWO_MINUS, 0);
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_arithmetic;
    }
}


export class SumByContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public BY(): antlr.TerminalNode {
        return this.getToken(ZqlParser.BY, 0)!;
    }
    public sumName(): SumNameContext {
        return this.getRuleContext(0, SumNameContext)!;
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_sumBy;
    }
}


export class SumNameContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public ID(): antlr.TerminalNode {
        return this.getToken(ZqlParser.ID, 0)!;
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_sumName;
    }
}


export class LimitContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public LIMIT(): antlr.TerminalNode {
        return this.getToken(ZqlParser.LIMIT, 0)!;
    }
    public INT(): antlr.TerminalNode {
        return this.getToken(ZqlParser.INT, 0)!;
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_limit;
    }
}


export class OffsetContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public OFFSET(): antlr.TerminalNode {
        return this.getToken(ZqlParser.OFFSET, 0)!;
    }
    public INT(): antlr.TerminalNode {
        return this.getToken(ZqlParser.INT, 0)!;
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_offset;
    }
}


export class NamedAsContext extends antlr.ParserRuleContext {
    public constructor(parent: antlr.ParserRuleContext | null, invokingState: number) {
        super(parent, invokingState);
    }
    public NAMED_AS(): antlr.TerminalNode {
        return this.getToken(ZqlParser.NAMED_AS, 0)!;
    }
    public STRING(): antlr.TerminalNode {
        return this.getToken(ZqlParser.STRING, 0)!;
    }
    public override get ruleIndex(): number {
        return ZqlParser.RULE_namedAs;
    }
}
