// What a write changes, before beside after.

import { css, html, type TemplateResult } from "lit";
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
  static override properties = { ...Part.properties, rows: { attribute: false } };

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
      .path {
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare rows: Difference[];

  override render(): TemplateResult {
    return html`<div role="list" aria-label=${this.say("differences")}>
      ${this.rows.map(
        (row) => html`<div class="difference" role="listitem">
          <div class="row">
            <span class="chip ${LOOK[row.kind]}">${this.say(`kind_${row.kind}`)}</span>
            <code class="path">${row.path || "@"}</code>
          </div>
          <div class="sides mono">
            <div class="side before"
              ><span class="ears">${this.say("before")}</span>${written(row.before)}</div
            >
            <div class="side after"
              ><span class="ears">${this.say("after")}</span>${written(row.after)}</div
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
