// A list of objects as a table that can be sorted.

import { css, html, nothing, type TemplateResult } from "lit";
import { isRounded, short } from "../logic/format.ts";
import { columnsOf, hiddenColumns, type Row, sortedBy } from "../logic/tables.ts";
import type { Step } from "../logic/types.ts";
import { moved, oneStop } from "./arrows.ts";
import { define, look, Part } from "./base.ts";

const PIECE = 100;

class ValueTable extends Part {
  static override properties = {
    ...Part.properties,
    rows: { attribute: false },
    path: { attribute: false },
    column: { state: true },
    down: { state: true },
    most: { state: true },
  };

  static override styles = [
    look,
    css`
      .scroll {
        overflow-x: auto;
        max-width: 100%;
      }
      table {
        border-collapse: collapse;
        min-width: 100%;
      }
      th,
      td {
        border-bottom: 1px solid var(--divider-color, #ddd);
        text-align: left;
        white-space: nowrap;
        padding: 0;
      }
      th button,
      td button {
        border: 0;
        background: none;
        padding: 6px 10px;
        text-align: inherit;
        width: 100%;
        min-height: 32px;
      }
      th button {
        font-weight: 500;
      }
      .number {
        text-align: right;
        font-variant-numeric: tabular-nums;
      }
      td button:hover {
        background: color-mix(in srgb, var(--primary-color) 16%, transparent);
      }
    `,
  ];

  declare rows: Row[];
  declare path: Step[];
  declare private column: string;
  declare private down: boolean;
  declare private most: number;

  constructor() {
    super();
    this.path = [];
    this.column = "";
    this.down = false;
    this.most = PIECE;
  }

  override render(): TemplateResult {
    const columns = columnsOf(this.rows);
    const order = this.column
      ? sortedBy(this.rows, this.column, this.down)
      : [...this.rows.keys()];
    const rest = order.length - this.most;
    const hidden = hiddenColumns(this.rows);
    return html`${hidden
        ? html`<p class="soft">${this.say("columns_more", { count: hidden })}</p>`
        : nothing}
      <div class="scroll">
        <table
          role="grid"
          aria-label=${this.say("as_table")}
          @keydown=${(event: KeyboardEvent) => moved(event, this.buttons())}
          @focusin=${(event: FocusEvent) => oneStop(this.buttons().flat(), event.target)}
        >
          <thead>
            <tr>
              ${columns.map((name) => this.head(name))}
            </tr>
          </thead>
          <tbody>
            ${order.slice(0, this.most).map((index) => this.line(index, columns))}
          </tbody>
        </table>
      </div>
      ${rest > 0
        ? html`<button class="soft" @click=${() => (this.most += PIECE)}>
            ${this.say("show_more", { count: Math.min(rest, PIECE), rest })}
          </button>`
        : nothing}`;
  }

  override updated(): void {
    oneStop(this.buttons().flat());
  }

  private buttons(): HTMLElement[][] {
    return [...this.renderRoot.querySelectorAll("tr")].map((row) => [
      ...row.querySelectorAll("button"),
    ]);
  }

  private head(name: string): TemplateResult {
    const isSorted = name === this.column;
    const sort = isSorted ? (this.down ? "descending" : "ascending") : "none";
    const sign = isSorted ? (this.down ? " ▾" : " ▴") : "";
    return html`<th scope="col" aria-sort=${sort}>
      <button title=${this.say("sort_by")} @click=${() => this.sort(name)}>${name}${sign}</button>
    </th>`;
  }

  private line(index: number, columns: string[]): TemplateResult {
    const row = this.rows[index]!;
    return html`<tr>
      ${columns.map((name) => {
        const kind = typeof row[name] === "number" ? "number" : "";
        const path = [...this.path, index, name];
        return html`<td class=${kind}>
          <button
            title=${this.say(isRounded(row[name]) ? "rounded" : "select_this")}
            @click=${() => this.tell("explorer-choose", { path })}
          >
            ${isRounded(row[name]) ? "≈ " : ""}${short(row[name], 60)}
          </button>
        </td>`;
      })}
    </tr>`;
  }

  private sort(name: string): void {
    this.down = name === this.column && !this.down;
    this.column = name;
  }
}

define("enphase-explorer-table", ValueTable);
