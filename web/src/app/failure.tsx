import { IconCopy, IconRefresh } from '@tabler/icons-react';
import { Component } from 'react';
import type { ReactNode } from 'react';

import { ApiError, isMissing } from '../api/problem.ts';
import { reachesServer } from '../api/reach.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { useAddress, writeSearch } from './address.ts';
import { t } from './messages.ts';
import { useSession } from './session.tsx';

/** The page for what does not exist and for what must not be seen: the same for both. */
export function NotFoundPage() {
  const { person } = useSession();
  return (
    <div className="pt-page pt-message-page">
      <h1 className="pt-h1">{t('There is nothing here for you')}</h1>
      <p>{t('This address leads nowhere, or to something that you may not see. Ask the person who gave it to you.')}</p>
      <div className="pt-row">
        {person ? (
          <LinkButton href="/">{t('Go to my work')}</LinkButton>
        ) : (
          <>
            <SignInHere />
            <LinkButton href="/">{t('Go to the first page')}</LinkButton>
          </>
        )}
      </div>
    </div>
  );
}

/** To the sign-in and back to this page. */
function SignInHere() {
  const { href } = useAddress();
  return (
    <LinkButton look="primary" href={`/login${writeSearch({ to: href })}`}>
      {t('Sign in')}
    </LinkButton>
  );
}

/** The page for somebody who is not signed in where one must be; comes back here afterwards. */
export function SignInPage() {
  return (
    <div className="pt-page pt-message-page">
      <h1 className="pt-h1">{t('Sign in to see this page')}</h1>
      <p>{t('You come back here afterwards.')}</p>
      <div className="pt-row">
        <SignInHere />
        <LinkButton href="/">{t('What Portolan is')}</LinkButton>
      </div>
    </div>
  );
}

/** Loads the page again where there is a server to load it from; without one, what stands here is better than nothing. */
async function reload(): Promise<void> {
  if (await reachesServer()) window.location.reload();
}

/** A page that could not be shown: what failed, the request id to quote, another try. */
export function FailurePage({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  if (isMissing(error)) return <NotFoundPage />;
  const known = error instanceof ApiError ? error : undefined;
  return (
    <div className="pt-page pt-message-page" role="alert">
      <h1 className="pt-h1">{known?.status === 0 ? t('No connection') : t('This page could not be shown')}</h1>
      <p>{known?.detail ?? t('Something in the page failed. Try again; if it stays, tell the desk what you did.')}</p>
      {known?.requestId && <RequestId id={known.requestId} />}
      <div className="pt-row">
        <Button look="primary" icon={IconRefresh} onClick={onRetry ?? (() => void reload())}>
          {t('Try again')}
        </Button>
        <LinkButton href="/">{t('Go to my work')}</LinkButton>
      </div>
    </div>
  );
}

/** The id to quote to whoever looks after the server, with a button that copies it. */
export function RequestId({ id }: { id: string }) {
  return (
    <p className="pt-row pt-muted pt-request-id">
      <span>{t('Request id')}</span> <code className="pt-wrap">{id}</code>
      <Button look="link" size="small" icon={IconCopy} onClick={() => void navigator.clipboard.writeText(id)}>
        {t('Copy')}
      </Button>
    </p>
  );
}

interface BoundaryProps {
  readonly children: ReactNode;
  /** Changes when the reader goes elsewhere; the error is then forgotten. */
  readonly resetKey: string;
}

interface BoundaryState {
  readonly error: unknown;
  readonly failed: boolean;
  readonly resetKey: string;
}

/** Catches what a page throws, so that the navigation around it stays. */
export class ErrorBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: undefined, failed: false, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { error, failed: true };
  }

  static getDerivedStateFromProps({ resetKey }: BoundaryProps, state: BoundaryState): BoundaryState | null {
    return resetKey === state.resetKey ? null : { error: undefined, failed: false, resetKey };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return <FailurePage error={this.state.error} onRetry={() => this.setState({ error: undefined, failed: false })} />;
  }
}
