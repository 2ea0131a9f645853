/** Settings as lines of an environment file, with those that were just made filled in and the rest marked to be. */
export function settingsBlock(
  settings: readonly { readonly name: string; readonly value: string }[],
  made: Readonly<Record<string, string>>,
): string {
  return settings
    .map(({ name, value }) => {
      const known = value === '' ? (made[name] ?? '') : value;
      return known === '' ? `# ${name}=` : `${name}=${known}`;
    })
    .join('\n');
}
