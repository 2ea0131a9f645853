/** Attributes from lines such as `type: metric_data`; `fault` says what is wrong with the first line that is none. */
export function attributesOf(lines: string): { attributes: Record<string, string>; fault: string | null } {
  const attributes: Record<string, string> = {};
  for (const [place, line] of lines.split('\n').entries()) {
    if (line.trim() === '') continue;
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim();
    if (name === '') return { attributes, fault: `Line ${place + 1}: write name: value` };
    if (name in attributes) return { attributes, fault: `Line ${place + 1}: ${name} stands there twice` };
    attributes[name] = line.slice(colon + 1).trim();
  }
  return { attributes, fault: null };
}
