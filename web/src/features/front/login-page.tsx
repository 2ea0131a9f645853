import { useAddress, valueOf } from '../../app/address.ts';
import { t } from '../../app/messages.ts';
import { useSession } from '../../app/session.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { PublicPage } from '../../ui/page/page.tsx';
import './front.css';
import { WaysIn } from './ways-in.tsx';

/** Only a path of this portal is a place to come back to. */
function comingBackTo(to: string | undefined): string {
  return to !== undefined && /^\/(?![/\\])/.test(to) ? to : '/';
}

/** The way in for somebody who wants a page that needs a person. */
export function LoginPage() {
  const { search } = useAddress();
  const { demo, federation, person } = useSession();
  const to = comingBackTo(valueOf(search, 'to'));
  if (person) {
    return (
      <PublicPage
        title={t('You are signed in as {name}', { name: person.name })}
        lead={t('Sign out in the menu at your name to be somebody else.')}
        sender={federation}
      >
        <div className="pt-row pt-front-actions">
          <LinkButton look="primary" size="public" href={to}>
            {to === '/' ? t('Go to my work') : t('Go on')}
          </LinkButton>
        </div>
      </PublicPage>
    );
  }
  return (
    <PublicPage
      title={demo ? t('Who do you want to be?') : t('Sign in')}
      lead={
        demo
          ? t('This is a demo federation. Choose a person; you can change any time.')
          : t('You sign in at your own institution. Portolan sees your name, your mail address and what you belong to.')
      }
      sender={federation}
      foot={<span>{t('You come back to the page you wanted.')}</span>}
    >
      <div className="pt-front-ways">
        <WaysIn to={to} />
      </div>
    </PublicPage>
  );
}
