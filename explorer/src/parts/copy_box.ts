// What was read, to take along as an action, a sensor, a template or JSON.

import { html, nothing, type TemplateResult } from "lit";
import { asAction, asSensor, asTemplate, fitsSensor, type ReadCall } from "../logic/copies.ts";
import { indented } from "../logic/json_text.ts";
import type { Json } from "../logic/types.ts";
import { define, look, Part } from "./base.ts";

const KINDS = ["action", "sensor", "template", "raw"] as const;
type Kind = (typeof KINDS)[number];

class CopyBox extends Part {
  static override properties = {
    ...Part.properties,
    call: { attribute: false },
    name: { attribute: false },
    value: { attribute: false },
    text: { state: true },
    kind: { state: true },
    told: { state: true },
    trouble: { state: true },
  };

  static override styles = [look];

  declare call: ReadCall;
  declare name: string;
  declare value: Json;
  declare private text: string;
  declare private kind: Kind | null;
  declare private told: "copied" | "copy_failed" | "";
  declare private trouble: string;

  constructor() {
    super();
    this.text = "";
    this.kind = null;
    this.told = "";
    this.trouble = "";
  }

  override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get("call") as ReadCall | undefined;
    if (before && JSON.stringify(before) !== JSON.stringify(this.call)) {
      this.kind = null;
      this.trouble = "";
    }
  }

  override render(): TemplateResult {
    return html`<div class="row" role="group" aria-label=${this.say("take_along")}>
        <span class="soft">${this.say("take_along")}</span>
        ${KINDS.map(
          (kind) => html`<button
            class="soft"
            aria-pressed=${kind === this.kind}
            @click=${() => this.show(kind)}
          >
            ${this.say(`copy_${kind}`)}
          </button>`,
        )}
      </div>
      ${this.trouble ? html`<div class="box bad" role="alert">${this.trouble}</div>` : nothing}
      ${this.kind === "sensor" && !fitsSensor(this.value)
        ? html`<div class="box warn" role="alert">${this.say("sensor_one_value")}</div>`
        : nothing}
      ${this.kind
        ? html`<p>
              <textarea readonly aria-label=${this.say(`copy_${this.kind}`)} .value=${this.text}>
              </textarea>
            </p>
            <div class="row">
              <button class="act" @click=${this.copy}>${this.say("copy")}</button>
              <button class="soft" @click=${() => (this.kind = null)}>${this.say("close")}</button>
              <span role="status">${this.told ? this.say(this.told) : ""}</span>
            </div>`
        : nothing}`;
  }

  private async show(kind: Kind): Promise<void> {
    const texts: Record<Kind, () => string | Promise<string>> = {
      action: () => asAction(this.call),
      sensor: () => asSensor(this.call, this.name, this.value),
      template: () => asTemplate(this.call),
      raw: () => this.raw(),
    };
    this.trouble = "";
    try {
      this.text = await texts[kind]();
    } catch (err) {
      this.kind = null;
      this.trouble = this.failure(err);
      return;
    }
    this.kind = kind;
    this.told = "";
    await this.updateComplete;
    await this.copy();
  }

  /** The JSON as the gateway wrote its numbers, which JavaScript would round. */
  private async raw(): Promise<string> {
    const { entryId, endpoint, select, parseXml } = this.call;
    const reply = await this.context.api.act<Record<string, string>>("read_data", {
      config_entry_id: entryId,
      endpoint,
      select: `to_string(${select || "@"})`,
      from_cache: true,
      ...(parseXml ? { parse_xml: true } : {}),
    });
    return indented(reply[endpoint] ?? "");
  }

  private readonly copy = async (): Promise<void> => {
    let isDone = true;
    try {
      await navigator.clipboard.writeText(this.text);
    } catch {
      // Without TLS there is no clipboard but this one.
      this.renderRoot.querySelector("textarea")?.select();
      isDone = document.execCommand("copy");
    }
    this.told = isDone ? "copied" : "copy_failed";
  };
}

define("enphase-explorer-copies", CopyBox);
