/** A column: what a row's cell is worth (for sorting, finding and export) and, if other, how it is shown. */
export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly value: (row: Row) => string | number | undefined;
  readonly show?: (row: Row) => unknown;
  readonly number?: boolean;
  /** A CSS width; without it the columns share what is left. */
  readonly width?: string;
  /** Not shown until chosen. */
  readonly hidden?: boolean;
  readonly unsortable?: boolean;
}

export interface Sort {
  readonly column: string;
  readonly down: boolean;
}

/** `-bytes` sorts down, `bytes` up. */
export const parseSort = (words: string | null | undefined): Sort | undefined =>
  words ? { column: words.replace(/^-/, ''), down: words.startsWith('-') } : undefined;

/** The rows that hold `find` in any shown column, sorted. What is absent comes last both ways. */
export function arrange<Row>(rows: readonly Row[], columns: readonly Column<Row>[], find: string, sort?: Sort): Row[] {
  const words = find.trim().toLowerCase();
  const found = words === '' ? [...rows] : rows.filter((row) => columns.some((column) => String(column.value(row) ?? '').toLowerCase().includes(words)));
  const by = sort && columns.find((column) => column.id === sort.column);
  if (!by) return found;
  return found.sort((a, b) => {
    const left = by.value(a);
    const right = by.value(b);
    if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? 1 : -1;
    const order = typeof left === 'number' && typeof right === 'number' ? left - right : String(left).localeCompare(String(right), 'en', { numeric: true });
    return sort!.down ? -order : order;
  });
}

/** RFC 4180, with a guard before what a spreadsheet would take for a formula. */
export function csv<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const cell = (value: string | number | undefined): string => {
    const words = value === undefined ? '' : typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
  };
  return [columns.map((column) => cell(column.title)), ...rows.map((row) => columns.map((column) => cell(column.value(row))))].map((line) => line.join(',')).join('\r\n') + '\r\n';
}

export function ndjson<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  return rows.map((row) => JSON.stringify(Object.fromEntries(columns.map((column) => [column.id, column.value(row)])))).join('\n') + '\n';
}
