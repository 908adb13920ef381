// Reads one endpoint: now, from the cache, or again and again; and selects from it.

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { expressionOf, hasLikes } from "../logic/paths.ts";
import { continued, type Series } from "../logic/series.ts";
import type { Endpoint, Gateway, Json, Metadata, Step } from "../logic/types.ts";
import { define, look, Part } from "./base.ts";
import "./copy_box.ts";
import { factsOf, notesOf } from "./facts.ts";
import "./plots.ts";
import "./value_view.ts";

/** Milliseconds after the last key before the expression is tried. */
const PAUSE = 300;
/** Seconds; gateways answer one at a time, and others ask as well. */
const SHORTEST_INTERVAL = 2;
const LONGEST_INTERVAL = 3600;
/** Reads after which the refreshing ends by itself. */
const MOST_READS = 720;

interface ReadReply {
  value: Json;
  metadata: Metadata;
}

class Reader extends Part {
  static override properties = {
    ...Part.properties,
    gateway: { attribute: false },
    known: { attribute: false },
    endpoint: { attribute: false },
    reply: { state: true },
    selected: { state: true },
    select: { state: true },
    path: { state: true },
    trouble: { state: true },
    wrong: { state: true },
    reading: { state: true },
    repeats: { state: true },
    seconds: { state: true },
    series: { state: true },
  };

  static override styles = [
    look,
    css`
      /* What a click further down has selected stays in sight. */
      .selection {
        position: sticky;
        top: 104px;
        z-index: 1;
        margin: 0 -16px;
        padding: 8px 16px;
        background: var(--ha-card-background, var(--card-background-color, #fff));
      }
    `,
  ];

  declare gateway: Gateway;
  declare known: Endpoint | undefined;
  declare endpoint: string;
  declare private reply: ReadReply | null;
  declare private selected: { value: Json } | null;
  declare private select: string;
  declare private path: Step[];
  declare private trouble: string;
  declare private wrong: string;
  declare private reading: boolean;
  declare private repeats: boolean;
  declare private seconds: number;
  declare private series: Series[];
  private timer = 0;
  private pause = 0;
  private reads = 0;
  private parseXml = false;

  constructor() {
    super();
    this.seconds = 5;
    this.clear();
  }

