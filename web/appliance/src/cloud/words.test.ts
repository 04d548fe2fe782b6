import { describe, expect, it } from 'vitest';
import type { Cloud } from '../data/types.ts';
import { cannotRegister, cureOf, stateWords } from './words.ts';

const cloud: Cloud = { state: 'not-registered', enabled: true, server: 'lab', servers: [{ name: 'lab', portal: 'http://p' }], observableIndexing: true };

describe('registering', () => {
  it('says what it waits for', () => {
    expect(cannotRegister(cloud, undefined, true)).toBe('');
    expect(cannotRegister(cloud, undefined, false)).toContain('admin');
    expect(cannotRegister({ ...cloud, observableIndexing: false }, undefined, true)).toContain('indexing');
    expect(cannotRegister({ ...cloud, server: '' }, undefined, true)).toContain('server');
    expect(cannotRegister(cloud, { committed: {} as never, pending: { tree: {} as never, changes: [{ path: 'cloud.enabled', from: false, to: true }] } }, true)).toContain('commit');
    expect(cannotRegister(cloud, { committed: {} as never, pending: { tree: {} as never, changes: [{ path: 'sources', from: [], to: [] }] } }, true)).toBe('');
  });

  it('has a distinct cure for every failure', () => {
    const codes = 'not-enabled already-registered token-malformed token-unknown token-expired token-used wrong-region pin-mismatch name-resolution connect timeout tls clock-skew integration-off platform-error device-unknown certificate-superseded not-registered platform-unreachable'.split(' ');
    const cures = codes.map(cureOf);
    expect(cures.every((cure) => cure.length > 10)).toBe(true);
    expect(new Set(cures).size).toBe(codes.length);
  });

  it('has words for every state', () => {
    expect(Object.values(stateWords).every(({ word, says }) => word && says)).toBe(true);
  });
});
