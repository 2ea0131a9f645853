import { fillStep, type CheckedProcedure, type ProcedureStep } from '#contracts/catalogue/procedure';
import { sampleFacts } from '#contracts/catalogue/procedure-facts';
import { AppError } from '#kernel/errors';
import type { Outward } from '#kernel/outward';
import { createTemplateEngine } from '#kernel/templates';
import type { OfferRecord } from '../offer.ts';

const engine = createTemplateEngine();

/** Fills every step for a sample order: what comes out, and what is missing or wrong at which field. */
export function checkProcedure(
  offer: Pick<OfferRecord, 'name' | 'service' | 'parameters'>,
  steps: readonly ProcedureStep[],
  secrets: ReadonlySet<string>,
  outward: Pick<Outward, 'check'>,
): CheckedProcedure {
  const problems: CheckedProcedure['problems'] = [];
  const previews: CheckedProcedure['previews'] = [];
  const about = { service: offer.service.name, name: offer.name, provider: offer.service.provider.name };
  for (const [place, step] of steps.entries()) {
    const facts = sampleFacts(about, offer.parameters, steps, place);
    const fault = (field: string, reason: string) => problems.push({ step: place, field, reason });
    let broken = false;
    const filled = fillStep(step, (template, field) => {
      const outcome = engine.fill(template, facts);
      if ('fault' in outcome) {
        broken = true;
        fault(field, `Line ${outcome.fault.line}: ${outcome.fault.reason}`);
        return '';
      }
      if (template !== '') previews.push({ step: place, field, text: outcome.text });
      return outcome.text;
    });
    if (broken || filled.kind !== 'webhook') continue;
    if (filled.body.trim() !== '' && !isJson(filled.body))
      fault('body', 'Comes out as no JSON: write {{ value | json }} for a value of an order');
    if (filled.answer === 'callback' && !JSON.stringify(step).includes('callback.url'))
      fault('body', 'Tell the receiver where to answer: {{ callback.url }}');
    if (filled.secretHeader !== '' && !secrets.has(step.key)) fault('secret', 'Enter the secret of the header');
    try {
      outward.check(filled.url);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      fault('url', error.message);
    }
  }
  return { problems, previews };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
