import tokens from '@argiope/components/tokens/tokens.css?inline';
import './index.ts';

export { configureWidgets, session } from './index.ts';

/** The bundle for pages that are not ours brings the design tokens along, for our elements alone: the page's own
 * colours and its own colour scheme stay as they are. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(tokens.replaceAll(':root', ':where(argiope-pivot, argiope-chip, argiope-casebook, argiope-toasts)'));
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
