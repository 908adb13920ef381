// Makes a write: from an example or from what is there, seen before it is sent, once.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import {
  type Draft,
  fieldsOf,
  Gate,
  hasField,
  isWhole,
  keyOf,
  rowsOfPreview,
} from "../logic/drafts.ts";
import { isLocked } from "../logic/endpoints.ts";
import { took } from "../logic/format.ts";
import { brokenLine, indented } from "../logic/json_text.ts";
import type { Comparison, Endpoint, Gateway, Json, Verification } from "../logic/types.ts";
import { define, look, Part } from "./base.ts";
import "./differences.ts";

const METHODS = ["PUT", "POST", "DELETE"];
/** Minutes; a week. */
const LONGEST_RESTORE = 10_080;

interface Sent {
  of: string;
  reply: Json;
  verification: Verification | undefined;
}

class Writer extends Part {
  static override properties = {
    ...Part.properties,
    gateway: { attribute: false },
    known: { attribute: false },
    endpoint: { attribute: false },
    draft: { state: true },
    comparison: { state: true },
    trouble: { state: true },
    busy: { state: true },
    testMode: { state: true },
    sent: { state: true },
  };

  static override styles = [look];

  declare gateway: Gateway;
  declare known: Endpoint | undefined;
  declare endpoint: string;
  declare private draft: Draft;
  declare private comparison: Comparison | null;
  declare private trouble: string;
  declare private busy: boolean;
  declare private testMode: boolean;
  declare private sent: Sent | null;
  private gate = new Gate();

  constructor() {
    super();
    this.testMode = true;
    this.busy = false;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("gateway") as Gateway | undefined;
    if (changed.has("endpoint") || !this.draft || (before && before.id !== this.gateway.id)) {
      const method = this.known?.write?.methods[0] ?? "PUT";
      this.draft = {
        entryId: this.gateway.id,
        endpoint: this.endpoint,
        method,
        text: this.known?.write?.examples[method] ?? "",
        contentType: this.known?.write?.content ?? "default",
        merge: false,
        verify: true,
        restoreAfter: 0,
      };
      this.forget();
      this.testMode = true;
    }
  }

  private forget(): void {
    this.gate = new Gate();
    this.comparison = null;
    this.trouble = "";
    this.sent = null;
  }

  /** Take over a change; what was seen before is no preview of it. */
  private change(part: Partial<Draft>): void {
    this.draft = { ...this.draft, ...part };
    this.comparison = null;
    this.sent = null;
  }

  override render(): TemplateResult {
    return html`<section class="card">${this.about()}${this.form()}</section>
      ${this.trouble ? html`<div class="box bad" role="alert">${this.trouble}</div>` : nothing}
      ${this.comparison ? this.preview(this.comparison) : nothing}
      ${this.sent ? this.outcome(this.sent) : nothing}`;
  }

  private about(): TemplateResult {
    const { known, gateway } = this;
    const write = known?.write;
    const risk = { low: "good", medium: "warn", high: "bad" }[write?.risk ?? "high"];
    return html`<h2>${known?.name ?? this.endpoint}</h2>
      <code>${this.endpoint}</code>
      ${write
        ? html`<p>${write.effect}</p>
            <p>
              <span class="chip ${risk}">${this.say(`risk_${write.risk}`)}</span>
              <span class="soft">${write.reason}</span>
            </p>`
        : html`<div class="box warn">${this.say("write_unknown")}</div>`}
      ${known && isLocked(gateway, known)
        ? html`<div class="box warn">${this.say("locked_about")}</div>`
        : nothing}
      ${write?.content === "multipart"
        ? html`<div class="box warn">${this.say("file_only")}</div>`
        : nothing}
      ${gateway.who_may_send === "nobody"
        ? html`<div class="box warn">${this.say("read_only_about")}</div>`
        : nothing}`;
  }

