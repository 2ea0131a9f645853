import type { Block } from './document.ts';

const bullet = /^\s*[-*]\s+(.*)$/;
const numbered = /^\s*\d{1,3}[.)]\s+(.*)$/;
const row = /^\s*\|(.*)\|\s*$/;
const rule = /^\s*\|[\s:|-]+\|\s*$/;

function cells(line: string): string[] {
  const inner = row.exec(line)?.[1] ?? '';
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'));
}

function table(lines: readonly string[]): Block {
  const [head = '', ...rest] = lines;
  const ruler = rest.find((line) => rule.test(line));
  const figures = ruler ? cells(ruler).flatMap((cell, column) => (cell.endsWith(':') ? [column] : [])) : [];
  const width = cells(head).length;
  const rows = rest
    .filter((line) => !rule.test(line))
    .map((line) => {
      const found = cells(line);
      return Array.from({ length: width }, (_, column) => found[column] ?? '');
    });
  return { kind: 'table', head: cells(head), rows, figures };
}

type Shape = 'row' | 'bullet' | 'numbered' | 'text';

function shapeOf(line: string): Shape {
  if (row.test(line)) return 'row';
  if (bullet.test(line)) return 'bullet';
  return numbered.test(line) ? 'numbered' : 'text';
}

function blockOf(shape: Shape, lines: readonly string[]): Block {
  switch (shape) {
    case 'row':
      return table(lines);
    case 'bullet':
      return { kind: 'list', ordered: false, items: lines.map((line) => bullet.exec(line)?.[1] ?? line) };
    case 'numbered':
      return { kind: 'list', ordered: true, items: lines.map((line) => numbered.exec(line)?.[1] ?? line) };
    case 'text':
      return { kind: 'paragraph', text: lines.map((line) => line.trim()).join(' ') };
  }
}

/**
 * Reads plain text as people write it: paragraphs between empty lines, lists of lines with `-` or `1.`, tables of
 * lines with `|` (a rule line `|---|--:|` under the head; columns that end in `:` hold figures; `\|` is a bar in a cell).
 */
export function parseBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  for (const part of text.replaceAll('\r\n', '\n').split(/\n[ \t]*\n/)) {
    let shape: Shape = 'text';
    let lines: string[] = [];
    const close = () => {
      if (lines.length > 0) blocks.push(blockOf(shape, lines));
      lines = [];
    };
    for (const line of part.split('\n').filter((each) => each.trim() !== '')) {
      const next = shapeOf(line);
      if (next !== shape) close();
      shape = next;
      lines.push(line);
    }
    close();
  }
  return blocks;
}
