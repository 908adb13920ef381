// What a write changes, before beside after.

import { css, html, nothing, type TemplateResult } from "lit";
import type { Difference } from "../logic/drafts.ts";
import { short } from "../logic/format.ts";
import { define, look, Part } from "./base.ts";

const LOOK = {
  added: "good",
  changed: "",
  left_out: "bad",
  removed: "warn",
  reordered: "",
};

class Differences extends Part {
  static override properties = {
    ...Part.properties,
    rows: { attribute: false },
    sides: { attribute: false },
  };

  static override styles = [
    look,
    css`
      .difference {
        border-top: 1px solid var(--divider-color, #ddd);
        padding: 8px 0;
      }
      .sides {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: 8px;
        margin-top: 4px;
      }
      .side {
        border-radius: 6px;
        padding: 4px 8px;
        min-height: 28px;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .before {
        background: color-mix(in srgb, var(--error-color, #db4437) 10%, transparent);
      }
      .after {
        background: color-mix(in srgb, var(--success-color, #43a047) 14%, transparent);
      }
      .plain {
        background: color-mix(in srgb, var(--secondary-text-color) 10%, transparent);
      }
      .heads {
        margin-bottom: 4px;
      }
      .heads span {
        padding: 0 8px;
      }
      .path {
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare rows: Difference[];
  /** The keys of what stands above the two columns. */
  declare sides: [string, string];

  constructor() {
    super();
    this.rows = [];
    this.sides = ["before", "after"];
  }

  override render(): TemplateResult {
    const [left, right] = this.sides.map((side) => this.say(side));
    const isChange = this.sides[0] === "before";
    // Ears hear at each value what eyes read once above all of them.
    return html`${this.rows.length
        ? html`<div class="sides heads soft" aria-hidden="true">
            <span>${left}</span><span>${right}</span>
          </div>`
        : nothing}
      <div role="list" aria-label=${this.say("differences")}>
      ${this.rows.map(
        (row) => html`<div class="difference" role="listitem">
          <div class="row">
            ${isChange
              ? html`<span class="chip ${LOOK[row.kind]}">${this.say(`kind_${row.kind}`)}</span>`
              : nothing}
            <code class="path">${row.path || "@"}</code>
          </div>
          <div class="sides mono">
            <div class="side ${isChange ? "before" : "plain"}"
              ><span class="ears">${left}: </span>${written(row.before)}</div
            >
            <div class="side ${isChange ? "after" : "plain"}"
              ><span class="ears">${right}: </span>${written(row.after)}</div
            >
          </div>
        </div>`,
      )}
    </div>`;
  }
}

function written(value: Difference["before"]): string {
  return value === undefined ? "—" : short(JSON.stringify(value, null, 1), 2000);
}

define("enphase-explorer-differences", Differences);
