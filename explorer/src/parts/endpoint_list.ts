// The endpoints as a tree by topic, with search, marks, and the probe.

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import {
  answers,
  grouped,
  inForce,
  isLocked,
  ownPath,
  type Wanted,
} from "../logic/endpoints.ts";
import { ago } from "../logic/format.ts";
import type { Catalogue, Endpoint, Gateway, ProbeEvent } from "../logic/types.ts";
import { define, look, Part } from "./base.ts";

/** Milliseconds after the last key before the integration is asked. */
const PAUSE = 150;

/** Roles that have words of their own. */
const ROLES = ["installer", "owner", "prov", "support"];

class EndpointList extends Part {
  static override properties = {
    ...Part.properties,
    catalogue: { attribute: false },
    gateway: { attribute: false },
    chosen: { attribute: false },
    writes: { attribute: false },
    wanted: { state: true },
    progress: { state: true },
    trouble: { state: true },
  };

  static override styles = [
    look,
    css`
      input[type="search"] {
        width: 100%;
      }
      details {
        margin: 0;
        border-top: 1px solid var(--divider-color, #ddd);
      }
      summary {
        cursor: pointer;
        padding: 10px 4px;
        font-weight: 500;
      }
      .item {
        display: block;
        width: 100%;
        border: 0;
        border-radius: 8px;
        background: none;
        text-align: left;
        padding: 6px 8px;
        min-height: 44px;
      }
      .item:hover,
      .item[aria-current="true"] {
        background: color-mix(in srgb, var(--primary-color) 14%, transparent);
      }
      .item .mono {
        color: var(--secondary-text-color);
        overflow-wrap: anywhere;
      }
      .name {
        overflow-wrap: anywhere;
      }
      .marks {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        margin-top: 2px;
      }
      .probe {
        margin: 8px 0;
      }
    `,
  ];

  declare catalogue: Catalogue;
  declare gateway: Gateway | undefined;
  declare chosen: string;
  declare writes: boolean;
  declare private wanted: Wanted;
  declare private progress: { done: number; total: number; answered: number } | null;
  declare private trouble: string;
  private timer = 0;
  private end: (() => void) | null = null;

  constructor() {
    super();
    this.wanted = {
      text: "",
      found: null,
      answersOnly: false,
      writableOnly: false,
      toWrite: false,
    };
    this.progress = null;
    this.trouble = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.context.hass().connection.addEventListener("ready", this.lost);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.context.hass().connection.removeEventListener("ready", this.lost);
    clearTimeout(this.timer);
    this.stop();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("gateway") as Gateway | undefined;
    if (before && before.id !== this.gateway?.id) {
      this.stop();
      this.trouble = "";
    }
  }

  override render(): TemplateResult {
    const wanted = inForce({ ...this.wanted, toWrite: this.writes }, this.gateway);
    const isTicked = wanted.answersOnly || wanted.writableOnly;
    const groups = grouped(this.catalogue, this.gateway, wanted);
    const searched = !!this.wanted.text.trim();
    const own = ownPath(this.catalogue, this.wanted.text);
    return html`
      <label>
        <span class="ears">${this.say("search")}</span>
        <input
          type="search"
          autocomplete="off"
          spellcheck="false"
          maxlength="200"
          placeholder=${this.say("search")}
          .value=${this.wanted.text}
          @input=${this.type}
          @keydown=${this.enter}
        />
      </label>
      <div class="row">
        ${this.tick("answersOnly", "only_answers", !this.gateway?.probe)}
        ${this.writes ? nothing : this.tick("writableOnly", "only_writable", false)}
      </div>
      ${this.probe()}
      ${own
        ? html`<button class="item" @click=${() => this.choose(own)}>
            <span class="name">${this.say("use_own_path")}</span>
            <div class="mono">${own}</div>
          </button>`
        : nothing}
      ${groups.length || own ? nothing : html`<p class="soft" role="status">
            ${this.say(isTicked ? "nothing_ticked" : "nothing_found")}
          </p>`}
      ${groups.map(
        ({ topic, endpoints }) => html`<details ?open=${searched || this.holds(endpoints)}>
          <summary>
            ${this.say(`topic_${topic}`)} <span class="soft">${endpoints.length}</span>
          </summary>
          ${endpoints.map((known) => this.item(known))}
        </details>`,
      )}
    `;
  }

  private holds(endpoints: Endpoint[]): boolean {
    const most = endpoints[0]?.topic === this.catalogue.topics[0];
    return (
      endpoints.some((known) => (known.endpoint ?? known.path) === this.chosen) ||
      (!this.chosen && most)
    );
  }

