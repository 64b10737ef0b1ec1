// Draws each element that has a data-figure (Plotly figure as JSON). Plotly is fetched only by a
// page that has a chart. Without this script the table below each chart tells the same.

const config = { displayModeBar: false, responsive: true };

function plotly() {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.querySelector("script[data-plotly]").dataset.plotly;
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  });
}

async function draw(root) {
  const charts = [...root.querySelectorAll("[data-figure]:not([data-drawn])")];
  if (charts.length === 0) return;
  const library = await plotly();
  for (const chart of charts) {
    const { data, layout } = JSON.parse(chart.dataset.figure);
    chart.dataset.drawn = "";
    library.newPlot(chart, data, { autosize: true, ...layout }, config);
  }
}

draw(document);
document.addEventListener("htmx:afterSettle", (event) => draw(event.target));
