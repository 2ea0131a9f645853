import type { Read, Tx } from '#kernel/database';

/** Whose data goes: as they are known until then. */
export interface ErasedPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
}

/** What one part of the portal keeps about a person: handed over on request, and erased. */
export interface PersonalData {
  /** Name of its section in the export: `orders`. */
  readonly name: string;
  /** Everything personal, readable, without secrets. */
  export(read: Read, personId: string): Promise<unknown>;
  /** Removes or blanks what is personal; what must stay for others keeps the person's id alone. */
  erase(tx: Tx, person: ErasedPerson): Promise<void>;
}
