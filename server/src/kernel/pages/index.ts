export { tellOnPages } from './error-page.ts';
export { forLine } from './for-line.ts';
export { html, Html, multiline, type Inserted } from './html.ts';
export { ownAddress, pagesPlugin, sendPage, type PublicPage } from './public-page.ts';
