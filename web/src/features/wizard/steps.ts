import type { Offer, Service } from '#contracts/catalogue/schemas';

export const stepNames = ['offer', 'access', 'configure', 'check'] as const;
export type Step = (typeof stepNames)[number];

export const stepWords: Readonly<Record<Step, string>> = {
  offer: 'Offer',
  access: 'Access',
  configure: 'Configure',
  check: 'Check and send',
};

/** Whether an offer asks its customer for anything: constants are only shown. */
export function hasQuestions(offer: Pick<Offer, 'parameters' | 'voucherable'>): boolean {
  return offer.voucherable || offer.parameters.some((parameter) => parameter.type !== 'attribute');
}

/** The steps of an order in their sequence: the choice of one offer and the questions of an offer that has none are left out. */
export function stepsFor(service: Pick<Service, 'offers'>, offer: Offer | undefined): readonly Step[] {
  return stepNames.filter((step) => {
    if (step === 'offer') return service.offers.length !== 1;
    if (step === 'configure') return offer === undefined || hasQuestions(offer);
    return true;
  });
}

/** The step to show when somebody asks for one: not past the first that is not done yet. */
export function allowedStep(steps: readonly Step[], asked: string | undefined, isDone: (step: Step) => boolean): Step {
  const reachable = steps.find((step) => !isDone(step)) ?? steps.at(-1) ?? 'check';
  const wanted = steps.find((step) => step === asked);
  return wanted !== undefined && steps.indexOf(wanted) <= steps.indexOf(reachable) ? wanted : reachable;
}
