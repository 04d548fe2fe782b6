import { defineConfig } from 'vite';
import { page } from '../vite.shared.mjs';

export default defineConfig(page('portal'));
