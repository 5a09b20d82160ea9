// Draws the charts of a page: each from the JSON beside it, in the page's colours, again when these or its size change.

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const percent = (rate) => `${Math.round(rate * 1000) / 10}%`;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const drawn = new Map();

const text = () => ({ color: colour("quiet"), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 });
const axis = () => ({ axisLine: { lineStyle: { color: colour("line") } }, axisLabel: text(), splitLine: { lineStyle: { color: colour("line") } } });
const tooltip = (told) => ({
  backgroundColor: colour("paper"), borderColor: colour("line"), textStyle: { ...text(), color: colour("ink") },
  confine: true, formatter: told,
});
const line = (name, at, kind = "dashed", place = "insideEndTop") => ({
  symbol: "none", silent: true, lineStyle: { color: colour("amber"), type: kind, width: 1.5 },
  label: { formatter: name, position: place, color: colour("amber"), fontSize: 12, backgroundColor: colour("paper"), padding: [1, 3] }, data: [{ yAxis: at }],
});
// The axis goes a little beyond what is shown, and never beyond all of it.
const top = (rates) => Math.min(1, Math.max(0.1, Math.ceil(Math.max(...rates) * 11) / 10));

function trend(data) {
  const known = data.rates.filter((rate) => rate !== null);
  const targets = data.target === null ? [] : [data.target];
  return {
    grid: { left: 8, right: 12, top: 16, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: data.names, ...axis(), axisLabel: { ...text(), showMaxLabel: true, hideOverlap: true }, splitLine: { show: false } },
    yAxis: { type: "value", min: 0, max: top([...known, ...targets]), ...axis(), axisLabel: { ...text(), formatter: percent } },
    tooltip: { trigger: "axis", ...tooltip((all) => data.texts[all[0].dataIndex]) },
    series: [{
      type: "line", data: data.rates, connectNulls: false, symbol: "circle", symbolSize: 8, showAllSymbol: true, cursor: "pointer",
      itemStyle: { color: colour("brand") }, lineStyle: { color: colour("brand"), width: 2 },
      markLine: data.target === null ? undefined : line(data.targetName, data.target),
    }],
  };
}

function bars(data, width) {
  return {
    grid: { left: 8, right: 56, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: "value", ...axis(), axisLabel: { ...text(), formatter: percent, hideOverlap: true } },
    yAxis: {
      type: "category", data: data.names, inverse: true, ...axis(),
      axisLabel: { ...text(), color: colour("ink"), width: Math.min(260, width * 0.42), overflow: "truncate" }, axisTick: { show: false },
    },
    tooltip: { trigger: "item", ...tooltip((one) => data.texts[one.dataIndex]) },
    series: [{
      type: "bar", data: data.rates, barMaxWidth: 20, cursor: "pointer", itemStyle: { color: colour("brand"), borderRadius: [0, 4, 4, 0] },
      label: { show: true, position: "right", formatter: (one) => percent(one.value), color: colour("ink") },
    }],
  };
}

// Outside a limit is told by the form of the mark, not by its colour alone.
const MARKS = { "": ["circle", "brand"], alert: ["diamond", "orange"], alarm: ["triangle", "bad"] };

function funnel(data) {
  const lines = data.limits.map((limit, nth) => ({
    type: "line", data: limit.at, symbol: "none", silent: true, z: 1,
    lineStyle: { color: colour("amber"), type: nth ? "dotted" : "dashed", width: 1.5 },
    endLabel: { show: true, formatter: limit.name, color: colour("amber"), fontSize: 12 }, labelLayout: { moveOverlap: "shiftY" },
  }));
  const dots = data.points.map((one) => ({
    value: [one.x, one.y], symbol: MARKS[one.level][0], symbolSize: one.level ? 14 : 10, itemStyle: { color: colour(MARKS[one.level][1]) },
  }));
  const rates = [...data.points.map((one) => one.y), ...data.limits.flatMap((limit) => limit.at.slice(-8).map((at) => at[1]))];
  return {
    grid: { left: 8, right: 72, top: 16, bottom: 28, containLabel: true },
    xAxis: { type: "value", name: data.xName, nameLocation: "middle", nameGap: 28, nameTextStyle: text(), min: 0, ...axis(), splitLine: { show: false } },
    yAxis: { type: "value", min: 0, max: top(rates), ...axis(), axisLabel: { ...text(), formatter: percent } },
    tooltip: { trigger: "item", ...tooltip((one) => data.points[one.dataIndex]?.text ?? "") },
    series: [
      {
        type: "scatter", data: dots, cursor: "pointer", z: 3,
        label: { show: true, position: "top", formatter: (one) => data.points[one.dataIndex].name, color: colour("ink"), fontSize: 12 },
        labelLayout: { hideOverlap: true },
        markLine: line(data.averageName, data.average, "solid", "insideStartTop"),
      },
      ...lines,
    ],
  };
}

const KINDS = { trend, bars, funnel };

function draw(place) {
  const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  if (data.kind === "bars") place.classList.add(data.names.length > 5 ? "chart-tall" : "chart-short");
  let chart = drawn.get(place);
  if (!chart) {
    chart = window.echarts.init(place);
    chart.on("click", (one) => {
      const link = data.links?.[one.dataIndex] ?? data.points?.[one.dataIndex]?.link;
      if (link && one.componentType === "series") location.assign(link);
    });
    drawn.set(place, chart);
    new ResizeObserver(() => chart.resize()).observe(place);
  }
  const said = (data.texts ?? data.points.map((one) => one.text)).join("; ");
  chart.setOption({
    ...KINDS[data.kind](data, place.clientWidth), animation: !still, aria: { enabled: true, label: { description: `${data.label}: ${said}` } },
  }, true);
}

const every = () => document.querySelectorAll("[data-chart]").forEach(draw);
new MutationObserver(every).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
every();
