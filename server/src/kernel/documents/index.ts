export { contentHash, type Block, type PaperDocument, type PaperSection, type SignatureLine } from './document.ts';
export { parseBlocks } from './parse-blocks.ts';
export { renderPdf } from './render-pdf.ts';
