import { JqlError, type Position } from './jql-error.ts';
import { tokensOf, type Token } from './tokens.ts';

export { JqlError } from './jql-error.ts';

/** A field as the query names it: by name, or a custom field by its number. */
export interface JqlField {
  readonly name: string;
  /** Number in `cf[10400]`. */
  readonly custom?: string;
  readonly at: Position;
}

export type JqlOperand =
  | { readonly kind: 'value'; readonly text: string; readonly quoted: boolean; readonly at: Position }
  | { readonly kind: 'empty'; readonly at: Position }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly string[]; readonly at: Position }
  | { readonly kind: 'list'; readonly items: readonly JqlOperand[]; readonly at: Position };

export type JqlOperator = '=' | '!=' | '<' | '>' | '<=' | '>=' | '~' | '!~' | 'in' | 'not in' | 'is' | 'is not';

export type JqlClause =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly JqlClause[] }
  | { readonly kind: 'not'; readonly part: JqlClause }
  | { readonly kind: 'test'; readonly field: JqlField; readonly operator: JqlOperator; readonly operand: JqlOperand }
  /** `was` and `changed`, which look into history. */
  | { readonly kind: 'history'; readonly field: JqlField; readonly operator: 'was' | 'changed' };

export interface JqlQuery {
  /** Absent where everything is asked for. */
  readonly where?: JqlClause;
  readonly orderBy: readonly { readonly field: JqlField; readonly descending: boolean }[];
}

const mostCharacters = 10_000;
const deepest = 100;
const operatorNames = "'=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'";
const signOperators: readonly string[] = ['=', '!=', '<', '>', '<=', '>=', '~', '!~'];
const keywords = new Set(['and', 'or', 'not', 'in', 'is', 'was', 'changed', 'order', 'by', 'empty', 'null']);

/** Reads a query of Jira's query language. Throws `JqlError` and nothing else, for whatever text. */
export function parseJql(text: string): JqlQuery {
  if (text.length > mostCharacters)
    throw new JqlError(`The query is longer than ${mostCharacters} characters.`, {
      offset: mostCharacters,
      line: 1,
      character: mostCharacters,
    });
  return new Parser(tokensOf(text)).query();
}

class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  query(): JqlQuery {
    const where = this.#isWord('order') || this.#token.kind === 'end' ? undefined : this.#or();
    const orderBy = this.#orderBy();
    if (this.#token.kind !== 'end') throw this.#expected(`Expecting either 'OR' or 'AND' but got`);
    return where ? { where, orderBy } : { orderBy };
  }

