// What was read, to take along as an action, a sensor, a template or JSON.

import { html, nothing, type TemplateResult } from "lit";
import { asAction, asSensor, asTemplate, type ReadCall } from "../logic/copies.ts";
import { indented } from "../logic/json_text.ts";
import { define, look, Part } from "./base.ts";

const KINDS = ["action", "sensor", "template", "raw"] as const;
type Kind = (typeof KINDS)[number];

class CopyBox extends Part {
  static override properties = {
    ...Part.properties,
    call: { attribute: false },
    name: { attribute: false },
    isNumber: { attribute: false },
    text: { state: true },
    kind: { state: true },
    done: { state: true },
  };

  static override styles = [look];

  declare call: ReadCall;
  declare name: string;
  declare isNumber: boolean;
  declare private text: string;
  declare private kind: Kind | null;
  declare private done: boolean;

  constructor() {
    super();
    this.text = "";
    this.kind = null;
    this.done = false;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    const before = changed.get("call") as ReadCall | undefined;
    if (before && JSON.stringify(before) !== JSON.stringify(this.call)) {
      this.kind = null;
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
      ${this.kind
        ? html`<p>
              <textarea readonly aria-label=${this.say(`copy_${this.kind}`)} .value=${this.text}>
              </textarea>
            </p>
            <div class="row">
              <button class="act" @click=${this.copy}>${this.say("copy")}</button>
              <button class="soft" @click=${() => (this.kind = null)}>${this.say("close")}</button>
              <span role="status">${this.done ? this.say("copied") : ""}</span>
            </div>`
        : nothing}`;
  }

  private async show(kind: Kind): Promise<void> {
    const texts: Record<Kind, () => string | Promise<string>> = {
      action: () => asAction(this.call),
      sensor: () => asSensor(this.call, this.name, this.isNumber),
      template: () => asTemplate(this.call),
      raw: () => this.raw(),
    };
    try {
      this.text = await texts[kind]();
    } catch (err) {
      this.text = this.failure(err);
    }
    this.kind = kind;
    this.done = false;
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
    try {
      await navigator.clipboard.writeText(this.text);
    } catch {
      // Without TLS there is no clipboard but this one.
      this.renderRoot.querySelector("textarea")?.select();
      document.execCommand("copy");
    }
    this.done = true;
  };
}

define("enphase-explorer-copies", CopyBox);