  private form(): TemplateResult {
    const { draft } = this;
    const broken = brokenLine(draft.text);
    const methods = this.known?.write?.methods ?? METHODS;
    const canRestore = hasField(this.context.hass(), "send_data", "restore_after");
    return html`<div class="row" style="margin: 12px 0">
        <label class="row">
          ${this.say("method")}
          <select .value=${draft.method} @change=${this.setMethod}>
            ${methods.map(
              (name) => html`<option ?selected=${name === draft.method}>${name}</option>`,
            )}
          </select>
        </label>
        <button class="soft" ?disabled=${!this.example} @click=${this.takeExample}>
          ${this.say("from_example")}
        </button>
        <button class="soft" ?disabled=${!this.canTakeCurrent} @click=${this.takeCurrent}>
          ${this.say("from_current")}
        </button>
      </div>
      <label>
        <span class="soft">${this.say("data")}</span>
        <textarea
          spellcheck="false"
          autocapitalize="off"
          aria-invalid=${broken !== null}
          .value=${draft.text}
          @input=${(event: Event) =>
            this.change({ text: (event.target as HTMLTextAreaElement).value })}
        ></textarea>
      </label>
      ${broken === null
        ? nothing
        : html`<div class="box bad" role="alert">${this.say("not_json", { line: broken })}</div>`}
      <div class="row">
        ${this.tick("merge", "merge")} ${this.tick("verify", "verify")}
        ${canRestore
          ? html`<label class="tick">
              ${this.say("restore_after")}
              <input
                type="number"
                min="0"
                max=${LONGEST_RESTORE}
                .value=${String(draft.restoreAfter)}
                @change=${this.setRestore}
              />
              ${this.say("minutes")}
            </label>`
          : nothing}
      </div>
      <div class="row">
        <button
          class="act"
          ?disabled=${this.busy || this.gateway.state !== "loaded" || !isWhole(draft)}
          @click=${this.look}
        >
          ${this.say("preview")}
        </button>
        <span class="soft">${this.say("preview_about")}</span>
      </div>`;
  }

  private tick(name: "merge" | "verify", key: string): TemplateResult {
    return html`<label class="tick">
      <input
        type="checkbox"
        .checked=${this.draft[name]}
        @change=${() => this.change({ [name]: !this.draft[name] })}
      />
      ${this.say(key)}
    </label>`;
  }

  private preview(comparison: Comparison): TemplateResult {
    const rows = rowsOfPreview(comparison);
    const left = comparison.left_out?.length ?? 0;
    const isOpen = this.gate.isOpenFor(keyOf(this.draft));
    return html`<section class="card" aria-label=${this.say("preview")}>
      <h3>${this.say("would_change")}</h3>
      ${comparison.would_be_refused
        ? html`<div class="box bad" role="alert">
            ${this.say("would_be_refused", { reason: comparison.would_be_refused })}
          </div>`
        : nothing}
      ${comparison.reason ? html`<div class="box">${comparison.reason}</div>` : nothing}
      ${comparison.changes === null
        ? html`<div class="box warn">${this.say("change_unknown")}</div>`
        : nothing}
      ${left ? html`<div class="box warn">${this.say("left_out_about", { count: left })}</div>` : nothing}
      ${comparison.changes && !rows.length
        ? html`<p class="soft">${this.say("no_change")}</p>`
        : html`<enphase-explorer-differences
            .context=${this.context}
            .rows=${rows}
          ></enphase-explorer-differences>`}
      <details>
        <summary>${this.say("exact_body")}</summary>
        <code>${comparison.method} ${comparison.address}</code>
        <pre style="white-space: pre-wrap; overflow-wrap: anywhere">${comparison.body}</pre>
      </details>
      <div class="row" style="margin-top: 12px">
        <label class="tick">
          <input
            type="checkbox"
            role="switch"
            .checked=${this.testMode}
            @change=${() => (this.testMode = !this.testMode)}
          />
          ${this.say("test_mode")}
        </label>
        <button
          class="act danger"
          ?disabled=${this.testMode || this.busy || !isOpen}
          @click=${this.send}
        >
          ${this.say(this.busy ? "sending" : "send_once")}
        </button>
      </div>
      <p class="soft">${this.say("send_about", { gateway: this.gateway.title })}</p>
    </section>`;
  }

