import { Readable } from 'node:stream';
import { agreementsEndpoints, endingSoonDays } from '#contracts/agreements/endpoints';
import { writeCsvRow } from '#libs/csv';
import { AppError, notFound } from '#kernel/errors';
import { ifMatch, route, type Plugin } from '#kernel/http';
import { actOnAgreement } from './act-on-agreement.ts';
import { agreementCsvHead, agreementCsvRow, countViews, listAgreements, listDefaults } from './agreement-list-view.ts';
import { dayAfter } from './matter.ts';
import { compareVersions, readAgreement, visibleAgreement, visibleVersions } from './agreement-view.ts';
import { templateCommands } from '../templates/change-template.ts';
import type { Dependencies } from '../dependencies.ts';
import { commentOnSection, editSection, setValidity } from './edit-agreement.ts';
import { linkAgreements, unlinkAgreements } from './link-agreements.ts';
import { prepareAgreements } from './prepare-agreements.ts';
import { rewriteTerms, writeAgreement } from './write-agreement.ts';
import { withLastResults } from '../results/last-results.ts';
import { newestPdfs } from '../paper/sql-paper-store.ts';
import { templateQueries } from '../templates/template-view.ts';

/** The API of agreements and their templates. */
export const agreementRoutes =
  (dependencies: Dependencies): Plugin =>
  async (app) => {
    const { database, files } = dependencies.kernel;
    const prepare = prepareAgreements(dependencies);
    const write = writeAgreement(dependencies);
    const rewrite = rewriteTerms(dependencies);
    const link = linkAgreements(dependencies);
    const unlink = unlinkAgreements(dependencies);
    const act = actOnAgreement(dependencies);
    const edit = editSection(dependencies);
    const validity = setValidity(dependencies);
    const comment = commentOnSection(dependencies);

    route(app, agreementsEndpoints.listAgreements, async ({ query, request }) => {
      const read = database.read();
      const { items, ...page } = await listAgreements(read, request.actor, query);
      return { ...page, items: await withLastResults(read, dependencies, items) };
    });
    route(app, agreementsEndpoints.countAgreementViews, async ({ request }) => ({
      views: await countViews(
        database.read(),
        request.actor,
        dayAfter(dependencies.kernel.clock.today(), endingSoonDays),
      ),
    }));
    route(app, agreementsEndpoints.exportAgreements, async ({ query, request, reply }) => {
      const { actor } = request;
      const pageAfter = (after: string | undefined) =>
        listAgreements(database.read(), actor, { ...query, after, limit: 200 });
      // The first page comes before the answer begins, so that a query at fault still gets a problem document.
      const first = await pageAfter(undefined);
      async function* rows() {
        yield writeCsvRow(agreementCsvHead, { forSpreadsheets: true });
        for (let page = first; ; page = await pageAfter(page.next ?? undefined)) {
          yield page.items.map((item) => writeCsvRow(agreementCsvRow(item), { forSpreadsheets: true })).join('');
          if (page.next === null) return;
        }
      }
      await reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="agreements-${dependencies.kernel.clock.today()}.csv"`)
        .serializer((payload: unknown) => payload as string)
        .send(Readable.from(rows()));
    });
    route(app, agreementsEndpoints.readAgreement, ({ params, request }) =>
      readAgreement(dependencies, request.actor, params),
    );
    route(app, agreementsEndpoints.readAgreementVersion, ({ params, request }) =>
      readAgreement(dependencies, request.actor, params),
    );
    route(app, agreementsEndpoints.listDefaultAgreements, async ({ request }) => {
      const read = database.read();
      return { items: await withLastResults(read, dependencies, await listDefaults(read, request.actor)) };
    });
    route(app, agreementsEndpoints.createAgreement, async ({ body, request }) => {
      const { name } = await write(request.actor, body);
      return readAgreement(dependencies, request.actor, { name });
    });
    route(app, agreementsEndpoints.setAgreementTerms, async ({ params, body, request }) => {
      await rewrite(request.actor, { ...params, seen: ifMatch(request) }, body.terms);
      return readAgreement(dependencies, request.actor, params);
    });
    route(app, agreementsEndpoints.linkAgreements, async ({ params, request }) => {
      await link(request.actor, params);
      return readAgreement(dependencies, request.actor, { name: params.name });
    });
    route(app, agreementsEndpoints.unlinkAgreements, async ({ params, request }) => {
      await unlink(request.actor, params);
      return readAgreement(dependencies, request.actor, { name: params.name });
    });
    route(app, agreementsEndpoints.prepareAgreements, async ({ params, body, request }) => {
      const { name } = await prepare(request.actor, params.number, body);
      const drafted = await visibleAgreement(database.read(), request.actor, name);
      return readAgreement(dependencies, request.actor, {
        name,
        version: drafted.open_version ?? drafted.shown_version,
      });
    });
    route(app, agreementsEndpoints.editAgreementSection, async ({ params, body, request }) => {
      await edit(request.actor, { ...params, seen: ifMatch(request) }, { section: params.section, body: body.body });
      return readAgreement(dependencies, request.actor, params);
    });
    route(app, agreementsEndpoints.setAgreementValidity, async ({ params, body, request }) => {
      await validity(request.actor, { ...params, seen: ifMatch(request) }, body);
      return readAgreement(dependencies, request.actor, params);
    });
    route(app, agreementsEndpoints.actOnAgreement, async ({ params, body, request }) => {
      const version = await act(request.actor, { ...params, seen: ifMatch(request) }, body);
      return readAgreement(dependencies, request.actor, { name: params.name, version });
    });
    route(app, agreementsEndpoints.commentOnAgreement, async ({ params, body, request }) => {
      await comment(request.actor, { ...params, seen: ifMatch(request) }, body);
      return readAgreement(dependencies, request.actor, params);
    });
    route(app, agreementsEndpoints.compareAgreementVersions, ({ params, query, request }) =>
      compareVersions(dependencies, request.actor, { ...params, ...query }),
    );

    route(app, agreementsEndpoints.readAgreementPdf, async ({ params, request, reply }) => {
      const read = database.read();
      const agreement = await visibleAgreement(read, request.actor, params.name);
      const version = (await visibleVersions(read, request.actor, agreement)).find(
        ({ number }) => number === params.version,
      );
      if (!version) throw notFound(`version ${params.version} of agreement ${params.name}`);
      const pdf = (await newestPdfs(read, [version.id])).get(version.id);
      if (!pdf || pdf.text_revision !== version.text_revision) {
        throw new AppError('refused', 'pdf_not_ready', 'The PDF is being made. Try again in a moment');
      }
      const file = await files.find(read, pdf.file_id);
      void reply
        .headers({
          'content-disposition': `inline; filename="${file.name}"`,
          etag: `"${pdf.sha256}"`,
          'cache-control': 'private, no-cache',
          'x-content-sha256': pdf.sha256,
        })
        .type('application/pdf')
        .send(Buffer.from(await files.content(file)));
      return undefined;
    });
  };

/** The API of templates. */
export const templateRoutes =
  (dependencies: Dependencies): Plugin =>
  async (app) => {
    const queries = templateQueries(dependencies);
    const commands = templateCommands(dependencies);

    route(app, agreementsEndpoints.listAgreementTemplates, async ({ request }) => ({
      items: await queries.list(request.actor),
    }));
    route(app, agreementsEndpoints.readAgreementTemplate, ({ params, request }) =>
      queries.read(request.actor, params.id),
    );
    route(app, agreementsEndpoints.createAgreementTemplate, async ({ body, request }) =>
      queries.read(request.actor, await commands.create(request.actor, body)),
    );
    route(app, agreementsEndpoints.saveAgreementTemplate, async ({ params, body, request }) => {
      await commands.save(request.actor, params.id, { ...body, seen: ifMatch(request) });
      return queries.read(request.actor, params.id);
    });
    route(app, agreementsEndpoints.makeDefaultTemplate, async ({ params, request }) => {
      await commands.makeDefault(request.actor, params.id);
      return queries.read(request.actor, params.id);
    });
    route(app, agreementsEndpoints.archiveAgreementTemplate, async ({ params, request }) => {
      await commands.archive(request.actor, params.id);
      return undefined;
    });
    route(app, agreementsEndpoints.previewAgreementTemplate, ({ params, body, request }) =>
      queries.preview(request.actor, params.id, body),
    );
  };