  private tick(name: "answersOnly" | "writableOnly", key: string, off: boolean): TemplateResult {
    return html`<label class="tick">
      <input
        type="checkbox"
        .checked=${this.wanted[name] && !off}
        ?disabled=${off}
        @change=${() => (this.wanted = { ...this.wanted, [name]: !this.wanted[name] })}
      />
      ${this.say(key)}
    </label>`;
  }

  private item(known: Endpoint): TemplateResult {
    const endpoint = known.endpoint ?? known.path;
    const answered = answers(this.gateway, known);
    const marks = [
      answered === true ? ["good", this.say("answers_here")] : null,
      answered === false ? ["", this.say("no_answer_here")] : null,
      known.role && known.role !== "none" && known.role !== "anybody"
        ? ["", ROLES.includes(known.role) ? this.say(`role_${known.role}`) : known.role, "role_about"]
        : null,
      known.write && !this.writes ? ["", this.say("writable")] : null,
      isLocked(this.gateway, known) ? ["warn", this.say("locked")] : null,
    ].filter((mark) => mark !== null);
    return html`<button
      class="item"
      aria-current=${endpoint === this.chosen}
      @click=${() => this.choose(endpoint)}
    >
      <span class="name">${known.name}</span>
      <div class="mono">${endpoint}</div>
      <div class="marks">
        ${marks.map(
          ([kind, words, about]) => html`<span
            class="chip ${kind}"
            title=${about ? this.say(about) : nothing}
            >${words}</span
          >`,
        )}
      </div>
    </button>`;
  }

  private probe(): TemplateResult {
    const { gateway, progress } = this;
    if (progress) {
      return html`<div class="probe card" role="status">
        <div class="row">
          <span class="grow"
            >${this.say("probing", { ...progress })}</span
          >
          <button class="soft" @click=${this.stop}>${this.say("stop")}</button>
        </div>
        <progress max=${progress.total || 1} .value=${progress.done}></progress>
      </div>`;
    }
    const kept = gateway?.probe;
    const outcomes = Object.values(kept?.answers ?? {});
    const facts = {
      answered: outcomes.filter(Boolean).length,
      asked: outcomes.length,
      ago: kept ? ago(kept.at, Date.now(), this.language) : "",
    };
    return html`<div class="probe row">
      <span class="grow soft">${this.say(kept ? "probed" : "not_probed", facts)}</span>
      <button class="soft" ?disabled=${gateway?.state !== "loaded"} @click=${this.start}>
        ${this.say("probe")}
      </button>
      ${this.trouble ? html`<div class="box bad" role="alert">${this.trouble}</div>` : nothing}
    </div>`;
  }

  private readonly type = (event: Event): void => {
    const { value: text } = event.target as HTMLInputElement;
    this.wanted = { ...this.wanted, text, found: null };
    clearTimeout(this.timer);
    if (text.trim()) {
      this.timer = window.setTimeout(async () => {
        const found = await this.context.api.search(text).catch(() => null);
        if (text === this.wanted.text) {
          this.wanted = { ...this.wanted, found };
        }
      }, PAUSE);
    }
  };

  /** A path that was typed is the one that is meant, whatever the list has like it. */
  private readonly enter = (event: KeyboardEvent): void => {
    const path = this.wanted.text.trim();
    if (event.key === "Enter" && /^\/\S+$/.test(path)) {
      // Else the key presses what gets the focus next, too.
      event.preventDefault();
      this.choose(path);
    }
  };

  private readonly start = async (): Promise<void> => {
    const { gateway } = this;
    if (!gateway || this.progress) {
      return;
    }
    this.trouble = "";
    this.progress = { done: 0, total: 0, answered: 0 };
    try {
      const end = await this.context.api.probe(gateway.id, this.step);
      if (this.progress) {
        this.end = end;
      } else {
        // It was stopped, or is over, before it was known how to end it.
        end();
      }
    } catch (err) {
      this.progress = null;
      this.trouble = this.failure(err);
    }
  };

  private readonly stop = (): void => {
    this.end?.();
    this.end = null;
    this.progress = null;
  };

  /** A probe ends with the connection that it is told over. */
  private readonly lost = (): void => {
    if (this.progress) {
      this.end = null;
      this.progress = null;
      this.trouble = this.say("connection_broke");
    }
  };

  private readonly step = (event: ProbeEvent): void => {
    if (!this.progress) {
      return;
    }
    if (event.ended) {
      this.stop();
      this.trouble = event.error ? this.failure(event.error) : "";
    } else if (event.total !== undefined) {
      this.progress = { ...this.progress, total: event.total };
    } else {
      const { done, total, answered } = this.progress;
      this.progress = { total, done: done + 1, answered: answered + (event.answered ? 1 : 0) };
    }
  };

  private choose(endpoint: string): void {
    this.tell("explorer-endpoint", { endpoint });
  }
}

define("enphase-explorer-endpoints", EndpointList);
