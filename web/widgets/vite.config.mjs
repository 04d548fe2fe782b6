import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { alias } from '../vite.shared.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

// One file of a fixed name, for pages that are not ours.
export default defineConfig({
  root: here('.'),
  resolve: { alias },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    lib: { entry: here('./src/standalone.ts'), formats: ['es'], fileName: () => 'argiope-widgets.js' },
  },
});
