// Small plots of the numbers of a reply that is read again and again.

import { css, html, svg, type TemplateResult } from "lit";
import { short } from "../logic/format.ts";
import { drawn, lineOf, type Series } from "../logic/series.ts";
import { define, look, Part } from "./base.ts";

const [WIDTH, HEIGHT] = [160, 36];

class Plots extends Part {
  static override properties = { ...Part.properties, series: { attribute: false } };

  static override styles = [
    look,
    css`
      .plots {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(200px, 1fr));
        gap: 12px;
        margin: 12px 0;
      }
      .plot {
        min-width: 0;
      }
      .name {
        overflow-wrap: anywhere;
      }
      svg {
        width: 100%;
        height: 40px;
        display: block;
      }
      polyline {
        fill: none;
        stroke: var(--primary-color);
        stroke-width: 2;
        vector-effect: non-scaling-stroke;
      }
    `,
  ];

  declare series: Series[];

  override render(): TemplateResult {
    return html`<div class="plots">${drawn(this.series).map((one) => this.plot(one))}</div>`;
  }

  private plot({ name, points }: Series): TemplateResult {
    const values = points.map((point) => point.value);
    const facts = {
      low: String(Math.min(...values)),
      high: String(Math.max(...values)),
      count: values.length,
    };
    const words = this.say("plot_about", facts);
    return html`<div class="plot">
      <div class="name mono">${short(name, 120)}</div>
      <strong>${values.at(-1)}</strong>
      <svg
        viewBox="-2 -2 ${WIDTH + 4} ${HEIGHT + 4}"
        preserveAspectRatio="none"
        role="img"
        aria-label=${`${name}: ${words}`}
      >
        ${svg`<polyline points=${lineOf(points, WIDTH, HEIGHT)}></polyline>`}
      </svg>
      <span class="soft">${words}</span>
    </div>`;
  }
}

define("enphase-explorer-plots", Plots);