  private clear(): void {
    this.reply = null;
    this.selected = null;
    this.select = "";
    this.path = [];
    this.trouble = "";
    this.wrong = "";
    this.reading = false;
    this.series = [];
    this.parseXml = false;
    this.halt();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.hide);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.hide);
    clearTimeout(this.pause);
    this.halt();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("gateway") as Gateway | undefined;
    if (changed.has("endpoint") || (before && before.id !== this.gateway.id)) {
      this.clear();
    }
  }

  override render(): TemplateResult {
    const { known } = this;
    return html`<section class="card">
        <h2>${known?.name ?? this.endpoint}</h2>
        <code>${this.endpoint}</code>
        ${known ? html`<p>${known.about}</p>` : nothing}
        ${known?.role_note ? html`<p class="soft">${known.role_note}</p>` : nothing}
        ${known?.starts
          ? html`<div class="box warn">${this.say("read_starts", { what: known.starts })}</div>`
          : nothing}
        ${known && !known.endpoint
          ? html`<div class="box">${this.say("fill_gap")}</div>`
          : nothing}
        <div class="row">
          <button class="act" ?disabled=${!this.mayRead} @click=${() => this.read(false)}>
            ${this.say(this.reading ? "reading" : "read")}
          </button>
          <button class="soft" ?disabled=${!this.mayRead} @click=${() => this.read(true)}>
            ${this.say("read_cache")}
          </button>
          <label class="tick">
            <input
              type="checkbox"
              .checked=${this.repeats}
              ?disabled=${this.gateway.state !== "loaded"}
              @change=${this.repeat}
            />
            ${this.say("refresh_every")}
          </label>
          <input
            type="number"
            aria-label=${this.say("seconds")}
            min=${SHORTEST_INTERVAL}
            max=${LONGEST_INTERVAL}
            .value=${String(this.seconds)}
            @change=${this.setSeconds}
          />
          <span>${this.say("seconds")}</span>
        </div>
        ${this.trouble ? html`<div class="box bad" role="alert">${this.trouble}</div>` : nothing}
      </section>
      ${this.reply ? this.result(this.reply) : nothing}`;
  }

  private get mayRead(): boolean {
    return this.gateway.state === "loaded" && !this.reading && !this.endpoint.includes("{");
  }

  private result({ value, metadata }: ReadReply): TemplateResult {
    const shown = this.selected ? this.selected.value : value;
    return html`<section class="card" aria-label=${this.say("reply")}>
      ${factsOf(metadata, this.language, this.context.say)} ${this.selection()}
      ${this.selected && !this.wrong
        ? html`<h3>${this.say("selected")}</h3>
            <enphase-explorer-value
              id="selected"
              .context=${this.context}
              .value=${shown}
              @explorer-choose=${(event: Event) => event.stopPropagation()}
            ></enphase-explorer-value>`
        : nothing}
      <enphase-explorer-copies
        .context=${this.context}
        .call=${{
          entryId: this.gateway.id,
          endpoint: this.endpoint,
          select: this.wrong ? "" : this.select,
          parseXml: this.parseXml,
        }}
        .name=${this.select || this.known?.name || this.endpoint}
        .value=${shown}
      ></enphase-explorer-copies>
      ${notesOf(metadata, this.context.say)}
      ${this.series.length
        ? html`<enphase-explorer-plots
            .context=${this.context}
            .series=${this.series}
          ></enphase-explorer-plots>`
        : nothing}
      <h3>${this.say("whole_reply")}</h3>
      <enphase-explorer-value
        id="whole"
        .context=${this.context}
        .value=${value}
        .chosen=${this.select}
        @explorer-choose=${this.choose}
      ></enphase-explorer-value>
    </section>`;
  }

  private selection(): TemplateResult {
    return html`<div class="row selection">
        <label class="grow row">
          <span>select</span>
          <input
            class="grow mono"
            type="text"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            placeholder=${this.say("select_hint")}
            .value=${this.select}
            @input=${(event: Event) => this.setSelect((event.target as HTMLInputElement).value)}
          />
        </label>
        ${hasLikes(this.path)
          ? html`<button class="soft" @click=${() => this.setSelect(expressionOf(this.path, true))}>
              ${this.say("select_all")}
            </button>`
          : nothing}
        ${this.select
          ? html`<button class="soft" @click=${() => this.setSelect("")}>
              ${this.say("clear")}
            </button>`
          : nothing}
      </div>
      ${this.wrong ? html`<div class="box warn" role="alert">${this.wrong}</div>` : nothing}`;
  }

  private readonly choose = (event: CustomEvent<{ path: Step[] }>): void => {
    event.stopPropagation();
    this.path = event.detail.path;
    this.setSelect(expressionOf(this.path), false);
  };

  private setSelect(select: string, byHand = true): void {
    this.select = select;
    if (byHand) {
      this.path = [];
    }
    clearTimeout(this.pause);
    if (select.trim()) {
      this.pause = window.setTimeout(() => void this.apply(), byHand ? PAUSE : 0);
    } else {
      this.selected = null;
      this.wrong = "";
    }
  }

  /** Let the integration select from what it has read: one meaning everywhere. */
  private async apply(): Promise<void> {
    const { select, endpoint, gateway } = this;
    const isMeant = () =>
      select === this.select && endpoint === this.endpoint && gateway.id === this.gateway.id;
    try {
      const reply = await this.call(true, select);
      if (isMeant()) {
        this.selected = { value: reply.value };
        this.wrong = (reply.metadata.hints ?? []).join(" ");
      }
    } catch (err) {
      if (isMeant()) {
        this.selected = null;
        this.wrong = this.failure(err);
      }
    }
  }

  private async read(fromCache: boolean): Promise<void> {
    const { endpoint, gateway } = this;
    const isMeant = () => endpoint === this.endpoint && gateway.id === this.gateway.id;
    this.reading = true;
    this.trouble = "";
    try {
      this.parseXml ||= this.known?.returns === "xml";
      let reply = await this.call(fromCache, "");
      if (!this.parseXml && isMeant() && isXml(reply.value)) {
        this.parseXml = true;
        reply = await this.call(true, "");
      }
      if (!isMeant()) {
        return;
      }
      this.reply = reply;
      if (this.select.trim()) {
        await this.apply();
      }
      if (this.repeats) {
        const value = this.selected ? this.selected.value : reply.value;
        this.series = continued(this.series, value, Date.now());
      }
    } catch (err) {
      if (isMeant()) {
        this.trouble = this.failure(err);
      }
    } finally {
      if (isMeant()) {
        this.reading = false;
      }
    }
  }

  private async call(fromCache: boolean, select: string): Promise<ReadReply> {
    const { endpoint } = this;
    type Whole = Record<string, Json> & { metadata: Record<string, Metadata> };
    const reply = await this.context.api.act<Whole>("read_data", {
      config_entry_id: this.gateway.id,
      endpoint,
      metadata: true,
      ...(fromCache ? { from_cache: true } : {}),
      ...(select ? { select } : {}),
      ...(this.parseXml ? { parse_xml: true } : {}),
      ...(this.known?.returns === "stream" ? { stream_seconds: 3 } : {}),
    });
    return { value: reply[endpoint] ?? null, metadata: reply.metadata[endpoint]! };
  }

  private readonly setSeconds = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    const given = Math.round(Number(field.value)) || SHORTEST_INTERVAL;
    this.seconds = Math.min(Math.max(given, SHORTEST_INTERVAL), LONGEST_INTERVAL);
    field.value = String(this.seconds);
  };

  private readonly repeat = (): void => {
    if (this.repeats) {
      this.halt();
    } else {
      this.repeats = true;
      this.series = [];
      this.reads = 0;
      void this.again();
    }
  };

  private async again(): Promise<void> {
    clearTimeout(this.timer);
    if (this.mayRead) {
      this.reads += 1;
      await this.read(false);
    }
    if (this.repeats && this.reads < MOST_READS) {
      // Counted from the reply, so that a slow gateway is never asked twice at once.
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void this.again(), this.seconds * 1000);
    } else {
      this.halt();
    }
  }

  private readonly hide = (): void => {
    if (document.hidden) {
      this.halt();
    }
  };

  private halt(): void {
    clearTimeout(this.timer);
    this.repeats = false;
  }
}

function isXml(value: Json): boolean {
  return typeof value === "string" && /^\s*<\?xml/.test(value);
}

define("enphase-explorer-reader", Reader);
