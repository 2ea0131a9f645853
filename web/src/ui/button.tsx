import { IconBan, IconMail } from '@tabler/icons-react';
import type { TablerIcon } from '@tabler/icons-react';
import { useId } from 'react';
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode, Ref } from 'react';

import './controls.css';
import { Link } from './link.tsx';

export type ButtonLook = 'default' | 'primary' | 'danger' | 'quiet' | 'link' | 'note';

interface Appearance {
  readonly look?: ButtonLook;
  readonly size?: 'normal' | 'small' | 'public';
  readonly icon?: TablerIcon;
}

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'>, Appearance {
  /** Working: stays in place, keeps its width, ignores further clicks. */
  readonly busy?: boolean;
  /** Why it cannot be done now. The button stays focusable and says so; it is never merely grey. */
  readonly refusal?: string | null;
  readonly ref?: Ref<HTMLButtonElement>;
}

function inner(icon: TablerIcon | undefined, children: ReactNode): ReactNode {
  const Icon = icon;
  return (
    <>
      {Icon && <Icon size={16} stroke={1.6} aria-hidden />}
      {children}
    </>
  );
}

/** A button. One `primary` a screen: the next thing due. */
export function Button({
  look = 'default',
  size = 'normal',
  icon,
  busy = false,
  refusal,
  onClick,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  const reasonId = useId();
  const refused = typeof refusal === 'string';
  return (
    <>
      <button
        {...rest}
        type={type}
        className={`pt-button ${rest.className ?? ''}`}
        data-look={look}
        data-size={size}
        data-busy={busy || undefined}
        aria-busy={busy || undefined}
        aria-disabled={refused || busy || undefined}
        {...(refused ? { 'aria-describedby': reasonId, title: refusal } : {})}
        onClick={(event) => {
          if (refused || busy) event.preventDefault();
          else onClick?.(event);
        }}
      >
        {inner(icon, children)}
      </button>
      {refused && (
        <span id={reasonId} className="pt-hidden">
          {refusal}
        </span>
      )}
    </>
  );
}

export interface LinkButtonProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'>, Appearance {
  readonly href: string;
}

/** A link that looks like a button: for what opens a page. */
export function LinkButton({ look = 'default', size = 'normal', icon, children, className, ...rest }: LinkButtonProps) {
  return (
    <Link {...rest} className={`pt-button ${className ?? ''}`} data-look={look} data-size={size}>
      {inner(icon, children)}
    </Link>
  );
}

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> {
  readonly icon: TablerIcon;
  /** What it does; read out, and shown as the tooltip. */
  readonly label: string;
  readonly look?: 'default' | 'quiet';
  readonly size?: 'normal' | 'small';
  readonly ref?: Ref<HTMLButtonElement>;
}

/** An icon alone; only for more, close, copy link, previous, next, density, board. */
export function IconButton({
  icon: Icon,
  label,
  look = 'quiet',
  size = 'normal',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...rest}
      className={`pt-button ${className ?? ''}`}
      data-look={look}
      data-size={size}
      data-icon-only
    >
      <Icon size={17} stroke={1.6} aria-hidden />
    </button>
  );
}

export interface ActionItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: TablerIcon;
  readonly look?: ButtonLook;
  /** Who hears about it, what stops or starts. */
  readonly effect?: string | null;
  /** True where a mail goes out: the note gets an envelope. */
  readonly mails?: boolean;
  /** Why not now. */
  readonly refusal?: string | null;
  readonly busy?: boolean;
  readonly onRun: () => void;
}

/** "What you can do now": each action with its effect under it, each refusal with its reason. */
export function ActionList({ actions }: { actions: readonly ActionItem[] }) {
  return (
    <div className="pt-actions">
      {actions.map(({ id, label, icon, look, effect, mails = true, refusal, busy, onRun }) => (
        <div key={id} className="pt-action">
          <Button
            {...(look ? { look } : {})}
            {...(icon ? { icon } : {})}
            {...(busy ? { busy } : {})}
            refusal={refusal ?? null}
            onClick={onRun}
          >
            {label}
          </Button>
          {refusal ? (
            <p className="pt-action-note" data-refused>
              <IconBan size={14} stroke={1.7} aria-hidden />
              {refusal}
            </p>
          ) : (
            effect && (
              <p className="pt-action-note">
                {mails ? <IconMail size={14} stroke={1.7} aria-hidden /> : <span />}
                {effect}
              </p>
            )
          )}
        </div>
      ))}
    </div>
  );
}
