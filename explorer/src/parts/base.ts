// What all parts of the page have: words, a language, a look.

import { css, LitElement } from "lit";
import type { Api } from "../api.ts";
import { wordsOf } from "../api.ts";
import type { Hass, Say } from "../logic/types.ts";

export interface Context {
  api: Api;
  hass: () => Hass;
  say: Say;
}

/** Define an element, unless an older file of the page has done so in this window. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) {
    customElements.define(name, element);
  }
}

export class Part extends LitElement {
  static override properties: Record<string, object> = { context: { attribute: false } };

  declare context: Context;

  protected say(key: string, facts?: Record<string, string | number>): string {
    return this.context.say(key, facts);
  }

  protected get language(): string {
    return this.context.hass().language;
  }

  protected failure(err: unknown): string {
    return wordsOf(err, this.context.hass(), this.context.say);
  }

  /** Bring what has just come into sight, where it would be below the screen. */
  protected async showNew(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector(selector)?.scrollIntoView({ block: "nearest" });
  }

  protected tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

export const look = css`
  :host {
    display: block;
    color: var(--primary-text-color);
    font-size: 14px;
    line-height: 1.45;
  }
  * {
    box-sizing: border-box;
  }
  h2 {
    font-size: 20px;
    font-weight: 500;
    margin: 0;
    overflow-wrap: anywhere;
  }
  h3 {
    font-size: 15px;
    font-weight: 500;
    margin: 0;
  }
  p {
    margin: 4px 0;
  }
  code,
  pre,
  textarea,
  .mono {
    font-family: var(--code-font-family, ui-monospace, monospace);
    font-size: 13px;
  }
  a {
    color: var(--primary-color);
  }
  .soft {
    color: var(--secondary-text-color);
  }
  .card {
    background: var(--ha-card-background, var(--card-background-color, #fff));
    border: 1px solid var(--ha-card-border-color, var(--divider-color, #e0e0e0));
    border-radius: var(--ha-card-border-radius, 12px);
    padding: 16px;
    margin-bottom: 16px;
    /* Below the head of the page, which stays. */
    scroll-margin-top: 116px;
  }
  details {
    margin: 8px 0;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  .grow {
    flex: 1 1 180px;
    min-width: 0;
  }
  .chip {
    display: inline-block;
    border-radius: 10px;
    padding: 1px 8px;
    font-size: 12px;
    line-height: 18px;
    white-space: nowrap;
    color: var(--primary-text-color);
    background: color-mix(in srgb, var(--secondary-text-color) 16%, transparent);
  }
  .chip.good {
    background: color-mix(in srgb, var(--success-color, #43a047) 24%, transparent);
  }
  .chip.bad {
    background: color-mix(in srgb, var(--error-color, #db4437) 24%, transparent);
  }
  .chip.warn {
    background: color-mix(in srgb, var(--warning-color, #ffa600) 26%, transparent);
  }
  .box {
    border-left: 4px solid var(--info-color, #039be5);
    background: color-mix(in srgb, var(--info-color, #039be5) 10%, transparent);
    border-radius: 4px;
    padding: 8px 12px;
    margin: 8px 0;
    overflow-wrap: anywhere;
  }
  .box.bad {
    border-color: var(--error-color, #db4437);
    background: color-mix(in srgb, var(--error-color, #db4437) 10%, transparent);
  }
  .box.warn {
    border-color: var(--warning-color, #ffa600);
    background: color-mix(in srgb, var(--warning-color, #ffa600) 12%, transparent);
  }
  .box.good {
    border-color: var(--success-color, #43a047);
    background: color-mix(in srgb, var(--success-color, #43a047) 12%, transparent);
  }
  button,
  select,
  input,
  textarea {
    font: inherit;
    color: inherit;
  }
  button {
    cursor: pointer;
  }
  button.act,
  button.soft,
  select,
  input[type="text"],
  input[type="search"],
  input[type="number"],
  textarea {
    border: 1px solid var(--outline-color, var(--divider-color, #bbb));
    border-radius: 8px;
    min-height: 40px;
    padding: 6px 12px;
    background: var(--ha-card-background, var(--card-background-color, #fff));
  }
  select {
    max-width: 100%;
  }
  input[type="number"] {
    width: 76px;
  }
  input[type="checkbox"] {
    width: 18px;
    height: 18px;
    accent-color: var(--primary-color);
    flex: none;
    margin: 0;
  }
  label.tick {
    display: inline-flex;
    gap: 8px;
    align-items: center;
    min-height: 40px;
  }
  textarea,
  input.mono {
    font-family: var(--code-font-family, ui-monospace, monospace);
    font-size: 13px;
  }
  textarea {
    width: 100%;
    min-height: 200px;
    resize: vertical;
    white-space: pre;
    tab-size: 2;
  }
  textarea[readonly] {
    white-space: pre-wrap;
  }
  button.act {
    background: var(--primary-color, #03a9f4);
    border-color: transparent;
    color: var(--text-primary-color, #fff);
    font-weight: 500;
  }
  button.act.danger {
    background: var(--error-color, #db4437);
  }
  button.soft {
    color: var(--primary-text-color);
  }
  button.soft[aria-pressed="true"] {
    border-color: var(--primary-color);
    background: color-mix(in srgb, var(--primary-color) 14%, transparent);
  }
  button:hover:not(:disabled) {
    filter: brightness(0.96);
  }
  button:disabled {
    cursor: default;
    opacity: 0.45;
  }
  button:focus-visible,
  select:focus-visible,
  input:focus-visible,
  textarea:focus-visible,
  summary:focus-visible,
  [tabindex]:focus-visible {
    outline: 2px solid var(--primary-color);
    outline-offset: 1px;
  }
  .ears {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  progress {
    width: 100%;
    accent-color: var(--primary-color);
  }
`;
