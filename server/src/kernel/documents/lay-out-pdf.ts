import { createRequire } from 'node:module';
import pdfmake from 'pdfmake';
import type { Content, ContentTable, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { type Block, contentHash, type PaperDocument, type PaperSection, type SignatureLine } from './document.ts';
import { documentTag, tag, tagged, type Tag } from './tags.ts';

const millimetre = 72 / 25.4;
const margin = { side: 20 * millimetre, end: 25 * millimetre };
const width = 595.28 - 2 * margin.side;
const hang = 34;
const numberWidth = 18;
const ink = '#191e24';
const soft = '#62676f';
const line = '#8a857a';
const accent = '#0b5c73';

const { resolve } = createRequire(import.meta.url);
const face = (name: string) => resolve(`@expo-google-fonts/ibm-plex-sans/${name}/IBMPlexSans_${name}.ttf`);
const plex = {
  normal: face('400Regular'),
  bold: face('600SemiBold'),
  italics: face('400Regular_Italic'),
  bolditalics: face('600SemiBold_Italic'),
};
const readable = new Set<string>(Object.values(plex));

// A document names neither addresses nor files: only our own font files may be opened while it is laid out.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => readable.has(path));
pdfmake.setFonts({ Plex: plex });
pdfmake.setTableLayouts({
  hairlines: {
    hLineWidth: (index, { table }) => (index === 0 || index === table.body.length ? 0.75 : index === 1 ? 0.6 : 0.25),
    vLineWidth: () => 0,
    hLineColor: (index, { table }) => (index === 0 || index === table.body.length ? accent : line),
    paddingLeft: (index) => (index === 0 ? 0 : 6),
    paddingRight: () => 6,
    paddingTop: () => 3,
    paddingBottom: () => 3,
  },
  facts: {
    hLineWidth: (index, { table }) => (index === 0 || index === table.body.length ? 0.75 : 0.25),
    vLineWidth: () => 0,
    hLineColor: (index, { table }) => (index === 0 || index === table.body.length ? accent : line),
    paddingLeft: () => 0,
    paddingRight: () => 8,
    paddingTop: () => 3,
    paddingBottom: () => 3,
  },
});

const cellSize = 9;
const perSign = cellSize * 0.62;
const gap = 12;

/**
 * Widths of columns in points: each holds its longest word, and what is left is shared by how much text stands in them.
 */
function columnWidths(rows: readonly (readonly string[])[], columns: number): number[] {
  const texts = Array.from({ length: columns }, (_, column) => rows.map((cells) => cells[column] ?? ''));
  const longest = (words: readonly string[]) => Math.max(1, ...words.map((word) => word.length));
  const room = width - gap * columns + gap / 2;
  const least = texts.map((cells) => Math.min(longest(cells.flatMap((cell) => cell.split(/\s+/))) * perSign, room / 2));
  const wished = texts.map((cells, column) =>
    Math.max((least[column] ?? 0) + 1, Math.min(longest(cells) * perSign, room)),
  );
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const spare = room - sum(least);
  if (spare <= 0) return least.map((value) => (value / sum(least)) * room);
  const more = wished.map((value, column) => value - (least[column] ?? 0));
  return least.map((value, column) => value + (spare * (more[column] ?? 0)) / sum(more));
}

function tableOf(place: Tag, { head, rows, figures }: Extract<Block, { kind: 'table' }>): ContentTable {
  const table = tag(place, 'Table');
  const aligned = (column: number): 'left' | 'right' => (figures.includes(column) ? 'right' : 'left');
  const row = (cells: readonly string[], isHead: boolean) => {
    const tr = tag(table, 'TR');
    return cells.map((text, column) => ({
      ...tagged(isHead ? tag(tr, 'TH', 'Column') : tag(tr, 'TD'), text),
      alignment: aligned(column),
      fontSize: cellSize,
      bold: isHead,
    }));
  };
  return {
    layout: 'hairlines',
    margin: [0, 2, 0, 8],
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: columnWidths([head, ...rows], head.length),
      body: [row(head, true), ...rows.map((cells) => row(cells, false))],
    },
  };
}

function listOf(place: Tag, { ordered, items }: Extract<Block, { kind: 'list' }>): Content {
  const list = tag(place, 'L');
  const margin: [number, number, number, number] = [0, 0, 0, 2];
  if (!ordered) {
    return {
      ul: items.map((text) => ({ ...tagged(tag(tag(list, 'LI'), 'LBody'), text), margin })),
      markerColor: accent,
      margin: [0, 0, 0, 6],
    };
  }
  // Numbers of our own: those of the library cannot be marked as labels.
  return {
    stack: items.map((text, at) => {
      const item = tag(list, 'LI');
      return {
        columns: [
          { width: numberWidth, ...tagged(tag(item, 'Lbl'), `${at + 1}.`) },
          { width: '*', ...tagged(tag(item, 'LBody'), text) },
        ],
        margin,
      };
    }),
    margin: [0, 0, 0, 6],
  };
}

function contentOf(place: Tag, block: Block): Content {
  switch (block.kind) {
    case 'paragraph':
      return { ...tagged(tag(place, 'P'), block.text), margin: [0, 0, 0, 7] };
    case 'list':
      return listOf(place, block);
    case 'table':
      return tableOf(place, block);
    case 'facts': {
      const table = tag(place, 'Table');
      return {
        layout: 'facts',
        margin: [0, 2, 0, 8],
        table: {
          widths: [130, '*'],
          dontBreakRows: true,
          body: block.rows.map(([label, value]) => {
            const tr = tag(table, 'TR');
            return [{ ...tagged(tag(tr, 'TH', 'Row'), label), bold: true }, tagged(tag(tr, 'TD'), value)];
          }),
        },
      };
    }
  }
}

