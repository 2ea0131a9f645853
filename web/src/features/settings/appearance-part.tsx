import { useMantineColorScheme } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';

import { identityEndpoints } from '#contracts/identity/endpoints';

import { mutationOf } from '../../api/query.ts';
import { setSingleKeys, singleKeysOn } from '../../app/keys.ts';
import { t } from '../../app/messages.ts';
import { useDensity } from '../../app/preferences.ts';
import { useRefreshSession, useSession } from '../../app/session.tsx';
import { showKeys } from '../../app/shell-state.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/record/record-page.tsx';
import { Notice, Segments } from '../../ui/small.tsx';
import { formatTime } from '../../ui/time/format.ts';
import { useNow } from '../../ui/time/now.ts';

/** How the portal looks and answers to the keyboard; kept with the account. */
export function AppearancePart() {
  const { person } = useSession();
  const refresh = useRefreshSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [density, setDensity] = useDensity();
  const change = useMutation({ ...mutationOf(identityEndpoints.changePreferences), onSettled: refresh });
  const [singleKeys, setKeys] = useState(singleKeysOn);
  if (!person) return null;
  return (
    <>
      {change.error && <Notice tone="red">{change.error.detail}</Notice>}
      <Section title={t('How it looks')}>
        <Setting label={t('Theme')}>
          <Segments
            label={t('Theme')}
            value={colorScheme}
            options={[
              { value: 'auto', label: t('As the system') },
              { value: 'light', label: t('Light') },
              { value: 'dark', label: t('Dark') },
            ]}
            onChange={(scheme) => {
              setColorScheme(scheme);
              change.mutate({ input: { body: { theme: scheme === 'auto' ? 'system' : scheme } } });
            }}
          />
        </Setting>
        <Setting label={t('Rows of lists')}>
          <Segments
            label={t('Rows of lists')}
            value={density}
            options={[
              { value: 'comfortable', label: t('Two lines') },
              { value: 'compact', label: t('One line') },
            ]}
            onChange={setDensity}
          />
        </Setting>
      </Section>
      <TimeZone
        zone={person.preferences.timeZone}
        onChoose={(timeZone) => change.mutate({ input: { body: { timeZone } } })}
      />
      <Section title={t('Keyboard')}>
        <label className="pt-tick">
          <input
            type="checkbox"
            className="pt-check"
            checked={singleKeys}
            onChange={(event) => {
              setSingleKeys(event.target.checked);
              setKeys(event.target.checked);
            }}
          />
          <span>{t('Single letters act, such as J for the next row')}</span>
          <span className="pt-field-hint">
            {t('Switch them off when you dictate. Keys with Ctrl stay. Kept in this browser.')}
          </span>
        </label>
        <p className="pt-settings-after">
          <Button look="link" onClick={() => showKeys(true)}>
            {t('Show all keys')}
          </Button>
        </p>
      </Section>
    </>
  );
}

function Setting({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="pt-setting">
      <span>{label}</span>
      {children}
    </div>
  );
}

function TimeZone({ zone, onChoose }: { zone: string | null; onChoose: (zone: string | null) => void }) {
  const id = useId();
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const moment = useNow();
  const zones = Intl.supportedValuesOf('timeZone');
  return (
    <Section title={t('Time zone')}>
      <label className="pt-field" htmlFor={id}>
        <span className="pt-field-label">{t('Times are shown in')}</span>
        <span className="pt-field-hint">{t('There it is {time} now', { time: formatTime(moment, zone ?? here) })}</span>
        <select
          id={id}
          className="pt-input pt-settings-zone"
          value={zone ?? ''}
          onChange={(event) => onChoose(event.target.value === '' ? null : event.target.value)}
        >
          <option value="">{t('the zone of this browser, {zone}', { zone: here })}</option>
          {(zone === null || zones.includes(zone) ? zones : [zone, ...zones]).map((one) => (
            <option key={one} value={one}>
              {one.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      </label>
    </Section>
  );
}
