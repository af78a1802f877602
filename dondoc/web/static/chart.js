// Charts: each figure carries its option as data; the table in it says the same, and is what stands without this file.
const words = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 });

// The option as given, with numbers as they are written here.
const readable = (figure) => {
  const option = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
  const say = (number) => (number == null || Number.isNaN(number) ? "—" : words.format(number) + figure.dataset.unit);
  option.tooltip.formatter = (shown) => {
    const said = new Map(); // a line may be drawn in several strokes of one name
    for (const one of shown) if (!said.has(one.seriesName) || one.value != null) said.set(one.seriesName, one);
    return [shown[0].name, ...[...said.values()].map((one) => `${one.seriesName}: ${say(one.value)}`)].join("\n");
  };
  for (const axis of [option.xAxis, option.yAxis]) if (axis.type === "value") axis.axisLabel.formatter = say;
  return option;
};

// Bars need a line each, however many there are.
const fit = (box, option) => {
  const bars = option.yAxis.type === "category" ? option.yAxis.data.length : 0;
  if (bars) box.style.height = `${60 + bars * 28}px`;
};

const save = (figure, option) => {
  const title = figure.querySelector("figcaption").textContent.trim();
  const away = document.createElement("div");
  const drawn = echarts.init(away, null, { renderer: "canvas", width: 960, height: figure.querySelector(".ui-chart-canvas").clientHeight + 60 });
  const font = option.textStyle.fontFamily;
  const head = { text: title, left: 8, top: 8, textStyle: { fontFamily: font, fontSize: 15, fontWeight: 600, color: "#1d2025", width: 940, overflow: "truncate" } };
  drawn.setOption({ ...option, title: head, legend: { ...option.legend, top: 40, left: 8 }, grid: { ...option.grid, top: 80 }, tooltip: { show: false } });
  drawn.getRenderedCanvas({ pixelRatio: 2, backgroundColor: "#fff" }).toBlob((picture) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(picture);
    link.download = `${title.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 80)}.png`;
    link.click();
    URL.revokeObjectURL(link.href);
    drawn.dispose();
  });
};

for (const figure of document.querySelectorAll("[data-chart]")) {
  const option = readable(figure);
  const box = figure.querySelector(".ui-chart-canvas");
  box.hidden = false;
  fit(box, option);
  const drawn = echarts.init(box, null, { renderer: "svg" });
  drawn.setOption(option);
  new ResizeObserver(() => drawn.resize()).observe(box);
  const button = figure.querySelector(".ui-chart-save");
  button.hidden = false;
  button.addEventListener("click", () => save(figure, option));
}
