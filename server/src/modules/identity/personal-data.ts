import type { Read, Tx } from '#kernel/database';

/** What one part of the portal keeps about a person: handed over on request, and erased. */
export interface PersonalData {
  /** Name of its section in the export: `orders`. */
  readonly name: string;
  /** Everything personal, readable, without secrets. */
  export(read: Read, personId: string): Promise<unknown>;
  /** Removes or blanks what is personal; what must stay for others keeps the person's id alone. */
  erase(tx: Tx, personId: string): Promise<void>;
}
