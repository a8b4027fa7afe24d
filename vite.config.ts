import { defineConfig } from 'vite';

/** The web view: src/web to dist/web, where the admin server takes it from (servers/admin/web/). */
export default defineConfig({
  root: 'src/web',
  // The page may be behind a prefix of some proxy.
  base: './',
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    // Nothing inline: the page's Content-Security-Policy allows what comes from its origin, and nothing else.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    reportCompressedSize: true,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
});
