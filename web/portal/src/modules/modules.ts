import { LitElement, css, html, nothing } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Api } from '@argiope/components/api/api.ts';
import { messageOf } from '@argiope/components/api/problem.ts';
import '@argiope/components/dialog/dialog.ts';
import { element } from '@argiope/components/element/element.ts';
import '@argiope/components/icon/icon.ts';
import '@argiope/components/table/table.ts';
import type { Column } from '@argiope/components/table/rows.ts';
import '@argiope/components/time/time.ts';
import { plural } from '@argiope/components/time/time.ts';
import { toast } from '@argiope/components/toast/toast.ts';
import { list, record, text } from '../investigate/findings.ts';
import { page } from '../page/page.ts';

interface Setting {
  readonly key: string;
  readonly type: string;
  readonly label: string;
  readonly hint: string;
  readonly required: boolean;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}
interface Kind {
  readonly id: string;
  readonly title: string;
  readonly defaultName: string;
  readonly short: string;
  readonly tips: string;
  readonly abilities: readonly string[];
  readonly settings: readonly Setting[];
}
interface Instance {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly enabled: boolean;
  readonly settings: Readonly<Record<string, string>>;
  readonly created: string;
}
interface Health {
  readonly state: 'asking' | 'ok' | 'failed';
  readonly words: string;
}

/** The configured modules with their health, and the kinds that can be added.
 * @prop api - the platform */
