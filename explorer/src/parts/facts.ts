// What is known about a reply beside what it says.

import { html, nothing, type TemplateResult } from "lit";
import { moment, size, took } from "../logic/format.ts";
import type { Metadata, Say } from "../logic/types.ts";

/** Status, size and times of a reply, and whether it came from the cache. */
export function factsOf(metadata: Metadata, language: string, say: Say): TemplateResult {
  const facts = [
    `${say("status")} ${metadata.status}`,
    size(metadata.bytes, language),
    took(metadata.duration, language),
    moment(metadata.read_at, language),
  ];
  const age = say("from_cache", { age: took(metadata.age, language) });
  return html`<div class="row" role="status">
    ${facts.map((fact) => html`<span class="chip">${fact}</span>`)}
    ${metadata.recording ? html`<span class="chip warn">${say("recorded")}</span>` : nothing}
    ${metadata.from_cache && !metadata.recording ? html`<span class="chip warn">${age}</span>` : nothing}
  </div>`;
}

/** What the catalogue says about the fields of a reply. */
export function notesOf(metadata: Metadata, say: Say): TemplateResult | typeof nothing {
  const notes = metadata.notes ?? [];
  if (!notes.length) {
    return nothing;
  }
  return html`<details>
    <summary>${say("notes", { count: notes.length })}</summary>
    ${notes.map((note) => {
      const more = [note.unit, note.sign, note.taken_for].filter(Boolean).join(" · ");
      return html`<div class="box">
        <code>${String(note.field ?? "")}</code> ${String(note.meaning ?? "")}
        <span class="soft">${more}</span>
      </div>`;
    })}
  </details>`;
}
