import type { ReactNode } from 'react';

/*
 * The marks, drawn by us on a 16 px grid with a stroke of 1.6. Silhouette says which thing (orders circles, shares squares or
 * arrows, agreements pages, certification shields), the inside says which state. `knock` is the paper showing through a filled shape.
 */
const knock = 'var(--pt-knock, var(--pt-sheet))';
const ring = <circle cx="8" cy="8" r="6.2" />;
const disc = <circle cx="8" cy="8" r="7" fill="currentColor" stroke="none" />;
const dashedRing = <circle cx="8" cy="8" r="6.2" strokeDasharray="2.7 2.17" strokeLinecap="butt" />;
const box = <rect x="2.2" y="2.2" width="11.6" height="11.6" rx="2.8" />;
const solidBox = <rect x="1.4" y="1.4" width="13.2" height="13.2" rx="3" fill="currentColor" stroke="none" />;
const octagon = 'M5.3 1.2h5.4l4.1 4.1v5.4l-4.1 4.1H5.3l-4.1-4.1V5.3z';
const page = 'M3.4 2.6a1 1 0 0 1 1-1h4.9l3.3 3.4v8.4a1 1 0 0 1-1 1H4.4a1 1 0 0 1-1-1z';
const shield = 'M8 1.6l5.2 1.9v4.1c0 3.2-2.1 5.6-5.2 6.8-3.1-1.2-5.2-3.6-5.2-6.8V3.5z';
const solidPage = <path d={page} fill="currentColor" />;
const tick = <path d="M5.2 8.2l2 2 3.7-4.1" />;
const knockedTick = <path d="M4.9 8.2l2.1 2.1 4-4.4" stroke={knock} />;
const knockedCross = <path d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8" stroke={knock} />;
const bang = (
  <>
    <path d="M8 4.5v4" stroke={knock} />
    <circle cx="8" cy="11.2" r="0.95" fill={knock} stroke="none" />
  </>
);
const pageTick = <path d="M6 9.1l1.5 1.5 2.6-2.9" strokeWidth="1.5" />;
const bars = <path d="M6.4 5.7v4.6M9.6 5.7v4.6" />;

