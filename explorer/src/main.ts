// The Explorer: the panel that Home Assistant shows, and what is on it.

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { Api, DOMAIN } from "./api.ts";
import { knownAt } from "./logic/endpoints.ts";
import { hashOf, type Place, placeOf, type Tab, TABS } from "./logic/place.ts";
import type { Catalogue, Failure, Gateway, Hass } from "./logic/types.ts";
import { type Context, define, look, Part } from "./parts/base.ts";
import "./parts/endpoint_list.ts";
import "./parts/reader.ts";
import "./parts/record.ts";
import "./parts/recorder.ts";
import "./parts/writer.ts";

/** Where Home Assistant adds one of ours. */
const ADD = `/config/integrations/dashboard/add?domain=${DOMAIN}`;

/** Milliseconds before the page asks again for what it needs. */
const AGAIN = 3000;

/** States of an entry that have words of their own. */
const STATES = ["disabled", "not_loaded", "setup_error", "setup_in_progress", "setup_retry"];

class Explorer extends Part {
  static override properties = {
    hass: { attribute: false },
    narrow: { type: Boolean },
    panel: { attribute: false },
    ready: { state: true },
    gateways: { state: true },
    catalogue: { state: true },
    place: { state: true },
    trouble: { state: true },
  };

  static override styles = [
    look,
    css`
      :host {
        min-height: 100%;
        background: var(--primary-background-color);
      }
      header {
        position: sticky;
        top: 0;
        z-index: 2;
        background: var(--app-header-background-color, var(--primary-color));
        color: var(--app-header-text-color, #fff);
        border-bottom: var(--app-header-border-bottom, none);
      }
      .bar {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 56px;
        padding: 4px 16px;
      }
      .bar h1 {
        font-size: 20px;
        font-weight: 400;
        margin: 0;
        flex: 1 1 auto;
        min-width: 0;
      }
      .menu {
        border: 0;
        background: none;
        width: 44px;
        height: 44px;
        flex: none;
      }
      .menu svg {
        fill: currentColor;
        width: 24px;
        height: 24px;
      }
      .bar select {
        min-width: 0;
        flex: 0 1 auto;
        color: var(--primary-text-color);
      }
      nav {
        display: flex;
        padding: 0 12px;
        overflow-x: auto;
      }
      nav button {
        border: 0;
        border-bottom: 3px solid transparent;
        background: none;
        min-height: 44px;
        padding: 0 16px;
      }
      nav button[aria-selected="true"] {
        border-color: currentColor;
        font-weight: 500;
      }
      main {
        max-width: 1400px;
        margin: 0 auto;
        padding: 16px;
      }
      .two {
        display: grid;
        grid-template-columns: minmax(260px, 340px) minmax(0, 1fr);
        gap: 16px;
        align-items: start;
      }
      .two > aside {
        position: sticky;
        top: 116px;
        max-height: calc(100vh - 132px);
        overflow-y: auto;
        margin: 0;
      }
      [hidden] {
        display: none !important;
      }
      .one > aside {
        margin: 0;
      }
    `,
  ];

  declare hass: Hass;
  declare narrow: boolean;
  declare private ready: boolean;
  declare private gateways: Gateway[] | null;
  declare private catalogue: Catalogue | undefined;
  declare private place: Place;
  declare private trouble: string;
  private language_ = "";
  private timer = 0;
  private own: Hass["localize"] | null = null;
  private end: (() => void) | null = null;

  constructor() {
    super();
    this.ready = false;
    this.gateways = null;
    this.trouble = "";
    this.place = placeOf(location.hash);
    this.context = this.newContext();
  }

