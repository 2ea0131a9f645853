import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const skipped = new Set(['node_modules', '.git', 'dist', 'data', 'shots', 'test-results', 'playwright-report']);

/** Which modules each module may know: those of a lower rank (docs/architecture.md). */
const lowerRanks: Record<string, readonly string[]> = {
  identity: [],
  messaging: ['identity'],
  registry: ['identity', 'messaging'],
  catalogue: ['identity', 'messaging'],
  ordering: ['identity', 'messaging', 'registry', 'catalogue'],
  agreements: ['identity', 'messaging', 'registry', 'catalogue', 'ordering'],
  workflows: ['identity', 'messaging', 'registry', 'catalogue', 'ordering', 'agreements'],
};

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

// The examples below would count as breaches.
const self = 'server/test/architecture.test.ts';
const all = filesUnder(root).map((path) => relative(root, path).split(sep).join('/'));
const sources = all.filter((path) => /\.tsx?$/.test(path) && path !== self);
const textOf = (path: string) => readFileSync(join(root, path), 'utf8');
const isTest = (path: string) => /\.(test|fixture|contract|e2e)\.tsx?$/.test(path) || path.startsWith('server/test/');

// Specifiers of every form: static, type-only, side effect, re-export, dynamic and `import('...')` as a type.
const importForms = [
  /\bfrom\s*['"]([^'"\n]+)['"]/g,
  /\bimport\s*['"]([^'"\n]+)['"]/g,
  /\bimport\(\s*['"]([^'"\n]+)['"]/g,
];

function specifiersOf(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  return importForms.flatMap((form) => [...code.matchAll(form)].map((match) => match[1] ?? ''));
}

const aliases = (JSON.parse(textOf('package.json')) as { imports: Record<string, string> }).imports;

/** The file that a specifier means, from the root of the repository; null for a package. */
function targetOf(from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return posix.normalize(posix.join(posix.dirname(from), specifier));
  if (!specifier.startsWith('#')) return null;
  for (const [alias, target] of Object.entries(aliases)) {
    const [before = '', after] = alias.split('*');
    if (after === undefined && alias === specifier) return posix.normalize(target);
    if (after !== undefined && specifier.startsWith(before))
      return posix.normalize(target.replace('*', specifier.slice(before.length)));
  }
  return `unknown alias ${specifier}`;
}

/** What part of the house a file belongs to. */
function areaOf(path: string): { readonly area: string; readonly name: string } {
  const parts = path.split('/');
  const at = (place: number) => parts[place] ?? '';
  if (path.startsWith('server/src/kernel/')) return { area: 'kernel', name: at(3) };
  if (path.startsWith('server/src/modules/')) return { area: 'module', name: at(3) };
  if (path.startsWith('server/src/workflows/')) return { area: 'module', name: 'workflows' };
  if (path.startsWith('server/migrations/')) return { area: 'migrations', name: '' };
  if (path.startsWith('server/test/')) return { area: 'test', name: '' };
  if (path.startsWith('server/')) return { area: 'root', name: '' };
  if (path === 'package.json') return { area: 'package', name: '' };
  return { area: at(0), name: at(1) };
}

function reason(from: string, to: string): string | undefined {
  const own = areaOf(from);
  const other = areaOf(to);
  const same = own.area === other.area && own.name === other.name;
  // A test may build on the test support and on the schema, wherever it stands.
  if (isTest(from) && (other.area === 'test' || other.area === 'migrations')) return undefined;
  switch (own.area) {
    case 'kernel':
      if (same || other.area === 'libs') return undefined;
      if (other.area === 'kernel')
        return to.endsWith(`/${other.name}/index.ts`) ? undefined : `reaches inside kernel/${other.name}`;
      if (/^contracts\/(?:kernel\/.*|[^/]+)$/.test(to)) return undefined;
      return 'the kernel knows only itself, libs, contracts/kernel and what in contracts belongs to no module';
    case 'module': {
      if (same || ['libs', 'contracts', 'clients'].includes(other.area)) return undefined;
      if (other.area === 'kernel')
        return to.endsWith(`/${other.name}/index.ts`) ? undefined : `reaches inside kernel/${other.name}`;
      if (other.area !== 'module') return `a module does not know ${to}`;
      if (!lowerRanks[own.name]?.includes(other.name)) return `${own.name} may not depend on ${other.name}`;
      return to.endsWith(`/${other.name}/index.ts`) ? undefined : `reaches inside ${other.name}`;
    }
    case 'migrations':
      return same || to === 'server/src/kernel/database/index.ts'
        ? undefined
        : 'a migration knows only the kind of a migration';
    case 'contracts':
      return other.area === 'contracts' || other.area === 'libs' ? undefined : 'contracts know only contracts and libs';
    case 'clients':
      return same || isTest(from) ? undefined : 'a client stands alone';
    case 'libs':
      return other.area === 'libs' ? undefined : 'libs know only libs';
    case 'web':
      return other.area === 'web' || other.area === 'contracts' || other.area === 'libs'
        ? undefined
        : 'the web UI knows only contracts, libs and itself';
    case 'root':
    case 'test':
    case 'bench':
    case 'scripts':
    case 'e2e':
      if (other.area === 'module' && !to.endsWith(`/${other.name}/index.ts`) && !to.startsWith('server/src/workflows/'))
        return `reaches inside ${other.name}`;
      return other.area === 'kernel' && !to.endsWith(`/${other.name}/index.ts`)
        ? `reaches inside kernel/${other.name}`
        : undefined;
    default:
      return undefined;
  }
}

describe('the house', () => {
  test('modules reach each other only through their index, along the ranks', () => {
    const broken = sources.flatMap((from) =>
      specifiersOf(textOf(from)).flatMap((specifier) => {
        const to = targetOf(from, specifier);
        const why = to === null ? undefined : reason(from, to);
        return why === undefined ? [] : [`${from} imports ${specifier}: ${why}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  test('every module has its place in the ranks', () => {
    const modules = readdirSync(join(root, 'server/src/modules'));
    expect(modules.filter((name) => lowerRanks[name] === undefined)).toEqual([]);
  });

  test('every import of our own names a file that is there', () => {
    const missing = sources.flatMap((from) =>
      specifiersOf(textOf(from)).flatMap((specifier) => {
        const to = targetOf(from, specifier);
        if (to === null || !(to.endsWith('.ts') || to.endsWith('.tsx') || to.startsWith('unknown'))) return [];
        return all.includes(to) ? [] : [`${from}: ${specifier}`];
      }),
    );
    expect(missing).toEqual([]);
  });

  test('the browser gets no package of the server', () => {
    const forServers =
      /^(node:|fastify|kysely|pg|pg-boss|pino|nodemailer|@electric-sql|oidc-provider|openid-client|pdfmake|liquidjs)/;
    const broken = sources
      .filter((path) => /^(web\/src|contracts)\//.test(path) && !isTest(path))
      .flatMap((path) =>
        specifiersOf(textOf(path))
          .filter((specifier) => forServers.test(specifier))
          .map((specifier) => `${path}: ${specifier}`),
      );
    expect(broken).toEqual([]);
  });
});

describe('every file', () => {
  test('takes time from the clock and ids from the ids', () => {
    const free = /^(server\/src\/kernel|server\/src\/demo|server\/test|web|bench|e2e|scripts)\//;
    const pure = /^(contracts|libs)\//;
    const broken = sources
      .filter((path) => !free.test(path) && !isTest(path))
      .flatMap((path) => {
        const code = textOf(path);
        // Pure code may parse an instant it is given; only the present and chance are out of its reach.
        const forbidden = pure.test(path)
          ? /new Date\(\s*\)|Date\.now\(|Math\.random\(|Temporal\.Now/g
          : /new Date\(|Date\.now\(|Math\.random\(|Temporal\.Now/g;
        return [...code.matchAll(forbidden)].map((match) => `${path}: ${match[0]}`);
      });
    expect(broken).toEqual([]);
  });

  test('has at most 700 lines', () => {
    const long = sources.filter((path) => textOf(path).split('\n').length > 700);
    expect(long).toEqual([]);
  });

  test('names no path of a machine', () => {
    const machine = /(^|[\s'"`(=:])(\/work\/|\/tmp\/brief|\/home\/\w|\/root\/|C:\\Users\\)/m;
    const broken = all
      .filter((path) => path !== self && statSync(join(root, path)).size < 2_000_000)
      .filter((path) => /\.(tsx?|jsx?|json|md|ya?ml|css|html|sh|svg|txt)$|^\.ci\/|Containerfile|\.service$/.test(path))
      .filter((path) => machine.test(textOf(path)));
    expect(broken).toEqual([]);
  });

  test('leaves no work undone in a comment', () => {
    const mark = /\b(TODO|FIXME|XXX)\b/;
    expect(sources.filter((path) => mark.test(textOf(path)))).toEqual([]);
  });
});

describe('the test itself', () => {
  test('sees imports of every form and none in comments', () => {
    const source = [
      `import { a } from './a.ts';`,
      `import type { B } from '#kernel/b';`,
      `import './c.css';`,
      `export { d } from "./d.ts";`,
      `const e = await import('./e.ts');`,
      `let f: import('./f.ts').F;`,
      `import {\n  g,\n} from './g.ts';`,
      `// import './comment.ts'`,
      `/* import './comment.ts' */`,
    ].join('\n');
    expect(specifiersOf(source).toSorted()).toEqual([
      '#kernel/b',
      './a.ts',
      './c.css',
      './d.ts',
      './e.ts',
      './f.ts',
      './g.ts',
    ]);
  });

  test('finds what an alias means', () => {
    expect(targetOf('server/src/app.ts', '#kernel/database')).toBe('server/src/kernel/database/index.ts');
    expect(targetOf('web/src/app/main.tsx', '#contracts/ordering/schemas')).toBe('contracts/ordering/schemas.ts');
    expect(targetOf('server/src/modules/ordering/index.ts', './orders/order.ts')).toBe(
      'server/src/modules/ordering/orders/order.ts',
    );
    expect(targetOf('server/src/app.ts', 'fastify')).toBeNull();
  });

  test.each([
    [
      'server/src/modules/ordering/a.ts',
      'server/src/modules/agreements/index.ts',
      'ordering may not depend on agreements',
    ],
    ['server/src/modules/ordering/a.ts', 'server/src/modules/identity/people.ts', 'reaches inside identity'],
    ['server/src/kernel/http/a.ts', 'contracts/ordering/schemas.ts', 'the kernel knows only itself'],
    ['server/src/kernel/http/a.ts', 'server/src/kernel/database/json.ts', 'reaches inside kernel/database'],
    ['contracts/ordering/a.ts', 'server/src/kernel/ids/index.ts', 'contracts know only'],
    ['libs/csv/index.ts', 'contracts/contract.ts', 'libs know only libs'],
    ['clients/ams/a.ts', 'libs/csv/index.ts', 'a client stands alone'],
    ['web/src/app/a.tsx', 'server/src/kernel/ids/index.ts', 'the web UI knows only'],
    ['server/src/app.ts', 'server/src/modules/ordering/orders/order.ts', 'reaches inside ordering'],
  ])('refuses %s importing %s', (from, to, why) => {
    expect(reason(from, to)).toContain(why);
  });
});
