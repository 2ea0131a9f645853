import type { Selectable } from 'kysely';
import { agreementTypeFacts, type AgreementKind, type AgreementType } from '#contracts/agreements/kinds';
import type { SectionKey } from '#contracts/agreements/sections';
import type { Instant } from '#kernel/clock';
import { json, type Read, type Tx } from '#kernel/database';
import { AppError, notFound } from '#kernel/errors';
import { defaultTemplates } from './default-templates.ts';
import { tables, type AgreementsTables } from '../tables.ts';

export interface TemplateRecord {
  readonly id: string;
  readonly kind: AgreementKind;
  readonly type: AgreementType;
  readonly name: string;
  readonly version: number;
  readonly isDefault: boolean;
  readonly sections: Readonly<Partial<Record<SectionKey, string>>>;
  readonly savedAt: Instant | null;
  readonly savedBy: string | null;
}

export type TemplateVersionRow = Selectable<AgreementsTables['agreements.template_versions']>;

/** Every template in use; the shipped ones count as long as nobody saved them. */
export async function templates(read: Read): Promise<TemplateRecord[]> {
  const rows = await tables(read)
    .selectFrom('agreements.templates as t')
    .innerJoin('agreements.template_versions as v', (join) =>
      join.onRef('v.template_id', '=', 't.id').onRef('v.version', '=', 't.version'),
    )
    .select([
      't.id',
      't.kind',
      't.type',
      't.name',
      't.version',
      't.is_default',
      't.archived_at',
      'v.sections',
      'v.saved_at',
      'v.saved_by',
      'v.saved_by_id',
    ])
    .orderBy('t.kind', 'desc')
    .orderBy('t.name')
    .execute();
  const saved = new Set(rows.map(({ id }) => id));
  const hasDefault = new Set(rows.filter((row) => row.is_default).map(({ type }) => type));
  const shipped = defaultTemplates
    .filter(({ id }) => !saved.has(id))
    .map(({ sections, ...template }): TemplateRecord => ({
      ...template,
      kind: agreementTypeFacts[template.type].kind,
      sections,
      version: 1,
      isDefault: !hasDefault.has(template.type),
      savedAt: null,
      savedBy: null,
    }));
  const own = rows
    .filter((row) => row.archived_at === null)
    .map((row): TemplateRecord => ({
      id: row.id,
      kind: row.kind,
      type: row.type,
      name: row.name,
      version: row.version,
      isDefault: row.is_default,
      sections: row.sections,
      savedAt: row.saved_by_id === null ? null : row.saved_at,
      savedBy: row.saved_by_id === null ? null : row.saved_by,
    }));
  return [...shipped, ...own];
}

/**
 * The template of this id among those of a kind, or its default. One that is archived meanwhile is not found, unless the
 * default may take its place.
 */
export function pickTemplate(
  known: readonly TemplateRecord[],
  type: AgreementType,
  id: string | undefined,
  { orDefault = false }: { orDefault?: boolean } = {},
): TemplateRecord {
  const ofType = known.filter((template) => template.type === type);
  const byDefault = ofType.find(({ isDefault }) => isDefault);
  const found =
    id === undefined ? byDefault : (ofType.find((each) => each.id === id) ?? (orDefault ? byDefault : undefined));
  if (!found) throw notFound(id === undefined ? `template of the kind ${type}` : `template ${id} of the kind ${type}`);
  return found;
}

/** Writes the shipped templates down, so that they can be changed. */
export async function keepShippedTemplates(tx: Tx, now: Instant): Promise<void> {
  for (const { id, type, name, sections } of defaultTemplates) {
    const added = await tables(tx)
      .insertInto('agreements.templates')
      .values({
        id,
        kind: agreementTypeFacts[type].kind,
        type,
        name,
        is_default: true,
        version: 1,
        archived_at: null,
        changed_at: now,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!added) continue;
    await tables(tx)
      .insertInto('agreements.template_versions')
      .values({
        template_id: id,
        version: 1,
        sections: json({ ...sections }),
        note: 'As shipped',
        saved_by_id: null,
        saved_by: 'Portolan',
        saved_at: now,
      })
      .execute();
  }
}

export async function templateHistory(read: Read, id: string): Promise<Omit<TemplateVersionRow, 'sections'>[]> {
  return tables(read)
    .selectFrom('agreements.template_versions')
    .select(['template_id', 'version', 'note', 'saved_by_id', 'saved_by', 'saved_at'])
    .where('template_id', '=', id)
    .orderBy('version', 'desc')
    .execute();
}

export async function insertTemplate(
  tx: Tx,
  template: { id: string; type: AgreementType; name: string },
  now: Instant,
): Promise<void> {
  await tables(tx)
    .insertInto('agreements.templates')
    .values({
      ...template,
      kind: agreementTypeFacts[template.type].kind,
      is_default: false,
      version: 0,
      archived_at: null,
      changed_at: now,
    })
    .execute();
}

/** Saves texts as the next version; throws `conflict` when somebody saved in between. */
export async function insertTemplateVersion(
  tx: Tx,
  known: { id: string; version: number },
  version: Omit<TemplateVersionRow, 'template_id' | 'version'>,
): Promise<void> {
  const { numUpdatedRows } = await tables(tx)
    .updateTable('agreements.templates')
    .set({ version: known.version + 1, changed_at: version.saved_at })
    .where('id', '=', known.id)
    .where('version', '=', known.version)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n)
    throw new AppError('conflict', 'stale_version', 'Somebody saved this template meanwhile: read it again');
  await tables(tx)
    .insertInto('agreements.template_versions')
    .values({ ...version, template_id: known.id, version: known.version + 1, sections: json(version.sections) })
    .execute();
}

export async function setDefaultTemplate(tx: Tx, id: string, type: AgreementType, now: Instant): Promise<void> {
  await tables(tx)
    .updateTable('agreements.templates')
    .set({ is_default: false })
    .where('type', '=', type)
    .where('is_default', '=', true)
    .execute();
  await tables(tx)
    .updateTable('agreements.templates')
    .set({ is_default: true, changed_at: now })
    .where('id', '=', id)
    .execute();
}

export async function archiveTemplate(tx: Tx, id: string, now: Instant): Promise<void> {
  await tables(tx)
    .updateTable('agreements.templates')
    .set({ archived_at: now, changed_at: now })
    .where('id', '=', id)
    .execute();
}
