import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentHash, parseBlocks, renderPdf, type PaperDocument } from '#kernel/documents';

const paper: PaperDocument = {
  title: 'Service level agreement SLA-1284',
  subtitle: 'Cloud compute for Aegean Coastal Forecast',
  version: 'Version 1',
  state: 'Proposed',
  language: 'en',
  author: 'Federation order desk',
  fileName: 'SLA-1284-v1.pdf',
  changedAt: '2026-11-23T14:32:05.120Z',
  mark: 'DRAFT',
  sections: [
    {
      number: '',
      title: 'Parties',
      blocks: [
        {
          kind: 'facts',
          rows: [
            ['Customer', 'Ελένη Παπαδάκη, Ινστιτούτο Ωκεανογραφίας'],
            ['Provider', 'Україна: Київ, Łódź, Žemaitija'],
          ],
        },
      ],
    },
    {
      number: '1',
      title: 'The services',
      blocks: parseBlocks(
        '| Site | Cores |\n|---|--:|\n| CESNET-MCC | 40 |\n| IN2P3-IRES | 8 |\n\nWords.\n\n- one\n- two',
      ),
    },
    { number: '6.1', title: 'Contacts', blocks: parseBlocks('Who writes to whom.') },
  ],
  signatures: [
    {
      side: 'For the federation',
      name: 'Jonas Weber',
      role: 'SLA coordinator',
      how: 'with an account',
      at: '2026-11-23T14:30:00.000Z',
    },
    { side: 'For the customer', name: null, role: null, how: null, at: null },
  ],
};

