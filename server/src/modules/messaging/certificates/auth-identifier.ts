// Source: ARGOeu/argo-api-authn:auth/certificate.go (messaging-ams.md 3.17)
const order = ['E', 'CN', 'OU', 'O', 'POSTALCODE', 'STREET', 'L', 'ST', 'C', 'DC'];
const part = /[/+](?=(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)=)/;
// A value that would read as a part of its own: two subjects must never have one identifier.
const partInValue = /,[A-Za-z][A-Za-z0-9-]*=/;

/**
 * The identifier that bindings hold, of a subject in slash form: types in a fixed order with commas between, values of
 * one type joined by `+` in the order of the subject. Types that upstream leaves out come last, so that subjects that
 * differ have identifiers that differ. Null for a subject that has none.
 */
export function authIdentifier(subject: string): string | null {
  const byType = new Map<string, string[]>();
  for (const pair of subject.split(part).slice(1)) {
    const equals = pair.indexOf('=');
    const written = pair.slice(0, equals).toUpperCase();
    const type = written === 'EMAILADDRESS' ? 'E' : written;
    const value = pair.slice(equals + 1);
    if (partInValue.test(value)) return null;
    byType.set(type, [...(byType.get(type) ?? []), `${type}=${value}`]);
  }
  if (byType.size === 0) return null;
  const types = [...order, ...[...byType.keys()].filter((type) => !order.includes(type))];
  return types.flatMap((type) => byType.get(type)?.join('+') ?? []).join(',');
}
