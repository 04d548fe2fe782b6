import { css } from 'lit';
import { base, controls } from '@argiope/components/styles/styles.ts';

/** What every page of the portal looks like. */
export const page = [
  base,
  controls,
  css`
    :host { display: grid; gap: var(--argiope-space-4); align-content: start; padding: 0 var(--argiope-space-5) 72px; min-width: 0; }
    .page-head { display: flex; align-items: center; gap: var(--argiope-space-3); min-height: var(--argiope-size-bar); margin-bottom: calc(-1 * var(--argiope-space-3)); }
    h1 { font-size: var(--argiope-type-4); line-height: 24px; white-space: nowrap; }
    .secret { display: grid; grid-template-columns: 96px minmax(0, 1fr) auto; align-items: center; gap: var(--argiope-space-2) var(--argiope-space-3); padding: var(--argiope-space-3) var(--argiope-space-4); border: 1px solid var(--argiope-line); border-radius: var(--argiope-radius); background: var(--argiope-surface-2); }
  `,
];
