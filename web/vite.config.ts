import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the web UI into `web/dist`; the server serves it from there. Run from the repository root with `vite build web`. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Fonts stay files: a font inside the style sheet delays the first paint and is fetched by people who never need its script.
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
});
