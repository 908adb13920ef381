// A recording of the gateway, for a report or to practise on: its button and progress.

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { size } from "../logic/format.ts";
import type { Gateway, Progress, Recorded } from "../logic/types.ts";
import { define, look, Part } from "./base.ts";

class Recorder extends Part {
  static override properties = {
    ...Part.properties,
    gateway: { attribute: false },
    open: { state: true },
    scales: { state: true },
    progress: { state: true },
    made: { state: true },
    trouble: { state: true },
  };

  static override styles = look;

  declare gateway: Gateway;
  declare private open: boolean;
  declare private scales: boolean;
  declare private progress: Progress | null;
  declare private made: Recorded | null;
  declare private trouble: string;
  /** Which attempt is shown: what comes of an older one is for another gateway. */
  private attempt = 0;

  constructor() {
    super();
    this.reset();
    this.scales = false;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("gateway") as Gateway | undefined;
    if (before && before.id !== this.gateway.id) {
      this.reset();
    }
  }

  private reset(): void {
    this.attempt += 1;
    this.open = false;
    this.progress = null;
    this.made = null;
    this.trouble = "";
  }

  override render(): TemplateResult {
    const { gateway, progress } = this;
    if (progress) {
      return html`<div class="card" role="status">
        <p>${this.say("recording_under_way", { done: progress.done, total: progress.total })}</p>
        <progress max=${progress.total || 1} .value=${progress.done}></progress>
      </div>`;
    }
    if (!this.open) {
      return html`<p style="margin-bottom: 12px">
        <button
          class="soft"
          ?disabled=${gateway.state !== "loaded"}
          @click=${() => (this.open = true)}
        >
          ${this.say("make_recording")}
        </button>
      </p>`;
    }
    return html`<div class="card">
      <h3>${this.say("make_recording")}</h3>
      <p>${this.say("recording_about")}</p>
      <label class="tick">
        <input
          type="checkbox"
          .checked=${this.scales}
          @change=${() => (this.scales = !this.scales)}
        />
        ${this.say("scale_energy")}
      </label>
      ${this.trouble ? html`<div class="box bad" role="alert">${this.trouble}</div>` : nothing}
      ${this.made ? this.result(this.made) : nothing}
      <div class="row">
        <button ?disabled=${gateway.state !== "loaded"} @click=${this.record}>
          ${this.say("start_recording")}
        </button>
        <button class="soft" @click=${() => this.reset()}>${this.say("close")}</button>
      </div>
    </div>`;
  }

  private result(made: Recorded): TemplateResult {
    const { asked, answered, download, file } = made;
    const kinds = Object.entries(made.replaced);
    return html`<div class="box" role="status">
      <p>${this.say("recorded_count", { asked, answered })}</p>
      <p>${this.say("replaced")}</p>
      <div class="row">
        ${kinds.map(([kind, count]) => html`<span class="chip">${kind}: ${count}</span>`)}
      </div>
      <p>
        ${download
          ? html`<a href=${download} download
              >${this.say("download", { size: size(made.bytes, this.language) })}</a
            >`
          : html`<code>${file}</code>`}
      </p>
    </div>`;
  }

  private readonly record = async (): Promise<void> => {
    const { gateway, scales } = this;
    const { api } = this.context;
    this.reset();
    const { attempt } = this;
    this.open = true;
    this.progress = { done: 0, total: 0, endpoint: "" };
    let end = (): void => undefined;
    try {
      end = await api.recording(gateway.id, (progress) => {
        if (attempt === this.attempt) {
          this.progress = progress;
        }
      });
      const fields = { config_entry_id: gateway.id, scale_energy: scales };
      const made = await api.act<Recorded>("record_gateway", fields);
      if (attempt === this.attempt) {
        this.made = made;
      }
    } catch (err) {
      if (attempt === this.attempt) {
        this.trouble = this.failure(err);
      }
    } finally {
      end();
      if (attempt === this.attempt) {
        this.progress = null;
      }
    }
  };
}

define("enphase-explorer-recorder", Recorder);
