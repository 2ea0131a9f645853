import { IconBuildingStore, IconMoon, IconSun } from '@tabler/icons-react';
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';

import { t } from '../../app/messages.ts';
import { useTitle } from '../../app/route-hooks.ts';
import { useSession } from '../../app/session.tsx';
import { IconButton, LinkButton } from '../../ui/button.tsx';
import { Mark } from '../../ui/marks/state.tsx';
import { Rose } from '../../ui/marks/rose.tsx';
import type { MarkName } from '../../ui/marks/shapes.tsx';
import type { Tone } from '../../ui/marks/states.ts';
import './front.css';
import { SignInButton, WaysIn } from './ways-in.tsx';

/** What Portolan is, in one sentence, the main job in four steps, and the ways in. */
export function FrontPage() {
  const { demo, federation } = useSession();
  useTitle(federation || 'Portolan');
  return (
    <div className="pt-front">
      <a className="pt-skip" href="#main">
        {t('Skip to the page')}
      </a>
      <header className="pt-front-head">
        <span className="pt-brand">
          <Rose size={26} />
          {t('Portolan')}
        </span>
        <span className="pt-front-federation">{federation}</span>
        <div className="pt-row">
          <LinkButton look="quiet" icon={IconBuildingStore} href="/marketplace">
            {t('Marketplace')}
          </LinkButton>
          <ThemeButton />
          {!demo && <SignInButton to="/" size="normal" />}
        </div>
      </header>
      <main id="main" className="pt-front-sheet" tabIndex={-1}>
        <Rhumbs />
        <section className="pt-front-hero">
          <h1>{t('From an order for a service to its delivery under an agreement')}</h1>
          <p>
            {t(
              'Researchers order computing, storage and data services of a federation. Portolan takes each order over the desk and the providers to a signed agreement and a service that works.',
            )}
          </p>
        </section>
        <Voyage />
        <section className="pt-front-ways" aria-labelledby="ways-in">
          <h2 id="ways-in">{demo ? t('This is a demo federation. Choose who you want to be') : t('Sign in')}</h2>
          <WaysIn to="/" />
        </section>
      </main>
      <footer className="pt-front-foot">
        <a href="/api/docs">{t('API')}</a>
        <a href="/healthz">{t('Status')}</a>
        <span>{t('A portolan is a sea chart drawn from experience: ports, and the way between them.')}</span>
      </footer>
    </div>
  );
}

const steps: readonly {
  readonly mark: MarkName;
  readonly tone: Tone;
  readonly title: string;
  readonly text: string;
}[] = [
  {
    mark: 'order-registered',
    tone: 'blue',
    title: 'A researcher orders',
    text: 'Chooses an offer, says how much and for how long, and sees what happens next.',
  },
  {
    mark: 'order-review',
    tone: 'sea',
    title: 'The order desk works it',
    text: 'Shifters check it, ask back, and split it into shares for resource centres.',
  },
  {
    mark: 'share-sent',
    tone: 'violet',
    title: 'Providers answer by mail',
    text: 'Yes, no, or yes with changes, on a page that needs no account.',
  },
  {
    mark: 'order-ready',
    tone: 'green',
    title: 'Signed and delivered',
    text: 'Both sides sign an SLA. The researcher gets in and says how it went.',
  },
];

/** The main job as a voyage between four ports. */
function Voyage() {
  return (
    <ol className="pt-voyage" aria-label={t('How it works')}>
      {steps.map(({ mark, tone, title, text }) => (
        <li key={title}>
          <span className="pt-voyage-port">
            <Mark name={mark} tone={tone} size={22} />
          </span>
          <strong>{t(title)}</strong>
          <p>{t(text)}</p>
        </li>
      ))}
    </ol>
  );
}

function ThemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  return (
    <IconButton
      icon={scheme === 'dark' ? IconSun : IconMoon}
      label={scheme === 'dark' ? t('Light theme') : t('Dark theme')}
      onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
    />
  );
}

const winds = Array.from({ length: 32 }, (_, wind) => (wind * Math.PI) / 16);

/** The lines of a chart: winds that leave a rose and cross the sheet. */
function Rhumbs() {
  return (
    <div className="pt-rhumbs" aria-hidden="true">
      <svg viewBox="-500 -500 1000 1000" preserveAspectRatio="xMidYMid slice">
        {winds.map((angle, wind) => (
          <path
            key={angle}
            d={`M${(Math.cos(angle) * 32).toFixed(1)} ${(Math.sin(angle) * 32).toFixed(1)}L${(Math.cos(angle) * 1400).toFixed(1)} ${(Math.sin(angle) * 1400).toFixed(1)}`}
            data-wind={wind % 4 === 0 ? 'main' : wind % 2 === 0 ? 'half' : 'quarter'}
          />
        ))}
      </svg>
      <Rose size={148} />
    </div>
  );
}
