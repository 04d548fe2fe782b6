import { describe, expect, it } from 'vitest';
import { deep, faults, mount, settled, words } from '../testing/testing.ts';
import { DRAG_TYPE } from '../observable/observable.ts';
import { verdicts } from '../observable/verdicts.ts';
import './chip.ts';

const markup = '<script>alert(1)</script>"><img src=x onerror=alert(2)>';

describe('a chip', () => {
  it('shows hostile values as text', async () => {
    const chip = await mount('argiope-chip', { type: 'domain', value: markup });
    expect(deep(chip.shadowRoot!, 'img, script')).toBeUndefined();
    expect(words(chip)).toContain('<script>');
  });

  it('stays small with ten thousand characters', async () => {
    const chip = await mount('argiope-chip', { type: 'url', value: 'https://a.example/' + 'y'.repeat(10_000) });
    expect(words(chip).length).toBeLessThan(2_100);
    expect(deep(chip.shadowRoot!, '[aria-label]')!.getAttribute('aria-label')!.length).toBeLessThan(140);
  });

  it('learns its mark when somebody asked', async () => {
    const chip = await mount('argiope-chip', { type: 'domain', value: 'later.example' });
    expect(words(chip)).not.toContain('malicious');
    verdicts.learn({ type: 'domain', value: 'LATER.example' }, [{ module: 'URL feed', disposition: 'malicious' }]);
    await settled(chip);
    expect(words(chip)).toContain('malicious');
  });

  it('carries the exact value while it is dragged', async () => {
    const chip = await mount('argiope-chip', { type: 'url', value: markup });
    const data = new Map<string, string>();
    const event = Object.assign(new Event('dragstart'), { dataTransfer: { setData: (type: string, value: string) => data.set(type, value), setDragImage: () => undefined } });
    deep(chip.shadowRoot!, '.grip')!.dispatchEvent(event);
    expect(JSON.parse(data.get(DRAG_TYPE)!)).toEqual({ type: 'url', value: markup });
  });

  it.each([['short', 'a.example', 'domain'], ['long', `https://a.example/${'z'.repeat(300)}`, 'url'], ['a hash', 'a'.repeat(64), 'sha256']])('has no accessibility fault when %s', async (_name, value, type) => {
    expect(await faults(await mount('argiope-chip', { type, value }))).toEqual([]);
  });
});
