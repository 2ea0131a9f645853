/** One record of a file, with the line on which it starts (from 1). */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** One record by the names of the first row. */
export interface CsvRecord {
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

/** The text is no CSV from this line on. */
export class CsvError extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(`Line ${line}: ${message}`);
    this.name = 'CsvError';
    this.line = line;
  }
}

export interface ReadCsvOptions {
  readonly separator?: string;
}

export interface WriteCsvOptions extends ReadCsvOptions {
  /** Puts a `'` before text that a spreadsheet would run as a formula. Programs get the text as it is. */
  readonly forSpreadsheets?: boolean;
}

export type CsvCell = string | number | bigint | boolean | null | undefined;

/**
 * Reads RFC 4180, one record at a time: quoted cells may hold separators, line ends and doubled quotes. Takes any line
 * end, skips a byte order mark and empty lines. Throws a `CsvError` when it reaches what cannot be read.
 */
export function* readCsv(text: string, { separator = ',' }: ReadCsvOptions = {}): Generator<CsvRow> {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  let line = 1;
  while (at < text.length) {
    const started = line;
    const cells: string[] = [];
    let quoted = false;
    for (;;) {
      if (text[at] === '"') {
        quoted = true;
        const cell = quotedCell(text, at, line);
        cells.push(cell.value);
        line += cell.lines;
        at = cell.end;
        if (at < text.length && text[at] !== separator && !isLineEnd(text[at])) {
          throw new CsvError(
            line,
            `text follows the closing quote of cell ${cells.length}. Double a quote inside a quoted cell`,
          );
        }
      } else {
        const start = at;
        while (at < text.length && text[at] !== separator && !isLineEnd(text[at])) at += 1;
        cells.push(text.slice(start, at));
      }
      if (text[at] !== separator) break;
      at += 1;
    }
    if (at < text.length) {
      at += text.startsWith('\r\n', at) ? 2 : 1;
      line += 1;
    }
    const isEmpty = cells.length === 1 && cells[0] === '' && !quoted;
    if (!isEmpty) yield { line: started, cells };
  }
}

/** Reads a file whose first row names the columns. A row with more cells than there are names is an error. */
export function* readCsvRecords(text: string, options: ReadCsvOptions = {}): Generator<CsvRecord> {
  let names: readonly string[] | undefined;
  for (const { line, cells } of readCsv(text, options)) {
    if (!names) {
      names = cells.map((name) => name.trim());
      const twice = names.find((name, index) => names?.indexOf(name) !== index);
      if (twice !== undefined) throw new CsvError(line, `the column ${twice} is named twice`);
      continue;
    }
    if (cells.length > names.length)
      throw new CsvError(line, `${cells.length} cells, but the first row names ${names.length}`);
    yield { line, values: Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])) };
  }
}

/** Writes RFC 4180 with CRLF at the end of each row; nothing given is an empty cell. */
export function writeCsv(rows: Iterable<readonly CsvCell[]>, options: WriteCsvOptions = {}): string {
  let text = '';
  for (const row of rows) text += writeCsvRow(row, options);
  return text;
}

/** One row with its CRLF, for answers that are sent piece by piece. */
export function writeCsvRow(
  row: readonly CsvCell[],
  { separator = ',', forSpreadsheets = false }: WriteCsvOptions = {},
): string {
  const cells = row.map((cell) => {
    const text = cell === null || cell === undefined ? '' : String(cell);
    // A number may be negative; only text is somebody's own words.
    const safe = forSpreadsheets && typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return safe.includes(separator) || /["\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  });
  // A single empty cell would read as an empty line; a byte order mark at the start would not read as text.
  const [only = ''] = cells;
  const mustQuote = (cells.length === 1 && only === '') || only.startsWith('\uFEFF');
  return `${(mustQuote ? [`"${only}"`, ...cells.slice(1)] : cells).join(separator)}\r\n`;
}

function quotedCell(text: string, start: number, line: number): { value: string; end: number; lines: number } {
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) throw new CsvError(line, 'a quoted cell starts here and never ends. Close its quote');
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1, lines: lineEnds(text.slice(start, quote)) };
    value += '"';
    at = quote + 2;
  }
}

const isLineEnd = (sign: string | undefined): boolean => sign === '\n' || sign === '\r';
const lineEnds = (text: string): number => text.match(/\r\n|\r|\n/g)?.length ?? 0;
