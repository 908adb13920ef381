// Makes a write: from an example or from what is there, seen before it is sent, once.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { desk, type Kept, type Sent } from "../logic/desk.ts";
import {
  type Draft,
  fieldsOf,
  Gate,
  hasField,
  isWhole,
  keyOf,
  rowOfUnshown,
  rowsOfPreview,
  VERIFY,
  type Verify,
} from "../logic/drafts.ts";
import { isLocked } from "../logic/endpoints.ts";
import { took } from "../logic/format.ts";
import { brokenLine, indented, without } from "../logic/json_text.ts";
import { brokeOff, DOMAIN } from "../api.ts";
import type { Comparison, Endpoint, Gateway, Json, Verification } from "../logic/types.ts";
import { define, look, Part } from "./base.ts";
import "./differences.ts";
import "./fields.ts";

const METHODS = ["PUT", "POST", "DELETE"];
/** Minutes; a week. */
const LONGEST_RESTORE = 10_080;

class Writer extends Part {
  static override properties = {
    ...Part.properties,
    gateway: { attribute: false },
    known: { attribute: false },
    endpoint: { attribute: false },
    comparison: { state: true },
    testMode: { state: true },
  };

  static override styles = [look];

  declare gateway: Gateway;
  declare known: Endpoint | undefined;
  declare endpoint: string;
  declare private comparison: Comparison | null;
  declare private testMode: boolean;
  private kept!: Kept;
  private gate = new Gate();
  private end: (() => void) | null = null;

  constructor() {
    super();
    this.forget();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.end = desk.follow(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.end?.();
    this.forget();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("gateway") as Gateway | undefined;
    const isOther = before && before.id !== this.gateway.id;
    if (changed.has("endpoint") || !this.kept || isOther) {
      this.kept = desk.at(this.gateway.id, this.endpoint, () => this.begun());
      this.forget();
    }
  }

  private begun(): Draft {
    const write = this.known?.write;
    const method = write?.methods[0] ?? "PUT";
    return {
      entryId: this.gateway.id,
      endpoint: this.endpoint,
      method,
      text: write?.examples[method] ?? "",
      contentType: write?.content ?? "default",
      odd: {},
      merge: false,
      mergeAdd: false,
      verify: "on",
      restoreAfter: 0,
    };
  }

  private get draft(): Draft {
    return this.kept.draft;
  }

  private get busy(): boolean {
    return this.kept.busy;
  }

  /** Nothing was seen yet: whoever comes back to a draft has to look again. */
  private forget(): void {
    this.gate = new Gate();
    this.comparison = null;
    this.testMode = true;
  }

  /** Take over a change; what was seen before is no preview of it. */
  private change(part: Partial<Draft>, kept = this.kept): void {
    if (kept === this.kept) {
      this.comparison = null;
    }
    desk.change(kept, { draft: { ...kept.draft, ...part }, sent: null });
  }

  override render(): TemplateResult {
    const { trouble, sent } = this.kept;
    return html`<section class="card">${this.about()}${this.form()}</section>
      ${trouble ? html`<div class="box bad" role="alert">${trouble}</div>` : nothing}
      ${this.comparison ? this.preview(this.comparison) : nothing}
      ${sent ? this.outcome(sent) : nothing}`;
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
        ? html`<div class="box warn">${this.say("locked_about")} ${this.optionsLink()}</div>`
        : nothing}
      ${write?.own.length
        ? html`<p class="soft">${this.say("own_about", { names: write.own.join(", ") })}</p>`
        : nothing}
      ${write?.as_shown === false ? html`<p class="soft">${this.say("not_as_shown")}</p>` : nothing}
      ${this.takesFile
        ? html`<div class="box warn">${this.say("file_only")}</div>`
        : nothing}
      ${gateway.who_may_send === "nobody"
        ? html`<div class="box warn">${this.say("read_only_about")} ${this.optionsLink()}</div>`
        : nothing}`;
  }

  private optionsLink(): TemplateResult {
    return html`<a href=${`/config/integrations/integration/${DOMAIN}`}
      >${this.say("open_options")}</a
    >`;
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
      ${this.data(broken !== null)}
      ${broken === null
        ? nothing
        : html`<div class="box bad" role="alert">${this.say("not_json", { line: broken })}</div>`}
      <div class="row">
        ${this.tick("merge", true)} ${this.tick("mergeAdd", draft.merge)}
        <label class="tick">
          ${this.say("verify")}
          <select .value=${draft.verify} @change=${this.setVerify}>
            ${VERIFY.map(
              (name) => html`<option value=${name} ?selected=${name === draft.verify}>
                ${this.say(`verify_${name}`)}
              </option>`,
            )}
          </select>
        </label>
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
      <div class="row" style="margin-top: 12px">
        <button
          class="act"
          ?disabled=${this.busy || this.gateway.state !== "loaded" || this.takesFile || !isWhole(draft)}
          @click=${this.look}
        >
          ${this.say("preview")}
        </button>
        <span class="soft">${this.say("preview_about")}</span>
      </div>`;
  }

