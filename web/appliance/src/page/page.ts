import { css } from 'lit';
import { base, controls } from '@argiope/components/styles/styles.ts';

/** What every page of the appliance looks like. */
export const page = [
  base,
  controls,
  css`
    :host { display: grid; gap: var(--argiope-space-4); align-content: start; padding: 0 var(--argiope-space-5) 72px; min-width: 0; }
    .page-head { display: flex; align-items: center; gap: var(--argiope-space-3); min-height: var(--argiope-size-bar); margin-bottom: calc(-1 * var(--argiope-space-3)); }
    h1 { font-size: var(--argiope-type-4); line-height: 24px; white-space: nowrap; }
  `,
];

const reasons: Record<string, string> = {
  'source-down': 'a source was down',
  'buffer-overflow': 'the log buffer overflowed',
  retention: 'older rows have been let go to keep the store within its size',
  'not-indexed': 'observables were not indexed then; Network, Cloud service settings or the command reindex can index them now',
  'clock-skew': 'a source’s clock was wrong',
};

/** What a gap's reason means for a person. */
export const gapReason = (reason: string): string => reasons[reason] ?? reason;
