import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

import '../../app/shell.css';
import { t } from '../../app/messages.ts';
import { Link } from '../link.tsx';
import { Rose } from '../marks/rose.tsx';
import '../data-table/data-table.css';
import './page.css';

export interface PageTab {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
}

/** The parts of a page, or the views of its list, under the head. */
export function PageTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly PageTab[] }) {
  const nav = useRef<HTMLElement>(null);
  const current = tabs.find((tab) => tab.current)?.href;
  // On a narrow screen the tabs scroll sideways, and the one that is shown must be in sight.
  useEffect(() => {
    if (current !== undefined)
      nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  return (
    <div className="pt-views">
      <nav ref={nav} aria-label={label} className="pt-views-tabs">
        {tabs.map(({ href, label: name }) => (
          <Link key={href} href={href} className="pt-view" aria-current={href === current ? 'page' : undefined}>
            {name}
          </Link>
        ))}
      </nav>
    </div>
  );
}

export interface PageProps {
  readonly title: string;
  /** The list that leads here: `Questions`. */
  readonly from?: { readonly label: string; readonly href: string };
  readonly facts?: ReactNode;
  /** The one primary button, and what stands beside it. */
  readonly actions?: ReactNode;
  /** Tabs under the head. */
  readonly tabs?: ReactNode;
  /** What this page is for, in a sentence or two. */
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

/** A plain page of the shell: head, then content with the page's padding. */
export function Page({ title, from, facts, actions, tabs, lead, children }: PageProps) {
  return (
    <>
      <header className="pt-page-head">
        <div className="pt-page-title">
          {from && (
            <nav aria-label={t('Where this is')} className="pt-page-trail">
              <Link href={from.href}>{from.label}</Link>
            </nav>
          )}
          <h1 className="pt-h1">{title}</h1>
        </div>
        {facts && <span className="pt-muted">{facts}</span>}
        <div className="pt-row">{actions}</div>
      </header>
      {tabs}
      <div className="pt-page">
        {lead && <p className="pt-reading pt-page-lead">{lead}</p>}
        {children}
      </div>
    </>
  );
}

export interface PublicPageProps {
  /** The question as a title: `Can IN2P3-IRES provide 20 virtual machines?` */
  readonly title: string;
  /** Who is asked, above the title. */
  readonly eyebrow?: ReactNode;
  readonly lead?: ReactNode;
  /** Right end of the head: who writes. */
  readonly sender?: ReactNode;
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

/** A page that is a letter: one column, large text, one question, no navigation. Declare its route with `layout: 'public'`. */
export function PublicPage({ title, eyebrow, lead, sender, foot, children }: PublicPageProps) {
  return (
    <div className="pt-public">
      <a className="pt-skip" href="#main">
        {t('Skip to the page')}
      </a>
      <header className="pt-public-head">
        <div className="pt-public-inner">
          <Link href="/" className="pt-brand">
            <Rose size={24} />
            {t('Portolan')}
          </Link>
          <span>{sender}</span>
        </div>
      </header>
      <main id="main" className="pt-public-inner pt-public-main" tabIndex={-1}>
        {eyebrow && <p className="pt-public-eyebrow">{eyebrow}</p>}
        <h1>{title}</h1>
        {lead && <p className="pt-public-lead">{lead}</p>}
        {children}
      </main>
      <footer className="pt-public-foot">
        <div className="pt-public-inner">{foot}</div>
      </footer>
    </div>
  );
}

/** The matter of a letter: a table of at most six rows, label and text. */
export function PublicFacts({
  facts,
}: {
  facts: readonly { readonly label: string; readonly text: ReactNode; readonly more?: ReactNode }[];
}) {
  return (
    <dl className="pt-public-facts">
      {facts.map(({ label, text, more }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {text}
            {more && <small>{more}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
