import { Worker } from 'node:worker_threads';
import type { PaperDocument } from './document.ts';
import type { Rendered } from './pdf-thread.ts';

interface Waiting {
  readonly done: (bytes: Uint8Array) => void;
  readonly fail: (error: Error) => void;
}

let thread: Worker | undefined;
let asked = 0;
const waiting = new Map<number, Waiting>();

/**
 * Renders a document as an A4 PDF (PDF/A-3a: tagged, fonts embedded) in a thread of its own, so that no request waits
 * meanwhile. The thread begins with the first document and keeps no process alive.
 */
export function renderPdf(document: PaperDocument): Promise<Uint8Array> {
  thread ??= begin();
  thread.ref();
  const id = (asked += 1);
  const rendered = new Promise<Uint8Array>((done, fail) => waiting.set(id, { done, fail }));
  thread.postMessage({ id, document });
  return rendered;
}

function begin(): Worker {
  const worker = new Worker(new URL('pdf-thread.ts', import.meta.url));
  worker.on('message', ({ id, bytes, failure }: Rendered) => {
    const asker = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
    if (bytes) asker?.done(bytes);
    else asker?.fail(failure);
  });
  // A thread that is gone takes along what it was asked for; the next document begins a new one.
  const gone = (error: Error) => {
    if (thread !== worker) return;
    thread = undefined;
    for (const { fail } of waiting.values()) fail(error);
    waiting.clear();
  };
  worker.on('error', gone);
  worker.on('exit', (code) => gone(new Error(`the thread that renders PDFs ended with ${code}`)));
  return worker;
}
