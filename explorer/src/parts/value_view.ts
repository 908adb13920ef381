// A value in the way that suits it: tree, table or as it is.

import { html, nothing, type TemplateResult } from "lit";
import { isTable } from "../logic/tables.ts";
import type { Json } from "../logic/types.ts";
import { define, look, Part } from "./base.ts";
import "./value_table.ts";
import "./value_tree.ts";

/** Characters of a text that are drawn; a browser takes seconds for megabytes. */
const LONGEST = 200_000;

class ValueView extends Part {
  static override properties = {
    ...Part.properties,
    value: { attribute: false },
    chosen: { attribute: false },
    view: { state: true },
  };

  static override styles = [look];

  declare value: Json;
  declare chosen: string;
  declare private view: "table" | "tree";

  constructor() {
    super();
    this.chosen = "";
    this.view = "table";
  }

  override render(): TemplateResult {
    const { value } = this;
    if (typeof value === "string") {
      return html`<pre style="white-space: pre-wrap; overflow-wrap: anywhere; margin: 0">
${value.slice(0, LONGEST)}${value.length > LONGEST ? "…" : ""}</pre
      >`;
    }
    const rows = isTable(value) ? value : null;
    const button = (view: "table" | "tree") => html`<button
      class="soft"
      aria-pressed=${this.view === view}
      ?disabled=${this.view === view}
      @click=${() => (this.view = view)}
    >
      ${this.say(`as_${view}`)}
    </button>`;
    return html`${rows ? html`<div class="row">${button("table")}${button("tree")}</div>` : nothing}
    ${rows && this.view === "table"
      ? html`<enphase-explorer-table
          .context=${this.context}
          .rows=${rows}
        ></enphase-explorer-table>`
      : html`<enphase-explorer-tree
          .context=${this.context}
          .value=${value}
          .chosen=${this.chosen}
        ></enphase-explorer-tree>`}`;
  }
}

define("enphase-explorer-value", ValueView);