function headingOf(place: Tag, { number, title }: PaperSection): Content {
  const isMain = !number.includes('.');
  const heading = tag(place, isMain ? 'H2' : 'H3');
  const fontSize = isMain ? 13 : 10.5;
  return {
    columns: [
      { width: hang, ...tagged(heading, number), bold: true, fontSize, color: accent },
      { width: '*', ...tagged(heading, title), bold: true, fontSize },
    ],
    margin: [-hang, isMain ? 12 : 6, 0, 4],
  };
}

// A heading never stands alone at the foot of a page: what is short follows it in one piece.
function isShort(block: Block | undefined): boolean {
  switch (block?.kind) {
    case 'table':
      return block.rows.length <= 12;
    case 'list':
      return block.items.length <= 6;
    case 'facts':
    case 'paragraph':
    case undefined:
      return true;
  }
}

function sectionOf(root: Tag, section: PaperSection): Content[] {
  const place = tag(root, 'Sect');
  const [first, ...rest] = section.blocks;
  const opening: Content = {
    stack: [headingOf(place, section), ...(first ? [contentOf(place, first)] : [])],
    unbreakable: isShort(first),
  };
  return [opening, ...rest.map((block) => contentOf(place, block))];
}

function signatureCell(root: Tag, { side, name, role, how, at }: SignatureLine): Content {
  const place = tag(root, 'Sect');
  const says = (text: string) => tagged(tag(place, 'P'), text);
  const stamp = at === null ? '' : `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
  return {
    stack: [
      { ...says(side), bold: true, margin: [0, 0, 0, name === null ? 22 : 4] },
      ...(name === null
        ? [{ ...says('Not signed yet'), color: soft, italics: true }]
        : [
            { ...says(name), fontSize: 12 },
            says(role ?? ''),
            { ...says(`Signed ${how ?? ''}`.trim()), color: soft, fontSize: 9 },
            { ...says(stamp), color: soft, fontSize: 9 },
          ]),
    ],
  };
}

function signaturesOf(root: Tag, lines: readonly SignatureLine[]): Content[] {
  if (lines.length === 0) return [];
  const place = tag(root, 'Sect');
  return [
    {
      unbreakable: true,
      margin: [0, 14, 0, 0],
      stack: [
        { ...tagged(tag(place, 'H2'), 'Signatures'), bold: true, fontSize: 13, margin: [0, 0, 0, 6] },
        {
          layout: 'facts',
          table: { widths: lines.map(() => '*'), body: [lines.map((one) => signatureCell(place, one))] },
        },
      ],
    },
  ];
}

function markOf(mark: string, { width, height }: { width: number; height: number }): Content {
  const word = mark.replaceAll(/[^A-Z ]/g, '');
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">` +
    `<g transform="translate(${width / 2} ${height / 2}) rotate(-30)"><text x="0" y="20" font-family="Plex" font-weight="600" font-size="60" letter-spacing="8" ` +
    `text-anchor="middle" fill="none" stroke="#b9b3a6" stroke-width="0.8">${word}</text></g></svg>`;
  return { svg, width, height };
}

function definition(document: PaperDocument): TDocumentDefinitions {
  const { title, subtitle, version, state, mark, fileName } = document;
  const digits = contentHash(document).slice(0, 12);
  const changedAt = new Date(Date.parse(document.changedAt));
  const small = { fontSize: 8, color: soft };
  const root = documentTag();
  return {
    pageSize: 'A4',
    pageMargins: [margin.side, margin.end, margin.side, margin.end],
    version: '1.7',
    subset: 'PDF/A-3a',
    tagged: true,
    language: document.language,
    displayTitle: true,
    info: {
      title: `${title}, ${version}`,
      subject: subtitle,
      author: document.author,
      creator: 'Portolan',
      producer: 'Portolan',
      creationDate: changedAt,
      modDate: changedAt,
    },
    defaultStyle: { font: 'Plex', fontSize: 10, lineHeight: 14.5 / 13, color: ink },
    header: {
      margin: [margin.side, 11 * millimetre, margin.side, 0],
      columns: [
        { text: title, ...small },
        { text: `${version}, ${state.toLowerCase()}`, alignment: 'right', ...small },
      ],
    },
    footer: (page, pages) => ({
      margin: [margin.side, 8 * millimetre, margin.side, 0],
      columns: [
        { text: fileName, ...small },
        { text: `Page ${page} of ${pages}`, alignment: 'center', ...small },
        { text: digits, alignment: 'right', ...small },
      ],
    }),
    ...(mark === null ? {} : { background: (_page, size) => markOf(mark, size) }),
    content: [
      { ...tagged(tag(root, 'H1'), title), fontSize: 18, bold: true, lineHeight: 1.05, margin: [0, 0, 0, 2] },
      { ...tagged(tag(root, 'P'), subtitle), color: soft, margin: [0, 0, 0, 2] },
      { ...tagged(tag(root, 'P'), `${version}, ${state.toLowerCase()}`), color: soft, margin: [0, 0, 0, 10] },
      ...document.sections.flatMap((section) => sectionOf(root, section)),
      ...signaturesOf(root, document.signatures),
    ],
  };
}

/** Lays a document out as an A4 PDF (PDF/A-3a: tagged, fonts embedded). Slow, and whoever calls it stands still for it. */
export async function layOutPdf(document: PaperDocument): Promise<Uint8Array> {
  return pdfmake.createPdf(definition(document)).getBuffer();
}
