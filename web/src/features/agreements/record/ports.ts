import { agreementStateWords } from '#contracts/agreements/lifecycle';
import type { AgreementState } from '#contracts/agreements/lifecycle';
import type { Agreement } from '#contracts/agreements/schemas';

import { t } from '../../../app/messages.ts';
import type { Port } from '../../../ui/record/route.tsx';

type PortsGiven = Pick<Agreement, 'state' | 'version' | 'validity' | 'versions'>;

const voyage: readonly AgreementState[] = ['draft', 'proposed', 'agreed', 'active', 'expired'];

/** The states that a version passes, up to where it is and on to where it goes if nothing comes between. */
function statesOf(state: AgreementState): readonly AgreementState[] {
  if (state === 'withdrawn') return ['draft', 'withdrawn'];
  if (state === 'in_review') return ['draft', 'proposed', 'agreed', 'in_review', 'expired'];
  if (state === 'terminated' || state === 'superseded') return ['draft', 'proposed', 'agreed', state];
  return voyage;
}

/** The lifecycle of the version on screen as ports of a route; `today` tells which days have passed. */
export function portsOf({ state, version, validity, versions }: PortsGiven, today: string): readonly Port[] {
  const record = versions.find((one) => one.version === version);
  const times: Partial<Record<AgreementState, string | null>> = {
    draft: record?.preparedAt ?? null,
    agreed: record?.agreedAt ?? null,
    active: validity.startsOn,
    expired: validity.endsOn,
  };
  const states = statesOf(state);
  const here = states.indexOf(state);
  return states.map((port, place) => {
    const at = times[port] ?? null;
    const ahead = place > here;
    return {
      state: port,
      word: port === 'expired' && ahead ? t('Ends') : t(agreementStateWords[port]),
      passage: ahead ? 'ahead' : place === here ? 'now' : 'passed',
      at: ahead ? null : at,
      tookSeconds: null,
      expected: ahead ? at : null,
      // The days run on while nobody signs.
      missed: ahead && at !== null && at < today,
    };
  });
}
