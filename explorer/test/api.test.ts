import assert from "node:assert/strict";
import { test } from "node:test";
import { brokeOff, wordsOf } from "../src/api.ts";
import type { Hass } from "../src/logic/types.ts";

const HASS = {
  localize: (key: string, facts?: Record<string, string>) =>
    key.endsWith(".known.message") ? `Known: ${facts?.gateway}` : "",
} as unknown as Hass;
const say = (key: string) => `<${key}>`;

// As Home Assistant's client rejects a request that was under way.
const BROKE_OFF = { type: "result", success: false, error: { code: 3, message: "Connection lost" } };

test("a lost connection is told as that", () => {
  assert.equal(wordsOf(BROKE_OFF, HASS, say), "<connection_broke>");
  assert.equal(wordsOf(3, HASS, say), "<connection_lost>");
  assert.equal(brokeOff(BROKE_OFF), true);
  // It never left.
  assert.equal(brokeOff(3), false);
});

test("an error is told in words, the person's own if there are any", () => {
  const known = { translation_key: "known", translation_placeholders: { gateway: "Envoy" } };
  assert.equal(wordsOf({ ...known, message: "plain" }, HASS, say), "Known: Envoy");
  assert.equal(wordsOf({ translation_key: "odd", message: "plain" }, HASS, say), "plain");
  for (const nothing of [undefined, null, {}, new Error("")]) {
    assert.equal(wordsOf(nothing, HASS, say), "<failed>");
    assert.equal(brokeOff(nothing), false);
  }
});