function isInstalled(tool: string, version: string): boolean {
  try {
    execFileSync(tool, [version], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const canRead = isInstalled('pdftotext', '-v') && isInstalled('qpdf', '--version');

test('the same document gives the same bytes, another one gives others', async () => {
  const [first, second] = [await renderPdf(paper), await renderPdf(structuredClone(paper))];
  expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
  const other = await renderPdf({ ...paper, state: 'Agreed', mark: null });
  expect(Buffer.from(first).equals(Buffer.from(other))).toBe(false);
});

test('a document that cannot be laid out is refused, and the next one is rendered', async () => {
  const outcomes = await Promise.allSettled([renderPdf({ ...paper, changedAt: 'never' }), renderPdf(paper)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});

test('only fonts of ours are opened, whatever a text names', async () => {
  const bytes = await renderPdf({ ...paper, subtitle: 'file:///etc/passwd https://example.test/x' });
  expect(Buffer.from(bytes.subarray(0, 8)).toString()).toBe('%PDF-1.7');
});

describe.skipIf(!canRead)('read back (skipped where poppler-utils or qpdf is not installed)', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'portolan-pdf-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function fileOf(document: PaperDocument): Promise<string> {
    const file = join(folder, `${contentHash(document).slice(0, 8)}.pdf`);
    writeFileSync(file, await renderPdf(document));
    return file;
  }
  async function read(document: PaperDocument, tool: 'pdftotext' | 'pdffonts' | 'pdfinfo'): Promise<string> {
    const file = await fileOf(document);
    return execFileSync(tool, tool === 'pdftotext' ? ['-raw', file, '-'] : [file], { encoding: 'utf8' });
  }
  /** The structure that a screen reader follows, a line for each place and each text, without what is for the eye only. */
  async function structureOf(document: PaperDocument): Promise<string[]> {
    const text = execFileSync('pdfinfo', ['-struct-text', await fileOf(document)], { encoding: 'utf8' });
    return text
      .split('\n')
      .map((line) => line.replace(/ \(block\)$/, '').trim())
      .filter((line) => line !== '' && line !== '""' && !line.startsWith('/'));
  }

  test('text can be searched in Latin, Greek and Cyrillic', async () => {
    const text = await read(paper, 'pdftotext');
    for (const words of [
      'Ελένη Παπαδάκη',
      'Україна: Київ',
      'Łódź',
      'Žemaitija',
      'CESNET-MCC',
      'Jonas Weber',
      'Not signed yet',
    ])
      expect(text).toContain(words);
    expect(text).toContain('2026-11-23 14:30 UTC');
  });

  test('each page says what it is, which page of how many, and the hash of the content', async () => {
    const text = await read(paper, 'pdftotext');
    expect(text).toContain('Version 1, proposed');
    expect(text).toContain('SLA-1284-v1.pdf');
    expect(text).toContain('Page 1 of 1');
    expect(text).toContain(contentHash(paper).slice(0, 12));
  });

  test('DRAFT stands across the page until it holds', async () => {
    expect(await read(paper, 'pdftotext')).toMatch(/^DRAFT$/m);
    expect(await read({ ...paper, mark: null }, 'pdftotext')).not.toMatch(/^DRAFT$/m);
  });

  test('every font is embedded as a subset of Plex', async () => {
    const fonts = (await read(paper, 'pdffonts'))
      .split('\n')
      .slice(2)
      .filter((line) => line !== '');
    expect(fonts.length).toBeGreaterThan(1);
    for (const font of fonts) expect(font).toMatch(/^[A-Z]{6}\+IBMPlexSans\S*\s.*\byes yes yes\b/);
  });

  test('it says of itself that it is PDF/A-3a in English, and its structure is sound', async () => {
    const file = await fileOf(paper);
    const raw = readFileSync(file, 'latin1');
    expect(raw).toMatch(/<pdfaid:part>3<\/pdfaid:part>\s*<pdfaid:conformance>A</);
    expect(raw).toContain('/Lang (en)');
    expect(await read(paper, 'pdfinfo')).toMatch(/^Tagged: +yes$/m);
    expect(execFileSync('qpdf', ['--check', file], { encoding: 'utf8' })).toContain(
      'No syntax or stream encoding errors',
    );
  });

  test('a screen reader finds headings, tables with their heads, and lists, and none of the header and footer', async () => {
    const structure = await structureOf({ ...paper, sections: paper.sections.slice(1) });
    expect(structure.slice(0, 6)).toEqual([
      'Document',
      'H1',
      '"Service level agreement SLA-1284"',
      'P',
      '"Cloud compute for Aegean Coastal Forecast"',
      'P',
    ]);
    const text = structure.join(' ');
    expect(text).toContain('Sect H2 "1" "The services" Table TR TH: "Site" TH: "Cores" TR TD "CESNET-MCC" TD "40"');
    expect(text).toContain('P "Words." L LI LBody "one" LI LBody "two"');
    expect(text).toContain('Sect H3 "6.1" "Contacts" P "Who writes to whom."');
    expect(text).toContain('H2 "Signatures" Sect P "For the federation" P "Jonas Weber"');
    expect(text).not.toMatch(/DRAFT|Page \d|SLA-1284-v1\.pdf/);
  });

  test('the head of a long table stands on each page, and is read once', async () => {
    const rows = Array.from({ length: 90 }, (_value, at) => `| SITE-${at} | ${at} |`).join('\n');
    const long = {
      ...paper,
      sections: [{ number: '1', title: 'Shares', blocks: parseBlocks(`| Centre | Cores |\n|---|--:|\n${rows}`) }],
    };
    expect((await read(long, 'pdftotext')).match(/^Centre Cores$/gm)).toHaveLength(3);
    const structure = await structureOf(long);
    expect(structure.filter((line) => line === '"Centre"')).toHaveLength(1);
    expect(structure.filter((line) => line.startsWith('"SITE-'))).toHaveLength(90);
  });

  test('nothing is drawn that is neither in the structure nor marked as decoration', async () => {
    const plain = join(folder, 'plain.pdf');
    execFileSync('qpdf', ['--qdf', '--object-streams=disable', await fileOf(paper), plain]);
    const pages = [...readFileSync(plain, 'latin1').matchAll(/stream\n([^]*?)endstream/g)].flatMap(([, content]) =>
      content?.includes(' Tf') ? [content] : [],
    );
    expect(pages.length).toBeGreaterThan(0);
    for (const page of pages) {
      let depth = 0;
      for (const line of page.split('\n').map((each) => each.trim())) {
        if (/\b(?:BDC|BMC)$/.test(line)) depth += 1;
        else if (line === 'EMC') depth -= 1;
        else if (/(?:^|\s)(?:TJ|Tj|S|f|B)$/.test(line)) expect([line, depth]).toEqual([line, 1]);
      }
      expect(depth).toBe(0);
    }
  });

  test('it is A4', async () => {
    expect(await read(paper, 'pdfinfo')).toMatch(/Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)/);
  });
});

describe('plain text as blocks', () => {
  test('paragraphs, lists and tables, also without empty lines between them', () => {
    expect(parseBlocks('One\ntwo\n- a\n- b\n\n1. x\n2) y\n\n| A | B |\n|---|--:|\n| 1 \\| 2 | 3 |\n| 4 |')).toEqual([
      { kind: 'paragraph', text: 'One two' },
      { kind: 'list', ordered: false, items: ['a', 'b'] },
      { kind: 'list', ordered: true, items: ['x', 'y'] },
      {
        kind: 'table',
        head: ['A', 'B'],
        rows: [
          ['1 | 2', '3'],
          ['4', ''],
        ],
        figures: [1],
      },
    ]);
  });

  test('nothing gives no blocks', () => expect(parseBlocks(' \n\n \n')).toEqual([]));
});
