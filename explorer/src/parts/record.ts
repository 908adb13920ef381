// The record of writes, and the way back: seen first, never one click.

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { brokeOff } from "../api.ts";
import { Gate, rowsOf, rowsOfPreview } from "../logic/drafts.ts";
import { ago, moment, took } from "../logic/format.ts";
import type {
  Comparison,
  Gateway,
  Pending,
  RecordedWrite,
  Verification,
} from "../logic/types.ts";
import { define, look, Part } from "./base.ts";
import "./differences.ts";

/** Changes of one write that are seen at once. */
const OPEN_AT_FIRST = 3;

/** What may be done with a write, by the action that does it. */
type Way = "restore_data" | "send_rehearsed";

const WORDS = {
  restore_data: { what: "put_back", preview: "put_back_preview", now: "put_back_now", done: "put_back_done" },
  send_rehearsed: { what: "send_real", preview: "would_change", now: "send_once", done: "sent" },
} as const;

interface Done {
  rehearsed?: boolean;
  comparison?: Comparison;
  verification?: Verification;
}

class WriteRecord extends Part {
  static override properties = {
    ...Part.properties,
    gateway: { attribute: false },
    writes: { state: true },
    pending: { state: true },
    trouble: { state: true },
    busy: { state: true },
    chosen: { state: true },
    preview: { state: true },
    outcome: { state: true },
  };

