import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';

import { mailTextEndpoints, mailTextParts } from '#contracts/kernel/mail-texts';
import type { MailText, MailTextPart, MailTextRecord } from '#contracts/kernel/mail-texts';
import type { Language } from '#contracts/languages';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { useGo, writeSearch } from '../../app/address.ts';
import { confirm } from '../../app/confirm.tsx';
import { t } from '../../app/messages.ts';
import { toast } from '../../app/toasts.tsx';
import { Button } from '../../ui/button.tsx';
import { byLanguageName, languageName } from '../../ui/language-name.ts';
import { Link } from '../../ui/link.tsx';
import { DiffText } from '../../ui/page/diff-text.tsx';
import { Notice } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import '../../ui/form/form.css';
import '../../ui/record/record.css';
import { MailPreview, usePreview } from './mail-preview.tsx';
import { PartField } from './part-field.tsx';
import { partName } from './part-words.ts';
import './mail-texts.css';

export interface MailTextEditorProps {
  readonly record: MailTextRecord;
  readonly language: Language;
}

/** The parts of a text at the left, the mail that they give at the right. */
export function MailTextEditor({ record, language }: MailTextEditorProps) {
  const { id, title, reader, special, shipped, version, changed, placeholders, specials, siteLanguage } = record;
  const client = useQueryClient();
  const go = useGo();
  const [draft, setDraft] = useState<Partial<MailText>>({});
  const [base, setBase] = useState(version);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const field = useRef<HTMLTextAreaElement | HTMLInputElement>(null);
  const [active, setActive] = useState<MailTextPart>('opening');

  const text: MailText = { ...record.text, ...draft };
  const parts = mailTextParts.filter((part) => part !== 'button' || shipped.button !== '');
  const unsaved = parts.filter((part) => text[part] !== record.text[part]);
  const body = { ...text, language, special };
  const preview = usePreview(id, body);
  const refresh = () => client.invalidateQueries({ queryKey: [mailTextEndpoints.listMailTexts.tag] });

  const attempt = async (act: () => Promise<unknown>) => {
    setBusy(true);
    setFailure(undefined);
    try {
      await act();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure([...new Set(Object.values(error.fields)), error.detail][0]);
      if (error.code === 'stale_version') await refresh();
    } finally {
      setBusy(false);
    }
  };
  const save = () =>
    attempt(async () => {
      const made = await call(mailTextEndpoints.saveMailText, { params: { id }, body }, { ifMatch: base });
      setBase(made.version);
      await refresh();
      setDraft({});
    });
  const tryIt = () =>
    attempt(async () => {
      const { to } = await call(mailTextEndpoints.testMailText, { params: { id }, body });
      toast({ text: t('The mail is on its way to {to}', { to }) });
    });
  const reset = () =>
    confirm({
      title: t('Go back to the text before?'),
      body: t('The mail goes out as if this text had never been written. Who wrote it stays known.'),
      verb: t('Reset text'),
      keep: t('Keep text'),
      danger: true,
      run: () =>
        call(mailTextEndpoints.resetMailText, { params: { id }, query: { language, special } }, { ifMatch: base }),
    }).then(async (done) => {
      if (!done) return;
      setDraft({});
      setBase(base + 1);
      await refresh();
    });
  const show = (next: { readonly language?: string; readonly special?: string }) =>
    go(`/templates/mails/${id}${writeSearch({ language, special, ...next })}`);
  const insert = (placeholder: string) => {
    const input = field.current;
    const put = `{{ ${placeholder} }}`;
    const at = input?.selectionStart ?? text[active].length;
    const end = input?.selectionEnd ?? at;
    setDraft({ ...draft, [active]: `${text[active].slice(0, at)}${put}${text[active].slice(end)}` });
    requestAnimationFrame(() => {
      input?.focus();
      input?.setSelectionRange(at + put.length, at + put.length);
    });
  };

  return (
    <div className="pt-mail-text">
      <header className="pt-page-head">
        <h1 className="pt-h1 pt-truncate" title={title}>
          {title}
        </h1>
        <span className="pt-muted">{t('Mail to: {reader}', { reader })}</span>
        <div className="pt-row">
          <Link href="/templates/mails">{t('All mails')}</Link>
          <Button busy={busy} onClick={() => void tryIt()}>
            {t('Send me a test')}
          </Button>
          <Button
            look="danger"
            refusal={changed === null ? t('Nobody has changed this text') : null}
            onClick={() => void reset()}
          >
            {t('Reset')}
          </Button>
        </div>
      </header>
      <div className="pt-mail-text-body">
        <div className="pt-mail-text-words">
          <div className="pt-row pt-mail-text-which">
            <label className="pt-field">
              <span className="pt-field-label">{t('Language')}</span>
              <select
                className="pt-input"
                value={language}
                onChange={(event) => show({ language: event.target.value })}
              >
                {byLanguageName.map((code) => (
                  <option key={code} value={code}>
                    {code === siteLanguage
                      ? t('{language}, for readers without a choice', { language: languageName(code) })
                      : languageName(code)}
                  </option>
                ))}
              </select>
            </label>
            {specials.length > 0 && (
              <label className="pt-field">
                <span className="pt-field-label">{t('For')}</span>
                <select
                  className="pt-input"
                  value={special}
                  onChange={(event) => show({ special: event.target.value })}
                >
                  <option value="">{t('all offers')}</option>
                  {specials.map((one) => (
                    <option key={one.id} value={one.id}>
                      {one.label}
                    </option>
                  ))}
                </select>
              </label>
            )}
          </div>
          <p className="pt-second">
            {changed ? (
              <>
                {t('Written by {by}', { by: changed.by })}, <When at={changed.at} style="long" />
              </>
            ) : (
              t('Nobody has written a text here: the words below go out instead.')
            )}
          </p>
          {base !== version && (
            <Notice
              tone="amber"
              action={
                <Button size="small" onClick={() => setBase(version)}>
                  {t('Go on with mine')}
                </Button>
              }
            >
              {t('Somebody else saved this text while you were writing. Yours is kept here.')}
            </Notice>
          )}
          {parts.map((part) => (
            <PartField
              key={part}
              part={part}
              value={text[part]}
              problems={preview.problems.filter((problem) => problem.part === part)}
              onFocus={(input) => {
                field.current = input;
                setActive(part);
              }}
              onWrite={(value) => setDraft({ ...draft, [part]: value })}
              onSave={() => void save()}
            />
          ))}
          <Placeholders placeholders={placeholders} part={active} onInsert={insert} />
          <Changes text={text} shipped={shipped} />
        </div>
        <MailPreview preview={preview} />
      </div>
      <footer className="pt-form-foot">
        <Button look="primary" busy={busy} onClick={() => void save()}>
          {t('Save text')}
        </Button>
        {unsaved.length > 0 && (
          <Button look="quiet" onClick={() => setDraft({})}>
            {t('Drop my changes')}
          </Button>
        )}
        <output className="pt-form-note">{failure ?? (unsaved.length === 0 ? t('Saved') : t('Not saved'))}</output>
      </footer>
    </div>
  );
}

