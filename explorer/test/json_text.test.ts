import assert from "node:assert/strict";
import { test } from "node:test";
import { brokenLine, indented, without } from "../src/logic/json_text.ts";

test("the line of what is no JSON is told", () => {
  assert.equal(brokenLine(""), null);
  assert.equal(brokenLine("  \n"), null);
  assert.equal(brokenLine('{"a": 1}'), null);
  assert.equal(brokenLine('{\n  "a": 1,\n  b: 2\n}'), 3);
  assert.equal(brokenLine('{\n  "a": 1,\n'), 3);
  assert.equal(brokenLine("on: 1"), 1);
  // Browsers don't say where in a short text.
  assert.equal(brokenLine('{\n  "a": off\n}'), 2);
  assert.equal(brokenLine('{\n  "a": "open\n}'), 2);
  assert.equal(brokenLine('[1,\n-2e5, null, true\n'), 3);
});

test("numbers keep every digit", () => {
  const text = '{"a":30.0,"b":[12345678901234567890,-0,1e5],"c":{},"d":[]}';
  const lines = indented(text);
  assert.equal(
    lines,
    '{\n  "a": 30.0,\n  "b": [\n    12345678901234567890,\n    -0,\n    1e5\n  ],\n' +
      '  "c": {},\n  "d": []\n}',
  );
  assert.equal(lines.replace(/\s/g, ""), text);
});

test("what stands in a text is no sign", () => {
  const text = '{"a{":"x, [y]: \\"z\\" \\\\"}';
  assert.equal(indented(text), '{\n  "a{": "x, [y]: \\"z\\" \\\\"\n}');
  assert.deepEqual(JSON.parse(indented(text)), JSON.parse(text));
});

test("a plain value stays as it is", () => {
  assert.equal(indented("30.0"), "30.0");
  assert.equal(indented('"a, b"'), '"a, b"');
});

test("what a gateway makes by itself is left out, and the rest keeps its digits", () => {
  const text = '{"tariff": {"reserve": 30.0, "schedule": {"a": 1}}, "schedule": [{"b": "}"}], "c": []}';
  assert.equal(
    without(text, ["schedule"]),
    '{"tariff": {"reserve": 30.0, "schedule": {"a": 1}}, "c": []}',
  );
  assert.equal(without('[{"id": 1e5, "flags": {}}, {"flags": [1, 2]}, 7]', ["flags"]), '[{"id": 1e5}, {}, 7]');
  assert.equal(without('{"flags": 1}', ["flags"]), "{}");
  assert.equal(without(text, []), text);
  assert.equal(without('{"schedule": ', ["schedule"]), '{"schedule": ');
});