  /** The same data as fields or as text. */
  private data(isBroken: boolean): TemplateResult {
    const { draft } = this;
    const asText = this.kept.asText || isBroken || !draft.text.trim();
    const ways = [
      [false, "as_fields"],
      [true, "as_text"],
    ] as const;
    return html`<div class="row" role="group" aria-label=${this.say("data")}>
        <span class="soft grow">${this.say("data")}</span>
        ${ways.map(
          ([way, key]) => html`<button
            class="soft"
            aria-pressed=${way === asText}
            ?disabled=${!way && (isBroken || !draft.text.trim())}
            @click=${() => this.showAs(way)}
          >
            ${this.say(key)}
          </button>`,
        )}
      </div>
      ${asText
        ? html`<textarea
            aria-label=${this.say("data")}
            spellcheck="false"
            autocapitalize="off"
            aria-invalid=${isBroken}
            .value=${draft.text}
            @input=${this.type}
          ></textarea>`
        : html`<enphase-explorer-fields
            .context=${this.context}
            .text=${draft.text}
            .odd=${draft.odd}
            .choices=${this.known?.write?.choices ?? {}}
            @explorer-data=${(event: CustomEvent<Partial<Draft>>) => this.change(event.detail)}
          ></enphase-explorer-fields>`}`;
  }

  private tick(name: "merge" | "mergeAdd", isOn: boolean): TemplateResult {
    const key = { merge: "merge", mergeAdd: "merge_add" }[name];
    return html`<label class="tick">
      <input
        type="checkbox"
        .checked=${this.draft[name]}
        ?disabled=${!isOn}
        @change=${() => this.change({ [name]: !this.draft[name] })}
      />
      ${this.say(key)}
    </label>`;
  }

