import { parentPort } from 'node:worker_threads';
import type { PaperDocument } from './document.ts';
import { layOutPdf } from './lay-out-pdf.ts';

// The thread that lays documents out, one after another; `render-pdf.ts` asks, this answers.

export type Rendered =
  | { readonly id: number; readonly bytes: Uint8Array; readonly failure?: undefined }
  | { readonly id: number; readonly bytes?: undefined; readonly failure: Error };

interface Asked {
  readonly id: number;
  readonly document: PaperDocument;
}

parentPort?.on('message', ({ id, document }: Asked) => {
  void layOutPdf(document)
    .then((bytes): Rendered => ({ id, bytes }))
    .catch((error: unknown): Rendered => ({ id, failure: error instanceof Error ? error : new Error(String(error)) }))
    .then((rendered) => parentPort?.postMessage(rendered));
});