  /** A new one whenever the words have changed, so that all parts are drawn anew. */
  private newContext(): Context {
    const hass = () => this.hass;
    return {
      api: new Api(hass),
      hass,
      say: (key, facts) => {
        const path = `component.${DOMAIN}.config_panel.explorer.${key}`;
        return (this.own ?? this.hass.localize)(path, facts) || key;
      },
    };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", this.arrive);
    if (this.language_) {
      void this.follow();
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.arrive);
    clearTimeout(this.timer);
    this.end?.();
    this.end = null;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("hass") && this.hass && this.hass.language !== this.language_) {
      const isFirst = !this.language_;
      this.language_ = this.hass.language;
      void this.load();
      if (isFirst) {
        void this.follow();
      }
    }
  }

  /** Home Assistant hands on each state of each entity; nothing here shows one. */
  override shouldUpdate(changed: PropertyValues<this>): boolean {
    return changed.size > 1 || !changed.has("hass") || this.hass.language !== this.language_;
  }

  private readonly load = async (): Promise<void> => {
    const { hass } = this;
    try {
      await hass.loadBackendTranslation("exceptions", DOMAIN);
      this.own = await hass.loadBackendTranslation("config_panel", DOMAIN);
      this.context = this.newContext();
      this.catalogue = await this.context.api.catalogue(hass.language);
      this.ready = true;
      this.trouble = "";
    } catch (err) {
      this.later(this.load, err);
    }
  };

  private readonly follow = async (): Promise<void> => {
    try {
      const end = await this.context.api.follow((gateways) => (this.gateways = gateways));
      this.trouble = "";
      if (this.isConnected && !this.end) {
        this.end = end;
      } else {
        end();
      }
    } catch (err) {
      this.later(this.follow, err);
    }
  };

  /** Try again by itself: a Home Assistant that starts knows our commands last. */
  private later(job: () => Promise<void>, err: unknown): void {
    const isEarly = (err as Failure | null)?.code === "unknown_command";
    this.trouble = isEarly ? this.say("not_ready") : this.failure(err);
    if (this.isConnected) {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void job(), AGAIN);
    }
  }

  override render(): TemplateResult {
    const { catalogue, gateways } = this;
    const trouble = this.trouble
      ? html`<div class="box bad" role="alert">${this.trouble}</div>`
      : nothing;
    if (!this.ready || !catalogue || !gateways) {
      return html`<main aria-busy=${!this.trouble}>${trouble}</main>`;
    }
    const gateway = gateways.find((one) => one.id === this.place.gateway) ?? gateways[0];
    return html`<header>
        <div class="bar">
          ${this.narrow || this.hass.dockedSidebar === "always_hidden"
            ? html`<button class="menu" aria-label=${this.say("menu")} @click=${this.toggleMenu}>
                <svg viewBox="0 0 24 24" aria-hidden="true">
                  <path d="M3 6h18v2H3zm0 5h18v2H3zm0 5h18v2H3z"></path>
                </svg>
              </button>`
            : nothing}
          <h1>${this.say("title")}</h1>
          ${gateways.length > 1 ? this.picker(gateways, gateway!) : nothing}
        </div>
        <nav role="tablist" aria-label=${this.say("title")} @keydown=${this.nextTab}>
          ${TABS.map((tab) => this.tab(tab))}
        </nav>
      </header>
      <main>
        ${trouble}
        ${gateway
          ? html`${this.state(gateway)} ${this.content(catalogue, gateway)}`
          : html`<div class="box">
              ${this.say("no_gateway")}
              <p><a href=${ADD}>${this.say("add_gateway")}</a></p>
            </div>`}
      </main>`;
  }

  private picker(gateways: Gateway[], chosen: Gateway): TemplateResult {
    return html`<select
      aria-label=${this.say("gateway")}
      @change=${(event: Event) => this.go({ gateway: (event.target as HTMLSelectElement).value })}
    >
      ${gateways.map(
        (one) => html`<option value=${one.id} ?selected=${one.id === chosen.id}>
          ${one.title}
        </option>`,
      )}
    </select>`;
  }

  private tab(tab: Tab): TemplateResult {
    return html`<button
      role="tab"
      aria-selected=${tab === this.place.tab}
      tabindex=${tab === this.place.tab ? 0 : -1}
      @click=${() => this.go({ tab })}
    >
      ${this.say(`tab_${tab}`)}
    </button>`;
  }

  private state(gateway: Gateway): TemplateResult {
    const facts = [
      gateway.title,
      gateway.firmware && this.say("firmware", { firmware: gateway.firmware }),
      gateway.account && this.say("account", { account: gateway.account }),
    ].filter(Boolean);
    const state = STATES.includes(gateway.state) ? gateway.state : "not_loaded";
    return html`<div class="row" style="margin-bottom: 12px">
        ${facts.map((fact) => html`<span class="chip">${fact}</span>`)}
        ${gateway.who_may_send === "nobody"
          ? html`<span class="chip warn">${this.say("read_only")}</span>`
          : nothing}
        ${gateway.rehearsing && !gateway.recording
          ? html`<span class="chip warn">${this.say("rehearsing")}</span>`
          : nothing}
        ${gateway.recording
          ? html`<span class="chip warn">${this.say("is_recording")}</span>`
          : nothing}
      </div>
      ${gateway.recording
        ? html`<div class="box">${this.say("is_recording_about")}</div>`
        : html`<enphase-explorer-recorder
            .context=${this.context}
            .gateway=${gateway}
          ></enphase-explorer-recorder>`}
      ${gateway.state === "loaded"
        ? nothing
        : html`<div class="box warn" role="alert">
            ${this.say(`state_${state}`)} ${gateway.reason ?? ""}
          </div>`}`;
  }

  private content(catalogue: Catalogue, gateway: Gateway): TemplateResult {
    const { context, narrow } = this;
    const { endpoint, tab } = this.place;
    if (tab === "record") {
      return html`<enphase-explorer-record
        .context=${context}
        .gateway=${gateway}
      ></enphase-explorer-record>`;
    }
    const known = knownAt(catalogue, endpoint);
    const list = html`<aside class="card" tabindex="-1" ?hidden=${narrow && !!endpoint}>
      <enphase-explorer-endpoints
        .context=${context}
        .catalogue=${catalogue}
        .gateway=${gateway}
        .chosen=${endpoint}
        .writes=${tab === "write"}
        @explorer-endpoint=${(event: CustomEvent<{ endpoint: string }>) =>
          this.go({ endpoint: event.detail.endpoint })}
      ></enphase-explorer-endpoints>
    </aside>`;
    const detail = !endpoint
      ? html`<p class="soft" ?hidden=${narrow}>${this.say("choose_endpoint")}</p>`
      : tab === "write"
        ? html`<enphase-explorer-writer
            .context=${context}
            .gateway=${gateway}
            .known=${known}
            .endpoint=${endpoint}
          ></enphase-explorer-writer>`
        : html`<enphase-explorer-reader
            .context=${context}
            .gateway=${gateway}
            .known=${known}
            .endpoint=${endpoint}
          ></enphase-explorer-reader>`;
    // The same parts at any width: a window that is made smaller loses no draft.
    return html`<p style="margin: 0 0 12px" ?hidden=${!narrow || !endpoint}>
        <button id="back" class="soft" @click=${() => this.go({ endpoint: "" })}>
          ‹ ${this.say("all_endpoints")}
        </button>
      </p>
      <div class=${narrow ? "one" : "two"}>
        ${list}
        <div>${detail}</div>
      </div>`;
  }

  private go(step: Partial<Place>): void {
    const before = hashOf(this.place);
    this.place = { ...this.place, ...step };
    const address = `${location.pathname}${location.search}${hashOf(this.place)}`;
    if (before !== hashOf(this.place)) {
      // A step of its own, so that the back button of a phone leads to the list.
      history.pushState(history.state, "", address);
    }
    if (this.narrow && "endpoint" in step) {
      window.scrollTo(0, 0);
      void this.focusOn(step.endpoint ? "#back" : "aside");
    }
  }

  /** What had the focus is hidden now, and nobody should have to look for it. */
  private async focusOn(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  private readonly nextTab = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step) {
      event.preventDefault();
      const at = TABS.indexOf(this.place.tab) + step;
      this.go({ tab: TABS.at(at % TABS.length)! });
      void this.focusOn('[role="tab"][aria-selected="true"]');
    }
  };

  private readonly arrive = (): void => {
    this.place = placeOf(location.hash);
  };

  private readonly toggleMenu = (): void => {
    this.dispatchEvent(new Event("hass-toggle-menu", { bubbles: true, composed: true }));
  };
}

define("enphase-envoy-explorer", Explorer);
