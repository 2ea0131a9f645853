import { z } from 'zod';
import { renderPdf } from '#kernel/documents';
import type { JobDefinition } from '#kernel/jobs';
import type { Reaction } from '#kernel/outbox';
import { fileNameOf, paperOf, paperStateOf } from './agreement-paper.ts';
import type { Dependencies } from '../dependencies.ts';
import { AgreementEvent } from '../events.ts';
import { findAgreementById, findVersion, signaturesOf, versionsOf } from '../versions/sql-agreement-store.ts';
import { insertPdf, newestPdfs } from './sql-paper-store.ts';
import { tell } from '../versions/take-action.ts';

const Data = z.object({ versionId: z.string() });
const queue = 'agreements.render';
const due = ['prepared', 'edited', 'proposed', 'signed', 'agreed', 'taken_back'].map((name) => `agreements.${name}`);

/** Makes the PDF of a version as it stands, and keeps it with its SHA-256; a text that has its PDF is left alone. */
export const renderAgreement =
  (dependencies: Dependencies) =>
  async (versionId: string): Promise<void> => {
    const { database, files, clock, config } = dependencies.kernel;
    const read = database.read();
    const version = await findVersion(read, versionId);
    const agreement = version && (await findAgreementById(read, version.agreement_id));
    if (!version || !agreement) return;
    const known = (await newestPdfs(read, [versionId])).get(versionId);
    if (known?.text_revision === version.text_revision) return;
    const [versions, signatures] = await Promise.all([versionsOf(read, agreement.id), signaturesOf(read, versionId)]);
    const bytes = await renderPdf(
      paperOf({ agreement, version, versions, signatures, federation: config.FEDERATION_NAME }),
    );
    const hash = await files.keep(bytes);
    await database.transact(async (tx) => {
      const file = await files.record(tx, {
        hash,
        name: fileNameOf(agreement, version),
        mediaType: 'application/pdf',
        sizeBytes: bytes.byteLength,
        owner: `agreement:${agreement.id}`,
      });
      const added = await insertPdf(tx, {
        version_id: versionId,
        text_revision: version.text_revision,
        state: paperStateOf(version),
        file_id: file.id,
        sha256: hash,
        size_bytes: bytes.byteLength,
        rendered_at: clock.now(),
      });
      if (added) await tell(tx, dependencies, { agreement, version, type: 'agreements.pdf_ready' });
    });
  };

/** The job that makes PDFs, outside every request. */
export function renderJob(dependencies: Dependencies): JobDefinition<z.infer<typeof Data>> {
  const render = renderAgreement(dependencies);
  return {
    name: queue,
    summary: 'Makes the PDF of an agreement whose text changed',
    schema: Data,
    retryLimit: 5,
    deadlineSeconds: 120,
    run: ({ versionId }) => render(versionId),
  };
}

export const renderReaction: Reaction = {
  name: queue,
  on: due,
  job: (event) => ({ queue, data: { versionId: AgreementEvent.parse(event.payload).versionId } }),
};
