import type { ReactNode } from 'react';

import '../../app/shell.css';
import { t } from '../../app/messages.ts';
import { Link } from '../link.tsx';
import { Rose } from '../marks/rose.tsx';
import './page.css';

export interface PageProps {
  readonly title: string;
  readonly facts?: ReactNode;
  /** The one primary button, and what stands beside it. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A plain page of the shell: head, then content with the page's padding. */
export function Page({ title, facts, actions, children }: PageProps) {
  return (
    <>
      <header className="pt-page-head">
        <h1 className="pt-h1">{title}</h1>
        {facts && <span className="pt-muted">{facts}</span>}
        <div className="pt-row">{actions}</div>
      </header>
      <div className="pt-page">{children}</div>
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
