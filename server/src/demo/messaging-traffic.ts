import { gzipSync } from 'node:zlib';

/** A message of the demo: what a publisher sends. */
interface DemoMessage {
  readonly data: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const base64 = (content: string | Buffer) => Buffer.from(content).toString('base64');
const sites = ['CESNET-MCC', 'IN2P3-IRES', 'SARA-MATRIX', 'INFN-CLOUD-CNAF', 'HG-09-Okeanos-Cloud'] as const;

/** A summary of jobs in the text form in which sites send usage of the grid. */
function gridUsage(place: number, day: string): DemoMessage {
  const site = sites[place % sites.length];
  const jobs = 40 + ((place * 37) % 160);
  const record = [
    `Site: ${site}`,
    `Month: ${Number(day.slice(5, 7))}`,
    `Year: ${day.slice(0, 4)}`,
    'VO: vo.coastal-forecast.eu',
    'SubmitHost: ce1.site.example:9619/condor',
    'Processors: 8',
    `WallDuration: ${jobs * 5400}`,
    `CpuDuration: ${jobs * 4980}`,
    `NumberOfJobs: ${jobs}`,
  ].join('\n');
  return {
    data: base64(`APEL-summary-job-message: v0.2\n${record}\n%%\n`),
    attributes: { empaid: `16113/${4200 + place}`, site: site ?? '' },
  };
}

/** Usage of virtual machines as JSON. */
function cloudUsage(place: number, day: string): DemoMessage {
  const site = sites[(place + 2) % sites.length];
  return {
    data: base64(
      JSON.stringify({
        site,
        vo: 'vo.fjord-climate.eu',
        machines: 6 + ((place * 5) % 30),
        cores: 4,
        wallHours: 24 * (6 + ((place * 5) % 30)),
        day,
        owner: 'Γεωργία Παπαδοπούλου',
      }),
    ),
    attributes: { type: 'cloud_usage', format: 'json' },
  };
}

/** A snapshot of a storage, compressed. */
const storageUsage = (place: number, day: string): DemoMessage => ({
  data: base64(gzipSync(`<sr:StorageUsageRecords day="${day}" bytes="${(place + 3) * 1_250_000_000}"/>`)),
  attributes: { 'content-encoding': 'gzip' },
});

/** What is published to each topic of the demo. */
export const trafficOf: Readonly<Record<string, (place: number, day: string) => DemoMessage>> = {
  'gLite-APEL': gridUsage,
  'eu-egi-cloud-accounting': cloudUsage,
  'eu-egi-storage-accounting': storageUsage,
};
