// Takes the few icons we use out of Lucide (ISC licence) and writes them as a module, so that no page fetches any.
import { readFileSync, writeFileSync } from 'node:fs';

const names = `asterisk search book-open plus minus x check circle-alert triangle-alert info arrow-down arrow-up arrow-right
  chevron-down chevron-right chevron-left chevron-up clock columns-3 download settings log-out user users copy trash-2
  pencil ban eye refresh-cw loader-circle server shield list chart-column table-2 external-link grip-vertical share-2
  key-round plug router circle-help circle-slash undo-2 file pause play circle-dashed menu scale maximize-2 history flag globe link`.split(/\s+/);

const icons = names.sort().map((name) => {
  const text = readFileSync(new URL(`../node_modules/lucide-static/icons/${name}.svg`, import.meta.url), 'utf8');
  const inside = text.slice(text.indexOf('>', text.indexOf('<svg')) + 1, text.lastIndexOf('</svg>'));
  return `  '${name}': svg\`${inside.trim().replace(/\s*\n\s*/g, '')}\`,`;
});
writeFileSync(
  new URL('../components/src/icon/shapes.ts', import.meta.url),
  `// Made by dev/icons.mjs from Lucide, https://lucide.dev, ISC licence. Do not edit.\nimport { svg } from 'lit';\n\nexport const shapes = {\n${icons.join('\n')}\n};\n`,
);
