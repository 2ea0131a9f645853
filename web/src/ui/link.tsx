import { useRouter } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, MouseEvent, Ref } from 'react';

import { isOwn, readHref, useGo } from '../app/address.ts';

export interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  readonly href: string;
  readonly replace?: boolean;
  readonly ref?: Ref<HTMLAnchorElement>;
}

/** A link that opens in place: `<Link href="/orders/1284">`. Modified clicks, other targets and foreign addresses are the browser's. */
export function Link({ href, replace = false, onClick, children, ...rest }: LinkProps) {
  const router = useRouter();
  const go = useGo();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;
    if (event.defaultPrevented || modified || (rest.target ?? '_self') !== '_self' || !isOwn(href)) return;
    event.preventDefault();
    go(href, { replace });
  };
  const warm = () => {
    if (isOwn(href)) {
      const { pathname, search } = readHref(href);
      void router.preloadRoute({ to: pathname, search }).catch(() => undefined);
    }
  };
  return (
    <a href={href} onClick={follow} onPointerEnter={warm} {...rest}>
      {children}
    </a>
  );
}
