import assert from "node:assert/strict";
import { test } from "node:test";
import { Desk, MOST_DRAFTS } from "../src/logic/desk.ts";
import type { Draft } from "../src/logic/drafts.ts";
import { choicesOf, fieldsIn, numberOf, replaced } from "../src/logic/fields.ts";

const TEXT = `{
  "a b": {"limit": 30.0, "on": true},
  "list": [[1e3, null], {"id": "NC\\"1", "empty": {}, "none": []}],
  "a b": "last"
}`;

test("each scalar is a field, under the name that selects it", () => {
  assert.deepEqual(
    fieldsIn(TEXT).map(({ name, kind, raw }) => [name, kind, raw]),
    [
      ['"a b".limit', "number", "30.0"],
      ['"a b".on', "switch", "true"],
      ["list[0][0]", "number", "1e3"],
      ["list[0][1]", "null", "null"],
      ["list[1].id", "text", '"NC\\"1"'],
      ['"a b"', "text", '"last"'],
    ],
  );
  assert.deepEqual(fieldsIn('"alone"')[0]?.name, "@");
  assert.deepEqual(fieldsIn('{"a": off}'), []);
  assert.deepEqual(fieldsIn(" "), []);
});

test("a field that is changed changes nothing else", () => {
  for (const field of fieldsIn(TEXT)) {
    assert.equal(replaced(TEXT, field, field.raw), TEXT);
    const text = replaced(TEXT, field, "123456789012345678901.50");
    assert.equal(text.replace("123456789012345678901.50", field.raw), TEXT);
    assert.equal(fieldsIn(text).length, fieldsIn(TEXT).length);
  }
});

test("only what JSON takes for a number is one", () => {
  for (const typed of ["0", "-1", " 30.0 ", "1e-7", "123456789012345678901"]) {
    assert.equal(numberOf(typed), typed.trim());
  }
  for (const typed of ["", "-", "30.", "30,5", "007", "1 000", "0x10", "NaN", "1}"]) {
    assert.equal(numberOf(typed), null);
  }
});

test("words are offered where they are known, whatever the element of a list", () => {
  const [field] = fieldsIn('{"contacts": [{"state": "open"}]}');
  const known = { "contacts.state": ["open", "closed"] };
  assert.deepEqual(choicesOf(field!, known), ["open", "closed"]);
  const [other] = fieldsIn('{"constructor": "x"}');
  assert.deepEqual(choicesOf(other!, {}), []);
});

const DRAFT: Draft = {
  entryId: "01",
  endpoint: "/a",
  method: "PUT",
  text: "",
  contentType: "default",
  odd: {},
  merge: false,
  mergeAdd: false,
  verify: "on",
  restoreAfter: 0,
};

test("a draft is kept at its gateway and endpoint", () => {
  const desk = new Desk();
  const begun = desk.at("01", "/a", () => DRAFT);
  let told = 0;
  const end = desk.follow(() => (told += 1));
  desk.change(begun, { trouble: "No" });
  end();
  desk.change(begun, { asText: true });
  assert.equal(told, 1);
  assert.equal(desk.at("01", "/a", () => ({ ...DRAFT, text: "2" })), begun);
  assert.notEqual(desk.at("02", "/a", () => DRAFT), begun);
  assert.notEqual(desk.at("01", "/b", () => DRAFT), begun);
});

test("the oldest drafts go, but none that is being sent", () => {
  const desk = new Desk();
  const sent = desk.at("01", "/sent", () => DRAFT);
  desk.change(sent, { busy: true });
  const first = desk.at("01", "/first", () => DRAFT);
  for (let count = 0; count < MOST_DRAFTS; count += 1) {
    desk.at("01", `/${count}`, () => DRAFT);
  }
  assert.equal(desk.at("01", "/sent", () => DRAFT), sent);
  assert.notEqual(desk.at("01", "/first", () => DRAFT), first);
});

test("fields of a name that stands twice are told apart", () => {
  const fields = fieldsIn('{"a": 1, "a": 2, "b": [{"a": 3, "a": 4}]}');
  assert.deepEqual(
    fields.map(({ key }) => key),
    ["a", "a (2)", "b[0].a", "b[0].a (2)"],
  );
  assert.deepEqual(
    fields.map(({ name }) => name),
    ["a", "a", "b[0].a", "b[0].a"],
  );
});
