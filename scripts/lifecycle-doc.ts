import { writeFileSync } from 'node:fs';
import { lifecycleDocument } from '../contracts/ordering/lifecycle-document.ts';

// Writes docs/lifecycle.md from the table of the lifecycle; a test fails when the page is out of date.
writeFileSync(new URL('../docs/lifecycle.md', import.meta.url), lifecycleDocument());
