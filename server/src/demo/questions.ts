interface DemoQuestion {
  /** Persona who asks. */
  readonly by: string;
  /** Slug of the service. */
  readonly about: string;
  readonly text: string;
  /** What Anna answers; none where it waits. */
  readonly answer?: string;
}

export const demoQuestions: readonly DemoQuestion[] = [
  {
    by: 'eleni',
    about: 'egi-cloud-compute',
    text: 'Can machines stay up over the winter holidays? Our forecast runs every hour.',
    answer: 'Yes, they run through. Sites announce maintenance a week ahead, and none is planned until February.',
  },
  {
    by: 'ingrid',
    about: 'egi-cloud-compute',
    text: 'Is there a way to keep the disk of a machine when the order ends?',
  },
];

export const demoProjectMessage =
  'We plan a campaign with two more institutes in spring. Whom do we talk to about GPUs and a place for 40 TB of model output?';
