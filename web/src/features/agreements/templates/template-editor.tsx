import { IconArchive, IconStar } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import type { Template } from '#contracts/agreements/schemas';

import { call } from '../../../api/call.ts';
import { ApiError } from '../../../api/problem.ts';
import { keyOf } from '../../../api/query.ts';
import { useGo } from '../../../app/address.ts';
import { confirm } from '../../../app/confirm.tsx';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { Mark } from '../../../ui/marks/state.tsx';
import { Notice } from '../../../ui/small.tsx';
import '../../../ui/form/form.css';
import '../../../ui/record/record.css';
import { useKeptText } from '../record/kept-text.ts';
import { sectionName } from '../words.ts';
import { typeWords } from '../words.ts';
import { PlaceholderReference, VersionHistory } from './template-reference.tsx';
import { SectionChoice } from './section-choice.tsx';
import { TemplatePreview, usePreview } from './template-preview.tsx';
import { lineRange, lineWords, onlyOnce, problemsIn, readTexts, textsOf } from './template-texts.ts';
import type { TextProblem, Texts } from './template-texts.ts';

function readKept(kept: string | undefined): Texts {
  try {
    const read: unknown = JSON.parse(kept ?? '{}');
    if (typeof read !== 'object' || read === null) return {};
    return Object.fromEntries(Object.entries(read).filter(([, text]) => typeof text === 'string'));
  } catch {
    return {};
  }
}

