import { html } from 'lit';

/** The product's mark: a web's first three threads. */
export const mark = html`<svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="M3 17 10 3l7 14"></path><path d="M6.2 11.5 10 14l3.8-2.5"></path></svg>`;