  #or(): JqlClause {
    return this.#joined('or', ['||', '|'], () => this.#joined('and', ['&&', '&'], () => this.#not()));
  }

  #joined(kind: 'and' | 'or', signs: readonly string[], part: () => JqlClause): JqlClause {
    const first = part();
    const parts = [first];
    while (this.#isWord(kind) || signs.some((sign) => this.#isSign(sign))) {
      this.#take();
      parts.push(part());
    }
    return parts.length === 1 ? first : { kind, parts };
  }

  #not(): JqlClause {
    this.#depth += 1;
    if (this.#depth > deepest) throw new JqlError('The query is nested too deeply.', this.#token.at);
    try {
      if (this.#isWord('not') || this.#isSign('!')) {
        this.#take();
        return { kind: 'not', part: this.#not() };
      }
      if (!this.#isSign('(')) return this.#test();
      this.#take();
      const inner = this.#or();
      this.#close(`Expecting ')' before the end of the query`);
      return inner;
    } finally {
      this.#depth -= 1;
    }
  }

  #test(): JqlClause {
    const field = this.#field();
    const token = this.#token;
    if (token.kind === 'sign' && signOperators.includes(token.text)) {
      this.#take();
      return { kind: 'test', field, operator: token.text as JqlOperator, operand: this.#operand() };
    }
    if (this.#isWord('was') || this.#isWord('changed')) {
      const operator = this.#isWord('was') ? 'was' : 'changed';
      this.#skipHistory();
      return { kind: 'history', field, operator };
    }
    const operator = this.#wordOperator();
    const operand = this.#operand();
    return { kind: 'test', field, operator, operand };
  }

  #wordOperator(): JqlOperator {
    const token = this.#token;
    const first = token.kind === 'word' ? token.text.toLowerCase() : '';
    if (first === 'in' || first === 'is' || first === 'not') {
      this.#take();
      const more = first === 'in' ? '' : first === 'is' ? 'not' : 'in';
      if (more !== '' && this.#isWord(more)) {
        this.#take();
        return `${first} ${more}` as JqlOperator;
      }
      if (first !== 'not') return first;
    }
    throw this.#expected(`Expecting operator but got`, `The valid operators are ${operatorNames}.`);
  }

  /** What follows is checked no further: who reads the clause refuses it anyway. */
  #skipHistory(): void {
    this.#take();
    let open = 0;
    while (this.#token.kind !== 'end') {
      if (open === 0 && (this.#isWord('and') || this.#isWord('or') || this.#isWord('order') || this.#isSign(')')))
        return;
      if (this.#isSign('(')) open += 1;
      if (this.#isSign(')')) open -= 1;
      this.#take();
    }
  }

  #field(): JqlField {
    const token = this.#token;
    const isName =
      token.kind === 'string' ||
      (token.kind === 'word' && !keywords.has(token.text.toLowerCase())) ||
      token.kind === 'custom';
    if (!isName) throw this.#expected('Expecting a field name but got');
    this.#take();
    return token.kind === 'custom'
      ? { name: `cf[${token.text}]`, custom: token.text, at: token.at }
      : { name: token.text, at: token.at };
  }

  #operand(): JqlOperand {
    const token = this.#token;
    if (this.#isSign('(')) return this.#list();
    if (token.kind !== 'word' && token.kind !== 'string')
      throw this.#expected('Expecting either a value, list or function but got');
    this.#take();
    const { text, at } = token;
    const quoted = token.kind === 'string';
    if (!quoted && /^(empty|null)$/i.test(text)) return { kind: 'empty', at };
    if (!quoted && keywords.has(text.toLowerCase()))
      throw new JqlError(
        `The word '${text}' is a reserved JQL word. You must surround it in quotation marks to use it in a query.`,
        at,
      );
    return this.#isSign('(')
      ? { kind: 'call', name: text, given: this.#given(), at }
      : { kind: 'value', text, quoted, at };
  }

  #list(): JqlOperand {
    const { at } = this.#take();
    this.#depth += 1;
    if (this.#depth > deepest) throw new JqlError('The query is nested too deeply.', at);
    const items = [this.#operand()];
    while (this.#isSign(',')) {
      this.#take();
      items.push(this.#operand());
    }
    this.#close(`Expecting ')' before the end of the list`);
    this.#depth -= 1;
    return { kind: 'list', items, at };
  }

  #given(): string[] {
    this.#take();
    const given: string[] = [];
    while (this.#token.kind === 'word' || this.#token.kind === 'string') {
      given.push(this.#take().text);
      if (!this.#isSign(',')) break;
      this.#take();
    }
    this.#close(`Expecting ')' after the arguments of a function`);
    return given;
  }

  #orderBy(): JqlQuery['orderBy'] {
    if (!this.#isWord('order')) return [];
    this.#take();
    if (!this.#isWord('by')) throw this.#expected(`Expecting 'by' but got`);
    this.#take();
    const fields = [];
    for (;;) {
      const field = this.#field();
      const descending = this.#isWord('desc');
      if (descending || this.#isWord('asc')) this.#take();
      fields.push({ field, descending });
      if (!this.#isSign(',')) return fields;
      this.#take();
    }
  }

  get #token(): Token {
    const token = this.#tokens[this.#next];
    if (!token) throw new JqlError('The query ends too early.', { offset: 0, line: 1, character: 1 });
    return token;
  }

  #take(): Token {
    const token = this.#token;
    if (token.kind !== 'end') this.#next += 1;
    return token;
  }

  #close(what: string): void {
    if (!this.#isSign(')')) throw this.#expected(`${what} but got`);
    this.#take();
  }

  #isWord(word: string): boolean {
    return this.#token.kind === 'word' && this.#token.text.toLowerCase() === word;
  }

  #isSign(sign: string): boolean {
    return this.#token.kind === 'sign' && this.#token.text === sign;
  }

  #expected(what: string, more = ''): JqlError {
    const { kind, text, at } = this.#token;
    const got = kind === 'end' ? 'the end of the query' : `'${kind === 'custom' ? `cf[${text}]` : text}'`;
    return new JqlError(`${what} ${got}.${more === '' ? '' : ` ${more}`}`, at);
  }
}
