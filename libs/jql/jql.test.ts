import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JqlError, parseJql, type JqlClause } from './index.ts';

/** The clause without its positions, as one line. */
function told(clause: JqlClause | undefined): string {
  switch (clause?.kind) {
    case undefined:
      return '';
    case 'and':
    case 'or':
      return `(${clause.parts.map(told).join(` ${clause.kind} `)})`;
    case 'not':
      return `not ${told(clause.part)}`;
    case 'history':
      return `${clause.field.name} ${clause.operator}`;
    case 'test':
      return `${clause.field.name} ${clause.operator} ${operand(clause.operand)}`;
  }
}
function operand(one: Extract<JqlClause, { kind: 'test' }>['operand']): string {
  switch (one.kind) {
    case 'value':
      return `<${one.text}>`;
    case 'empty':
      return 'EMPTY';
    case 'call':
      return `${one.name}(${one.given.join(';')})`;
    case 'list':
      return `[${one.items.map(operand).join(',')}]`;
  }
}
const read = (text: string) => told(parseJql(text).where);
const problem = (text: string) => {
  try {
    parseJql(text);
  } catch (error) {
    if (error instanceof JqlError) return error.message;
    throw error;
  }
  throw new Error(`${text} was read`);
};

describe('reading a query', () => {
  test.each([
    ['project = EOSCSO', 'project = <EOSCSO>'],
    ['project=EOSCSO and status!="In progress"', '(project = <EOSCSO> and status != <In progress>)'],
    ['a = 1 or b = 2 and not c = 3', '(a = <1> or (b = <2> and not c = <3>))'],
    ['(a = 1 || b = 2) && !c ~ x', '((a = <1> or b = <2>) and not c ~ <x>)'],
    ['key in (EOSCSO-1, "EOSCSO-2")', 'key in [<EOSCSO-1>,<EOSCSO-2>]'],
    ['status not in (Closed)', 'status not in [<Closed>]'],
    ['assignee is EMPTY and labels is not null', '(assignee is EMPTY and labels is not EMPTY)'],
    [
      'assignee = currentUser() AND created > startOfDay("-1d")',
      '(assignee = currentUser() and created > startOfDay(-1d))',
    ],
    ['cf[ 10400 ] ~ "a \\"b\\""', 'cf[10400] ~ <a "b">'],
    ['"Epic Link" = EOSCSO-3', 'Epic Link = <EOSCSO-3>'],
    ['updated >= -2w', 'updated >= <-2w>'],
    ['created > "2021/05/25 21:00"', 'created > <2021/05/25 21:00>'],
    ['status was Closed by jira', 'status was'],
    ['\\u0061b = c', 'ab = <c>'],
    ['', ''],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));

  test('the order stands apart, ascending unless said otherwise', () => {
    const { where, orderBy } = parseJql('project = A ORDER BY created DESC, key asc, cf[10254]');
    expect(told(where)).toBe('project = <A>');
    expect(orderBy.map(({ field, descending }) => [field.name, descending])).toEqual([
      ['created', true],
      ['key', false],
      ['cf[10254]', false],
    ]);
    expect(parseJql('order by key').where).toBeUndefined();
  });
});

describe('what cannot be read is told with its place', () => {
  test.each([
    [
      'project EOSCSO',
      /^Error in the JQL Query: Expecting operator but got 'EOSCSO'\. The valid operators are '='.*\(line 1, character 9\)$/,
    ],
    ['project = A B', /Expecting either 'OR' or 'AND' but got 'B'\. \(line 1, character 13\)$/],
    [
      'project =',
      /Expecting either a value, list or function but got the end of the query\. \(line 1, character 10\)$/,
    ],
    ['a = 1 and\n= 2', /Expecting a field name but got '='\. \(line 2, character 1\)$/],
    ['a = "b', /The quoted string 'b' has not been completed\. \(line 1, character 5\)$/],
    ['a = b@c', /The character '@' is a reserved JQL character\. .*'\\u0040' instead\. \(line 1, character 6\)$/],
    ['a = "\\q"', /'\\q' is an illegal JQL escape sequence/],
    ['(a = 1', /Expecting '\)' before the end of the query but got the end of the query/],
    ['a = not', /The word 'not' is a reserved JQL word/],
    ['a not b', /Expecting operator but got 'b'/],
    ['order key', /Expecting 'by' but got 'key'/],
    [`${'('.repeat(5000)}a = 1`, /nested too deeply/],
    [`${'not '.repeat(2000)}a = 1`, /nested too deeply/],
    ['x'.repeat(10_001), /longer than 10000 characters/],
  ])('%#', (text, expected) => expect(problem(text)).toMatch(expected));
});

test('whatever text is given, it is read or refused as a query that cannot be read', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'project',
      '=',
      '!=',
      '(',
      ')',
      ',',
      'and',
      'OR',
      'not',
      'in',
      'is',
      'empty',
      'cf[1]',
      '"',
      "'",
      '\\',
    ),
    fc.constantFrom('order by', 'desc', 'was', 'changed', 'now()', '~', '\n', '-1d', '&&', '||', '!', '\\u12'),
    fc.string({ maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      try {
        parseJql(pieces.join(' '));
      } catch (error) {
        expect(error).toBeInstanceOf(JqlError);
      }
    }),
    { numRuns: 2000 },
  );
});

test('any text in quotes is read back as it is', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const quoted = `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
      expect(parseJql(`summary ~ ${quoted}`).where).toMatchObject({ operand: { kind: 'value', text } });
    }),
  );
});
