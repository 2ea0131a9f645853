import type { Instant } from '#kernel/clock';
import { sha256 } from '#kernel/ids';

/** A piece of a section, free of any layout. */
export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
      /** Columns of figures, which stand to the right. */
      readonly figures: readonly number[];
    }
  /** Label and value, two by two. */
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [label: string, value: string])[] };

export interface PaperSection {
  /** `3.1`, or empty for a section that carries none. */
  readonly number: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** One place to sign, signed or not. */
export interface SignatureLine {
  /** Whose signature: `For the customer`. */
  readonly side: string;
  readonly name: string | null;
  readonly role: string | null;
  /** `account` or `link`, in words. */
  readonly how: string | null;
  readonly at: Instant | null;
}

/** A document as it is written, before it is laid out on pages. The same value always gives the same bytes. */
export interface PaperDocument {
  readonly title: string;
  /** Under the title: what it is about. */
  readonly subtitle: string;
  /** `Version 2`. */
  readonly version: string;
  /** `Proposed`. */
  readonly state: string;
  /** Language of the text, as in HTML: `en`. */
  readonly language: string;
  readonly author: string;
  readonly fileName: string;
  /** The instant of its last change: the only date in the file's metadata. */
  readonly changedAt: Instant;
  /** Large word across every page while the text does not hold yet; null once it does. */
  readonly mark: string | null;
  readonly sections: readonly PaperSection[];
  readonly signatures: readonly SignatureLine[];
}

/** SHA-256 of what the document says, independent of its layout; its first 12 digits stand at the foot of each page. */
export function contentHash(document: PaperDocument): string {
  return sha256(JSON.stringify(document));
}
