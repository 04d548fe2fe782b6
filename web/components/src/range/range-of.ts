/** A range of time as a person chooses it; only `custom` fixes both ends. */
export type Preset = 'hour' | 'day' | 'week' | '30-days' | '90-days' | 'yesterday' | 'custom';
export const presets: readonly Preset[] = ['hour', 'day', 'week', '30-days', '90-days', 'yesterday', 'custom'];
export const presetName: Record<Preset, string> = { hour: 'Hour', day: 'Day', week: 'Week', '30-days': '30 days', '90-days': '90 days', yesterday: 'Yesterday', custom: 'Custom' };

export interface Range {
  readonly preset: Preset;
  readonly from: Date;
  readonly to: Date;
}

/** A preset's half-open span, ending now. Hours reach back to a full five minutes, days to a full hour, the
 * longer ones to midnight in the reader's zone, whatever the length of its days. */
export function rangeOf(preset: Exclude<Preset, 'custom'>, now = new Date()): Range {
  const midnight = (days: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
  switch (preset) {
    case 'hour':
      return { preset, from: new Date(Math.floor((now.getTime() - 3_600_000) / 300_000) * 300_000), to: now };
    case 'day':
      return { preset, from: new Date(Math.floor((now.getTime() - 86_400_000) / 3_600_000) * 3_600_000), to: now };
    case 'week':
      return { preset, from: midnight(7), to: now };
    case '30-days':
      return { preset, from: midnight(30), to: now };
    case '90-days':
      return { preset, from: midnight(90), to: now };
    case 'yesterday':
      return { preset, from: midnight(1), to: midnight(0) };
  }
}

/** The range a place's query names (`range`, `from`, `to`); `fallback` when it names none, or nonsense. */
export function rangeFrom(query: URLSearchParams, fallback: Exclude<Preset, 'custom'> = 'day', now = new Date()): Range {
  const preset = query.get('range') as Preset | null;
  if (preset === 'custom' || (!preset && query.has('from'))) {
    const from = new Date(query.get('from') ?? '');
    const to = new Date(query.get('to') ?? '');
    if (!Number.isNaN(from.getTime()) && !Number.isNaN(to.getTime()) && from < to) return { preset: 'custom', from, to };
  }
  return rangeOf(preset && preset !== 'custom' && presets.includes(preset) ? preset : fallback, now);
}

/** What [rangeFrom] reads back. */
export function rangeQuery(range: Range): Record<'range' | 'from' | 'to', string | undefined> {
  return range.preset === 'custom'
    ? { range: 'custom', from: range.from.toISOString(), to: range.to.toISOString() }
    : { range: range.preset, from: undefined, to: undefined };
}