interface PlaceholdersProps {
  readonly placeholders: MailTextRecord['placeholders'];
  readonly part: MailTextPart;
  readonly onInsert: (name: string) => void;
}

/** What may stand between braces; a click puts it into the part that was written last. */
function Placeholders({ placeholders, part, onInsert }: PlaceholdersProps) {
  return (
    <details className="pt-mail-text-names" open>
      <summary>{t('Placeholders, put into: {part}', { part: partName(part) })}</summary>
      <dl>
        {placeholders.map(({ name, meaning, sample, required }) => (
          <div key={name}>
            <dt>
              <button type="button" title={t('Put {name} into the text', { name })} onClick={() => onInsert(name)}>
                <code>{name}</code>
              </button>
            </dt>
            <dd>
              {meaning}
              {required && <strong> {t('Has to stand somewhere.')}</strong>}
              {sample !== '' && <span className="pt-second">{t('such as {example}', { example: sample })}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** What is different from the text that comes with Portolan. */
function Changes({ text, shipped }: { text: MailText; shipped: MailText }) {
  const parts = mailTextParts.filter((part) => text[part] !== shipped[part]);
  if (parts.length === 0) return null;
  return (
    <details className="pt-mail-text-names">
      <summary>{t('What changed against the shipped text ({n})', { n: parts.length })}</summary>
      {parts.map((part) => (
        <div key={part}>
          <h3 className="pt-field-label">{partName(part)}</h3>
          <DiffText older={shipped[part]} newer={text[part]} />
        </div>
      ))}
    </details>
  );
}