@element('argiope-modules')
export class ArgiopeModules extends LitElement {
  static override styles = [
    page,
    css`
      .kinds { display: grid; grid-template-columns: repeat(auto-fill, minmax(280px, 1fr)); gap: var(--argiope-space-4); }
      .kind { padding: var(--argiope-space-4) var(--argiope-space-5); display: grid; gap: var(--argiope-space-3); align-content: start; font-size: var(--argiope-type-2); }
      .kind h3 { font-size: var(--argiope-type-3); }
      .abilities { display: flex; flex-wrap: wrap; gap: var(--argiope-space-2); }
      .tips { white-space: pre-wrap; font-size: var(--argiope-type-1); line-height: 18px; color: var(--argiope-ink-2); max-height: 160px; overflow: auto; }
      .kinds-head { font-size: var(--argiope-type-2); margin-top: var(--argiope-space-3); }
      argiope-dialog { --argiope-dialog-width: 520px; }
    `,
  ];
  @property({ attribute: false }) api!: Api;
  @state() private kinds: readonly Kind[] = [];
  @state() private instances: readonly Instance[] = [];
  @state() private devices: readonly { id: string; name: string }[] = [];
  @state() private health = new Map<string, Health>();
  @state() private loading = true;
  @state() private error = '';
  @state() private editing?: { readonly kind: Kind; readonly instance?: Instance };
  @state() private fault = '';
  @state() private busy = false;
  @state() private deleting?: Instance;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private readonly load = async (): Promise<void> => {
    this.error = '';
    try {
      const [kinds, instances] = await Promise.all([this.api.get<unknown>('/iroh/iroh-int/module-type'), this.api.get<unknown>('/iroh/iroh-int/module-instance')]);
      this.kinds = list(kinds).map(record).map(kindOf);
      this.instances = list(instances).map(record).map((each) => ({ id: text(each.id), name: text(each.name), kind: text(each.module_type_id), enabled: each.enabled !== false, settings: Object.fromEntries(Object.entries(record(each.settings)).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)])), created: text(each.created_at) }));
      this.devices = await this.api.get<unknown>('/iroh/iroh-sse/device').then((all) => list(all).map(record).map((each) => ({ id: text(each.id), name: text(each.name) })), () => []);
      for (const each of this.instances) if (each.enabled) void this.check(each);
    } catch (error) {
      this.error = messageOf(error);
    } finally {
      this.loading = false;
    }
  };

  private async check(instance: Instance): Promise<void> {
    this.note(instance, { state: 'asking', words: '' });
    try {
      const answer = record(await this.api.post(`/iroh/iroh-enrich/health/${encodeURIComponent(instance.id)}`, {}));
      const fault = record(list(answer.errors)[0] ?? list(record(list(answer.data)[0]).errors)[0]);
      this.note(instance, text(fault.message) || text(fault.code) ? { state: 'failed', words: text(fault.message, 300) || text(fault.code, 300) } : { state: 'ok', words: '' });
    } catch (error) {
      this.note(instance, { state: 'failed', words: messageOf(error) });
    }
  }

  private note(instance: Instance, health: Health): void {
    this.health = new Map(this.health).set(instance.id, health);
  }

  private kindOf(instance: Instance): Kind | undefined {
    return this.kinds.find((kind) => kind.id === instance.kind);
  }

  private readonly columns: Column<Instance>[] = [
    { id: 'name', title: 'Module', value: (each) => each.name, show: (each) => html`<span class="strong">${each.name}</span>` },
    { id: 'kind', title: 'Kind', width: '180px', value: (each) => this.kindOf(each)?.title },
    { id: 'abilities', title: 'Can', value: (each) => this.kindOf(each)?.abilities.join(', ') },
    { id: 'health', title: 'Health', width: '240px', value: (each) => (each.enabled ? (this.health.get(each.id)?.state ?? '') : 'off'), show: (each) => this.healthOf(each) },
    { id: 'do', title: 'Do', width: '230px', unsortable: true, value: () => undefined, show: (each) => html`<span class="row">
        <button class="button small" ?disabled=${!this.api.isAdmin} @click=${() => this.edit(each)} aria-label="Edit module ${each.name}">Edit…</button>
        <button class="button small" ?disabled=${!this.api.isAdmin || this.busy} @click=${() => void this.turn(each)} aria-label="${each.enabled ? 'Disable' : 'Enable'} module ${each.name}">${each.enabled ? 'Disable' : 'Enable'}</button>
        <button class="button small" ?disabled=${!this.api.isAdmin} @click=${() => (this.deleting = each)} aria-label="Delete module ${each.name}">Delete…</button></span>` },
  ];

  private healthOf(each: Instance) {
    if (!each.enabled) return html`<span class="state"><argiope-icon name="circle-slash" size="12"></argiope-icon>disabled</span>`;
    const health = this.health.get(each.id);
    if (!health || health.state === 'asking') return html`<span class="state busy"><argiope-icon name="loader-circle" size="12"></argiope-icon>asking</span>`;
    return health.state === 'ok' ? html`<span class="state ok"><argiope-icon name="check" size="12"></argiope-icon>ok</span>` : html`<span class="state error" title=${health.words}><argiope-icon name="x" size="12"></argiope-icon>${health.words}</span>`;
  }

  override render() {
    return html`<div class="page-head"><h1>Modules</h1><span class="quiet small grow">whom the platform asks, and through whom it acts</span><button class="button" @click=${this.load}><argiope-icon name="refresh-cw"></argiope-icon>Check health</button></div>
      <argiope-table framed heading="Configured" sub=${plural(this.instances.length, 'module')} url-key="m" .columns=${this.columns} .rows=${this.instances} .rowKey=${(each: Instance) => each.id} .empty=${'No module is configured. Add one below.'} ?loading=${this.loading} error=${this.error} @argiope-again=${this.load}></argiope-table>
      ${this.kinds.length > 0
        ? html`<h2 class="kinds-head">Kinds of module</h2><div class="kinds">${this.kinds.map((kind) => html`<section class="card kind" aria-label=${kind.title}><h3>${kind.title}</h3><p class="quiet">${kind.short}</p><div class="abilities">${kind.abilities.map((each) => html`<span class="badge">${each}</span>`)}</div>
            <div class="row"><button class="button small" ?disabled=${!this.api.isAdmin} aria-label="Add module ${kind.title}" @click=${() => this.open({ kind })}><argiope-icon name="plus"></argiope-icon>Add</button>${this.api.isAdmin ? nothing : html`<span class="quiet small">only an admin adds modules</span>`}</div></section>`)}</div>`
        : nothing}
      ${this.form()}
      <argiope-dialog heading="Delete the module" ?open=${this.deleting !== undefined} @argiope-close=${() => (this.deleting = undefined)}>
        <p><b>${this.deleting?.name}</b> is no longer asked. Its settings and secrets are erased. What it told before stays in cases.</p>
        <button slot="foot" class="button plain" @click=${() => (this.deleting = undefined)}>Cancel</button><button slot="foot" class="button danger" ?disabled=${this.busy} @click=${this.deleteModule}>Delete the module</button>
      </argiope-dialog>`;
  }

  private form() {
    const open = this.editing;
    return html`<argiope-dialog heading=${open ? `${open.instance ? 'Edit' : 'Add'} ${open.kind.title}` : ''} ?open=${open !== undefined} @argiope-close=${() => (this.editing = undefined)}>
      ${open
        ? html`<form class="form" id="form" @submit=${this.save}>
            <div class="field"><label for="name">Name</label><input class="input" id="name" name="name" required maxlength="200" autocomplete="off" .value=${open.instance?.name ?? open.kind.defaultName} /></div>
            ${open.kind.settings.map((setting) => this.field(setting, open.instance?.settings[setting.key] ?? ''))}
            ${open.kind.tips ? html`<p class="tips">${open.kind.tips}</p>` : nothing}
            ${this.fault ? html`<div class="notice error" role="alert"><argiope-icon name="circle-alert"></argiope-icon><span>${this.fault}</span></div>` : nothing}</form>`
        : nothing}
      <button slot="foot" class="button plain" @click=${() => (this.editing = undefined)}>Cancel</button>
      <button slot="foot" class="button primary" ?disabled=${this.busy} @click=${() => this.renderRoot.querySelector<HTMLFormElement>('#form')?.requestSubmit()}>${open?.instance ? 'Keep the changes' : 'Add the module'}</button>
    </argiope-dialog>`;
  }

  private field(setting: Setting, value: string) {
    const name = `setting ${setting.key}`;
    const options = setting.type === 'device' ? this.devices.map((each) => ({ value: each.id, label: each.name })) : setting.options;
    const hint = setting.hint ? html`<span class="hint">${setting.hint}</span>` : nothing;
    if (setting.type === 'boolean') return html`<label class="check"><input type="checkbox" name=${name} .checked=${value === 'true'} />${setting.label}</label>`;
    if (setting.type === 'device' || setting.type === 'options')
      return html`<div class="field"><label for=${setting.key}>${setting.label}</label><select class="select" id=${setting.key} name=${name} ?required=${setting.required}><option value="">choose</option>${options.map((each) => html`<option value=${each.value} ?selected=${each.value === value}>${each.label}</option>`)}</select>${hint}</div>`;
    const secret = setting.type === 'password' || setting.type === 'api_key';
    return html`<div class="field"><label for=${setting.key}>${setting.label}</label><input class="input" id=${setting.key} name=${name} type=${secret ? 'password' : setting.type === 'integer' ? 'number' : 'text'} ?required=${setting.required && !secret} autocomplete="off" .value=${value} />${hint}</div>`;
  }

  private open(editing: { readonly kind: Kind; readonly instance?: Instance }): void {
    this.fault = '';
    this.editing = editing;
  }

  private edit(instance: Instance): void {
    const kind = this.kindOf(instance);
    if (kind) this.open({ kind, instance });
  }

  private async save(event: Event): Promise<void> {
    event.preventDefault();
    const open = this.editing!;
    const data = new FormData(event.target as HTMLFormElement);
    const settings = Object.fromEntries(open.kind.settings.map((setting) => [setting.key, settingValue(setting, data.get(`setting ${setting.key}`))]).filter(([, value]) => value !== ''));
    const name = String(data.get('name')).trim();
    this.busy = true;
    this.fault = '';
    try {
      if (open.instance) await this.api.patch(`/iroh/iroh-int/module-instance/${encodeURIComponent(open.instance.id)}`, { name, settings });
      else await this.api.post('/iroh/iroh-int/module-instance', { name, module_type_id: open.kind.id, enabled: true, settings });
      this.editing = undefined;
      toast(open.instance ? 'Kept.' : `${name} is added.`);
      await this.load();
    } catch (error) {
      this.fault = messageOf(error);
    } finally {
      this.busy = false;
    }
  }

  private async doing(what: () => Promise<unknown>): Promise<void> {
    this.busy = true;
    try {
      await what();
    } catch (error) {
      toast(messageOf(error), { kind: 'error' });
    } finally {
      this.busy = false;
      await this.load();
    }
  }

  private async turn(instance: Instance): Promise<void> {
    await this.doing(() => this.api.patch(`/iroh/iroh-int/module-instance/${encodeURIComponent(instance.id)}`, { enabled: !instance.enabled }));
  }

  private async deleteModule(): Promise<void> {
    const gone = this.deleting;
    this.deleting = undefined;
    if (gone) await this.doing(() => this.api.delete(`/iroh/iroh-int/module-instance/${encodeURIComponent(gone.id)}`));
  }
}

function settingValue(setting: Setting, value: FormDataEntryValue | null): string | number | boolean {
  if (setting.type === 'boolean') return value !== null;
  const words = String(value ?? '').trim();
  return setting.type === 'integer' && words !== '' ? Number(words) : words;
}

function kindOf(each: Record<string, unknown>): Kind {
  return {
    id: text(each.id),
    title: text(each.title) || text(each.default_name),
    defaultName: text(each.default_name) || text(each.title),
    short: text(each.short_description),
    tips: text(each.tips, 5000),
    abilities: list(each.capabilities).map((one) => text(record(one).id)).filter(Boolean),
    settings: list(each.configuration_spec).map(record).map((one) => ({ key: text(one.key), type: text(one.type), label: text(one.label) || text(one.key), hint: text(one.tooltip), required: one.required === true, options: list(one.options).map((option) => (typeof option === 'string' ? { value: option, label: option } : { value: text(record(option).value), label: text(record(option).label) || text(record(option).value) })) })),
  };
}
