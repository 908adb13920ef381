// A reply as a tree. Only what is open is drawn, and long lists piece by piece, so that
// megabytes open at once. Whatever a gateway says is text here and nothing else.

import { css, html, nothing, type TemplateResult } from "lit";
import { isRounded } from "../logic/format.ts";
import { expressionOf, isObject, stepsOf } from "../logic/paths.ts";
import type { Json, Step } from "../logic/types.ts";
import { oneStop } from "./arrows.ts";
import { define, look, Part } from "./base.ts";

/** Parts of one list or object that are drawn before somebody asks for more. */
const PIECE = 100;
/** Lines that are open at first. */
const OPEN_AT_FIRST = 40;
/** Characters of one text; the rest is in the raw view. */
const LONGEST = 2000;

class ValueTree extends Part {
  static override properties = {
    ...Part.properties,
    value: { attribute: false },
    chosen: { attribute: false },
    opened: { state: true },
    pieces: { state: true },
  };

  static override styles = [
    look,
    css`
      ul {
        list-style: none;
        margin: 0;
        padding: 0 0 0 18px;
      }
      ul.top {
        padding-left: 0;
      }
      .line {
        display: flex;
        align-items: flex-start;
        min-height: 28px;
      }
      .line > button {
        border: 0;
        background: none;
        padding: 3px 4px;
        text-align: left;
        border-radius: 4px;
        min-width: 0;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      .line > button:hover,
      .chosen {
        background: color-mix(in srgb, var(--primary-color) 16%, transparent) !important;
      }
      .toggle {
        flex: none;
        width: 24px;
        text-align: center !important;
        color: var(--secondary-text-color);
      }
      .gap {
        flex: none;
        width: 24px;
      }
      .name {
        color: var(--secondary-text-color);
      }
      .text {
        color: var(--success-color, #2e7d32);
      }
      .number {
        color: var(--info-color, #0277bd);
      }
      .word {
        color: var(--warning-color, #b26a00);
      }
    `,
  ];

  declare value: Json;
  declare chosen: string;
  declare private opened: ReadonlySet<string>;
  declare private pieces: ReadonlyMap<string, number>;
  private shape = "";

