import { useMutation, useQuery } from '@tanstack/react-query';

import { identityEndpoints } from '#contracts/identity/endpoints';

import { mutationOf, queryOf } from '../../api/query.ts';
import { t } from '../../app/messages.ts';
import { useRefreshSession, useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/small.tsx';
import './settings.css';

/** The terms of use with the button that accepts them; nothing once they are accepted. */
export function TermsGate() {
  const { person, terms } = useSession();
  if (!person || terms.accepted) return null;
  return (
    <section className="pt-terms" aria-labelledby="terms-title">
      <h2 id="terms-title" className="pt-h2">
        {t('Before your first order: the terms of use')}
      </h2>
      <TermsText />
      <AcceptTerms version={terms.version} />
    </section>
  );
}

function AcceptTerms({ version }: { version: string }) {
  const refresh = useRefreshSession();
  const accept = useMutation({ ...mutationOf(identityEndpoints.acceptTerms), onSettled: refresh });
  return (
    <>
      {accept.error && <Notice tone="red">{accept.error.detail}</Notice>}
      <div>
        <Button busy={accept.isPending} onClick={() => accept.mutate({ input: { body: { version } } })}>
          {t('Accept the terms of use')}
        </Button>
      </div>
    </>
  );
}

/** The text that is in force. */
export function TermsText() {
  const terms = useQuery(queryOf(identityEndpoints.getTerms, {}));
  if (!terms.data) return null;
  return (
    <div className="pt-terms-text">
      {terms.data.paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </div>
  );
}
