import { createRequire } from 'node:module';

/** An element of the structure, or a stretch of content that belongs to one. */
interface Marking {
  add(child: Marking): void;
}
/** The pdfkit document, as far as marking goes. */
interface Marked {
  readonly page: object;
  struct(type: string, options?: { readonly scope?: 'Column' | 'Row' }): Marking;
  addStructure(element: Marking): void;
  markStructureContent(type: string): Marking;
  markContent(type: 'Artifact', options: { readonly type: 'Layout' | 'Pagination' | 'Background' }): void;
  endMarkedContent(): void;
}
interface Line {
  readonly inlines: readonly { readonly tag?: unknown }[];
}
interface Renderer {
  readonly pdfDocument: Marked;
  renderLine: (this: Renderer, line: Line, x: number, y: number) => void;
  renderVector: (this: Renderer, vector: unknown) => void;
  renderSVG: (this: Renderer, svg: unknown) => void;
}

type TagType =
  | 'Document'
  | 'Sect'
  | 'H1'
  | 'H2'
  | 'H3'
  | 'P'
  | 'L'
  | 'LI'
  | 'Lbl'
  | 'LBody'
  | 'Table'
  | 'TR'
  | 'TH'
  | 'TD';

/** A place in the structure of a document (PDF 1.7, 14.8.4), by which screen readers find their way. */
export interface Tag {
  readonly type: TagType;
  readonly parent: Tag | null;
  readonly children: Tag[];
  /** Of a `TH`: what it heads. */
  readonly scope?: 'Column' | 'Row';
}

export function documentTag(): Tag {
  return { type: 'Document', parent: null, children: [] };
}

/** A new place, after those that its parent has. */
export function tag(parent: Tag, type: TagType, scope?: Tag['scope']): Tag {
  const made = { type, parent, children: [], ...(scope === undefined ? {} : { scope }) };
  parent.children.push(made);
  return made;
}

/** Text that stands at a place of the structure. */
export function tagged(place: Tag, text: string): { text: [{ text: string; tag: Tag }] } {
  return { text: [{ text, tag: place }] };
}

function isTag(value: unknown): value is Tag {
  return typeof value === 'object' && value !== null && 'children' in value && 'parent' in value;
}

interface Drawn {
  readonly elements: ReadonlyMap<Tag, Marking>;
  /** The page on which the text of a place began. */
  readonly begunOn: Map<Tag, object>;
}
const drawn = new WeakMap<Marked, Drawn>();

/** Makes the whole structure at the first text of a document, so that its order is that of reading. */
function structureOf(pdf: Marked, place: Tag): Drawn {
  const known = drawn.get(pdf);
  if (known) return known;
  let root = place;
  while (root.parent !== null) root = root.parent;
  const elements = new Map<Tag, Marking>();
  const make = (one: Tag): Marking => {
    const element = pdf.struct(one.type, one.scope === undefined ? {} : { scope: one.scope });
    elements.set(one, element);
    for (const child of one.children) element.add(make(child));
    return element;
  };
  pdf.addStructure(make(root));
  const made = { elements, begunOn: new Map() };
  drawn.set(pdf, made);
  return made;
}

/** Opens the marking of a line: the place where it belongs, or what readers pass over. */
function mark(pdf: Marked, line: Line): void {
  const place = line.inlines.map((inline) => inline.tag).find(isTag);
  if (place !== undefined) {
    const { elements, begunOn } = structureOf(pdf, place);
    const begun = begunOn.get(place) ?? pdf.page;
    begunOn.set(place, begun);
    // The head of a table is drawn again on each page, and read once.
    const isRepeated = place.type === 'TH' && place.scope === 'Column' && begun !== pdf.page;
    const element = elements.get(place);
    if (element !== undefined && !isRepeated) return element.add(pdf.markStructureContent(place.type));
  }
  pdf.markContent('Artifact', { type: 'Pagination' });
}

// pdfmake declares a document as tagged and marks nothing in it: here each thing is marked as it is drawn.
const { default: drawing } = createRequire(import.meta.url)('pdfmake/js/Renderer.js') as {
  default: { prototype: Renderer };
};
const renderer = drawing.prototype;
const { renderLine, renderVector, renderSVG } = renderer;
renderer.renderLine = function renderMarkedLine(line, x, y) {
  mark(this.pdfDocument, line);
  renderLine.call(this, line, x, y);
  this.pdfDocument.endMarkedContent();
};
renderer.renderVector = function renderMarkedVector(vector) {
  this.pdfDocument.markContent('Artifact', { type: 'Layout' });
  renderVector.call(this, vector);
  this.pdfDocument.endMarkedContent();
};
renderer.renderSVG = function renderMarkedSvg(svg) {
  this.pdfDocument.markContent('Artifact', { type: 'Background' });
  renderSVG.call(this, svg);
  this.pdfDocument.endMarkedContent();
};