/** Sections at the left, the text in the middle, what it gives at the right. Every save is a new version. */
export function TemplateEditor({ template }: { template: Template }) {
  const { id, name, type, version, sections, placeholders, actions } = template;
  const client = useQueryClient();
  const go = useGo();
  const saved = textsOf(template);
  const [kept, keep] = useKeptText(`template.${id}`);
  const [base, setBase] = useState(version);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [refused, setRefused] = useState<readonly TextProblem[]>([]);
  const [chosen, setChosen] = useState(sections[0]?.key ?? '');
  const area = useRef<HTMLTextAreaElement>(null);

  const texts = { ...saved, ...readKept(kept) };
  const changed = sections.filter(({ key }) => texts[key] !== saved[key]).map(({ key }) => key);
  const preview = usePreview(id, texts);
  const problems = onlyOnce([...refused, ...preview.problems]);
  const section = sections.find(({ key }) => key === chosen) ?? sections[0];
  const mayChange = actions.find(({ action }) => action === 'edit' || action === 'save')?.refusal ?? null;

  const write = (key: string, text: string) => {
    const next = { ...texts, [key]: text };
    const own = Object.fromEntries(Object.entries(next).filter(([one, body]) => body !== saved[one]));
    keep(Object.keys(own).length === 0 ? undefined : JSON.stringify(own));
    setRefused((before) => before.filter((problem) => problem.section !== key));
  };
  const insert = (placeholder: string) => {
    const field = area.current;
    if (!field || !section) return;
    const text = `{{ ${placeholder} }}`;
    const at = field.selectionStart;
    const before = texts[section.key] ?? '';
    write(section.key, `${before.slice(0, at)}${text}${before.slice(field.selectionEnd)}`);
    requestAnimationFrame(() => {
      field.focus();
      field.setSelectionRange(at + text.length, at + text.length);
    });
  };
  const showProblem = ({ section: key, line }: TextProblem) => {
    setChosen(key);
    requestAnimationFrame(() => {
      area.current?.focus();
      if (line > 0) area.current?.setSelectionRange(...lineRange(texts[key] ?? '', line));
    });
  };
  const refresh = () => client.invalidateQueries({ queryKey: ['agreements'] });
  const save = async () => {
    const read = readTexts(texts);
    setFailure(undefined);
    if ('problems' in read) {
      setRefused(read.problems);
      return;
    }
    setBusy(true);
    try {
      const made = await call(
        agreementsEndpoints.saveAgreementTemplate,
        { params: { id }, body: { sections: read.sections, note } },
        { ifMatch: base },
      );
      client.setQueryData(keyOf(agreementsEndpoints.readAgreementTemplate, { params: { id } }), made);
      keep(undefined);
      setNote('');
      setBase(made.version);
      setRefused([]);
      await refresh();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setRefused(problemsIn(error.fields));
      setFailure(error.detail);
      if (error.code === 'stale_version') await refresh();
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className="pt-template">
      <header className="pt-page-head">
        <h1 className="pt-h1 pt-truncate" title={name}>
          {name}
        </h1>
        <span className="pt-muted">
          {t('Template of: {kind}, version {version}', { kind: t(typeWords[type]), version })}
          {template.isDefault && `, ${t('default')}`}
        </span>
        <div className="pt-row">
          <Link href="/admin/templates">{t('All templates')}</Link>
          <TemplateActions template={template} onDone={refresh} onGone={() => go('/admin/templates')} />
        </div>
      </header>
      <div className="pt-template-body">
        <SectionChoice
          sections={sections}
          chosen={chosen}
          isWrong={(key) => problems.some((problem) => problem.section === key)}
          isChanged={(key) => changed.includes(key)}
          onChoose={setChosen}
        />
        <div className="pt-template-middle">
          <p className="pt-second pt-template-narrow">{t('Writing a template is easier on a wider screen.')}</p>
          {section && (
            <TextArea
              area={area}
              label={sectionName(section)}
              value={texts[section.key] ?? ''}
              problems={problems.filter((problem) => problem.section === section.key)}
              onWrite={(text) => write(section.key, text)}
              onSave={() => void save()}
            />
          )}
          {base !== version && (
            <Notice
              tone="amber"
              action={
                <Button size="small" onClick={() => setBase(version)}>
                  {t('Go on with mine')}
                </Button>
              }
            >
              {t('Somebody saved version {version} while you were writing. Your texts are kept.', { version })}
            </Notice>
          )}
          <PlaceholderReference placeholders={placeholders} onInsert={insert} />
          <VersionHistory template={template} />
        </div>
        <TemplatePreview
          ofOrder={type === 'vo_sla' || type === 'vo_ola'}
          preview={preview}
          section={section?.key}
          nameOf={(key) => sectionName(sections.find((one) => one.key === key) ?? { number: '', title: key })}
          onProblem={showProblem}
        />
      </div>
      <footer className="pt-form-foot pt-template-foot">
        <Button look="primary" busy={busy} refusal={mayChange} onClick={() => void save()}>
          {t('Save as version {next}', { next: version + 1 })}
        </Button>
        <input
          className="pt-input"
          aria-label={t('What changes, for the history')}
          placeholder={t('What changes, for the history')}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        {changed.length > 0 && (
          <Button
            look="quiet"
            onClick={() => {
              keep(undefined);
              setRefused([]);
            }}
          >
            {t('Drop my changes')}
          </Button>
        )}
        <output className="pt-form-note">
          {failure ??
            mayChange ??
            (changed.length === 0
              ? t('Saved')
              : t(
                  {
                    one: '1 section is not saved, kept in this tab',
                    other: '{n} sections are not saved, kept in this tab',
                  },
                  { n: changed.length },
                ))}
        </output>
      </footer>
    </div>
  );
}

interface TextAreaProps {
  readonly area: React.RefObject<HTMLTextAreaElement | null>;
  readonly label: string;
  readonly value: string;
  readonly problems: readonly TextProblem[];
  readonly onWrite: (text: string) => void;
  readonly onSave: () => void;
}

function TextArea({ area, label, value, problems, onWrite, onSave }: TextAreaProps) {
  return (
    <div className="pt-field">
      <label htmlFor="template-text" className="pt-field-label">
        {label}
      </label>
      <span id="template-text-hint" className="pt-field-hint">
        {t(
          'Liquid: {{ name }} puts a value in, {% if %} and {% for %} work. An empty line begins a new paragraph; lines with - or 1. make a list, lines with | a table.',
        )}
      </span>
      {problems.length > 0 && (
        <span id="template-text-error" className="pt-field-error">
          <Mark name="octagon" tone="red" size={15} />
          {problems.map(({ line, reason }) => lineWords(line, reason)).join('. ')}
        </span>
      )}
      <textarea
        ref={area}
        id="template-text"
        className="pt-input pt-mono pt-template-text"
        spellCheck
        value={value}
        aria-describedby={problems.length > 0 ? 'template-text-hint template-text-error' : 'template-text-hint'}
        aria-invalid={problems.length > 0 || undefined}
        onChange={(event) => onWrite(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSave();
        }}
      />
    </div>
  );
}

interface TemplateActionsProps {
  readonly template: Template;
  readonly onDone: () => Promise<void>;
  readonly onGone: () => void;
}

function TemplateActions({ template, onDone, onGone }: TemplateActionsProps) {
  const { id, name, type, isDefault, actions } = template;
  const refusalOf = (wanted: string) => actions.find(({ action }) => action === wanted)?.refusal ?? null;
  return (
    <>
      <Button
        icon={IconArchive}
        look="danger"
        refusal={refusalOf('archive') ?? (isDefault ? t('The default cannot be archived') : null)}
        onClick={() =>
          void confirm({
            title: t('Archive the template {name}?', { name }),
            body: t('It is no longer offered. Agreements made from it stay as they are. Nobody gets a mail.'),
            verb: t('Archive template'),
            keep: t('Keep template'),
            danger: true,
            run: () => call(agreementsEndpoints.archiveAgreementTemplate, { params: { id } }),
          }).then((done) => (done ? onDone().then(onGone) : undefined))
        }
      >
        {t('Archive')}
      </Button>
      <Button
        icon={IconStar}
        refusal={refusalOf('make_default') ?? (isDefault ? t('It is the default') : null)}
        onClick={() =>
          void confirm({
            title: t('Make {name} the default?', { name }),
            body: t('New drafts of the kind {kind} start from it. Agreements that exist stay as they are.', {
              kind: t(typeWords[type]),
            }),
            verb: t('Make default'),
            run: () => call(agreementsEndpoints.makeDefaultTemplate, { params: { id } }),
          }).then((done) => (done ? onDone() : undefined))
        }
      >
        {t('Make default')}
      </Button>
    </>
  );
}
