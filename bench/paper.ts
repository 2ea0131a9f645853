import type { Ask, Questions } from './process.ts';

const papers = 8;

const input = {
  type: 'vo_sla',
  terms: {
    party: {
      is: 'body',
      name: 'Nordic Fibre',
      address: 'Storgatan 1, Stockholm',
      contact: 'Astrid Lund',
      email: 'astrid@fibre.example',
    },
    service: 'Cloud compute',
    scope: 'Virtual machines with 4 cores and 16 GB each, and storage for their images.',
    targets: { availability: 95, reliability: 97, support: 'medium' },
    validity: { startsOn: '2026-11-01', endsOn: '2028-10-31' },
    reviewOn: null,
  },
};

/** How long it takes from an SLA being drafted until its PDF can be read, and how long the event loop stood still for it. */
export async function printPaper({ url, tokens }: Questions['start'][1], ask: Ask): Promise<void> {
  const headers = { authorization: `Bearer ${tokens.marta}`, 'content-type': 'application/json' };
  const times: number[] = [];
  let bytes = 0;
  await ask('strain', undefined);
  for (let turn = 0; turn < papers; turn += 1) {
    const drafted = await fetch(`${url}/api/agreements`, { method: 'POST', headers, body: JSON.stringify(input) });
    if (!drafted.ok) throw new Error(`an SLA was not drafted: ${drafted.status} ${await drafted.text()}`);
    const { name } = (await drafted.json()) as { name: string };
    const since = performance.now();
    let answer = await fetch(`${url}/api/agreements/${name}/versions/1/pdf`, { headers });
    while (answer.status === 409 && performance.now() - since < 30_000) {
      await answer.body?.cancel();
      await new Promise((done) => setTimeout(done, 10));
      answer = await fetch(`${url}/api/agreements/${name}/versions/1/pdf`, { headers });
    }
    if (!answer.ok) throw new Error(`the PDF of ${name} was not made: ${answer.status} ${await answer.text()}`);
    bytes = (await answer.arrayBuffer()).byteLength;
    times.push(performance.now() - since);
  }
  const { stallMs } = await ask('strain', undefined);
  times.sort((one, other) => one - other);
  console.log(
    `\nSLA PDF of ${(bytes / 1000).toFixed(0)} kB, drafted to readable: median ${times[papers / 2]?.toFixed(0)} ms, ` +
      `longest ${times.at(-1)?.toFixed(0)} ms (goal 1000), longest stall ${stallMs.toFixed(0)} ms`,
  );
}