  private outcome({ of, reply, verification }: Sent): TemplateResult {
    const verified = verification?.verified;
    const kind = verified ? "good" : verified === false ? "bad" : "";
    const key = verified ? "verified" : verified === false ? "not_verified" : "sent_unverified";
    const after = took(verification?.after ?? 0, this.language);
    return html`<section class="card" role="status" aria-label=${this.say("outcome")}>
      <code>${of}</code>
      <div class="box ${kind}">
        ${this.say("sent")} ${this.say(key, { after })} ${verification?.reason ?? ""}
      </div>
      ${verification && !verified
        ? html`<pre style="white-space: pre-wrap; overflow-wrap: anywhere">
${JSON.stringify(verification.differences, null, 2)}</pre
          >`
        : nothing}
      <h3>${this.say("reply")}</h3>
      <pre style="white-space: pre-wrap; overflow-wrap: anywhere">
${JSON.stringify(reply, null, 2)}</pre
      >
    </section>`;
  }

  private get example(): string {
    return this.known?.write?.examples[this.draft.method] ?? "";
  }

  private get canTakeCurrent(): boolean {
    return !this.busy && this.gateway.state === "loaded" && this.known?.readable !== false;
  }

  private readonly setMethod = (event: Event): void => {
    const untouched = this.draft.text === this.example;
    this.change({ method: (event.target as HTMLSelectElement).value });
    if (untouched) {
      this.change({ text: this.example });
    }
  };

  private readonly setRestore = (event: Event): void => {
    const given = Math.round(Number((event.target as HTMLInputElement).value)) || 0;
    this.change({ restoreAfter: Math.min(Math.max(given, 0), LONGEST_RESTORE) });
  };

  private readonly takeExample = (): void => this.change({ text: this.example });

  private readonly takeCurrent = (): Promise<void> =>
    this.work(async () => {
      const { endpoint, gateway } = this;
      const reply = await this.context.api.act<Record<string, string>>("read_data", {
        config_entry_id: gateway.id,
        endpoint,
        // As text, since numbers have to stay as they were written.
        select: "to_string(@)",
      });
      if (endpoint === this.endpoint && gateway.id === this.gateway.id) {
        this.change({ text: indented(reply[endpoint] ?? "") });
      }
    });

  private readonly look = (): Promise<void> =>
    this.work(async () => {
      const { draft, gate } = this;
      const key = keyOf(draft);
      const reply = await this.context.api.act<{ comparison: Comparison }>(
        "send_data",
        fieldsOf(draft, true),
      );
      // Whoever has gone on writing has to look again.
      if (key === keyOf(this.draft)) {
        gate.show(key, reply.comparison);
        this.comparison = reply.comparison;
      }
    });

  private readonly send = async (): Promise<void> => {
    const { draft, gateway } = this;
    // Before anything is waited for: a second click finds the gate closed.
    if (this.testMode || this.busy || !this.gate.pass(keyOf(draft))) {
      return;
    }
    await this.work(async () => {
      type Reply = Record<string, Json> & { verification?: Verification };
      const reply = await this.context.api.act<Reply>("send_data", fieldsOf(draft, false));
      const of = `${gateway.title}: ${draft.method} ${draft.endpoint}`;
      const answer = reply[draft.endpoint] ?? null;
      this.sent = { of, reply: answer, verification: reply.verification };
      this.comparison = null;
      this.testMode = true;
      this.tell("explorer-sent", { gateway: gateway.id });
    });
  };

  private async work(job: () => Promise<void>): Promise<void> {
    const { endpoint, gateway } = this;
    this.busy = true;
    this.trouble = "";
    this.sent = null;
    try {
      await job();
    } catch (err) {
      const moved = endpoint !== this.endpoint || gateway.id !== this.gateway.id;
      const of = moved ? `${gateway.title}, ${endpoint}: ` : "";
      this.trouble = of + this.failure(err);
    } finally {
      this.busy = false;
    }
  }
}

define("enphase-explorer-writer", Writer);