export const shapes = {
  'order-created': dashedRing,
  'order-registered': ring,
  'order-review': (
    <>
      {ring}
      <path d="M8 4.5a3.5 3.5 0 0 1 0 7z" fill="currentColor" stroke="none" />
    </>
  ),
  'order-waiting': (
    <>
      {ring}
      {bars}
    </>
  ),
  'order-approved': (
    <>
      {ring}
      {tick}
    </>
  ),
  'order-ready': (
    <>
      {disc}
      {knockedTick}
    </>
  ),
  'order-rejected': (
    <>
      {disc}
      {knockedCross}
    </>
  ),
  'order-closed': (
    <>
      {disc}
      <path d="M5 8h6" stroke={knock} />
    </>
  ),
  'order-held': (
    <path d="M4 2h8M4 14h8M4.8 2c0 3.2 3.2 4 3.2 6s-3.2 2.8-3.2 6M11.2 2c0 3.2-3.2 4-3.2 6s3.2 2.8 3.2 6" />
  ),
  'order-irregular': <path d="M1.5 8l2.2-3 2.8 6 3-6 2.8 6 2.2-3" />,
  'order-spam': <path d="M3.6 14.4V2.2h8.8l-2.2 3.3 2.2 3.3H3.6" />,
  'order-partial': (
    <>
      {ring}
      <path d="M4.5 8a3.5 3.5 0 0 0 7 0z" fill="currentColor" stroke="none" />
    </>
  ),

  'share-proposed': (
    <rect
      x="2.2"
      y="2.2"
      width="11.6"
      height="11.6"
      rx="2.8"
      strokeDasharray="2.7 2.3"
      strokeDashoffset="1.2"
      strokeLinecap="butt"
    />
  ),
  'share-sent': (
    <>
      <path d="M14.3 1.7L9.9 14.3 7.1 8.9 1.7 6.1z" />
      <path d="M14.3 1.7L7.1 8.9" />
    </>
  ),
  'share-countered': <path d="M2 5.2h11.4M10.6 2.3l2.9 2.9-2.9 2.9M14 10.9H2.6M5.4 8l-2.9 2.9 2.9 2.9" />,
  'share-validated': (
    <>
      {solidBox}
      {knockedTick}
    </>
  ),
  'share-rejected': (
    <>
      {solidBox}
      {knockedCross}
    </>
  ),
  'share-withdrawn': <path d="M5.6 2.8L2.4 6l3.2 3.2M2.6 6h6.9a3.8 3.8 0 0 1 0 7.5H7.4" />,
  'share-superseded': (
    <>
      {box}
      <path d="M1.6 14.4L14.4 1.6" />
    </>
  ),
  'share-expired': (
    <>
      {box}
      <path d="M8 5v3.3l2 1.2" />
    </>
  ),

  'agreement-draft': <path d={page} strokeDasharray="2.5 1.9" strokeLinecap="butt" />,
  'agreement-proposed': (
    <>
      <path d={page} />
      <path d="M5.8 9.3h4.1M8.3 7.5l1.8 1.8-1.8 1.8" strokeWidth="1.4" />
    </>
  ),
  'agreement-agreed': (
    <>
      <path d={page} />
      {pageTick}
    </>
  ),
  'agreement-active': (
    <>
      {solidPage}
      <path d="M5.8 9l1.7 1.7 2.8-3.2" stroke={knock} />
    </>
  ),
  'agreement-review': (
    <>
      <path d={page} />
      <path d="M8 6.8v5.4h2.2V8.1z" fill="currentColor" stroke="none" />
    </>
  ),
  'agreement-expired': (
    <>
      <path d={page} />
      <path d="M7.7 6.9v2.6h2" strokeWidth="1.5" />
    </>
  ),
  'agreement-terminated': (
    <>
      {solidPage}
      <path d="M6 7.4l4 4M10 7.4l-4 4" stroke={knock} />
    </>
  ),
  'agreement-superseded': (
    <>
      <path d={page} />
      <path d="M1.8 14.4L14.2 1.6" />
    </>
  ),
  'agreement-withdrawn': (
    <>
      <path d={page} />
      <path d="M10.2 9.3H6.1M7.7 7.5L5.9 9.3l1.8 1.8" strokeWidth="1.4" />
    </>
  ),

  tick: <path d="M3.2 8.5l3.2 3.2 6.4-7.2" />,
  octagon: (
    <>
      <path d={octagon} fill="currentColor" strokeWidth="0.6" />
      {bang}
    </>
  ),
  diamond: (
    <>
      <path d="M8 1.2L14.8 8 8 14.8 1.2 8z" />
      <path d="M6.6 6.7a1.45 1.45 0 1 1 2 1.4c-.45.2-.6.5-.6 1" strokeWidth="1.4" />
      <circle cx="8" cy="10.9" r="0.85" fill="currentColor" stroke="none" />
    </>
  ),
  triangle: (
    <>
      <path d="M8 1.9l6.6 11.6H1.4z" fill="currentColor" />
      <path d="M8 6v3.4" stroke={knock} />
      <circle cx="8" cy="11.6" r="0.95" fill={knock} stroke="none" />
    </>
  ),
  'monitoring-missing': (
    <>
      {dashedRing}
      <path d="M5.4 8h5.2" />
    </>
  ),
  'monitoring-downtime': (
    <>
      {solidBox}
      <path d="M4.6 8.4l3.8-3.8M5.6 11.1l5.5-5.5M8.4 11.6l3.2-3.2" stroke={knock} strokeWidth="1.5" />
    </>
  ),

  'priority-less': <path d="M3.6 6l4.4 4.2L12.4 6" />,
  'priority-urgent': <path d="M3.6 10.2L8 6l4.4 4.2" />,
  'priority-very': <path d="M3.6 8.2L8 4l4.4 4.2M3.6 12.6L8 8.4l4.4 4.2" />,
  'priority-top': (
    <>
      {solidBox}
      <path d="M4.9 7.7L8 4.9l3.1 2.8M4.9 11.3L8 8.5l3.1 2.8" stroke={knock} />
    </>
  ),

  'ticket-merged': (
    <>
      {ring}
      <path d="M2.2 13.8L13.8 2.2" />
    </>
  ),

  'shield-candidate': <path d={shield} strokeDasharray="2.6 2.1" strokeLinecap="butt" />,
  'shield-uncertified': <path d={shield} />,
  'shield-certified': (
    <>
      <path d={shield} fill="currentColor" />
      <path d="M5.3 7.8l1.9 1.9 3.6-3.9" stroke={knock} />
    </>
  ),
  'shield-suspended': (
    <>
      <path d={shield} />
      <path d="M6.5 5.6v4.4M9.5 5.6v4.4" />
    </>
  ),
  'shield-closed': (
    <>
      <path d={shield} fill="currentColor" />
      <path d="M5.4 7.8h5.2" stroke={knock} />
    </>
  ),

  'clock-running': (
    <>
      <circle cx="8" cy="8" r="5.8" />
      <path d="M8 4.9V8.3l2.1 1.3" strokeWidth="1.5" />
    </>
  ),
  'clock-paused': <path d="M5.9 4v8M10.1 4v8" strokeWidth="1.7" />,
} as const satisfies Record<string, ReactNode>;

export type MarkName = keyof typeof shapes;