  static override styles = [
    look,
    css`
      .write {
        border-top: 1px solid var(--divider-color, #ddd);
        padding: 12px 0;
      }
      .write:first-of-type {
        border-top: 0;
      }
      code {
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare gateway: Gateway;
  declare private writes: RecordedWrite[] | null;
  declare private pending: Pending[];
  declare private trouble: string;
  declare private busy: boolean;
  declare private chosen: string | null;
  declare private preview: Done | null;
  declare private outcome: Done | null;
  private way: Way = "restore_data";
  private gate = new Gate();

  constructor() {
    super();
    this.writes = null;
    this.pending = [];
    this.trouble = "";
    this.busy = false;
    this.forget();
  }

  private forget(): void {
    this.chosen = null;
    this.preview = null;
    this.outcome = null;
    this.gate = new Gate();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("gateway") as Gateway | undefined;
    if (changed.has("gateway") && before?.id !== this.gateway.id) {
      this.writes = null;
      this.forget();
      void this.load();
    }
  }

  override render(): TemplateResult {
    const { writes } = this;
    return html`<section class="card">
      <div class="row">
        <h2 class="grow">${this.say("record")}</h2>
        <button class="soft" ?disabled=${this.busy} @click=${this.load}>
          ${this.say("look_again")}
        </button>
      </div>
      ${this.trouble ? html`<div class="box bad" role="alert">${this.trouble}</div>` : nothing}
      ${this.pending.map((one) => this.awaited(one))}
      ${writes?.length === 0 ? html`<p class="soft">${this.say("no_writes")}</p>` : nothing}
      ${writes?.map((write) => this.write(write)) ?? nothing}
    </section>`;
  }

  private awaited(one: Pending): TemplateResult {
    const facts = { endpoint: one.endpoint, at: moment(one.at, this.language) };
    return html`<div class="box warn">
      ${this.say(one.waits_for_owner ? "pending_conflict" : "pending", facts)}
      ${one.reason ?? ""}
      <enphase-explorer-differences
        .context=${this.context}
        .rows=${rowsOf(one.changes)}
      ></enphase-explorer-differences>
    </div>`;
  }

  private write(write: RecordedWrite): TemplateResult {
    const { verified } = write;
    const mark = verified ? "good" : verified === false ? "bad" : "";
    const key = verified ? "is_verified" : verified === false ? "is_not_verified" : "not_looked";
    const changes = write.changes;
    return html`<div class="write">
      <div class="row">
        <strong>${write.method}</strong> <code class="grow">${write.endpoint}</code>
        <span class="chip">${write.status ?? this.say("no_reply")}</span>
        <span class="chip ${mark}">${this.say(key)}</span>
        ${write.rehearsed
          ? html`<span class="chip warn">${this.say(write.sent_as ? "sent_for_real" : "is_rehearsed")}</span>`
          : nothing}
      </div>
      <p class="soft">
        <time datetime=${write.at} title=${moment(write.at, this.language)}
          >${ago(write.at, Date.now(), this.language)}</time
        >
        · ${moment(write.at, this.language)} · ${write.by ?? this.say("by_nobody_known")}
      </p>
      ${changes?.length
        ? html`<details ?open=${changes.length <= OPEN_AT_FIRST}>
            <summary>${this.say("changed_count", { count: changes.length })}</summary>
            <enphase-explorer-differences
              .context=${this.context}
              .rows=${rowsOf(changes)}
            ></enphase-explorer-differences>
          </details>`
        : html`<p class="soft">${this.say(changes ? "no_change" : "change_not_known")}</p>`}
      ${write.can_be_restored && write.id
        ? html`<button
            class="soft"
            ?disabled=${this.busy || this.gateway.state !== "loaded"}
            @click=${() => this.look(write.id!, "restore_data")}
          >
            ${this.say("put_back")}
          </button>`
        : html`<p class="soft">${write.rehearsed ? "" : (write.reason ?? "")}</p>`}
      ${write.can_be_sent && write.id
        ? html`<button
            class="soft"
            ?disabled=${this.busy || this.gateway.state !== "loaded"}
            @click=${() => this.look(write.id!, "send_rehearsed")}
          >
            ${this.say("send_real")}
          </button>`
        : html`<p class="soft">${write.send_reason ?? ""}</p>`}
      ${this.chosen !== null && this.chosen === write.id ? this.back(write.id) : nothing}
    </div>`;
  }

  private back(id: string): TemplateResult {
    const { preview, outcome, way } = this;
    const words = WORDS[way];
    if (outcome) {
      const { rehearsed, verification } = outcome;
      const verified = verification?.verified;
      const reason = verification?.reason ?? "";
      const key = verified ? "verified" : verified === false ? "not_verified" : "sent_unverified";
      const kind = verified ? "good" : reason ? "warn" : verified === false ? "bad" : "";
      const after = took(verification?.after ?? 0, this.language);
      return html`<div class="box ${kind}" role="status">
        ${this.say(rehearsed ? "rehearsed" : words.done)} ${reason || this.say(key, { after })}
      </div>`;
    }
    const comparison = preview?.comparison;
    if (!comparison) {
      return preview
        ? html`<div class="box" role="status">${this.say("nothing_to_put_back")}</div>`
        : html``;
    }
    return html`<div class="card" style="margin-top: 8px" role="group" aria-label=${this.say(words.what)}>
      <h3>${this.say(words.preview)}</h3>
      ${comparison.would_be_refused
        ? html`<div class="box bad" role="alert">
            ${this.say("would_be_refused", { reason: comparison.would_be_refused })}
          </div>`
        : nothing}
      <enphase-explorer-differences
        .context=${this.context}
        .rows=${rowsOfPreview(comparison)}
      ></enphase-explorer-differences>
      <div class="row">
        <button
          class="act danger"
          ?disabled=${this.busy || !this.gate.isOpenFor(`${way} ${id}`)}
          @click=${() => this.go(id)}
        >
          ${this.say(words.now)}
        </button>
        <button class="soft" @click=${this.forget}>${this.say("cancel")}</button>
      </div>
    </div>`;
  }

  private readonly load = (): Promise<void> =>
    this.work(async () => {
      const { id } = this.gateway;
      type Reply = { writes: RecordedWrite[]; pending?: Pending[] };
      const reply = await this.context.api.act<Reply>("list_writes", { config_entry_id: id });
      if (id === this.gateway.id) {
        this.writes = reply.writes;
        this.pending = reply.pending ?? [];
      }
    });

  private look(id: string, way: Way): Promise<void> {
    this.forget();
    return this.work(async () => {
      const { gate } = this;
      const preview = await this.act(way, id, true);
      gate.show(`${way} ${id}`, preview.comparison);
      this.way = way;
      this.chosen = id;
      this.preview = preview;
    });
  }

  private async go(id: string): Promise<void> {
    const { way } = this;
    if (this.busy || !this.gate.pass(`${way} ${id}`)) {
      return;
    }
    await this.work(async () => {
      this.outcome = await this.act(way, id, false);
    });
    const { trouble } = this;
    // Whatever it came to, it may be in the record.
    await this.load();
    this.trouble = trouble;
  }

  private act(way: Way, id: string, testMode: boolean): Promise<Done> {
    const acted = this.context.api.act<Done>(way, {
      config_entry_id: this.gateway.id,
      write_id: id,
      risk_acknowledged: true,
      test_mode: testMode,
      ...(testMode ? { compare: true } : { verify: "on" }),
    });
    return acted.catch((err: unknown) => {
      throw !testMode && brokeOff(err) ? { message: this.say("write_lost") } : err;
    });
  }

  private async work(job: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.trouble = "";
    try {
      await job();
    } catch (err) {
      this.trouble = this.failure(err);
    } finally {
      this.busy = false;
    }
  }
}

define("enphase-explorer-record", WriteRecord);
