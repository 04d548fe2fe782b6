import { list, record, text } from '../investigate/findings.ts';

export interface Step {
  readonly at: string;
  readonly by: string;
  readonly what: string;
}

const fields: Record<string, string> = { title: 'title', short_description: 'short description', description: 'description', observables: 'observables', texts: 'notes', tlp: 'TLP' };
const unspoken = new Set(['modified', 'timestamp', 'schema_version', 'revision']);

/** What happened to a case, newest first, a sentence each, out of its events (in buckets of one person). */
export function stepsIn(history: unknown): Step[] {
  return list(history).flatMap((each) => {
    const bucket = record(each);
    return list(bucket.events).map(record).map((event) => ({ at: text(event.timestamp) || text(bucket.to), by: text(event.owner) || text(bucket.owner), what: sentence(event) }));
  }).filter((step) => step.what !== '').sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}

function sentence(event: Record<string, unknown>): string {
  const entity = record(event.entity);
  switch (text(event.event_type)) {
    case 'record-created':
      return entity.type === 'relationship' ? `tied it to another entity (${text(entity.relationship_type)})` : 'opened the case';
    case 'record-deleted':
      return 'deleted it';
    case 'record-updated':
      return list(event.fields).map(record).map(change).filter(Boolean).join('; ');
    default:
      return '';
  }
}

function change(field: Record<string, unknown>): string {
  const name = text(field.field);
  if (unspoken.has(name)) return '';
  const { before, after } = record(field.change);
  if (name === 'observables' || name === 'texts') return items(name, list(before), list(after));
  const title = fields[name] ?? name.replaceAll('_', ' ');
  return text(field.action) === 'deleted' ? `removed the ${title}` : text(field.action) === 'added' ? `wrote the ${title}` : `changed the ${title}`;
}

function items(name: string, before: readonly unknown[], after: readonly unknown[]): string {
  const key = (item: unknown) => (name === 'texts' ? text(record(item).text) : `${text(record(item).type)} ${text(record(item).value)}`);
  const added = after.filter((item) => !before.some((other) => key(other) === key(item)));
  const removed = before.filter((item) => !after.some((other) => key(other) === key(item)));
  const say = (verb: string, list: readonly unknown[]) => {
    if (list.length === 0) return '';
    if (name === 'texts') return list.length === 1 ? `${verb} a note` : `${verb} ${list.length} notes`;
    return list.length === 1 ? `${verb} ${key(list[0]).slice(0, 120)}` : `${verb} ${list.length} observables`;
  };
  return [say(name === 'texts' ? 'wrote' : 'added', added), say('removed', removed)].filter(Boolean).join('; ');
}
