import type { Cloud, CloudState, Settings } from '../data/types.ts';

export interface StateWords {
  readonly kind: 'ok' | 'warning' | 'error' | 'busy' | 'off';
  readonly word: string;
  readonly says: string;
}

/** What each state of the link means, and what to do. */
export const stateWords: Readonly<Record<CloudState, StateWords>> = {
  disabled: { kind: 'off', word: 'off', says: 'Threat response is off. Edit the settings and enable it.' },
  'pending-commit': { kind: 'warning', word: 'enabled, not committed', says: 'The change is submitted, and has no effect before the commit. Commit changes in the bar above.' },
  starting: { kind: 'busy', word: 'starting', says: 'The service is starting. This page looks again by itself.' },
  'not-registered': { kind: 'warning', word: 'enabled, not registered', says: 'Choose the server, paste a token of its portal, and register.' },
  registering: { kind: 'busy', word: 'registering', says: 'The appliance enrols with the server. This takes a few seconds.' },
  registered: { kind: 'ok', word: 'registered, connected', says: 'The portal reaches this appliance over the link the appliance keeps open.' },
  unreachable: { kind: 'error', word: 'registered, unreachable', says: 'The link is down. The appliance goes on by itself and tries again.' },
  'deregistered-remotely': { kind: 'error', word: 'no longer known to the portal', says: 'The portal no longer knows this device: somebody deleted it there. Make a new token in the portal and register again.' },
};

/** What to do about each failure. The server’s own words, which name hosts and times, stand before it. */
const cures: Readonly<Record<string, string>> = {
  'not-enabled': 'Enable threat response, submit, and commit.',
  'already-registered': 'Deregister first.',
  'token-malformed': 'Copy the whole token from the portal: Devices, Add device. It has the form region, dash, groups of letters and digits.',
  'token-unknown': 'The portal never made this token, or has forgotten it. Make another: Devices, Add device.',
  'token-expired': 'Make a new token in the portal: Devices, Add device. A token works for 60 minutes unless told otherwise.',
  'token-used': 'A token registers one device, once. Make another in the portal.',
  'wrong-region': 'The token belongs to another server. Choose that server, submit and commit, or make a token in this server’s portal.',
  'pin-mismatch': 'What answered is not the server the token speaks of, so the token was not sent. Something on the way may open TLS; exempt the enrolment address from it.',
  'name-resolution': 'Check the server’s name and this machine’s DNS.',
  connect: 'Nothing answered at that address. Check that the server runs and that a firewall lets this machine out to that port.',
  timeout: 'Something on the way drops the connection. Check the firewall between here and the server.',
  tls: 'The TLS connection failed. Something on the way may open it; exempt the enrolment address from that.',
  'clock-skew': 'Set this machine’s clock right; up to 5 minutes are tolerated.',
  'integration-off': 'In the portal: Devices, switch the integration on.',
  'platform-error': 'Look into the platform’s log.',
  'device-unknown': 'Somebody deleted the device in the portal. Make a new token there: Devices, Add device.',
  'certificate-superseded': 'This device was registered again since, here or on a copy of its folder. If that was not you, delete the device in the portal; then register with a new token.',
  'not-registered': 'There is nothing to deregister.',
  'platform-unreachable': 'The portal cannot be told. Deregister by force to forget the registration here alone; then delete the device in the portal too.',
};

export const cureOf = (code: string): string => cures[code] ?? '';

/** Why one cannot register now; empty when one can. */
export function cannotRegister(cloud: Cloud, settings: Settings | undefined, admin: boolean): string {
  if (!admin) return 'Only an admin may register.';
  if (settings?.pending?.changes.some((change) => change.path.startsWith('cloud') || change.path.startsWith('reporting'))) return 'Waits for the commit of the pending changes.';
  if (!cloud.observableIndexing) return 'Observable indexing is off. Edit the settings, index observables, and commit.';
  if (!cloud.server) return 'No server is chosen. Choose one, then commit.';
  return '';
}
