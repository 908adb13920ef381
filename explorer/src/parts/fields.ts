// The data of a write as fields: numbers, switches, texts, and words to choose from.

import { css, html, nothing, type TemplateResult } from "lit";
import { choicesOf, type Field, fieldsIn, numberOf, replaced } from "../logic/fields.ts";
import { define, look, Part } from "./base.ts";

/** Fields that are drawn at first, and with each further step. */
const AT_ONCE = 60;

class Fields extends Part {
  static override properties = {
    ...Part.properties,
    text: { attribute: false },
    odd: { attribute: false },
    choices: { attribute: false },
    most: { state: true },
  };

  static override styles = [
    look,
    css`
      .field {
        display: grid;
        grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
        gap: 8px;
        align-items: center;
        padding: 4px 0;
      }
      @media (max-width: 600px) {
        .field {
          grid-template-columns: minmax(0, 1fr);
          gap: 2px;
        }
      }
      code {
        overflow-wrap: anywhere;
      }
      input[type="text"],
      select {
        width: 100%;
      }
      [aria-invalid="true"] {
        border-color: var(--error-color, #db4437);
      }
    `,
  ];

  declare text: string;
  /** What was typed and is no number, by the key of the field. */
  declare odd: Record<string, string>;
  declare choices: Record<string, string[]>;
  declare private most: number;

  constructor() {
    super();
    this.most = AT_ONCE;
  }

  override render(): TemplateResult {
    const fields = fieldsIn(this.text);
    const rest = fields.length - this.most;
    return html`<div role="group" aria-label=${this.say("data")}>
      ${fields.length ? nothing : html`<p class="soft">${this.say("no_fields")}</p>`}
      ${fields.slice(0, this.most).map(
        (field) => html`<label class="field">
          <code>${breakable(field.key)}</code>
          <span>${this.input(field)}</span>
        </label>`,
      )}
      ${rest > 0
        ? html`<button class="soft" @click=${() => (this.most += AT_ONCE)}>
            ${this.say("show_more", { count: Math.min(rest, AT_ONCE), rest })}
          </button>`
        : nothing}
    </div>`;
  }

  private input(field: Field): TemplateResult {
    switch (field.kind) {
      case "switch":
        return html`<input
          type="checkbox"
          role="switch"
          .checked=${field.raw === "true"}
          @change=${(event: Event) =>
            this.put(field, String((event.target as HTMLInputElement).checked))}
        />`;
      case "number":
        return this.number(field);
      case "text":
        return this.words(field, JSON.parse(field.raw) as string);
      default:
        return html`<span class="soft">null</span>`;
    }
  }

  private number(field: Field): TemplateResult {
    const odd = this.odd[field.key];
    return html`<input
        type="text"
        class="mono"
        inputmode="decimal"
        autocomplete="off"
        aria-invalid=${odd !== undefined}
        .value=${odd ?? field.raw}
        @input=${(event: Event) => {
          const typed = (event.target as HTMLInputElement).value;
          const number = numberOf(typed);
          if (number === null) {
            this.tell("explorer-data", { odd: { ...this.odd, [field.key]: typed } });
          } else {
            this.put(field, number);
          }
        }}
      />
      ${odd === undefined
        ? nothing
        : html`<span role="alert">${this.say("not_number")}</span>`}`;
  }

  private words(field: Field, value: string): TemplateResult {
    const choices = choicesOf(field, this.choices);
    const change = (event: Event) =>
      this.put(field, JSON.stringify((event.target as HTMLInputElement).value));
    return choices.length
      ? html`<select .value=${value} @change=${change}>
          ${[...new Set([...choices, value])].map(
            (word) => html`<option value=${word} ?selected=${word === value}>${word}</option>`,
          )}
        </select>`
      : html`<input
          type="text"
          class="mono"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          .value=${value}
          @input=${change}
        />`;
  }

  private put(field: Field, raw: string): void {
    const odd = { ...this.odd };
    delete odd[field.key];
    this.tell("explorer-data", { text: replaced(this.text, field, raw), odd });
  }
}

/** A path that is broken at its dots and lines first, and only then anywhere. */
function breakable(path: string): (string | TemplateResult)[] {
  return path.split(/(?<=[._])/).map((part, place) => (place ? html`<wbr />${part}` : part));
}

define("enphase-explorer-fields", Fields);
