import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Draft,
  fieldsOf,
  Gate,
  hasField,
  isWhole,
  keyOf,
  rowOfUnshown,
  rowsOf,
  rowsOfPreview,
} from "../src/logic/drafts.ts";
import type { Comparison } from "../src/logic/types.ts";

const DRAFT: Draft = {
  entryId: "01",
  endpoint: "/ivp/ss/gen_mode",
  method: "POST",
  text: '{"limit": 30.0}',
  contentType: "default",
  odd: {},
  merge: false,
  mergeAdd: false,
  verify: "on",
  restoreAfter: 0,
};

const SEEN: Comparison = {
  changes: [],
  left_out: [],
  would_be_refused: null,
  method: "POST",
  address: "/ivp/ss/gen_mode",
  body: "{}",
};

test("a draft goes through once, after its own preview", () => {
  const gate = new Gate();
  const key = keyOf(DRAFT);
  assert.equal(gate.pass(key), false);
  gate.show(key, SEEN);
  assert.equal(gate.isOpenFor(key), true);
  assert.equal(gate.pass(key), true);
  assert.equal(gate.pass(key), false);
});

test("any change closes the gate, and opens it for nobody else", () => {
  for (const change of [
    { text: '{"limit": 30}' },
    { text: `${DRAFT.text} ` },
    { method: "PUT" },
    { endpoint: "/ivp/ss/dpel" },
    { entryId: "02" },
    { merge: true },
    { mergeAdd: true },
    { verify: "off" as const },
    { verify: "strict" as const },
    { odd: { limit: "3o" } },
    { restoreAfter: 15 },
    { contentType: "form" },
  ]) {
    const gate = new Gate();
    gate.show(keyOf(DRAFT), SEEN);
    assert.equal(gate.pass(keyOf({ ...DRAFT, ...change })), false);
    assert.equal(gate.pass(keyOf(DRAFT)), false);
  }
});

test("what would be refused is not sent", () => {
  const gate = new Gate();
  gate.show(keyOf(DRAFT), { ...SEEN, would_be_refused: "The options forbid it" });
  assert.equal(gate.isOpenFor(keyOf(DRAFT)), false);
  gate.show(keyOf(DRAFT), undefined);
  assert.equal(gate.isOpenFor(keyOf(DRAFT)), false);
});

test("the text goes as it is, and the same in preview and write", () => {
  const preview = fieldsOf(DRAFT, true);
  const write = fieldsOf(DRAFT, false);
  assert.equal(preview.data, '{"limit": 30.0}');
  assert.equal(write.data, preview.data);
  assert.equal(preview.test_mode, true);
  assert.equal(preview.compare, true);
  assert.equal(write.test_mode, false);
  assert.equal(write.verify, "on");
  assert.equal("restore_after" in write, false);
});

test("fields are left out that mean nothing", () => {
  const fields = fieldsOf({ ...DRAFT, method: "DELETE", text: " ", merge: true }, false);
  assert.equal("data" in fields, false);
  assert.equal("merge" in fields, false);
  const timed = fieldsOf({ ...DRAFT, restoreAfter: 15, merge: true, verify: "off" }, false);
  assert.deepEqual(timed.restore_after, { minutes: 15 });
  assert.equal(timed.merge, true);
  assert.equal(timed.verify, "off");
  assert.equal(fieldsOf({ ...DRAFT, contentType: "form" }, true).content_type, "form");
});

test("elements are added only with a merge, and strict is strict", () => {
  const strict = { ...DRAFT, mergeAdd: true, verify: "strict" as const };
  assert.equal("merge_add" in fieldsOf(strict, false), false);
  assert.equal(fieldsOf(strict, false).verify, "strict");
  const merged = fieldsOf({ ...strict, merge: true }, true);
  assert.deepEqual([merged.merge, merged.merge_add], [true, true]);
  assert.equal("merge_add" in fieldsOf({ ...DRAFT, merge: true }, true), false);
});

test("what doesn't parse can't even be previewed", () => {
  assert.equal(isWhole(DRAFT), true);
  assert.equal(isWhole({ ...DRAFT, text: "" }), true);
  assert.equal(isWhole({ ...DRAFT, text: '{"a": }' }), false);
  assert.equal(isWhole({ ...DRAFT, endpoint: "" }), false);
  assert.equal(isWhole({ ...DRAFT, odd: { limit: "3o" } }), false);
});

test("changes become rows", () => {
  const rows = rowsOf([
    { path: "a", from: 1, to: null },
    { path: "b", added: 2 },
    { path: "c", removed: 3 },
    { path: "d", reordered: ["x"] },
  ]);
  assert.deepEqual(
    rows.map((row) => [row.kind, row.before, row.after]),
    [
      ["changed", 1, null],
      ["added", undefined, 2],
      ["removed", 3, undefined],
      ["reordered", undefined, ["x"]],
    ],
  );
});

test("what is left out is told apart, and comes first", () => {
  const rows = rowsOfPreview({
    ...SEEN,
    changes: [
      { path: "a", from: 1, to: 2 },
      { path: "b", removed: 3 },
    ],
    left_out: [
      { path: "b", value: 3 },
      { path: "c", value: [4] },
    ],
  });
  assert.deepEqual(
    rows.map((row) => [row.path, row.kind]),
    [
      ["c", "left_out"],
      ["b", "left_out"],
      ["a", "changed"],
    ],
  );
  assert.deepEqual(rowsOfPreview({ ...SEEN, changes: null, left_out: null }), []);
});

test("a field is found in the form or in one of its sections", () => {
  const hass = {
    services: {
      enphase_envoy_raw_data: {
        send_data: { fields: { data: {}, way: { fields: { restore_after: {} } } } },
      },
    },
  };
  assert.equal(hasField(hass, "send_data", "restore_after"), true);
  assert.equal(hasField(hass, "send_data", "data"), true);
  assert.equal(hasField(hass, "send_data", "other"), false);
  assert.equal(hasField({ services: {} }, "send_data", "data"), false);
});

test("what was sent stands beside what is shown instead", () => {
  assert.deepEqual(rowOfUnshown({ path: "a.b", wanted: 1, found: 2 }), {
    path: "a.b",
    kind: "changed",
    before: 1,
    after: 2,
  });
});
