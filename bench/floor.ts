import Fastify from 'fastify';
import { CompiledQuery } from 'kysely';
import pg from 'pg';
import type { Database } from '../server/src/kernel/database/index.ts';
import { nextId } from '../server/src/kernel/ids/index.ts';
import type { Statement, Step } from './recording.ts';

/** The bare driver. */
interface Bare {
  query(statement: Statement): Promise<unknown>;
  transaction(statements: readonly Statement[]): Promise<unknown[]>;
  close(): Promise<void>;
}

export interface Recorded {
  /** Ids that were made from then on are the request's own. */
  readonly since: number;
  readonly steps: readonly Step[];
}

/** Serves `/<n>`: sends what was recorded under that number, and answers the rows. */
export async function serveFloor(database: Database, databaseUrl: string | undefined) {
  const bare = databaseUrl === undefined ? embedded(database) : pooled(databaseUrl);
  let recordings: readonly Recorded[] = [];
  const app = Fastify();
  app.route({
    method: ['GET', 'POST'],
    url: '/:n',
    async handler(request) {
      const { n } = request.params as { n: string };
      const recorded = recordings[Number(n)];
      if (!recorded) throw new Error(`nothing is recorded as ${n}`);
      const again = repeatable(recorded.since);
      const rows: unknown[] = [];
      for (const { transaction, statements } of recorded.steps) {
        const sent = statements.map(again);
        rows.push(
          transaction
            ? await bare.transaction(sent)
            : await Promise.all(sent.map((statement) => bare.query(statement))),
        );
      }
      return rows;
    },
  });
  return {
    url: await app.listen({ port: 0, host: '127.0.0.1' }),
    keep(next: readonly Recorded[]) {
      recordings = next;
    },
    async close() {
      await app.close();
      await bare.close();
    },
  };
}

function pooled(connectionString: string): Bare {
  const pool = new pg.Pool({ connectionString, max: 12 });
  return {
    query: async ({ sql, parameters }) => (await pool.query(sql, [...parameters])).rows,
    async transaction(statements) {
      const client = await pool.connect();
      let failed = true;
      try {
        const rows: unknown[] = [];
        await client.query('begin');
        for (const { sql, parameters } of statements) rows.push((await client.query(sql, [...parameters])).rows);
        await client.query('commit');
        failed = false;
        return rows;
      } finally {
        client.release(failed);
      }
    },
    close: () => pool.end(),
  };
}

// The embedded database has one connection, which both share.
function embedded(database: Database): Bare {
  const compiled = ({ sql, parameters }: Statement) => CompiledQuery.raw(sql, [...parameters]);
  return {
    query: async (statement) => (await database.read().executeQuery(compiled(statement))).rows,
    transaction: (statements) =>
      database.transact(async (tx) => {
        const rows: unknown[] = [];
        for (const statement of statements) rows.push((await tx.executeQuery(compiled(statement))).rows);
        return rows;
      }),
    close: () => Promise.resolve(),
  };
}

const version7 = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
let placed = 100_000_000;

/**
 * Makes recorded statements fit to be sent again with the same effect: new ids for those that the request made, another
 * number for an order and its line, and an update that finds its row in whichever version.
 */
function repeatable(since: number): (statement: Statement) => Statement {
  const ids = new Map<string, string>();
  const swap = (text: string) =>
    text.replaceAll(version7, (id) => {
      if (Number.parseInt(id.slice(0, 13).replace('-', ''), 16) < since) return id;
      const known = ids.get(id) ?? nextId();
      ids.set(id, known);
      return known;
    });
  return ({ sql, parameters }) => {
    const columns = /^insert into "ordering"\."orders" \(([^)]*)\)/.exec(sql)?.[1]?.split(', ') ?? [];
    if (columns.length > 0) placed += 1;
    return {
      sql: sql.replace(/(where .*)"version" = (\$\d+)/s, '$1$2::int is not null'),
      parameters: parameters.map((value, at) => {
        if (columns[at] === '"iid"' || columns[at] === '"number"') return placed;
        return typeof value === 'string' ? swap(value) : value;
      }),
    };
  };
}
