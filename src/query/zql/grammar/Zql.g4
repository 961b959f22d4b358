/*
 * The grammar of ZQL. `npm run grammar` makes ../generated/zql-tables.ts of it; `npm run check` says when the two
 * are out of step.
 *
 * Which tokens there are, their order and the shape of the rules decide which statements are read and what is
 * said of the others ("mismatched input 'x' expecting {...}"), so they follow the real system's. Names of tokens
 * that are not one fixed text (ID, INT, FLOAT, BOOLEAN, STRING, ORDER_BY_VALUE) stand in messages, too.
 */
grammar Zql;

batch: statement (SEMICOLON statement)* EOF;

statement: query | count | sum | search;

query
    : QUERY functionTarget (WHERE condition+)? restrictBy? returnWith? groupBy? orderBy? limit? offset? filterBy? namedAs?
    ;

count
    : COUNT functionTarget (WHERE condition+)? restrictBy? groupBy? orderBy? limit? offset? namedAs?
    ;

sum: SUM target sumBy (WHERE condition+)? orderBy? limit? offset? namedAs?;

search: SEARCH STRING (FROM names)? restrictBy? limit? offset?;

// What is asked for. One name may be written alone or with more behind dots; only the first of these counts.
// The last form is a rest of an older grammar: the real parser takes it, and fails when it looks at it.
target
    : entity
    | entity DOT path
    | entity DOT manyNames
    | (entity DOT path)+
    ;

functionTarget
    : target join*
    | ID OPEN functionTarget CLOSE join*
    ;

join: (INNER | LEFT | RIGHT) JOIN target ON condition+;

entity: ID;

path: ID | ID (DOT ID)+;

manyNames: ID (COMMA ID)+;

names: ID | ID (COMMA ID)+;

// One rank for both words. What follows the first of them is again as much as can be read, so that
// `a and b or c` is `a and (b or c)`.
condition
    : OPEN condition CLOSE
    | condition (logical condition)+
    | comparison
    | joined
    ;

logical: AND | OR;

comparison: path operator operand?;

joined: target operator target;

operator
    : EQ | NE | GT | GE | LT | LE | IS_NULL | IS_NOT_NULL | IN | NOT_IN | LIKE | NOT_LIKE | HAS | NOT_HAS
    ;

operand
    : value
    | OPEN subquery CLOSE
    | OPEN? getApi OPEN api COMMA output (COMMA parameter)* CLOSE CLOSE?
    | OPEN? getApi OPEN output COMMA api (COMMA parameter)* CLOSE CLOSE?
    ;

value: STRING | INT | FLOAT | BOOLEAN | OPEN value (COMMA value)* CLOSE;

subquery: QUERY subqueryTarget (WHERE condition+)?;

subqueryTarget: entity (DOT ID)+;

getApi: GET;

api: API EQ STRING;

output: OUTPUT EQ STRING;

parameter: ID EQ value | ID EQ listOfValues;

listOfValues: LIST value (COMMA value)* CLOSE;

restrictBy: RESTRICT_BY OPEN restriction (COMMA restriction)* CLOSE;

restriction: entity DOT ID operator value? | ID operator value?;

returnWith: RETURN_WITH OPEN returned (COMMA returned)* CLOSE;

returned: ID (DOT ID)* | ID block;

filterBy: FILTER_BY filter (COMMA filter)*;

filter: ID block;

block: BEGIN (~END | block)* END;

groupBy: GROUP_BY groupNames;

groupNames: ID (COMMA ID)*;

orderBy: ORDER_BY order (COMMA order)*;

order: term ORDER_BY_VALUE;

term
    : ID
    | target
    | ID OPEN target CLOSE
    | OPEN term (COMMA term)* CLOSE
    | term arithmetic term
    ;

arithmetic: TIMES | DIVIDED_BY | MODULO | PLUS | MINUS | TWO_MINUS;

sumBy: BY sumName;

sumName: ID;

limit: LIMIT INT;

offset: OFFSET INT;

namedAs: NAMED_AS STRING;

SEMICOLON: ';';
DOT: '.';
COMMA: ',';
EQ: '=';
NE: '!=';
GT: '>';
GE: '>=';
LT: '<';
LE: '<=';
IS_NULL: 'is null';
IS_NOT_NULL: 'is not null';
IN: 'in';
NOT_IN: 'not in';
LIKE: 'like';
NOT_LIKE: 'not like';
HAS: 'has';
NOT_HAS: 'not has';
OPEN: '(';
CLOSE: ')';
LIST: 'list(';
BEGIN: '{';
END: '}';
BY: 'by';
TIMES: '*';
DIVIDED_BY: '/';
MODULO: '%';
PLUS: '+';
MINUS: '-';
TWO_MINUS: '--';
INNER: 'inner';
LEFT: 'left';
RIGHT: 'right';
JOIN: 'join';
ON: 'on';
FILTER_BY: 'filter by';
OFFSET: 'offset';
LIMIT: 'limit';
QUERY: 'query';
GET: 'getapi';
COUNT: 'count';
SUM: 'sum';
SEARCH: 'search';
ORDER_BY: 'order by';
GROUP_BY: 'group by';
NAMED_AS: 'named as';
ORDER_BY_VALUE: 'asc' | 'desc';
RESTRICT_BY: 'restrict by';
RETURN_WITH: 'return with';
WHERE: 'where';
FROM: 'from';
AND: 'and';
OR: 'or';
// Never made, for ORDER_BY_VALUE takes both; messages that list all tokens name them.
ASC: 'asc';
DESC: 'desc';
API: 'api';
OUTPUT: 'output';
BOOLEAN: 'true' | 'false';
INT: '-'? DIGIT+;
FLOAT: '-'? DIGIT+ '.' DIGIT+;
ID: [a-zA-Z0-9_]+;
WS: [ \t\r\n]+ -> skip;
// A quote inside of quotes is written twice; a backslash is nothing special.
STRING: '"' ~'"'* '"' | '\'' ('\'\'' | ~'\'')* '\'';

fragment DIGIT: [0-9];
