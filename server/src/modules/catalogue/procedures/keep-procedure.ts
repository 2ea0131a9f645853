import type { CheckedProcedure, Procedure, ProcedureInput } from '#contracts/catalogue/procedure';
import { placeholdersOf } from '#contracts/catalogue/procedure-facts';
import { require, type Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Read, Tx } from '#kernel/database';
import { invalid, notFound } from '#kernel/errors';
import { wantsVersion } from '#kernel/http';
import { readRef, refOf, type OfferRecord } from '../offer.ts';
import { mayKeep } from '../policies.ts';
import { findOfferByRef } from '../sql-offer-store.ts';
import { lockService } from '../sql-service-store.ts';
import { checkProcedure } from './check-procedure.ts';
import { findProcedure, secretsSet, writeProcedure, writeSecrets } from './sql-procedure-store.ts';

type Tools = Pick<Kernel, 'clock' | 'audit' | 'outward'>;

/** The offer, for those who keep it; "not there" where it is not, forbidden with the reason for everybody else. */
async function keptOffer(read: Read, actor: Actor, ref: string): Promise<OfferRecord> {
  const place = readRef(ref);
  const offer = place && (await findOfferByRef(read, place));
  if (!offer || offer.status === 'deleted') throw notFound(`offer ${ref}`);
  require(mayKeep(actor, offer.service.provider));
  return offer;
}

/** The procedure of an offer with what an editor needs; secrets are only named by their steps. */
export async function readProcedure(read: Read, actor: Actor, ref: string): Promise<Procedure> {
  const offer = await keptOffer(read, actor, ref);
  const known = await findProcedure(read, offer.id);
  return {
    offer: { ref: refOf(offer), name: offer.name, service: offer.service.name },
    steps: [...(known?.steps ?? [])],
    secretsSet: await secretsSet(read, offer.id),
    placeholders: placeholdersOf(offer.parameters),
    changedAt: known?.changedAt ?? null,
    version: known?.version ?? 0,
  };
}

async function checked(
  { outward }: Tools,
  read: Read,
  offer: OfferRecord,
  { steps, secrets }: ProcedureInput,
): Promise<CheckedProcedure> {
  const set = new Set((await secretsSet(read, offer.id)).filter((key) => secrets[key] !== ''));
  for (const [key, value] of Object.entries(secrets)) if (value !== '') set.add(key);
  return checkProcedure(offer, steps, set, outward);
}

/** Says what is missing in a procedure without keeping it. */
export const tryProcedure =
  (tools: Tools) =>
  async (read: Read, actor: Actor, ref: string, input: ProcedureInput): Promise<CheckedProcedure> =>
    checked(tools, read, await keptOffer(read, actor, ref), input);

/** Replaces the procedure of an offer; refuses what could not work for a sample order. */
export const keepProcedure =
  (tools: Tools) =>
  async (tx: Tx, actor: Actor, ref: string, input: ProcedureInput, seenVersion?: number): Promise<void> => {
    const offer = await keptOffer(tx, actor, ref);
    await lockService(tx, offer.service.slug);
    const known = await findProcedure(tx, offer.id);
    wantsVersion(seenVersion, known?.version ?? 0, `The procedure of ${ref}`);
    const { problems } = await checked(tools, tx, offer, input);
    if (problems.length > 0)
      throw invalid(
        'procedure_unusable',
        problems.map(({ step, field, reason }) => ({ path: `steps.${step}.${field}`, message: reason })),
      );
    const now = tools.clock.now();
    await writeProcedure(tx, offer.id, input.steps, now);
    await writeSecrets(tx, offer.id, { secrets: input.secrets, keys: input.steps.map(({ key }) => key) }, now);
    await tools.audit(tx, {
      actor,
      action: 'catalogue.keep_procedure',
      target: `offer:${refOf(offer)}`,
      details: { steps: input.steps.map(({ name }) => name), secrets: Object.keys(input.secrets) },
    });
  };
