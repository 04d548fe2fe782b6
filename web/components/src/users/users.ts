import { LitElement, css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import { element } from '../element/element.ts';
import '../dialog/dialog.ts';
import '../icon/icon.ts';
import '../table/table.ts';
import '../time/time.ts';
import type { Api, Role } from '../api/api.ts';
import { messageOf } from '../api/problem.ts';
import { base, controls } from '../styles/styles.ts';
import type { Column } from '../table/rows.ts';
import { plural } from '../time/time.ts';
import { toast } from '../toast/toast.ts';

export interface User {
  readonly id: string;
  readonly login: string;
  readonly name?: string;
  readonly role: Role;
  readonly enabled: boolean;
  readonly createdAt: string;
  readonly lastSignIn?: string;
}

const roles: readonly Role[] = ['admin', 'analyst', 'read-only'];
const rights: Record<Role, string> = {
  admin: 'everything, accounts and settings too',
  analyst: 'looks, investigates, keeps cases, responds',
  'read-only': 'looks; changes nothing',
};

/** The accounts of a product: the same page in both.
 * @prop api - the product */
@element('argiope-users')
export class ArgiopeUsers extends LitElement {
  static override styles = [
    base,
    controls,
    css`
      :host { display: grid; gap: var(--argiope-space-4); align-content: start; padding: 0 var(--argiope-space-5) 72px; }
      .head { display: flex; align-items: center; gap: var(--argiope-space-3); min-height: var(--argiope-size-bar); }
      h1 { font-size: var(--argiope-type-4); line-height: 24px; }
      .secret { display: flex; align-items: center; gap: var(--argiope-space-3); padding: var(--argiope-space-3); border: 1px solid var(--argiope-line); border-radius: var(--argiope-radius); background: var(--argiope-surface-2); }
    `,
  ];
  @property({ attribute: false }) api!: Api;
  @state() private users: readonly User[] = [];
  @state() private loading = true;
  @state() private error = '';
  @state() private editing?: User | 'new';
  @state() private made?: { login: string; password: string };
  @state() private fault = '';
  @state() private busy = false;

  private readonly columns: Column<User>[] = [
    { id: 'login', title: 'User name', value: (user) => user.login, show: (user) => html`<span class="strong">${user.login}</span>` },
    { id: 'name', title: 'Name', value: (user) => user.name },
    { id: 'role', title: 'Role', value: (user) => user.role, width: '120px' },
    { id: 'enabled', title: 'State', value: (user) => (user.enabled ? 'enabled' : 'disabled'), width: '110px', show: (user) => (user.enabled ? html`<span class="state ok"><argiope-icon name="check" size="12"></argiope-icon>enabled</span>` : html`<span class="state"><argiope-icon name="circle-slash" size="12"></argiope-icon>disabled</span>`) },
    { id: 'last', title: 'Last sign-in', value: (user) => user.lastSignIn, width: '180px', show: (user) => (user.lastSignIn ? html`<argiope-time value=${user.lastSignIn} relative></argiope-time>` : html`<span class="quiet">never</span>`) },
    { id: 'created', title: 'Created', value: (user) => user.createdAt, width: '130px', show: (user) => html`<argiope-time value=${user.createdAt}></argiope-time>` },
    { id: 'edit', title: 'Edit', value: () => undefined, unsortable: true, width: '80px', show: (user) => html`<button class="button small" aria-label="Edit ${user.login}" @click=${() => this.edit(user)}>Edit</button>` },
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    this.loading = true;
    try {
      this.users = await this.api.get<User[]>('/users/v1');
      this.error = '';
    } catch (error) {
      this.error = messageOf(error);
    } finally {
      this.loading = false;
    }
  }

  private edit(user: User | 'new'): void {
    this.fault = '';
    this.editing = user;
  }

  override render() {
    return html`<div class="head"><h1>Users</h1><span class="quiet small grow">${this.loading ? '' : plural(this.users.length, 'account')}</span>
        <button class="button primary" @click=${() => this.edit('new')}><argiope-icon name="plus"></argiope-icon>Add user</button></div>
      <argiope-table framed plain heading="Users" url-key="users" sorted-by="login" .columns=${this.columns} .rows=${this.users} .rowKey=${(user: User) => user.id} ?loading=${this.loading} error=${this.error} @argiope-again=${this.load}></argiope-table>
      ${this.form()} ${this.once()}`;
  }

  private form() {
    const user = this.editing === 'new' ? undefined : this.editing;
    return html`<argiope-dialog heading=${user ? `Edit ${user.login}` : 'Add user'} ?open=${this.editing !== undefined} @argiope-close=${() => (this.editing = undefined)}>
      ${this.editing === undefined
        ? nothing
        : html`<form id="form" class="form" @submit=${this.save}>
            ${user ? nothing : html`<div class="field"><label for="login">User name</label><input class="input" id="login" name="login" required maxlength="100" autocomplete="off" autocapitalize="none" spellcheck="false" /></div>`}
            <div class="field"><label for="name">Name</label><input class="input" id="name" name="name" maxlength="200" autocomplete="off" .value=${user?.name ?? ''} /></div>
            <div class="field"><label for="role">Role</label><select class="select" id="role" name="role">${roles.map((role) => html`<option value=${role} ?selected=${role === (user?.role ?? 'analyst')}>${role}: ${rights[role]}</option>`)}</select></div>
            <div class="field"><label for="password">${user ? 'New password' : 'Password'}</label><input class="input" id="password" name="password" type="password" autocomplete="new-password" maxlength="1000" />
              <span class="hint">${user ? 'Leave empty to keep the one there is.' : 'Leave empty to have one made up. It is shown once.'}</span></div>
            ${user ? html`<label class="check"><input type="checkbox" name="enabled" .checked=${user.enabled} />May sign in</label>` : nothing}
            ${this.fault ? html`<p class="fault" role="alert">${this.fault}</p>` : nothing}
          </form>`}
      <button slot="foot" class="button plain" @click=${() => (this.editing = undefined)}>Cancel</button>
      <button slot="foot" class="button primary" ?disabled=${this.busy} @click=${() => this.renderRoot.querySelector<HTMLFormElement>('#form')?.requestSubmit()}>${user ? 'Save' : 'Add user'}</button>
    </argiope-dialog>`;
  }

  private once() {
    return html`<argiope-dialog heading="Password of ${this.made?.login ?? ''}" ?open=${this.made !== undefined} @argiope-close=${() => (this.made = undefined)}>
      <div class="form">
        <p>Hand it over now: it is not shown again. An admin can set another.</p>
        <div class="secret"><code class="grow">${this.made?.password}</code><button class="button small" @click=${this.copyPassword}><argiope-icon name="copy"></argiope-icon>Copy</button></div>
      </div>
      <button slot="foot" class="button primary" @click=${() => (this.made = undefined)}>Done</button>
    </argiope-dialog>`;
  }

  private async copyPassword(): Promise<void> {
    await navigator.clipboard.writeText(this.made?.password ?? '');
    toast('Password copied.');
  }

  private async save(event: Event): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const text = (name: string) => String(data.get(name) ?? '').trim();
    const password = String(data.get('password') ?? '');
    this.busy = true;
    this.fault = '';
    try {
      if (this.editing === 'new') {
        const user = await this.api.post<User & { password?: string }>('/users/v1', { login: text('login'), name: text('name') || undefined, role: text('role'), password: password || undefined });
        if (user.password) this.made = { login: user.login, password: user.password };
        else toast(`${user.login} added.`);
      } else if (this.editing) {
        await this.api.patch(`/users/v1/${encodeURIComponent(this.editing.id)}`, { name: text('name'), role: text('role'), enabled: data.get('enabled') === 'on', password: password || undefined });
        toast(`${this.editing.login} saved.`);
      }
      this.editing = undefined;
      await this.load();
    } catch (error) {
      this.fault = messageOf(error);
    } finally {
      this.busy = false;
    }
  }
}