  constructor() {
    super();
    this.chosen = "";
    this.opened = new Set();
    this.pieces = new Map();
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("value")) {
      // A reply that is read again and again stays as somebody has opened it.
      const shape = Array.isArray(this.value) ? "list" : stepsOf(this.value).slice(0, 20).join();
      if (shape !== this.shape || changed.get("value") === undefined) {
        this.shape = shape;
        this.opened = openAtFirst(this.value);
        this.pieces = new Map();
      }
    }
  }

  override render(): TemplateResult {
    return html`<ul
      class="top mono"
      role="tree"
      aria-label=${this.say("reply")}
      @keydown=${this.press}
      @focusin=${(event: FocusEvent) => oneStop(this.lines(), event.target)}
    >
      ${this.node([], null, this.value)}
    </ul>`;
  }

  override updated(): void {
    oneStop(this.lines());
  }

  /** What the arrow keys go through: the values, and the buttons that show more. */
  private lines(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>("[role=treeitem], button.soft")];
  }

  /** As in any tree: right opens or goes in, left closes or goes out. */
  private readonly press = (event: KeyboardEvent): void => {
    const lines = this.lines();
    const at = lines.indexOf(event.target as HTMLElement);
    const line = lines[at];
    const { key } = event;
    if (!line || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const opens = key === "ArrowRight" && line.ariaExpanded === "false";
    const closes = key === "ArrowLeft" && line.ariaExpanded === "true";
    if (opens || closes) {
      line.parentElement?.querySelector<HTMLElement>(".toggle")?.click();
    }
    const holder = line.closest("ul[role=group]")?.parentElement;
    const next: Record<string, HTMLElement | null | undefined> = {
      ArrowDown: lines[at + 1],
      ArrowLeft: closes ? line : holder?.querySelector<HTMLElement>("[role=treeitem]"),
      ArrowRight: line.ariaExpanded === "true" ? lines[at + 1] : line,
      ArrowUp: lines[at - 1],
      End: lines.at(-1),
      Home: lines[0],
    };
    if (key in next) {
      event.preventDefault();
      next[key]?.focus();
    }
  };

  private node(path: Step[], name: Step | null, value: Json): TemplateResult {
    const holds = Array.isArray(value) || isObject(value);
    const key = expressionOf(path);
    const isOpen = holds && this.opened.has(key);
    const label = name === null ? nothing : html`<span class="name">${name}: </span>`;
    const toggle = () => this.toggle(key);
    const press = holds
      ? html`<button
          class="toggle"
          tabindex="-1"
          aria-expanded=${isOpen}
          aria-label=${`${this.say(isOpen ? "close_part" : "open_part")} ${name ?? ""}`}
          @click=${toggle}
          >${isOpen ? "▾" : "▸"}</button
        >`
      : html`<span class="gap"></span>`;
    return html`<li role="none">
      <div class="line">
        ${press}
        <button
          role="treeitem"
          aria-level=${path.length + 1}
          aria-expanded=${holds ? String(isOpen) : nothing}
          aria-selected=${key === this.chosen}
          class=${key === this.chosen ? "chosen" : ""}
          title=${isRounded(value) ? this.say("rounded") : this.say("select_this")}
          @click=${() => this.tell("explorer-choose", { path })}
          >${label}${holds ? this.summary(value) : leaf(value)}</button
        >
      </div>
      ${isOpen ? this.parts(path, key, value) : nothing}
    </li>`;
  }

  private summary(value: Json): TemplateResult {
    const count = stepsOf(value).length;
    const key = Array.isArray(value) ? "list_of" : "object_of";
    return html`<span class="soft">${this.say(key, { count })}</span>`;
  }

  private parts(path: Step[], key: string, value: Json): TemplateResult {
    const steps = stepsOf(value);
    const most = this.pieces.get(key) ?? PIECE;
    const shown = steps.slice(0, most);
    const rest = steps.length - shown.length;
    return html`<ul role="group">
      ${shown.map((step) => this.node([...path, step], step, (value as Record<Step, Json>)[step]!))}
      ${rest > 0
        ? html`<li role="none">
            <button class="soft" @click=${() => this.more(key, most)}>
              ${this.say("show_more", { count: Math.min(rest, PIECE), rest })}
            </button>
          </li>`
        : nothing}
    </ul>`;
  }

  private toggle(key: string): void {
    const opened = new Set(this.opened);
    if (!opened.delete(key)) {
      opened.add(key);
    }
    this.opened = opened;
  }

  private more(key: string, shown: number): void {
    this.pieces = new Map(this.pieces).set(key, shown + PIECE);
  }
}

/** What is open before somebody has chosen: level by level, as far as it fits. */
function openAtFirst(value: Json): Set<string> {
  const opened = new Set(["@"]);
  let lines = Math.min(stepsOf(value).length, PIECE);
  let level: [Step[], Json][] = [[[], value]];
  while (level.length && lines < OPEN_AT_FIRST) {
    const next: [Step[], Json][] = [];
    for (const [path, item] of level) {
      for (const step of stepsOf(item).slice(0, OPEN_AT_FIRST)) {
        const part = (item as Record<Step, Json>)[step]!;
        const count = stepsOf(part).length;
        if (count && lines + count <= OPEN_AT_FIRST) {
          lines += count;
          opened.add(expressionOf([...path, step]));
          next.push([[...path, step], part]);
        }
      }
    }
    level = next;
  }
  return opened;
}

function leaf(value: Json): TemplateResult {
  if (typeof value === "string") {
    const cut = value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
    return html`<span class="text">${JSON.stringify(cut)}</span>`;
  }
  const kind = typeof value === "number" ? "number" : "word";
  return html`<span class=${kind}>${isRounded(value) ? "≈ " : ""}${String(value)}</span>`;
}

define("enphase-explorer-tree", ValueTree);