  private preview(comparison: Comparison): TemplateResult {
    const rows = rowsOfPreview(comparison);
    const left = comparison.left_out?.length ?? 0;
    const isOpen = this.gate.isOpenFor(keyOf(this.draft));
    return html`<section id="preview" class="card" aria-label=${this.say("preview")}>
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

  private outcome({ of, reply, verification, rehearsed, effect }: Sent): TemplateResult {
    const verified = verification?.verified;
    const reason = verification?.reason ?? "";
    const kind = verified ? "good" : reason ? "warn" : verified === false ? "bad" : "";
    const key = verified ? "verified" : verified === false ? "not_verified" : "sent_unverified";
    const shown = verification?.differences ?? [];
    const after = took(verification?.after ?? 0, this.language);
    return html`<section
      id="outcome"
      class="card"
      role="status"
      aria-label=${this.say("outcome")}
    >
      <code>${of}</code>
      <div class="box ${kind}">
        ${this.say(rehearsed ? "rehearsed" : "sent")} ${effect}
        ${reason || this.say(key, { after })}
      </div>
      ${verified || !shown.length
        ? nothing
        : html`<enphase-explorer-differences
            .context=${this.context}
            .rows=${shown.map(rowOfUnshown)}
            .sides=${["wanted", "found"]}
          ></enphase-explorer-differences>`}
      <h3>${this.say("reply")}</h3>
      <pre style="white-space: pre-wrap; overflow-wrap: anywhere">
${JSON.stringify(reply, null, 2)}</pre
      >
    </section>`;
  }

  private get example(): string {
    return this.known?.write?.examples[this.draft.method] ?? "";
  }

  private get takesFile(): boolean {
    return this.known?.write?.content === "multipart";
  }

  private get canTakeCurrent(): boolean {
    const { known } = this;
    const isShown = known?.readable !== false && known?.write?.as_shown !== false;
    return !this.busy && this.gateway.state === "loaded" && isShown;
  }

  /** What was typed and is no number is in the fields alone, so it goes with them. */
  private showAs(asText: boolean): void {
    if (Object.keys(this.draft.odd).length) {
      this.change({ odd: {} });
    }
    desk.change(this.kept, { asText });
  }

  private readonly type = (event: Event): void => {
    // Whoever has emptied the text, or broken it, goes on writing there.
    desk.change(this.kept, { asText: true });
    this.change({ text: (event.target as HTMLTextAreaElement).value });
  };

  private readonly setVerify = (event: Event): void =>
    this.change({ verify: (event.target as HTMLSelectElement).value as Verify });

  private readonly setMethod = (event: Event): void => {
    const untouched = this.draft.text === this.example;
    this.change({ method: (event.target as HTMLSelectElement).value });
    if (untouched) {
      this.takeExample();
    }
  };

  private readonly setRestore = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    const given = Math.round(Number(field.value)) || 0;
    const restoreAfter = Math.min(Math.max(given, 0), LONGEST_RESTORE);
    // Also if that is what it was: the field has to show what is sent.
    field.value = String(restoreAfter);
    this.change({ restoreAfter });
  };

  private readonly takeExample = (): void => this.change({ text: this.example, odd: {} });

  private readonly takeCurrent = (): Promise<void> =>
    this.work(async (kept) => {
      const { known } = this;
      const { entryId, endpoint } = kept.draft;
      const reply = await this.context.api.act<Record<string, string>>("read_data", {
        config_entry_id: entryId,
        endpoint,
        // As text, since numbers have to stay as they were written.
        select: "to_string(@)",
      });
      const text = without(reply[endpoint] ?? "", known?.write?.own ?? []);
      this.change({ text: indented(text), odd: {} }, kept);
    });

  private readonly look = (): Promise<void> =>
    this.work(async (kept) => {
      const { gate } = this;
      const { draft } = kept;
      const key = keyOf(draft);
      const reply = await this.context.api.act<{ comparison: Comparison }>(
        "send_data",
        fieldsOf(draft, true),
      );
      // Whoever has gone on writing, or has gone, has to look again.
      if (gate === this.gate && key === keyOf(this.draft)) {
        gate.show(key, reply.comparison);
        this.comparison = reply.comparison;
        void this.showNew("#preview");
      }
    });

  private readonly send = async (): Promise<void> => {
    const { draft, gateway } = this;
    // Before anything is waited for: a second click finds the gate closed.
    if (this.testMode || this.busy || !this.gate.pass(keyOf(draft))) {
      return;
    }
    await this.work(async (kept) => {
      type Reply = Record<string, Json> & { verification?: Verification };
      const reply = await this.context.api
        .act<Reply>("send_data", fieldsOf(draft, false))
        .catch(this.unknown);
      desk.change(kept, {
        sent: {
          of: `${gateway.title}: ${draft.method} ${draft.endpoint}`,
          reply: reply[draft.endpoint] ?? null,
          verification: reply.verification,
          rehearsed: reply.rehearsed === true,
          effect: reply.rehearsed === true ? String(reply.effect ?? "") : "",
        },
      });
      if (kept === this.kept) {
        this.comparison = null;
        this.testMode = true;
        void this.showNew("#outcome");
      }
    });
  };

  /** A write whose answer is lost may have been sent, so that isn't called a failure. */
  private readonly unknown = (err: unknown): never => {
    throw brokeOff(err) ? { message: this.say("write_lost") } : err;
  };

  /** Do something for a draft. What comes of it is told there, wherever somebody is. */
  private async work(job: (kept: Kept) => Promise<void>): Promise<void> {
    const { kept } = this;
    desk.change(kept, { busy: true, trouble: "", sent: null });
    try {
      await job(kept);
    } catch (err) {
      desk.change(kept, { trouble: this.failure(err) });
    } finally {
      desk.change(kept, { busy: false });
    }
  }
}

define("enphase-explorer-writer", Writer);
