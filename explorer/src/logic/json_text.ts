// JSON as text: numbers keep every digit, since nothing is read into a number.

/** The line of what is no JSON, from 1 on; null if the text is JSON or empty. */
export function brokenLine(text: string): number | null {
  if (!text.trim()) {
    return null;
  }
  try {
    JSON.parse(text);
  } catch (err) {
    const words = String(err);
    const line = /line (\d+)/.exec(words)?.[1];
    if (line) {
      return Number(line);
    }
    const position = /position (\d+)/.exec(words)?.[1];
    const before = position ? text.slice(0, Number(position)) : text;
    return before.split("\n").length;
  }
  return null;
}

/** The same JSON with a line for each value. */
export function indented(text: string): string {
  let out = "";
  let depth = 0;
  const line = () => `\n${"  ".repeat(depth)}`;
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/gs) ?? [];
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    const before = tokens[index - 1];
    switch (token) {
      case "{":
      case "[":
        depth += 1;
        out += next === "}" || next === "]" ? token : token + line();
        break;
      case "}":
      case "]":
        depth -= 1;
        out += before === "{" || before === "[" ? token : line() + token;
        break;
      case ",":
        out += token + line();
        break;
      case ":":
        out += ": ";
        break;
      default:
        out += token;
    }
  }
  return out;
}
