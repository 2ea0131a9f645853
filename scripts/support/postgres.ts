import pg from 'pg';

const localDefault = 'postgres://postgres@127.0.0.1:5432/postgres';

/** A PostgreSQL server on which tests may make and drop databases: `TEST_DATABASE_URL`, or the local default. */
export async function findPostgres(): Promise<{ url: string } | { missing: string }> {
  const url = process.env['TEST_DATABASE_URL'] ?? localDefault;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    await client.query('select 1');
    return { url };
  } catch (error) {
    const reason =
      error instanceof AggregateError
        ? String(error.errors[0])
        : error instanceof Error
          ? error.message
          : String(error);
    return { missing: `no PostgreSQL answers at ${new URL(url).host} (${reason}); TEST_DATABASE_URL names one` };
  } finally {
    await client.end().catch(() => undefined);
  }
}
