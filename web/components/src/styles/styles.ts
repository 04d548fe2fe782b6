import { css } from 'lit';

/** Text, focus, buttons, fields, cards, notices and menus: what several components share. */
export const base = css`
  :host { box-sizing: border-box; color: var(--argiope-ink); font: 400 var(--argiope-type-3) / 20px var(--argiope-font); font-variant-numeric: tabular-nums; }
  :host([hidden]), [hidden] { display: none !important; }
  *, *::before, *::after { box-sizing: border-box; }
  h1, h2, h3, h4, p, dl, dd, dt, ul, ol, figure { margin: 0; padding: 0; }
  h1, h2, h3, h4 { font-size: inherit; line-height: inherit; font-weight: 600; }
  ul, ol { list-style: none; }
  button, input, select, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
  button { cursor: default; }
  a { color: var(--argiope-accent); text-decoration: none; }
  a:hover, p a, .hint a { text-decoration: underline; }
  code, .mono { font-family: var(--argiope-font-mono); font-size: var(--argiope-type-1); overflow-wrap: anywhere; }
  :focus-visible { outline: 2px solid var(--argiope-accent); outline-offset: 2px; }
  .quiet { color: var(--argiope-ink-2); }
  .small { font-size: var(--argiope-type-1); line-height: 16px; }
  .strong { font-weight: 600; }
  .row { display: flex; align-items: center; gap: var(--argiope-space-3); min-width: 0; }
  .wrap { flex-wrap: wrap; }
  .grow { flex: 1 1 auto; min-width: 0; }
  .nowrap { white-space: nowrap; }
  .only-heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

export const controls = css`
  .button { display: inline-flex; align-items: center; justify-content: center; gap: 6px; flex: none; height: var(--argiope-size-control); padding: 0 var(--argiope-space-4); border: 1px solid var(--argiope-line-strong); border-radius: var(--argiope-radius); background: var(--argiope-surface-raised); color: var(--argiope-ink); font-size: var(--argiope-type-2); line-height: 20px; font-weight: 500; white-space: nowrap; text-decoration: none; }
  .button:hover { background: var(--argiope-surface-3); text-decoration: none; }
  .button.primary { background: var(--argiope-accent); border-color: var(--argiope-accent); color: var(--argiope-on-accent); }
  .button.primary:hover { background: var(--argiope-accent-strong); border-color: var(--argiope-accent-strong); }
  .button.danger { color: var(--argiope-ink-error); border-color: var(--argiope-ink-error); }
  .button.plain { border-color: transparent; background: none; color: var(--argiope-ink-2); padding-inline: var(--argiope-space-3); }
  .button.plain:hover { background: var(--argiope-surface-3); color: var(--argiope-ink); }
  .button.link { border: 0; background: none; color: var(--argiope-accent); padding: 0 var(--argiope-space-2); }
  .button.link:hover { text-decoration: underline; }
  .button.small { height: var(--argiope-size-control-small); padding-inline: var(--argiope-space-3); font-size: var(--argiope-type-1); }
  .button.icon { width: var(--argiope-size-control); padding: 0; border-color: transparent; background: none; color: var(--argiope-ink-2); }
  .button.icon:hover, .button.icon[aria-expanded='true'] { background: var(--argiope-surface-3); color: var(--argiope-ink); }
  .button.icon.small { width: var(--argiope-size-control-small); }
  .button:disabled { background: var(--argiope-surface-2); border: 1px dashed var(--argiope-line-strong); color: var(--argiope-ink-2); }
  .button.icon:disabled, .button.plain:disabled { background: none; border-color: transparent; opacity: 0.5; }

  .input, .select, .textarea { display: block; width: 100%; min-width: 0; height: var(--argiope-size-control); padding: 0 var(--argiope-space-3); border: 1px solid var(--argiope-line-control); border-radius: var(--argiope-radius); background: var(--argiope-surface-raised); color: var(--argiope-ink); font-size: var(--argiope-type-2); line-height: 20px; }
  .input::placeholder, .textarea::placeholder { color: var(--argiope-ink-2); opacity: 1; }
  .textarea { height: auto; min-height: 56px; padding-block: 6px; resize: vertical; }
  .input.mono, .textarea.mono { font-family: var(--argiope-font-mono); font-size: var(--argiope-type-1); }
  .input:focus-visible, .select:focus-visible, .textarea:focus-visible { outline-offset: 0; }
  .input[aria-invalid='true'] { border-color: var(--argiope-ink-error); }
  .input:disabled, .select:disabled { border-style: dashed; color: var(--argiope-ink-2); background: var(--argiope-surface-2); }
  .select { appearance: none; padding-inline-end: 26px; background-image: linear-gradient(45deg, transparent 50%, currentColor 50%), linear-gradient(-45deg, transparent 50%, currentColor 50%); background-position: right 14px top 11px, right 10px top 11px; background-size: 4px 4px, 4px 4px; background-repeat: no-repeat; }
  .select option { background: var(--argiope-surface-raised); color: var(--argiope-ink); }
  .field { display: grid; gap: var(--argiope-space-2); min-width: 0; align-content: start; }
  .field > label, .field > .label { font-size: var(--argiope-type-1); line-height: 16px; font-weight: 500; }
  .field > .hint { font-size: var(--argiope-type-1); line-height: 16px; color: var(--argiope-ink-2); }
  .field > .fault, .fault { font-size: var(--argiope-type-1); line-height: 16px; color: var(--argiope-ink-error); display: flex; gap: var(--argiope-space-2); overflow-wrap: anywhere; }
  .form { display: grid; gap: var(--argiope-space-4); align-content: start; }
  .check { display: inline-flex; align-items: center; gap: var(--argiope-space-3); font-size: var(--argiope-type-2); }
  .check input { width: 16px; height: 16px; margin: 0; flex: none; accent-color: var(--argiope-accent); }
  .inline { display: inline-flex; align-items: center; gap: var(--argiope-space-3); height: var(--argiope-size-control); padding: 0 var(--argiope-space-3); border: 1px solid var(--argiope-line-control); border-radius: var(--argiope-radius); background: var(--argiope-surface-raised); font-size: var(--argiope-type-2); min-width: 0; }
  .inline:focus-within { outline: 2px solid var(--argiope-accent); outline-offset: 0; }
  .inline > .name { color: var(--argiope-ink-2); flex: none; }
  .inline > input, .inline > select { border: 0; outline: 0; background: none; min-width: 0; flex: 1 1 auto; width: 100%; height: 100%; padding: 0; }
  .inline > select { background: var(--argiope-surface-raised); }

  .card { border: 1px solid var(--argiope-line); border-radius: var(--argiope-radius); background: var(--argiope-surface); min-width: 0; }
  .card-head { display: flex; align-items: center; gap: var(--argiope-space-3); min-height: var(--argiope-size-toolbar); padding: 0 var(--argiope-space-3) 0 var(--argiope-space-4); font-size: var(--argiope-type-2); }
  .card-head.ruled { border-bottom: 1px solid var(--argiope-line); min-height: var(--argiope-size-bar); padding-inline: var(--argiope-space-5); }
  .card-body { padding: var(--argiope-space-4) var(--argiope-space-5); }

  .notice { display: flex; align-items: flex-start; gap: var(--argiope-space-3); padding: var(--argiope-space-3) var(--argiope-space-4); border: 1px solid var(--argiope-line); border-radius: var(--argiope-radius); background: var(--argiope-surface-2); font-size: var(--argiope-type-2); line-height: 20px; overflow-wrap: anywhere; }
  .notice > argiope-icon { margin-top: 2px; color: var(--argiope-ink-2); }
  .notice.warning { background: var(--argiope-wash-warning); border-color: transparent; }
  .notice.warning > argiope-icon { color: var(--argiope-ink-warning); }
  .notice.error { background: var(--argiope-wash-error); border-color: transparent; }
  .notice.error > argiope-icon { color: var(--argiope-ink-error); }
  .notice.info { background: var(--argiope-accent-wash); border-color: transparent; }
  .notice.info > argiope-icon { color: var(--argiope-accent); }

  .facts { display: grid; grid-template-columns: 128px minmax(0, 1fr); gap: var(--argiope-space-2) var(--argiope-space-3); align-content: start; font-size: var(--argiope-type-2); line-height: 20px; }
  .facts dt { color: var(--argiope-ink-2); font-size: var(--argiope-type-1); }
  .facts dd { min-width: 0; overflow-wrap: anywhere; }

  .state { vertical-align: middle; display: inline-flex; align-items: center; gap: var(--argiope-space-2); font-size: var(--argiope-type-1); line-height: 16px; white-space: nowrap; color: var(--argiope-ink-2); }
  .state.ok { color: var(--argiope-ink-ok); }
  .state.warning { color: var(--argiope-ink-warning); }
  .state.error { color: var(--argiope-ink-error); }
  .state.busy { color: var(--argiope-accent); }

  .badge { display: inline-block; min-width: 16px; padding: 0 var(--argiope-space-2); border-radius: 8px; background: var(--argiope-surface-3); color: var(--argiope-ink-2); font-size: var(--argiope-type-1); font-weight: 500; line-height: 16px; text-align: center; }
  .badge.strong { background: var(--argiope-accent); color: var(--argiope-on-accent); }
  .raw { display: block; padding: var(--argiope-space-3); border: 1px solid var(--argiope-line); border-radius: var(--argiope-radius); background: var(--argiope-surface-2); font: 400 var(--argiope-type-1) / 16px var(--argiope-font-mono); overflow-wrap: anywhere; white-space: pre-wrap; user-select: text; }

  .popover { margin: 0; padding: 0; inset: auto; position: fixed; border: 1px solid var(--argiope-line-strong); border-radius: var(--argiope-radius); background: var(--argiope-surface-raised); color: var(--argiope-ink); box-shadow: 0 8px 24px var(--argiope-shadow), 0 1px 2px var(--argiope-shadow); font-size: var(--argiope-type-2); line-height: 20px; text-align: start; }
  .menu { padding: var(--argiope-space-2); }
  .item { display: flex; align-items: center; gap: var(--argiope-space-3); width: 100%; min-height: 24px; padding: 0 var(--argiope-space-3); border: 0; border-radius: 3px; background: none; font-size: var(--argiope-type-2); line-height: 20px; text-align: start; white-space: nowrap; color: var(--argiope-ink); text-decoration: none; }
  .item > argiope-icon { color: var(--argiope-ink-2); }
  .item .detail { color: var(--argiope-ink-2); font-size: var(--argiope-type-1); overflow: hidden; text-overflow: ellipsis; min-width: 0; }
  .item .end { margin-inline-start: auto; padding-inline-start: var(--argiope-space-3); flex: none; max-width: 50%; }
  .item:hover, .item:focus-visible, .item[aria-checked='true'], .item[aria-pressed='true'] { background: var(--argiope-surface-3); text-decoration: none; }
  .item:focus-visible { outline-offset: -2px; }
  .item:disabled { color: var(--argiope-ink-2); background: none; }

  .tabs { display: flex; gap: var(--argiope-space-1); height: var(--argiope-size-toolbar); align-items: stretch; }
  .tab { position: relative; display: inline-flex; align-items: center; gap: 6px; padding: 0 var(--argiope-space-3); border: 0; background: none; border-radius: var(--argiope-radius); color: var(--argiope-ink-2); font-size: var(--argiope-type-2); white-space: nowrap; }
  .tab:hover { color: var(--argiope-ink); text-decoration: none; }
  .tab[aria-selected='true'] { color: var(--argiope-ink); font-weight: 600; }
  .tab[aria-selected='true']::after { content: ''; position: absolute; inset: auto var(--argiope-space-3) 0; height: 2px; background: var(--argiope-accent); }
  .segments { display: inline-flex; height: var(--argiope-size-control-small); border: 1px solid var(--argiope-line-strong); border-radius: var(--argiope-radius); background: var(--argiope-surface-raised); flex: none; }
  .segments > button { display: inline-flex; align-items: center; gap: 6px; padding: 0 var(--argiope-space-3); border: 0; background: none; border-radius: 3px; color: var(--argiope-ink-2); font-size: var(--argiope-type-1); }
  .segments > button + button { border-inline-start: 1px solid var(--argiope-line); }
  .segments > [aria-pressed='true'] { background: var(--argiope-surface-3); color: var(--argiope-ink); font-weight: 500; }
`;
