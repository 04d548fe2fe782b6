import type { Decision } from '@argiope/components/decision/decision.ts';

export interface Status {
  readonly hostname: string;
  readonly version: string;
  readonly ingest?: { readonly linesPerSecond: number; readonly lagSeconds?: number; readonly sources: number };
  readonly store?: { readonly transactions: number; readonly from?: string; readonly to?: string };
}

export interface Gap {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

export interface Availability {
  readonly from?: string;
  readonly to?: string;
  readonly complete: boolean;
  readonly gaps: readonly Gap[];
}

export type Totals = Record<Decision, number> & { readonly transactions: number; readonly bytes: number; readonly users: number; readonly domains: number };

export interface Overview {
  readonly range: { readonly from: string; readonly to: string };
  readonly totals: Totals;
  readonly exact: boolean;
  readonly series: { readonly bucketSeconds: number; readonly buckets: readonly (Record<Decision, number> & { readonly from: string })[] };
  readonly topDomains: readonly { readonly domain: string; readonly transactions: number; readonly blocked: number; readonly bytes: number }[];
  readonly topUsers: readonly { readonly user: string; readonly transactions: number; readonly blocked: number; readonly bytes: number }[];
  readonly topClients: readonly { readonly client: string; readonly transactions: number; readonly blocked: number; readonly bytes: number }[];
  readonly blockedDomains: readonly { readonly domain: string; readonly transactions: number; readonly users: number }[];
  readonly availability?: Availability;
}

export interface Ledger {
  readonly read: number;
  readonly accepted: number;
  readonly skipped: number;
  readonly rejected: number;
  readonly balanced: boolean;
  readonly skippedBy?: readonly { readonly rule: string; readonly count: number; readonly first?: string; readonly last?: string }[];
  readonly rejectedBy?: readonly { readonly reason: string; readonly count: number; readonly first?: string; readonly last?: string; readonly cure?: string; readonly samples?: readonly string[] }[];
  readonly fieldFaults?: readonly { readonly field: string; readonly count: number }[];
}

export interface Source {
  readonly name: string;
  readonly kind: 'file' | 'import';
  readonly path: string;
  readonly format: string;
  readonly detectedFormat?: string;
  readonly state: string;
  readonly detail?: string;
  readonly linesPerSecond: number;
  readonly lagSeconds?: number;
  readonly lastLineAt?: string;
  readonly position?: number;
  readonly size?: number;
  readonly ledger: Ledger;
  readonly notices?: readonly { readonly at: string; readonly text: string }[];
}

export interface SourceSetting {
  readonly name: string;
  readonly path: string;
  readonly format: string;
  readonly logformat?: string;
  readonly zone: string;
  readonly uriWhitespace: 'strip' | 'allow';
  readonly paused: boolean;
}

export interface SettingsTree {
  readonly reporting: { readonly observableIndexing: boolean; readonly queryTimeoutSeconds: number };
  readonly cloud: { readonly enabled: boolean; readonly server: string; readonly servers: readonly { readonly name: string; readonly portal: string; readonly enrolment: string }[] };
  readonly sources: readonly SourceSetting[];
  readonly system: { readonly hostname: string };
}

export interface Change {
  readonly path: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

export interface Commit {
  readonly number: number;
  readonly time: string;
  readonly author: string;
  readonly comment?: string;
  readonly changes: readonly Change[];
}

export interface Settings {
  readonly committed: SettingsTree;
  readonly pending?: { readonly tree: SettingsTree; readonly changes: readonly Change[] };
  readonly lastCommit?: Commit;
}

export type CloudState = 'disabled' | 'pending-commit' | 'starting' | 'not-registered' | 'registering' | 'registered' | 'unreachable' | 'deregistered-remotely';

export interface Cloud {
  readonly state: CloudState;
  readonly enabled: boolean;
  readonly server?: string;
  readonly servers: readonly { readonly name: string; readonly portal: string }[];
  readonly observableIndexing: boolean;
  readonly device?: { readonly id: string; readonly name: string; readonly registeredAt: string };
  readonly lastContact?: string;
  readonly error?: { readonly code: string; readonly message: string; readonly at: string };
  readonly nextRetryAt?: string;
}

export interface Reindex {
  readonly state: 'idle' | 'running' | 'done' | 'failed';
  readonly done: number;
  readonly total: number;
  readonly detail?: string;
}

export interface BlockEntry {
  readonly id: string;
  readonly type: string;
  readonly value: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  readonly until?: string;
  readonly origin?: string;
}

export type ListName = 'domains' | 'urls' | 'ips' | 'sha256' | 'squid';
export const listNames: readonly ListName[] = ['domains', 'urls', 'ips', 'sha256', 'squid'];

export interface BlockLists {
  readonly entries: readonly BlockEntry[];
  readonly files: Readonly<Record<ListName, string>>;
  readonly addresses: Readonly<Record<ListName, string>>;
  readonly generation: number;
  /** How the command that tells the gateway to read again ended last. */
  readonly command?: { readonly state: 'ok' | 'failed'; readonly exitCode: number; readonly output: string; readonly at: string };
}
