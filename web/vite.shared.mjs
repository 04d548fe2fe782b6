// What every page's build has in common: hashed names, nothing inline, no preload script.
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export const alias = {
  '@argiope/components': here('./components/src'),
  '@argiope/widgets': here('./widgets/src'),
};

export function page(folder) {
  return {
    root: here(`./${folder}`),
    base: './',
    resolve: { alias },
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      target: 'es2023',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: true,
    },
  };
}
