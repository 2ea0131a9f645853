import { IconLinkPlus } from '@tabler/icons-react';
import { useState } from 'react';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import { AgreementName } from '#contracts/agreements/schemas';
import type { Agreement } from '#contracts/agreements/schemas';
import { z } from 'zod';

import { call } from '../../../api/call.ts';
import { ApiError } from '../../../api/problem.ts';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { SideForm } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { Link } from '../../../ui/link.tsx';
import { State } from '../../../ui/marks/state.tsx';
import { Section } from '../../../ui/record/record-page.tsx';
import { Notice } from '../../../ui/small.tsx';
import { turnOf } from '../words.ts';
import { useRefresh } from './use-refresh.ts';

/** What an SLA rests on, or which SLAs an OLA or a UA supports; linked and unlinked by hand by who may. */
export function Links({ agreement }: { agreement: Agreement }) {
  const { olas, supports, kind, mayLink } = agreement;
  const [adding, setAdding] = useState(false);
  const [failure, setFailure] = useState<string>();
  const refresh = useRefresh(agreement);
  const isSla = kind === 'SLA';
  const count = isSla ? olas.length : supports.length;
  if (count === 0 && !mayLink) return null;

  const unlink = async (other: string) => {
    setFailure(undefined);
    try {
      await call(agreementsEndpoints.unlinkAgreements, { params: ends(agreement, other) });
      await refresh();
    } catch (error) {
      setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.'));
    }
  };
  const unlinkButton = (other: string) =>
    mayLink &&
    agreement.linked.includes(other) && (
      <Button
        look="link"
        size="small"
        aria-label={t('Unlink {name}', { name: other })}
        onClick={() => void unlink(other)}
      >
        {t('Unlink')}
      </Button>
    );
  return (
    <Section
      title={isSla ? t('OLAs and UAs under it') : t('SLAs that it supports')}
      {...(count > 0 ? { aside: String(count) } : {})}
    >
      {failure !== undefined && <Notice tone="red">{failure}</Notice>}
      {count > 0 && (
        <ul className="pt-signatures">
          {isSla
            ? olas.map((ola) => {
                const turn = turnOf(ola);
                return (
                  <li key={ola.name}>
                    <span className="pt-row">
                      <Link href={`/agreements/${ola.name}`} className="pt-row-title">
                        {ola.name}
                      </Link>
                      <span className="pt-truncate" title={ola.party}>
                        {ola.party}
                      </span>
                    </span>
                    <State thing="agreement" state={ola.state} />
                    {turn && <span className="pt-second">{t('{who}: {why}', turn)}</span>}
                    {unlinkButton(ola.name)}
                  </li>
                );
              })
            : supports.map((name) => (
                <li key={name}>
                  <Link href={`/agreements/${name}`} className="pt-row-title">
                    {name}
                  </Link>
                  {unlinkButton(name)}
                </li>
              ))}
        </ul>
      )}
      {mayLink && (
        <Button look="link" size="small" icon={IconLinkPlus} onClick={() => setAdding(true)}>
          {isSla ? t('Link an OLA or UA') : t('Link an SLA')}
        </Button>
      )}
      {adding && <LinkForm agreement={agreement} onClose={() => setAdding(false)} />}
    </Section>
  );
}

/** The two ends of a link, whichever of them is on screen. */
const ends = ({ kind, name }: Agreement, other: string) =>
  kind === 'SLA' ? { name, under: other } : { name: other, under: name };

const Values = z.object({ other: AgreementName });

function LinkForm({ agreement, onClose }: { agreement: Agreement; onClose: () => void }) {
  const refresh = useRefresh(agreement);
  const isSla = agreement.kind === 'SLA';
  const form = useForm({
    schema: Values,
    initial: { other: '' },
    onSubmit: async ({ other }) => {
      await call(agreementsEndpoints.linkAgreements, { params: ends(agreement, other) });
      onClose();
      await refresh();
    },
  });
  const { name } = agreement;
  return (
    <SideForm
      title={isSla ? t('What {name} rests on', { name }) : t('What {name} supports', { name })}
      lead={t('A link changes no text and nobody gets a mail.')}
      form={form}
      submit={t('Link')}
      onClose={onClose}
    >
      <TextField
        field={form.field('other')}
        label={isSla ? t('Name of the OLA or UA') : t('Name of the SLA')}
        hint={t('Such as {name}', { name: isSla ? 'UA-7' : 'SLA-1284' })}
        input={{ autoComplete: 'off', maxLength: 40 }}
      />
    </SideForm>
  );
}
