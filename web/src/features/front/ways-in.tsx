import { IconArrowRight, IconLogin2, IconMail } from '@tabler/icons-react';

import { writeSearch } from '../../app/address.ts';
import { t } from '../../app/messages.ts';
import { useSession } from '../../app/session.tsx';
import type { Session } from '../../app/session.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { Link } from '../../ui/link.tsx';
import { Avatar } from '../../ui/small.tsx';

type Persona = NonNullable<Session['demo']>['personas'][number];

/** Where the sign-in begins; comes back to `to` afterwards. */
export function signInHref(to: string, persona?: Persona): string {
  const path = persona?.signInPath ?? '/login/start';
  const more = writeSearch({ to });
  return path.includes('?') ? path + more.replace('?', '&') : path + more;
}

/** One sign-in button, or in the demo everybody whom a newcomer can be. */
export function WaysIn({ to }: { to: string }) {
  const { demo } = useSession();
  return demo ? <Personas personas={demo.personas} to={to} /> : <SignInButton to={to} />;
}

/** The button that leaves for the identity provider. */
export function SignInButton({ to, size = 'public' }: { to: string; size?: 'public' | 'normal' }) {
  const { federation } = useSession();
  return (
    <LinkButton look="primary" size={size} icon={IconLogin2} href={signInHref(to)}>
      {federation === '' ? t('Sign in') : t('Sign in with {federation}', { federation })}
    </LinkButton>
  );
}

/** The main job in its order: who orders, who works it, who answers by mail; then everybody else. */
function Personas({ personas, to }: { personas: readonly Persona[]; to: string }) {
  const [customer, shifter, ...others] = personas;
  return (
    <>
      <ol className="pt-personas">
        {customer && <PersonaRow number={1} persona={customer} to={to} action={t('Start here')} primary />}
        {shifter && <PersonaRow number={2} persona={shifter} to={to} action={t('Continue as')} />}
        <li className="pt-persona">
          <span className="pt-persona-number">3</span>
          <span className="pt-persona-mail">
            <IconMail size={18} stroke={1.6} aria-hidden />
          </span>
          <span className="pt-persona-who">
            <strong>{t('A resource centre')}</strong>
            <span>{t('answers from its mail, without an account')}</span>
          </span>
          <LinkButton href="/mailbox" icon={IconMail}>
            {t('Open the mailbox')}
          </LinkButton>
        </li>
      </ol>
      {others.length > 0 && (
        <>
          <p className="pt-personas-more">{t('Or somebody else')}</p>
          <ul className="pt-persona-list">
            {others.map((persona) => (
              <li key={persona.key}>
                <Link href={signInHref(to, persona)}>{persona.name}</Link>
                <span>
                  {persona.part}, {persona.does}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="pt-personas-note">
        {t('Nothing here is real. Mails go to the mailbox, and everything is reset with')}{' '}
        <code>npm run demo:reset</code>.
      </p>
    </>
  );
}

function PersonaRow({
  number,
  persona,
  to,
  action,
  primary = false,
}: {
  number: number;
  persona: Persona;
  to: string;
  action: string;
  primary?: boolean;
}) {
  return (
    <li className="pt-persona">
      <span className="pt-persona-number">{number}</span>
      <Avatar name={persona.name} size={36} tone={primary ? 'blue' : 'violet'} />
      <span className="pt-persona-who">
        <strong>{persona.name}</strong>
        <span>
          {persona.part}, {persona.does}
        </span>
      </span>
      <LinkButton
        href={signInHref(to, persona)}
        look={primary ? 'primary' : 'default'}
        icon={IconArrowRight}
        aria-label={t('{action}: {name}, {part}', { action, name: persona.name, part: persona.part })}
      >
        {primary ? action : t('Be {name}', { name: persona.name.split(' ')[0] ?? persona.name })}
      </LinkButton>
    </li>
  );
}
